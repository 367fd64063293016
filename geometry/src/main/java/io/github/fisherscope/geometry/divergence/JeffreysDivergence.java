package io.github.fisherscope.geometry.divergence;

import java.util.Optional;

/** Jeffreys' divergence, KL[p:q] + KL[q:p]; infinite as soon as one of the two has a zero that the other has not. */
final class JeffreysDivergence extends FDivergence {
    @Override
    public String name() {
        return "jeffreys";
    }

    @Override
    public String formula() {
        return "Σ (q−p) log(q/p)";
    }

    @Override
    public FDivergence dual() {
        return this;
    }

    @Override
    public Optional<LocalForm> local() {
        return Optional.of(LocalForm.ofGenerator(2, -3));
    }

    @Override
    public double term(double p, double q) {
        if (p == q) {
            return 0;
        }
        return p == 0 || q == 0 ? Double.POSITIVE_INFINITY : (q - p) * logRatio(p, q);
    }

    @Override
    public double slope(double p, double q) {
        return p == 0 ? Double.POSITIVE_INFINITY : logRatio(p, q) + (q - p) / q;
    }

    @Override
    public double bend(double p, double q) {
        return 1 + p / q;
    }
}
