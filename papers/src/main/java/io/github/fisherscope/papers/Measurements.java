package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.studies.measure.EnsemblePool;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The networks of an experiment, measured in parallel, each kept in the experiment's {@link MeasurementLog} as soon as it
 * is done.
 *
 * @param <J> names one network; its text is the key in the log
 */
final class Measurements<J> {
    private final Map<J, RealVector> values;

    private Measurements(Map<J, RealVector> values) {
        this.values = values;
    }

    /** Measures one network. */
    interface Task<J> {
        RealVector measure(J job, Backend backend);
    }

    /**
     * Measures what the log has not.
     *
     * @param name of the experiment, for progress
     * @param bytes memory that the largest network needs
     */
    static <J> Measurements<J> of(ExperimentSetting setting, String name, List<J> jobs, long bytes, Task<J> task) {
        Map<J, RealVector> found = new ConcurrentHashMap<>();
        try (MeasurementLog log = MeasurementLog.open(setting.state().resolve("measurements.log"))) {
            for (J job : jobs) {
                RealVector known = log.finished().get(job.toString());
                if (known != null) {
                    found.put(job, known);
                }
            }
            List<J> missing = jobs.stream().filter(j -> !found.containsKey(j)).toList();
            EnsemblePool.of(setting.execution(), bytes).run(missing, (job, backend) -> {
                RealVector measured = task.measure(job, backend);
                log.append(job.toString(), measured);
                found.put(job, measured);
                synchronized (found) {
                    setting.listener().onStage(name, found.size(), jobs.size());
                }
            });
        }
        return new Measurements<>(found);
    }

    RealVector of(J job) {
        return Objects.requireNonNull(values.get(job), () -> "no measurement of " + job);
    }

    /** Returns one number of each of the jobs, in their order. */
    RealVector column(List<J> jobs, ToDoubleFunction<RealVector> number) {
        return RealVector.of(
                jobs.stream().mapToDouble(j -> number.applyAsDouble(of(j))).toArray());
    }

    /** Returns entry {@code index} of each of the jobs, in their order. */
    RealVector column(List<J> jobs, int index) {
        return column(jobs, v -> v.get(index));
    }

    int size() {
        return values.size();
    }
}
