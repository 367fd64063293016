package io.github.fisherscope.geometry.divergence;

import java.util.Optional;

/** An f-divergence with exchanged arguments; its generator is u f(1/u). */
final class DualDivergence extends FDivergence {
    private final FDivergence of;

    DualDivergence(FDivergence of) {
        this.of = of;
    }

    @Override
    public String name() {
        return "dual of " + of.name();
    }

    @Override
    public String formula() {
        return of.formula() + ", with p and q exchanged";
    }

    @Override
    public FDivergence dual() {
        return of;
    }

    @Override
    public Optional<LocalForm> local() {
        return of.local().map(LocalForm::dual);
    }

    @Override
    public double term(double p, double q) {
        return of.term(q, p);
    }

    /** For f*(u) = u f(1/u): f*′(u) = f(1/u) − f′(1/u)/u, and v f′(v) vanishes at v = 0 where f is finite. */
    @Override
    public double slope(double p, double q) {
        double value = of.term(q, p) / q;
        return p == 0 ? value : value - of.slope(q, p) * (p / q);
    }

    /** For f*(u) = u f(1/u): u f*″(u) = v² f″(v), v = 1/u. */
    @Override
    public double bend(double p, double q) {
        return p == 0 ? 0 : of.bend(q, p) * (p / q);
    }
}
