package io.github.fisherscope.geometry.divergence;

import java.util.Optional;

/** An f-divergence times a positive factor, under a name of its own. */
final class ScaledDivergence extends FDivergence {
    private final FDivergence of;
    private final double factor;
    private final String name;
    private final String formula;

    ScaledDivergence(FDivergence of, double factor, String name, String formula) {
        this.of = of;
        this.factor = factor;
        this.name = name;
        this.formula = formula;
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
    public Optional<LocalForm> local() {
        return of.local().map(l -> l.times(factor));
    }

    @Override
    public double term(double p, double q) {
        return factor * of.term(p, q);
    }

    @Override
    public double slope(double p, double q) {
        return factor * of.slope(p, q);
    }

    @Override
    public double bend(double p, double q) {
        return factor * of.bend(p, q);
    }
}
