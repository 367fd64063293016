package io.github.fisherscope.bench;

import io.github.fisherscope.bench.BenchStage.GemmRate;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.studies.measure.MeteredBackend;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Times work, with the rate of matrix products measured just before and just after. */
final class RateMeter implements AutoCloseable {
    /** How long a thing is repeated when there is time, and when there is not. */
    private static final double GEMM_SECONDS = 0.25;

    private static final double QUICK_GEMM_SECONDS = 0.12;
    private static final double STAGE_SECONDS = 1;
    private static final double QUICK_STAGE_SECONDS = 0.25;
    private static final int ORDER = 1000;
    private static final int QUICK_ORDER = 500;
    private static final int LEAST_RUNS = 2;
    /** What takes longer is not run again: its first run pays little for compilation and fresh memory. */
    private static final double LONG_SECONDS = 60;

    private static final int MOST_RUNS = 20;
    /** The first products of the backend java pay for compilation. */
    private static final int LEAST_PRODUCTS = 4;

    private static final int MOST_PRODUCTS = 100;

    /** Systems count processor time in steps of up to 10 ms; less than ten of them tell nothing. */
    private static final long LEAST_CPU_NANOS = 100_000_000;

    private final Backend backend;
    private final boolean quick;
    private final int order;
    private final BenchListener listener;
    private final Matrix a;
    private final Matrix b;
    private final Matrix c;
    private final List<BenchStage> stages = new ArrayList<>();

    /** Operations of the run that is under way: so far, and in all. */
    private final LongAdder done = new LongAdder();

    private volatile double planned = Double.NaN;

    RateMeter(Backend opened, boolean quick, BenchListener listener) {
        this.listener = listener;
        this.backend = new MeteredBackend(opened, 1, done, flops -> listener.onWork(flops, planned));
        this.quick = quick;
        this.order = quick ? QUICK_ORDER : ORDER;
        this.a = backend.allocate(order, order);
        this.b = backend.allocate(order, order);
        this.c = backend.allocate(order, order);
        backend.fill(a, 1.25);
        backend.fill(b, 0.75);
    }

    /** Returns the backend, whose products are counted to tell how far a run is, as those of studies are. */
    Backend backend() {
        return backend;
    }

    /** Returns the order of the matrices whose product is timed. */
    int order() {
        return order;
    }

    /** Measures the rate of several products; one entry is read each time, because a device returns before it is done. */
    GemmRate gemm() {
        double[] entry = new double[1];
        Timing timing = best(
                () -> {
                    backend.multiply(1, a, Transpose.NO, b, Transpose.NO, 0, c);
                    c.read(0, 0, entry, 0, 1);
                    return Map.of();
                },
                new Budget(quick ? QUICK_GEMM_SECONDS : GEMM_SECONDS, LEAST_PRODUCTS, MOST_PRODUCTS, LEAST_CPU_NANOS));
        double gigaflop = 2e-9 * order * order * order;
        Double cpu = timing.cpuSeconds;
        return new GemmRate(gigaflop / timing.seconds, cpu == null ? null : gigaflop / cpu);
    }

    /**
     * Runs {@code work} until a second is used, at least {@value #LEAST_RUNS} times unless the first takes a minute, and
     * keeps the shortest run, whose seconds are returned: the first pays for compilation and for memory that the system
     * has not handed out yet.
     */
    double measure(String network, String stage, double flops, Supplier<Map<String, Double>> work) {
        return measure(network, stage, flops, values -> flops, work, usual());
    }

    /** Returns the seconds of work that is not a stage. */
    double seconds(Runnable work) {
        return best(
                        () -> {
                            work.run();
                            return Map.of();
                        },
                        usual())
                .seconds;
    }

    /** Like the other, for work whose needed operations follow from what it found, such as a number of products. */
    void measure(
            String network,
            String stage,
            ToDoubleFunction<Map<String, Double>> flops,
            Supplier<Map<String, Double>> work) {
        measure(network, stage, Double.NaN, flops, work, usual());
    }

    private Budget usual() {
        return quick
                ? new Budget(QUICK_STAGE_SECONDS, 1, MOST_RUNS, 0)
                : new Budget(STAGE_SECONDS, LEAST_RUNS, MOST_RUNS, 0);
    }

    /** Like the first, for work that uses up what it is given and can run once only. */
    void measureOnce(String network, String stage, double flops, Supplier<Map<String, Double>> work) {
        measure(network, stage, flops, values -> flops, work, new Budget(0, 1, 1, 0));
    }

    private double measure(
            String network,
            String stage,
            double expected,
            ToDoubleFunction<Map<String, Double>> flops,
            Supplier<Map<String, Double>> work,
            Budget budget) {
        GemmRate before = gemm();
        planned = expected;
        Timing timing = best(
                () -> {
                    done.reset();
                    listener.onStage(stage + " (" + network + ")");
                    return work.get();
                },
                budget);
        planned = Double.NaN;
        double gigaflop = flops.applyAsDouble(timing.values) * 1e-9;
        stages.add(new BenchStage(
                network,
                stage,
                timing.seconds,
                timing.cpuSeconds,
                timing.runs,
                gigaflop,
                before,
                gemm(),
                timing.values));
        return timing.seconds;
    }

    private record Timing(double seconds, @Nullable Double cpuSeconds, int runs, Map<String, Double> values) {}

    /** How long to go on: for some time, and until enough processor time was used to be told. */
    private record Budget(double seconds, int leastRuns, int mostRuns, long cpuNanos) {
        boolean allows(int runs, double used, long cpu) {
            return runs == 0
                    || (runs < leastRuns && used < LONG_SECONDS)
                    || (runs < mostRuns && (used < seconds || cpu < cpuNanos));
        }
    }

    private static Timing best(Supplier<Map<String, Double>> work, Budget budget) {
        double best = Double.POSITIVE_INFINITY;
        double used = 0;
        int runs = 0;
        Map<String, Double> values = Map.of();
        long cpuStart = processorNanos();
        while (budget.allows(runs, used, processorNanos() - cpuStart)) {
            long start = System.nanoTime();
            values = work.get();
            double seconds = Math.max(1, System.nanoTime() - start) * 1e-9;
            best = Math.min(best, seconds);
            used += seconds;
            runs++;
        }
        long cpu = processorNanos() - cpuStart;
        boolean known = cpuStart >= 0 && cpu >= LEAST_CPU_NANOS;
        return new Timing(best, known ? cpu * 1e-9 / runs : null, runs, values);
    }

    /** Returns the processor time of all threads of this JVM so far; negative where it is unknown. */
    private static long processorNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : -1;
    }

    List<BenchStage> stages() {
        return List.copyOf(stages);
    }

    @Override
    public void close() {
        a.close();
        b.close();
        c.close();
    }
}
