package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.math.RealVector;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A potential that is a sum over entries, ψ(x) = Σ s(x_i). */
final class SeparablePotential implements BregmanPotential {
    /** s and its first three derivatives. */
    private record Derivatives(
            DoubleUnaryOperator value,
            DoubleUnaryOperator first,
            DoubleUnaryOperator second,
            DoubleUnaryOperator third) {}

    /** Where s is finite, in words and as a test. */
    private record Domain(String words, DoublePredicate contains) {}

    private final String name;
    private final Domain domain;
    private final Derivatives s;
    private final DoubleBinaryOperator term;

    private SeparablePotential(String name, Domain domain, Derivatives s, DoubleBinaryOperator term) {
        this.name = name;
        this.domain = domain;
        this.s = s;
        this.term = term;
    }

    /** ψ = ½|x|²; the divergence is ½|x−y|², its own dual. */
    static SeparablePotential squared() {
        return new SeparablePotential(
                "squared",
                new Domain("it must be a finite number", x -> true),
                new Derivatives(x -> x * x / 2, x -> x, x -> 1, x -> 0),
                (x, y) -> (x - y) * (x - y) / 2);
    }

    /** ψ = Σ x log x − x on x ≥ 0; the divergence is KL of positive measures. */
    static SeparablePotential negativeEntropy() {
        AlphaDivergence kl = AlphaDivergence.kullbackLeibler();
        return new SeparablePotential(
                "negative-entropy",
                new Domain("it must be 0 or greater", x -> x >= 0),
                new Derivatives(x -> x == 0 ? 0 : x * Math.log(x) - x, Math::log, x -> 1 / x, x -> -1 / (x * x)),
                kl::term);
    }

    /** ψ = −Σ log x on x &gt; 0; the divergence is Itakura and Saito's, Σ x/y − log(x/y) − 1. */
    static SeparablePotential itakuraSaito() {
        AlphaDivergence kl = AlphaDivergence.kullbackLeibler();
        return new SeparablePotential(
                "itakura-saito",
                new Domain("it must be greater than 0", x -> x > 0),
                new Derivatives(x -> -Math.log(x), x -> -1 / x, x -> 1 / (x * x), x -> -2 / (x * x * x)),
                (x, y) -> kl.term(1, x / y));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean everywhere() {
        return domain.contains().test(-1);
    }

    @Override
    public double value(RealVector x) {
        check("x", x);
        return sum(x.size(), i -> s.value().applyAsDouble(x.get(i)));
    }

    @Override
    public RealVector gradient(RealVector y) {
        check("y", y);
        return RealVector.takingOver(y.stream().map(s.first()).toArray());
    }

    @Override
    public double divergence(RealVector x, RealVector y) {
        BregmanPotential.requirePair(x, y);
        check("x", x);
        check("y", y);
        return sum(x.size(), i -> term.applyAsDouble(x.get(i), y.get(i)));
    }

    @Override
    public double quadratic(RealVector y, RealVector d) {
        check("y", y);
        return sum(y.size(), i -> s.second().applyAsDouble(y.get(i)) * d.get(i) * d.get(i) / 2);
    }

    @Override
    public double cubic(RealVector y, RealVector d) {
        check("y", y);
        return sum(y.size(), i -> s.third().applyAsDouble(y.get(i)) * d.get(i) * d.get(i) * d.get(i) / 6);
    }

    private void check(String vector, RealVector x) {
        for (int i = 0; i < x.size(); i++) {
            if (!domain.contains().test(x.get(i))) {
                throw InvalidArgumentException.of(vector + "[" + i + "]", x.get(i), domain.words() + " for " + name);
            }
        }
    }

    /** Sums; an infinite term makes the sum infinite and not NaN. */
    private static double sum(int n, IntToDoubleFunction terms) {
        double[] values = IntStream.range(0, n).mapToDouble(terms).toArray();
        for (double v : values) {
            if (Double.isInfinite(v)) {
                return v;
            }
        }
        return RealVector.takingOver(values).sum();
    }
}
