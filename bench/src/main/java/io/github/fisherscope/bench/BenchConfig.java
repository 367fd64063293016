package io.github.fisherscope.bench;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark measures and on what.
 *
 * @param backend name of the backend, or {@link Backends#AUTO}
 * @param execution precision and threads
 * @param memoryLimit bytes that the whole process may take
 * @param quick whether smaller networks are taken, for a run of seconds rather than minutes
 * @param jobs what is measured, at least one
 * @param problem the network and data of every job; null for the standard networks
 */
public record BenchConfig(
        String backend,
        BackendConfig execution,
        long memoryLimit,
        boolean quick,
        Set<BenchJob> jobs,
        @Nullable Problem problem) {

    /**
     * A network with its data.
     *
     * @param name what to call it in the table
     * @param description the network as results describe it, null where only the name is known
     */
    public record Problem(
            String name,
            NeuralNetwork network,
            Dataset data,
            @Nullable NetworkInfo description) {
        /** Makes a problem of which only the name is known. */
        public Problem(String name, NeuralNetwork network, Dataset data) {
            this(name, network, data, null);
        }

        public Problem {
            Objects.requireNonNull(name, "name");
            Args.requireSame(
                    "the number of inputs of the data",
                    data.inputs(),
                    network.inputs(),
                    "give data with one column per input of the network");
        }
    }

    public BenchConfig {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(execution, "execution");
        Args.require(!jobs.isEmpty(), "jobs is empty; give at least one of %s", BenchJob.all());
        Args.requireInRange("memoryLimit", memoryLimit, 1L << 20, Long.MAX_VALUE);
        jobs = Set.copyOf(EnumSet.copyOf(jobs));
    }

    /** Returns every job at full size on the best backend, in float64 on all processors, without a limit of memory. */
    public static BenchConfig defaults() {
        return new BenchConfig(Backends.AUTO, BackendConfig.defaults(), Long.MAX_VALUE, false, BenchJob.all(), null);
    }

    public BenchConfig withBackend(String name) {
        return new BenchConfig(name, execution, memoryLimit, quick, jobs, problem);
    }

    public BenchConfig withExecution(BackendConfig newExecution) {
        return new BenchConfig(backend, newExecution, memoryLimit, quick, jobs, problem);
    }

    public BenchConfig withMemoryLimit(long bytes) {
        return new BenchConfig(backend, execution, bytes, quick, jobs, problem);
    }

    public BenchConfig withQuick(boolean newQuick) {
        return new BenchConfig(backend, execution, memoryLimit, newQuick, jobs, problem);
    }

    public BenchConfig withJobs(Set<BenchJob> newJobs) {
        return new BenchConfig(backend, execution, memoryLimit, quick, newJobs, problem);
    }

    public BenchConfig withProblem(@Nullable Problem newProblem) {
        return new BenchConfig(backend, execution, memoryLimit, quick, jobs, newProblem);
    }
}
