package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.nio.file.Path;

/** Settings of experiments in tests: one thread, small networks, silent. */
final class Settings {
    private Settings() {}

    static ExperimentSetting quick(Path state) {
        Execution execution =
                Execution.defaults().withConfig(BackendConfig.defaults().withThreads(1));
        return new ExperimentSetting(true, 1, execution, state, StudyListener.silent());
    }
}
