package io.github.fisherscope.studies.sweep;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.sweep.SweepFamily;
import io.github.fisherscope.results.sweep.SweepPoint;
import io.github.fisherscope.results.sweep.SweepRecord;
import io.github.fisherscope.results.sweep.SweepResult;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.EnsemblePool;
import io.github.fisherscope.studies.spectrum.Ensemble;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Measures every network of a grid. Small networks are measured several at a time with one thread each, networks that
 * would not fit into memory together fewer at a time with more threads; numbers depend on neither. Every finished point
 * is appended to {@link SweepConfig#LOG} at once, so that a run that is killed at any moment goes on where it was.
 */
public final class Sweep {
    private final SweepConfig config;

    private Sweep(SweepConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static Sweep of(SweepConfig config) {
        return new Sweep(config);
    }

    /**
     * Measures the points that the results file does not have yet and returns all of them.
     *
     * @throws IllegalArgumentException if the results file belongs to another grid, see {@link SweepConfig#merge}
     * @throws io.github.fisherscope.studies.plan.MemoryLimitException if a network would not fit into memory; nothing
     *     is measured
     */
    public SweepResult run(SweepListener listener) {
        Map<SweepFamily, Ensemble> ensembles = new LinkedHashMap<>();
        long bytes = 1;
        for (SweepFamily family : config.grid().families()) {
            Ensemble ensemble = Ensemble.of(study(family));
            ensembles.put(family, ensemble);
            bytes = Math.max(bytes, ensemble.bytes());
        }
        FileSet.makeFolder(config.folder());
        SweepLog.Header header = SweepLog.Header.of(
                BuildInfo.current().version(),
                config.grid(),
                config.execution().config().precision());
        try (SweepLog log = SweepLog.open(config.folder().resolve(SweepConfig.LOG), header, config.merge())) {
            String backend = measure(log, ensembles, bytes, header.precision(), listener);
            List<SweepRecord> records = config.grid().points().stream()
                    .map(p -> Objects.requireNonNull(log.finished().get(p)))
                    .toList();
            return new SweepResult(
                    config.grid(), records, Trends.of(config.grid(), records, ensembles), backend, log.notes());
        }
    }

    private StudyConfig study(SweepFamily family) {
        return StudyConfig.random(family.spec(), family.samples()).withExecution(config.execution());
    }

    /** Measures what is missing and returns the name of the backend. */
    private String measure(
            SweepLog log, Map<SweepFamily, Ensemble> ensembles, long bytes, String precision, SweepListener listener) {
        Execution execution = config.execution();
        // The largest first, so that no thread is left with a long one at the end.
        List<SweepPoint> missing = config.grid().points().stream()
                .filter(p -> !log.finished().containsKey(p))
                .sorted(Comparator.comparingDouble(Sweep::cost).reversed())
                .toList();
        Progress progress = new Progress(listener, config.grid().points().size(), missing);
        progress.start();
        AtomicReference<String> backendName = new AtomicReference<>("");
        EnsemblePool.of(execution, bytes).run(missing, (point, backend) -> {
            log.append(measure(point, Objects.requireNonNull(ensembles.get(point.family())), backend, precision));
            backendName.set(backend.info().name());
            progress.finished(point);
        });
        return Objects.requireNonNull(backendName.get());
    }

    private static SweepRecord measure(SweepPoint point, Ensemble ensemble, Backend backend, String precision) {
        long start = System.nanoTime();
        Map<Statistic, Double> measured = ensemble.withSeed(point.networkSeed()).measure(0, backend);
        Map<String, Double> values = new LinkedHashMap<>();
        measured.forEach((statistic, value) -> values.put(statistic.key(), value));
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new SweepRecord(
                point.family(), point.seed(), Long.toString(point.networkSeed()), values, seconds, precision);
    }

    /** Estimates the time left from the cost of what is done and what is not. */
    private static final class Progress {
        private final SweepListener listener;
        private final int total;
        private final double cost;
        private final long start = System.nanoTime();
        private int done;
        private double doneCost;

        Progress(SweepListener listener, int total, List<SweepPoint> missing) {
            this.listener = listener;
            this.total = total;
            this.done = total - missing.size();
            this.cost = missing.stream().mapToDouble(Sweep::cost).sum();
        }

        synchronized void start() {
            listener.onProgress(done, total, null);
        }

        synchronized void finished(SweepPoint point) {
            done++;
            doneCost += cost(point);
            double elapsed = (System.nanoTime() - start) * 1e-9;
            listener.onProgress(done, total, elapsed / doneCost * (cost - doneCost));
        }
    }

    /** Returns a number proportional to the time one measurement takes, roughly. */
    private static double cost(SweepPoint point) {
        double parameters = point.family().spec().parameters();
        double rows = (double) point.family().outputs() * point.family().samples();
        return parameters * (100 + rows) + rows * rows * rows;
    }
}
