package io.github.fisherscope.studies.sweep;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.sweep.SweepFamily;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepRecord;
import io.github.fisherscope.results.sweep.Trend;
import io.github.fisherscope.results.sweep.WidthFit;
import io.github.fisherscope.studies.spectrum.Ensemble;
import io.github.fisherscope.studies.verdict.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the trends of a sweep and judges their limits. */
final class Trends {
    /** Probability, at most, that any limit of a sweep is said to disagree although theory is right. */
    static final double FAMILY_ERROR_RATE = 0.01;

    private static final List<Statistic> FOLLOWED = List.of(
            Statistic.MEAN,
            Statistic.SECOND_MOMENT,
            Statistic.TOP_MEAN,
            Statistic.MAX,
            Statistic.BULK,
            Statistic.FISHER_RAO_NORM);

    private final SweepGrid grid;
    private final Map<SweepFamily, List<SweepRecord>> records = new LinkedHashMap<>();
    private final Map<SweepFamily, Ensemble> ensembles;

    private Trends(SweepGrid grid, List<SweepRecord> all, Map<SweepFamily, Ensemble> ensembles) {
        this.grid = grid;
        this.ensembles = ensembles;
        for (SweepRecord record : all) {
            records.computeIfAbsent(record.family(), f -> new ArrayList<>()).add(record);
        }
    }

    static List<Trend> of(SweepGrid grid, List<SweepRecord> records, Map<SweepFamily, Ensemble> ensembles) {
        Trends trends = new Trends(grid, records, ensembles);
        List<Trend> all = new ArrayList<>();
        trends.series().forEach((name, families) -> {
            for (Statistic statistic : FOLLOWED) {
                Trend trend = trends.trend(name, statistic, families);
                if (trend != null) {
                    all.add(trend);
                }
            }
        });
        return judge(all);
    }

    /** Returns the families of each series in ascending width. */
    private Map<String, List<SweepFamily>> series() {
        Map<String, List<SweepFamily>> series = new LinkedHashMap<>();
        for (SweepFamily family : grid.families()) {
            series.computeIfAbsent(family.series(grid.inputs() == null), s -> new ArrayList<>())
                    .add(family);
        }
        series.values().forEach(list -> list.sort(Comparator.comparingInt(SweepFamily::width)));
        return series;
    }

    private @Nullable Trend trend(String name, Statistic statistic, List<SweepFamily> families) {
        List<Trend.Point> points = new ArrayList<>();
        List<WidthFit.Group> groups = new ArrayList<>();
        String obstacle = "";
        for (SweepFamily family : families) {
            RealVector values = values(family, statistic);
            Ensemble ensemble = Objects.requireNonNull(ensembles.get(family));
            Double limit = limit(statistic, ensemble.prediction());
            Double finite = ensemble.predicted(statistic);
            if (values.isEmpty() || limit == null || finite == null || !(limit > 0)) {
                return null;
            }
            RealVector ratios =
                    RealVector.of(values.stream().map(v -> v / limit).toArray());
            boolean several = ratios.size() >= 2;
            double mean = ratios.sum() / ratios.size();
            Double error = null;
            if (several) {
                WidthFit.Group group = new WidthFit.Group(family.width(), ratios);
                groups.add(group);
                error = group.error();
            }
            points.add(new Trend.Point(family.width(), ratios.size(), mean, error, finite / limit, limit));
            Candidate claim = ensemble.candidates(Map.of(statistic, values)).get(0);
            if (claim.claim() != Candidate.Claim.EXACT && obstacle.isEmpty()) {
                obstacle = String.format(Locale.ROOT, "Width %d: %s", family.width(), claim.note());
            }
        }
        if (groups.size() < points.size()) {
            return new Trend(name, statistic, points, null, Verdict.INFORMATIVE, "One network per width has no error.");
        }
        if (points.size() < 2) {
            return new Trend(name, statistic, points, null, Verdict.INFORMATIVE, "One width has no trend.");
        }
        Verdict verdict = obstacle.isEmpty() ? Verdict.AGREES : Verdict.INFORMATIVE;
        return new Trend(name, statistic, points, WidthFit.of(groups), verdict, obstacle);
    }

    private RealVector values(SweepFamily family, Statistic statistic) {
        return RealVector.of(Objects.requireNonNull(records.get(family)).stream()
                .filter(r -> r.values().containsKey(statistic.key()))
                .mapToDouble(r -> Objects.requireNonNull(r.values().get(statistic.key())))
                .toArray());
    }

    /** Returns what the statistic tends to in units that keep its power of the width, or null when theory has no limit. */
    private static @Nullable Double limit(Statistic statistic, MeanFieldPrediction p) {
        if (statistic == Statistic.FISHER_RAO_NORM) {
            return p.measures().fisherRao().total();
        }
        SpectrumStatistics limit =
                p.statistics().leadingOrder().map(l -> l.statistics()).orElse(null);
        if (limit == null) {
            return null;
        }
        return switch (statistic) {
            case MEAN -> limit.mean();
            case SECOND_MOMENT -> limit.secondMoment();
            case TOP_MEAN, MAX -> limit.largest();
            case BULK -> limit.bulk();
            case LEARNING_RATE_BOUND, FISHER_RAO_NORM, EFFECTIVE_DIMENSION, LOG_VOLUME -> null;
        };
    }

    /** Replaces the verdict of every trend that can be judged, at one error rate for all of them together. */
    private static List<Trend> judge(List<Trend> trends) {
        long judged = trends.stream().filter(t -> t.verdict() == Verdict.AGREES).count();
        return trends.stream()
                .map(t -> {
                    WidthFit fit = t.fit();
                    if (fit == null || t.verdict() != Verdict.AGREES) {
                        return t;
                    }
                    double allowed = fit.halfWidth(FAMILY_ERROR_RATE / judged);
                    boolean agrees = Math.abs(fit.intercept() - 1) <= allowed;
                    String note = String.format(
                            Locale.ROOT,
                            "Allowed: ±%.2g %% for chance, %.1f degrees of freedom.",
                            100 * allowed,
                            fit.degreesOfFreedom());
                    return new Trend(
                            t.series(),
                            t.statistic(),
                            t.points(),
                            fit,
                            agrees ? Verdict.AGREES : Verdict.DISAGREES,
                            note);
                })
                .toList();
    }
}
