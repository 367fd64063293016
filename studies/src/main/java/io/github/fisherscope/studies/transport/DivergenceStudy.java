package io.github.fisherscope.studies.transport;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.BregmanPotential;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.divergence.Divergence;
import io.github.fisherscope.geometry.divergence.Divergences;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.transport.DivergenceResult;
import io.github.fisherscope.results.transport.DivergenceResult.Cause;
import io.github.fisherscope.results.transport.DivergenceResult.Family;
import io.github.fisherscope.results.transport.DivergenceResult.Local;
import io.github.fisherscope.results.transport.DivergenceResult.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** The divergence between two histograms. */
public final class DivergenceStudy {
    private static final String BREGMAN = "bregman:";

    private DivergenceStudy() {}

    /** Returns the names that {@link #run} knows. */
    public static List<String> families() {
        List<String> names = new ArrayList<>(Divergences.names());
        BregmanPotential.all().forEach(p -> names.add(BREGMAN + p.name()));
        return List.copyOf(names);
    }

    /**
     * Computes D[p : q] and D[q : p].
     *
     * @param family name of the divergence
     * @param measures whether the weights keep their mass; otherwise they are distributions
     */
    public static DivergenceResult run(String family, Histogram p, Histogram q, boolean measures) {
        if (p.otherShape(q)) {
            throw InvalidArgumentException.of(
                    "q",
                    q.words(),
                    "but p is " + p.words() + ", so that their pixels are not the same states",
                    "give two images of the same shape");
        }
        if (family.strip().toLowerCase(Locale.ROOT).startsWith(BREGMAN)) {
            return bregman(BregmanPotential.parse(family.strip().substring(BREGMAN.length())), p, q, measures);
        }
        Divergence divergence = parse(family);
        DiscreteMeasure a = measures ? p.measure() : p.distribution();
        DiscreteMeasure b = measures ? q.measure() : q.distribution();
        BiFunction<RealVector, RealVector, Double> between =
                (x, y) -> divergence.between(new DiscreteMeasure(x, !measures), new DiscreteMeasure(y, !measures));
        Local local = divergence
                .local()
                .map(l -> new Local(l.metric(), l.cubic(), l.alpha(), l.hessianScale()))
                .orElse(null);
        return result(
                new Family(divergence.name(), divergence.formula(), measures),
                p,
                q,
                value(a.weights(), b.weights(), between),
                value(b.weights(), a.weights(), between),
                local);
    }

    private static DivergenceResult bregman(BregmanPotential potential, Histogram p, Histogram q, boolean measures) {
        RealVector x = vector(potential, p, measures);
        RealVector y = vector(potential, q, measures);
        BiFunction<RealVector, RealVector, Double> forward =
                (a, b) -> named(() -> potential.divergence(a, b), p.argument(), q.argument());
        BiFunction<RealVector, RealVector, Double> reverse =
                (a, b) -> named(() -> potential.divergence(a, b), q.argument(), p.argument());
        return result(
                new Family(BREGMAN + potential.name(), "ψ(p) − ψ(q) − ∇ψ(q)·(p−q)", measures),
                p,
                q,
                value(x, y, forward),
                value(y, x, reverse),
                null);
    }

    /** The numbers as they are where any are allowed, such as logits; otherwise as a distribution unless they keep their mass. */
    private static RealVector vector(BregmanPotential potential, Histogram histogram, boolean measures) {
        boolean asTheyAre = measures || (potential.everywhere() && !histogram.counts());
        return asTheyAre ? histogram.weights() : histogram.distribution().weights();
    }

    /** Says what is wrong with x or y in the names of the arguments that they are. */
    private static double named(DoubleSupplier divergence, String x, String y) {
        try {
            return divergence.getAsDouble();
        } catch (InvalidArgumentException e) {
            String name = e.argument().startsWith("x") ? x : y;
            throw InvalidArgumentException.of(name + e.argument().substring(1), e.value(), e.problem(), e.remedy());
        }
    }

    private static Divergence parse(String family) {
        try {
            return Divergences.parse(family);
        } catch (InvalidArgumentException e) {
            boolean unknown = e.value().equals("'" + family + "'") && !family.contains(":");
            throw unknown ? InvalidArgumentException.unknown("family", family, families()) : e;
        }
    }

    private static DivergenceResult result(
            Family family, Histogram p, Histogram q, Value forward, Value reverse, @Nullable Local local) {
        return new DivergenceResult(
                DivergenceResult.SCHEMA,
                BuildInfo.current().version(),
                family,
                p.info(),
                q.info(),
                forward,
                reverse,
                local);
    }

    private static Value value(RealVector p, RealVector q, BiFunction<RealVector, RealVector, Double> between) {
        double value = between.apply(p, q);
        return Double.isInfinite(value) ? new Value(null, true, cause(p, q, between)) : new Value(value, false, null);
    }

    /** The first state that makes the divergence infinite beside one other in which both are equal, or what else does. */
    private static Cause cause(RealVector p, RealVector q, BiFunction<RealVector, RealVector, Double> between) {
        boolean common = false;
        for (int i = 0; i < p.size(); i++) {
            common |= p.get(i) != 0 && q.get(i) != 0;
            boolean zero = (p.get(i) == 0) != (q.get(i) == 0);
            if (zero && Double.isInfinite(between.apply(RealVector.of(p.get(i), 1), RealVector.of(q.get(i), 1)))) {
                return Cause.state(i, p.get(i), q.get(i));
            }
        }
        return Cause.of(
                common
                        ? "its value is beyond the range of double-precision numbers, 1.8e308"
                        : "no state has weight in both p and q");
    }
}
