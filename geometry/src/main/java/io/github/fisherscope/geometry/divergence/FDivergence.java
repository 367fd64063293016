package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.math.RealVector;

/**
 * A divergence Σ p f(q/p) with a convex f, f(1) = 0 (Csiszár 1967; Amari 2016, section 3). The generator is standardised,
 * f′(1) = 0, which changes nothing between distributions and makes every term of the sum at least 0: the sum loses no
 * digits for p ≈ q, and it is the divergence of positive measures.
 */
public abstract class FDivergence implements Divergence {
    /** A probability whose ratio with another is a number. */
    private static final double LEAST = 1e-307;

    /**
     * Returns p f(q/p) with the limits at zero: p = 0 gives q lim f(u)/u, q = 0 gives p f(0).
     *
     * @return a number, 0 or greater, or infinity; never NaN
     */
    public abstract double term(double p, double q);

    /** Returns f′(q/p), the derivative of the term in q, for q &gt; 0; may be infinite for p = 0. */
    public abstract double slope(double p, double q);

    /** Returns u f″(u) for u = q/p, that is q times the second derivative of the term in q, for q &gt; 0; may be infinite. */
    public abstract double bend(double p, double q);

    @Override
    public double between(DiscreteMeasure p, DiscreteMeasure q) {
        check(this, p, q);
        double[] terms = new double[p.size()];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = term(p.get(i), q.get(i));
            if (terms[i] == Double.POSITIVE_INFINITY) {
                return terms[i];
            }
        }
        return RealVector.takingOver(terms).sum();
    }

    @Override
    public boolean acceptsMeasures() {
        return true;
    }

    @Override
    public FDivergence dual() {
        return new DualDivergence(this);
    }

    /** Returns this divergence times a positive factor, under another name. */
    FDivergence times(double factor, String name, String formula) {
        return new ScaledDivergence(this, factor, name, formula);
    }

    /**
     * Returns the gradient of D[target : softmax(logits)] in the logits: (diag q − q qᵀ) f′(q/p).
     *
     * @throws InvalidArgumentException if the divergence from this target is infinite, as Jeffreys' is from a one-hot one
     */
    public RealVector logitGradient(DiscreteMeasure target, RealVector logits) {
        Args.requireSame("logits.size", logits.size(), target.size(), "give one logit for each state of the target");
        double[] q = softmax(logits);
        double[] slopes = new double[q.length];
        double mean = 0;
        for (int i = 0; i < q.length; i++) {
            // where q underflows, q f′(q/p) still has a limit, such as −p for KL
            double reached = target.get(i) > 0 ? Math.max(LEAST, q[i]) : q[i];
            slopes[i] = reached > 0 ? reached * slope(target.get(i), reached) : 0;
            if (!Double.isFinite(slopes[i])) {
                throw target.get(i) > 0 ? tooFar(i, q[i]) : withoutWeight(i);
            }
            mean += slopes[i];
        }
        for (int i = 0; i < q.length; i++) {
            slopes[i] -= q[i] * mean;
        }
        return RealVector.takingOver(slopes);
    }

    private InvalidArgumentException withoutWeight(int state) {
        return InvalidArgumentException.of(
                "target[" + state + "]",
                0.0,
                "but " + name() + " from a target with zeros is infinite",
                "smooth the target, or take a divergence that stays finite, such as js or alpha:0");
    }

    private InvalidArgumentException tooFar(int state, double q) {
        return InvalidArgumentException.of(
                "logits[" + state + "]",
                "far below the others",
                "its probability " + q + " makes the slope of " + name() + " leave the range of numbers",
                "bring the logits closer together, or take a divergence that stays finite, such as js or alpha:0");
    }

    /** Returns exp(x)/Σ exp(x), without overflow. */
    static double[] softmax(RealVector logits) {
        double top = logits.stream().max().orElseThrow();
        double[] q = logits.stream().map(x -> Math.exp(x - top)).toArray();
        double sum = RealVector.of(q).sum();
        for (int i = 0; i < q.length; i++) {
            q[i] /= sum;
        }
        return q;
    }

    /** Returns log(q/p) for positive p and q, exact to rounding also where q is close to p. */
    static double logRatio(double p, double q) {
        double difference = q - p;
        if (Math.abs(difference) < 0.5 * p) {
            return Math.log1p(difference / p);
        }
        double ratio = q / p;
        return ratio > Double.MIN_NORMAL && ratio < Double.POSITIVE_INFINITY
                ? Math.log(ratio)
                : Math.log(q) - Math.log(p);
    }

    static void check(Divergence divergence, DiscreteMeasure p, DiscreteMeasure q) {
        Args.requireSame("q.size", q.size(), p.size(), "p and q must be on the same states");
        if (!divergence.acceptsMeasures() && !(p.probability() && q.probability())) {
            throw InvalidArgumentException.of(
                    p.probability() ? "q" : "p",
                    "a positive measure",
                    "but " + divergence.name() + " is defined for distributions only",
                    "divide the weights by their sum");
        }
    }
}
