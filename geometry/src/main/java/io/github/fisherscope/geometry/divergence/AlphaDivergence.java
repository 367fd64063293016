package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.check.Args;
import java.util.Optional;

/**
 * Amari's α-divergence, 4/(1−α²) (1 − Σ p^((1−α)/2) q^((1+α)/2)); α = −1 is KL[p:q] and α = 1 is KL[q:p] (Amari 2016,
 * section 3.5; with the opposite sign of α in part of the literature).
 *
 * <p>With b = (1+α)/2 and r = log(q/p) a term is p (b eʳ + (1−b) − e^(br)) / (b(1−b)), computed for b ≤ ½ (the other half
 * by exchanging p and q) and by its series for small r. It is therefore exact to rounding for every α, α = ±1 included, and
 * for p ≈ q.
 */
public final class AlphaDivergence extends FDivergence {
    /** Above this |log(q/p)| the closed form loses less than a digit. */
    private static final double SERIES = 0.5;

    private final double alpha;
    private final String name;
    private final String formula;

    private AlphaDivergence(double alpha, String name, String formula) {
        this.alpha = alpha;
        this.name = name;
        this.formula = formula;
    }

    /** Returns the divergence for any finite α. */
    public static AlphaDivergence of(double alpha) {
        Args.requireFinite("alpha", alpha);
        return new AlphaDivergence(
                alpha,
                "alpha:" + (alpha == Math.rint(alpha) && Math.abs(alpha) < 1e9 ? Long.toString((long) alpha) : alpha),
                alpha == -1
                        ? "Σ p log(p/q)"
                        : alpha == 1 ? "Σ q log(q/p)" : "4/(1−α²) (1 − Σ p^((1−α)/2) q^((1+α)/2))");
    }

    /** Returns KL[p:q] = Σ p log(p/q), of positive measures Σ p log(p/q) − p + q. */
    public static AlphaDivergence kullbackLeibler() {
        return new AlphaDivergence(-1, "kl", "Σ p log(p/q)");
    }

    /** Returns KL[q:p]. */
    public static AlphaDivergence reverseKullbackLeibler() {
        return new AlphaDivergence(1, "reverse-kl", "Σ q log(q/p)");
    }

    public double alpha() {
        return alpha;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String formula() {
        return formula;
    }

    @Override
    public FDivergence dual() {
        return switch (name) {
            case "kl" -> reverseKullbackLeibler();
            case "reverse-kl" -> kullbackLeibler();
            default -> of(-alpha);
        };
    }

    @Override
    public Optional<LocalForm> local() {
        return Optional.of(LocalForm.ofGenerator(1, (alpha - 3) / 2));
    }

    @Override
    public double term(double p, double q) {
        return alpha <= 0 ? term((1 + alpha) / 2, p, q) : term((1 - alpha) / 2, q, p);
    }

    @Override
    public double slope(double p, double q) {
        double c = (alpha - 1) / 2;
        if (p == 0) {
            return c < 0 ? -1 / c : Double.POSITIVE_INFINITY;
        }
        if (alpha == -1) {
            return (q - p) / q;
        }
        double r = logRatio(p, q);
        return c == 0 ? r : Math.expm1(c * r) / c;
    }

    @Override
    public double bend(double p, double q) {
        double c = (alpha - 1) / 2;
        if (p == 0) {
            return c < 0 ? 0 : c == 0 ? 1 : Double.POSITIVE_INFINITY;
        }
        return Math.exp(c * logRatio(p, q));
    }

    /** Returns the term for b ≤ ½. */
    private static double term(double b, double p, double q) {
        if (p == q) {
            return 0;
        }
        if (p == 0) {
            return q / (1 - b);
        }
        if (q == 0) {
            return b > 0 ? p / b : Double.POSITIVE_INFINITY;
        }
        double r = logRatio(p, q);
        if (Math.abs(r) < SERIES && Math.abs(b * r) < SERIES) {
            return p * series(b, r);
        }
        double power = b == 0 ? r : Math.expm1(b * r) / b;
        return Math.max(0, ((q - p) - p * power) / (1 - b));
    }

    /** Returns Σ_{k ≥ 2} (1 + b + … + b^(k−2)) r^k / k!. */
    private static double series(double b, double r) {
        double coefficient = 1;
        double power = 1;
        double factor = r * r / 2;
        double sum = factor;
        // a coefficient may be 0 with later ones that are not, so that the size of the factor decides
        for (int k = 3; Math.abs(factor) * (1 + Math.abs(coefficient) + Math.abs(power)) > 1e-18 * sum; k++) {
            power *= b;
            coefficient += power;
            factor *= r / k;
            sum += coefficient * factor;
        }
        return sum;
    }
}
