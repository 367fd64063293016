package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.Optional;

/**
 * Rényi's divergence of order a ≥ 0, log(Σ p^a q^(1−a)) / (a−1); order 1 is KL[p:q], order ∞ is log max p/q (Rényi 1961).
 * With Amari's α = 1 − 2a it is log(1 − a(1−a) D_α)/(a−1), which keeps all digits for p ≈ q and for orders close to 1.
 */
public final class RenyiDivergence implements Divergence {
    private final double order;
    private final boolean exchanged;

    private RenyiDivergence(double order, boolean exchanged) {
        this.order = order;
        this.exchanged = exchanged;
    }

    /** Returns the divergence of an order from 0 to infinity. */
    public static RenyiDivergence of(double order) {
        Args.requireThat(
                order >= 0 && (order <= 1e100 || order == Double.POSITIVE_INFINITY),
                "order",
                order,
                "it must be a number from 0 to 1e100, or infinity");
        return new RenyiDivergence(order, false);
    }

    /** Returns the order a. */
    public double order() {
        return order;
    }

    @Override
    public String name() {
        String number = Double.isInfinite(order)
                ? "inf"
                : order == Math.rint(order) && order < 1e9 ? Long.toString((long) order) : Double.toString(order);
        return (exchanged ? "dual of renyi:" : "renyi:") + number;
    }

    @Override
    public String formula() {
        String formula = order == 1
                ? "Σ p log(p/q)"
                : order == Double.POSITIVE_INFINITY ? "log max p/q" : "log(Σ p^a q^(1−a)) / (a−1)";
        return formula + (exchanged ? ", with p and q exchanged" : "");
    }

    @Override
    public double between(DiscreteMeasure p, DiscreteMeasure q) {
        FDivergence.check(this, p, q);
        return exchanged ? value(q, p) : value(p, q);
    }

    @Override
    public Divergence dual() {
        return new RenyiDivergence(order, !exchanged);
    }

    /** Returns nothing for the orders 0 and ∞, which are not quadratic between neighbours. */
    @Override
    public Optional<LocalForm> local() {
        if (order == 0 || order == Double.POSITIVE_INFINITY) {
            return Optional.empty();
        }
        LocalForm form = new LocalForm(order / 2, -order * (order + 1) / 6);
        return Optional.of(exchanged ? form.dual() : form);
    }

    @Override
    public boolean acceptsMeasures() {
        return false;
    }

    private double value(DiscreteMeasure p, DiscreteMeasure q) {
        if (order == 1) {
            return AlphaDivergence.kullbackLeibler().between(p, q);
        }
        if (order == Double.POSITIVE_INFINITY) {
            double largest = 0;
            for (int i = 0; i < p.size(); i++) {
                if (p.get(i) > 0) {
                    largest = Math.max(largest, logOrInfinite(p.get(i), q.get(i)));
                }
            }
            return largest;
        }
        double x = -order * (1 - order) * AlphaDivergence.of(1 - 2 * order).between(p, q);
        if (x > -0.5 && x < 1) {
            return Math.max(0, Math.log1p(x) / (order - 1));
        }
        return directly(p, q);
    }

    private static double logOrInfinite(double p, double q) {
        return q == 0 ? Double.POSITIVE_INFINITY : -FDivergence.logRatio(p, q);
    }

    /** By the logarithm of the sum, whose terms may be out of the range of doubles. */
    private double directly(DiscreteMeasure p, DiscreteMeasure q) {
        double[] exponents = new double[p.size()];
        int n = 0;
        for (int i = 0; i < p.size(); i++) {
            if (p.get(i) > 0 && q.get(i) > 0) {
                exponents[n++] = order * Math.log(p.get(i)) + (1 - order) * Math.log(q.get(i));
            } else if (p.get(i) > 0 && order > 1) {
                return Double.POSITIVE_INFINITY;
            }
        }
        if (n == 0) {
            return Double.POSITIVE_INFINITY;
        }
        RealVector kept = RealVector.takingOver(exponents).slice(0, n);
        double top = kept.stream().max().orElseThrow();
        double sum = RealVector.takingOver(
                        kept.stream().map(e -> Math.exp(e - top)).toArray())
                .sum();
        return Math.max(0, (top + Math.log(sum)) / (order - 1));
    }
}
