package io.github.fisherscope.meanfield.law;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;

/**
 * The law of the population Fisher matrix (infinitely many standard normal inputs) of a network with one hidden layer,
 * equally many inputs, hidden units and outputs, no biases, weights N(0, 1/n), squared loss and a centred activation
 * (Pennington and Worah 2018).
 *
 * <p>For independent λ_1, λ_2 from the Marchenko-Pastur law of ratio 1 the eigenvalues are those of
 *
 * <pre>  [[ζλ_2 + η' − ζ, ζ√(λ_1λ_2)], [ζ√(λ_1λ_2), ζλ_1 + η − ζ]]  </pre>
 *
 * <p>Derived in {@code docs/theory/equations.md#single-hidden-layer}.
 *
 * @param eta η = Var φ
 * @param etaPrime η' = E φ'²
 * @param zeta ζ = (E φ')², at most min(η, η')
 */
public record SingleHiddenLayerLaw(double eta, double etaPrime, double zeta) implements SpectralLaw {
    private static final int NODES = 400;
    private static final double SLACK = 1e-12;

    public SingleHiddenLayerLaw {
        Args.requirePositive("eta", eta);
        Args.requirePositive("etaPrime", etaPrime);
        Args.requireInRange("zeta", zeta, 0, Math.min(eta, etaPrime) * (1 + SLACK));
    }

    /** Returns the law for an activation; its mean is subtracted, which changes η alone. */
    public static SingleHiddenLayerLaw of(Activation activation) {
        PointMoments m = GaussianExpectation.of(activation).at(1);
        return new SingleHiddenLayerLaw(
                m.meanSquare() - m.mean() * m.mean(),
                m.derivativeMeanSquare(),
                m.meanDerivative() * m.meanDerivative());
    }

    @Override
    public Complex stieltjes(double re, double im) {
        Args.requirePositive("im", im);
        DiscreteMeasure mp = new MarchenkoPastur(1, 1).quadrature(NODES);
        Complex z = new Complex(re, im);
        Complex sum = Complex.ZERO;
        for (int i = 0; i < mp.size(); i++) {
            Complex first = Complex.real(zeta * mp.point(i) + etaPrime - zeta).minus(z);
            Complex row = Complex.ZERO;
            for (int j = 0; j < mp.size(); j++) {
                Complex second = Complex.real(zeta * mp.point(j) + eta - zeta).minus(z);
                Complex determinant = first.times(second).plus(-zeta * zeta * mp.point(i) * mp.point(j));
                row = row.plus(first.plus(second).over(determinant).times(mp.weight(j)));
            }
            sum = sum.plus(row.times(mp.weight(i)));
        }
        return sum.times(0.5);
    }

    /** Returns the share of eigenvalues that are at most x, exact up to the resolution of 160 000 nodes. */
    public double cumulative(double x) {
        DiscreteMeasure mp = new MarchenkoPastur(1, 1).quadrature(NODES);
        double sum = 0;
        for (int i = 0; i < mp.size(); i++) {
            for (int j = 0; j < mp.size(); j++) {
                double weight = 0.5 * mp.weight(i) * mp.weight(j);
                double middle = middle(mp.point(j), mp.point(i));
                double half = halfGap(mp.point(j), mp.point(i));
                sum += (middle + half <= x ? weight : 0) + (middle - half <= x ? weight : 0);
            }
        }
        return sum;
    }

    private double middle(double lambda1, double lambda2) {
        return 0.5 * (zeta * (lambda1 + lambda2) + eta + etaPrime) - zeta;
    }

    private double halfGap(double lambda1, double lambda2) {
        return Math.hypot(0.5 * (zeta * (lambda2 - lambda1) + etaPrime - eta), zeta * Math.sqrt(lambda1 * lambda2));
    }

    /** Half the spectrum is zero for a linear activation (η = η' = ζ); otherwise there is no atom. */
    @Override
    public double atomAtZero() {
        double slack = SLACK * (eta + etaPrime);
        return eta - zeta <= slack && etaPrime - zeta <= slack ? 0.5 : 0;
    }

    @Override
    public double mean() {
        return 0.5 * (eta + etaPrime);
    }

    @Override
    public double upperEdge() {
        return middle(4, 4) + halfGap(4, 4);
    }
}
