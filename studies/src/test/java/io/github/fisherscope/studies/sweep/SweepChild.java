package io.github.fisherscope.studies.sweep;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.studies.config.Execution;
import java.nio.file.Path;

/** A process that a test kills. */
final class SweepChild {
    private SweepChild() {}

    public static void main(String[] args) {
        Sweep.of(config(Path.of(args[0]))).run(SweepListener.silent());
    }

    static SweepConfig config(Path folder) {
        return SweepConfig.of(TestGrids.many(), folder)
                .withExecution(
                        Execution.defaults().withBackend("java").withConfig(new BackendConfig(Precision.DOUBLE, 2)));
    }
}
