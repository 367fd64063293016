package io.github.fisherscope.bench;

import io.github.fisherscope.bench.BenchConfig.Problem;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.Machine;
import io.github.fisherscope.studies.plan.MemoryCheck;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Measures each stage of the computation on this machine. The standard networks are tanh networks with σ_w² = 3 and
 * σ_b² = 0.64 at standard normal inputs: 100-100-100-10 with T = 1000 for all eigenvalues (n = 10 000, 0.8 GB in float64),
 * 784-1000-1000-1000-10 with T = 20 000 for data in batches, 300-300-300-10 with T = 100 for natural gradients and 1000-1000-1000-1000-10 with T = 1000 (three million
 * parameters) for everything else; quick runs take 60-60-60-10 with T = 100 (20 for natural gradients), 100-200-200-10 with T = 2000
 * and 300-300-300-10 with T = 300.
 *
 * <p>Cost: minutes at full size, below 20 seconds when quick. Times vary; the values found do not.
 */
public final class Benchmark {
    private static final long SEED = 1;
    private static final double WEIGHT_VARIANCE = 3;
    private static final double BIAS_VARIANCE = 0.64;

    private final BenchConfig config;

    private Benchmark(BenchConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static Benchmark of(BenchConfig config) {
        return new Benchmark(config);
    }

    /**
     * Runs every job asked for.
     *
     * @param listener told what is being measured and how far it is
     * @throws MemoryLimitException before any work if a job would not fit
     * @throws io.github.fisherscope.core.backend.BackendUnavailableException if the backend cannot run here
     */
    public BenchResult run(BenchListener listener) {
        refuseWhatDoesNotFit();
        Double loadBefore = load();
        List<BenchResult.Gemm> gemm = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            gemm.add(machineRate(precision, listener));
        }
        try (Backend backend = Backends.onClassPath().open(config.backend(), config.execution());
                RateMeter meter = new RateMeter(backend, config.quick(), listener)) {
            StageRunner runner = new StageRunner(meter, config.quick());
            for (BenchJob job : BenchJob.values()) {
                if (config.jobs().contains(job)) {
                    runner.run(job, problem(job));
                }
            }
            BuildInfo build = BuildInfo.current();
            return new BenchResult(
                    BenchResult.SCHEMA,
                    new BenchResult.Program(build.version(), build.commit()),
                    new BenchResult.Machine(
                            System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")",
                            System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                            Runtime.getRuntime().availableProcessors(),
                            environment()),
                    new BenchResult.Load(loadBefore, load(), Machine.peakResidentBytes()),
                    backend.info(),
                    config.problem() == null ? null : config.problem().description(),
                    new BenchResult.Rates(gemm, meter.stages(), runner.routes()));
        }
    }

    private void refuseWhatDoesNotFit() {
        Execution execution = new Execution(config.backend(), config.execution(), config.memoryLimit(), null);
        MemoryCheck check = MemoryCheck.of(execution);
        for (BenchJob job : BenchJob.values()) {
            if (config.jobs().contains(job)) {
                Problem problem = problem(job);
                check.requireFits(
                        "job " + job.id() + " (" + problem.name() + ")",
                        job.work(),
                        problem.network().widths(),
                        problem.data().samples(),
                        "raise the memory limit, use single precision, or leave the job out");
            }
        }
    }

    private BenchResult.Gemm machineRate(Precision precision, BenchListener listener) {
        try (Backend backend = Backends.onClassPath()
                        .open(config.backend(), config.execution().withPrecision(precision));
                RateMeter meter = new RateMeter(backend, config.quick(), listener)) {
            String name = precision.name().toLowerCase(Locale.ROOT);
            listener.onStage("matrix products, " + name);
            return new BenchResult.Gemm(name, meter.order(), meter.gemm().elapsed());
        }
    }

    private Problem problem(BenchJob job) {
        Problem given = config.problem();
        if (given != null) {
            return given;
        }
        if (job == BenchJob.EIGENVALUES) {
            return config.quick() ? standard(100, 60, 60, 60, 10) : standard(1000, 100, 100, 100, 10);
        }
        if (job == BenchJob.NATURAL_GRADIENT) {
            return config.quick() ? standard(20, 60, 60, 60, 10) : standard(100, 300, 300, 300, 10);
        }
        if (job == BenchJob.STREAMED || job == BenchJob.STREAMED_MOMENTS) {
            return config.quick() ? standard(2000, 100, 200, 200, 10) : standard(20_000, 784, 1000, 1000, 1000, 10);
        }
        return config.quick() ? standard(300, 300, 300, 300, 10) : standard(1000, 1000, 1000, 1000, 1000, 10);
    }

    private static Problem standard(int samples, Integer... widths) {
        return random(List.of(widths), Activation.parse("tanh"), samples);
    }

    /** Returns a random network with the variances of the standard ones, at standard normal inputs. */
    public static Problem random(List<Integer> widths, Activation activation, int samples) {
        return random(widths, activation, samples, true);
    }

    /** Returns a random network as above, with or without biases. */
    public static Problem random(List<Integer> widths, Activation activation, int samples, boolean biases) {
        NetworkSpec family = new NetworkSpec(widths, activation, WEIGHT_VARIANCE, BIAS_VARIANCE);
        NetworkSpec spec = biases ? family : family.withoutBiases();
        StringBuilder name = new StringBuilder();
        for (int width : widths) {
            name.append(name.isEmpty() ? "" : "-").append(width);
        }
        return new Problem(
                name + (biases ? "" : " without biases") + ", T = " + samples,
                RandomNetworkGenerator.of(spec, SEED).network(0),
                RandomInputs.of(SEED).standardNormal(0, samples, spec.inputs()));
    }

    private static Map<String, String> environment() {
        Map<String, String> found = new TreeMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith("OPENBLAS_") || name.startsWith("OMP_")) {
                found.put(name, value);
            }
        });
        return found;
    }

    private static @Nullable Double load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load >= 0 ? load : null;
    }
}
