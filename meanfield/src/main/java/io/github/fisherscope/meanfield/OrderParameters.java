package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.LayeredExpectation;
import io.github.fisherscope.meanfield.gaussian.PairOverlaps;
import java.util.Objects;

/**
 * The order parameters of signal propagation in a random network of infinite width, for one input and for a pair of
 * different inputs ({@code …Pair}).
 *
 * <pre>
 *   q^l = σ_w² q̂^{l−1} + σ_b²                q_st^l = σ_w² q̂_st^{l−1} + σ_b²              l = 1..L
 *   q̂^l = E φ(√q^l z)²                       q̂_st^l = I_φ[q^l, q_st^l]                     l = 1..L−1
 *   q̃^L = q̃_st^L = 1
 *   q̃^l = σ_w² q̃^{l+1} E φ'(√q^l z)²         q̃_st^l = σ_w² q̃_st^{l+1} I_φ'[q^l, q_st^l]    l = L−1..1
 * </pre>
 *
 * <p>Index convention: every vector has L entries. Entry l − 1 of {@code q}, {@code qPair}, {@code qTilde} and
 * {@code qTildePair} belongs to layer l = 1..L; entry l of {@code qHat} and {@code qHatPair} belongs to layer
 * l = 0..L−1, entry 0 being the inputs. The accessors with an argument take the layer as in the formulas.
 *
 * <p>q̂ is a mean over units, q̃ a sum over units. Source: Poole et al. 2016, Schoenholz et al. 2017, Karakida, Akaho and
 * Amari 2019; {@code docs/theory/equations.md#order-parameters}. The backward recursion treats the weights of the
 * backward pass as independent of the forward pass.
 *
 * @param q variance of a pre-activation
 * @param qPair covariance of a pre-activation at two inputs
 * @param qHat mean square activation
 * @param qHatPair mean product of activations at two inputs
 * @param qTilde sum over units of (∂f_k/∂u_i)²
 * @param qTildePair sum over units of ∂f_k/∂u_i at two inputs, multiplied
 */
public record OrderParameters(
        RealVector q,
        RealVector qPair,
        RealVector qHat,
        RealVector qHatPair,
        RealVector qTilde,
        RealVector qTildePair) {

    public OrderParameters {
        Objects.requireNonNull(q, "q");
    }

    /**
     * Runs the recursions.
     *
     * <p>Cost: at most a few milliseconds a layer for a hundred layers, and little for more. Error: the recursions' own, since
     * the expectations are accurate to about 1e-14, and 1e-12 where those of deep networks are interpolated.
     */
    public static OrderParameters of(NetworkSpec spec, InputMoments moments) {
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        LayeredExpectation layers = LayeredExpectation.of(expectation);
        int depth = spec.depth();
        double[] q = new double[depth];
        double[] qPair = new double[depth];
        double[] qHat = new double[depth];
        double[] qHatPair = new double[depth];
        double[] gain = new double[depth];
        double[] gainPair = new double[depth];
        qHat[0] = moments.meanSquare();
        qHatPair[0] = moments.crossProduct();
        for (int l = 1; l <= depth; l++) {
            q[l - 1] = spec.weightVariance() * qHat[l - 1] + spec.biasVariance();
            qPair[l - 1] = spec.weightVariance() * qHatPair[l - 1] + spec.biasVariance();
            if (l < depth) {
                PairOverlaps same = diagonal(expectation, q[l - 1]);
                PairOverlaps pair = layers.overlaps(q[l - 1], qPair[l - 1]);
                qHat[l] = same.value();
                qHatPair[l] = pair.value();
                gain[l] = spec.weightVariance() * same.derivative();
                gainPair[l] = spec.weightVariance() * pair.derivative();
            }
        }
        double[] qTilde = new double[depth];
        double[] qTildePair = new double[depth];
        qTilde[depth - 1] = 1;
        qTildePair[depth - 1] = 1;
        for (int l = depth - 1; l >= 1; l--) {
            qTilde[l - 1] = gain[l] * qTilde[l];
            qTildePair[l - 1] = gainPair[l] * qTildePair[l];
        }
        return new OrderParameters(
                RealVector.of(q),
                RealVector.of(qPair),
                RealVector.of(qHat),
                RealVector.of(qHatPair),
                RealVector.of(qTilde),
                RealVector.of(qTildePair));
    }

    private static PairOverlaps diagonal(GaussianExpectation expectation, double variance) {
        var point = expectation.at(variance);
        return new PairOverlaps(point.meanSquare(), point.derivativeMeanSquare());
    }

    /** Returns L. */
    public int depth() {
        return q.size();
    }

    /** Returns q^l, l in [1, L]. */
    public double q(int l) {
        return q.get(l - 1);
    }

    /** Returns q_st^l, l in [1, L]. */
    public double qPair(int l) {
        return qPair.get(l - 1);
    }

    /** Returns q̂^l, l in [0, L − 1]. */
    public double qHat(int l) {
        return qHat.get(l);
    }

    /** Returns q̂_st^l, l in [0, L − 1]. */
    public double qHatPair(int l) {
        return qHatPair.get(l);
    }

    /** Returns q̃^l, l in [1, L]. */
    public double qTilde(int l) {
        return qTilde.get(l - 1);
    }

    /** Returns q̃_st^l, l in [1, L]. */
    public double qTildePair(int l) {
        return qTildePair.get(l - 1);
    }
}
