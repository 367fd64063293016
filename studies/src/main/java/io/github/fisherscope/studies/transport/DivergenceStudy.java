package io.github.fisherscope.studies.transport;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.BregmanPotential;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.divergence.Divergence;
import io.github.fisherscope.geometry.divergence.Divergences;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.transport.DivergenceResult;
import io.github.fisherscope.results.transport.DivergenceResult.Family;
import io.github.fisherscope.results.transport.DivergenceResult.Local;
import io.github.fisherscope.results.transport.DivergenceResult.State;
import io.github.fisherscope.results.transport.DivergenceResult.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
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
        if (family.strip().toLowerCase(Locale.ROOT).startsWith(BREGMAN)) {
            BregmanPotential potential = BregmanPotential.parse(family.strip().substring(BREGMAN.length()));
            RealVector x = measures ? p.weights() : p.distribution().weights();
            RealVector y = measures ? q.weights() : q.distribution().weights();
            return result(
                    new Family(BREGMAN + potential.name(), "ψ(p) − ψ(q) − ∇ψ(q)·(p−q)", measures),
                    p,
                    q,
                    value(x, y, potential::divergence),
                    value(y, x, potential::divergence),
                    null);
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
        if (p.height() > 1 && q.height() > 1 && p.height() != q.height()) {
            throw InvalidArgumentException.of(
                    "q",
                    "an image of " + q.height() + " rows",
                    "but p has " + p.height() + ", so that their pixels are not the same states",
                    "give two images of the same shape");
        }
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

    /** The first state that makes the divergence infinite beside one other in which both are equal. */
    private static @Nullable State cause(
            RealVector p, RealVector q, BiFunction<RealVector, RealVector, Double> between) {
        for (int i = 0; i < p.size(); i++) {
            boolean zero = (p.get(i) == 0) != (q.get(i) == 0);
            if (zero && Double.isInfinite(between.apply(RealVector.of(p.get(i), 1), RealVector.of(q.get(i), 1)))) {
                return new State(i, p.get(i), q.get(i));
            }
        }
        return null;
    }
}
