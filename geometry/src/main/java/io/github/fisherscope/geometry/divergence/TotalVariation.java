package io.github.fisherscope.geometry.divergence;

import java.util.Optional;

/** Total variation, ½ Σ |q−p|. It is no smooth function at p = q and induces no metric. */
final class TotalVariation extends FDivergence {
    @Override
    public String name() {
        return "total-variation";
    }

    @Override
    public String formula() {
        return "½ Σ |q−p|";
    }

    @Override
    public FDivergence dual() {
        return this;
    }

    @Override
    public Optional<LocalForm> local() {
        return Optional.empty();
    }

    @Override
    public double term(double p, double q) {
        return Math.abs(q - p) / 2;
    }

    /** A subgradient; 0 at p = q. */
    @Override
    public double slope(double p, double q) {
        return Math.signum(q - p) / 2;
    }

    /** 0 where it is defined. */
    @Override
    public double bend(double p, double q) {
        return 0;
    }
}
