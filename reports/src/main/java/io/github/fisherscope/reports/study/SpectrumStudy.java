package io.github.fisherscope.reports.study;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.reports.result.SpectrumResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The main job as a library call: measure the Fisher spectrum of one or several networks and hold it against mean-field
 * theory.
 *
 * <pre>{@code
 * NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 500, 500, 500, 10);
 * SpectrumResult result = SpectrumStudy.of(StudyConfig.random(spec, 100).withNetworks(5)).run();
 * }</pre>
 *
 * <p>Deterministic: the same configuration on the same backend gives the same numbers whatever the number of threads;
 * only the times and the date in the provenance differ. Memory is planned before any work.
 */
public final class SpectrumStudy {
    private final StudyConfig config;

    private SpectrumStudy(StudyConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static SpectrumStudy of(StudyConfig config) {
        return new SpectrumStudy(config);
    }

    /** Runs without telling anybody about progress; see {@link #run(StudyListener)}. */
    public SpectrumResult run() {
        return run(StudyListener.silent());
    }

    /**
     * Runs the study.
     *
     * @throws IllegalArgumentException if the data do not fit the network
     * @throws MemoryLimitException if it would not fit into the memory allowed
     * @throws io.github.fisherscope.core.backend.BackendUnavailableException if the backend cannot run here
     */
    public SpectrumResult run(StudyListener listener) {
        NetworkSpec spec = config.network().spec();
        refuseMismatch(spec);
        MethodChoice choice = MethodChoice.of(
                config.method(),
                spec.widths(),
                config.inputs().samples(),
                spec.outputs(),
                config.execution().config().precision(),
                config.execution().memoryLimit());
        StageClock clock = new StageClock();
        Execution execution = config.execution();
        try (Backend backend = Backends.onClassPath().open(execution.backend(), execution.config())) {
            NetworkMeasurer measurer = new NetworkMeasurer(config, backend, choice.method(), clock);
            List<NetworkMeasurement> measured = new ArrayList<>();
            for (int i = 0; i < config.networks(); i++) {
                int done = i;
                listener.onStage("drawing network and inputs", done, config.networks());
                NeuralNetwork network = clock.time("generate", () -> network(done));
                Dataset data = clock.time("generate", () -> data(done));
                measured.add(measurer.measure(
                        network, data, i == 0, stage -> listener.onStage(stage, done, config.networks())));
            }
            listener.onStage("theory", config.networks(), config.networks());
            Dataset data = data(0);
            TheorySection theory = clock.time(
                    "theory",
                    () -> TheorySection.of(
                            config, config.inputs() instanceof InputSource.Given ? data.moments() : null));
            return new ResultAssembler(config, theory, measured, choice)
                    .assemble(backend.info(), data, clock.seconds());
        }
    }

    private void refuseMismatch(NetworkSpec spec) {
        if (config.inputs() instanceof InputSource.Given given) {
            Args.requireSame(
                    "the number of inputs of the data (" + given.data().source().description() + ")",
                    given.data().inputs(),
                    spec.inputs(),
                    "the network's first width must be that number");
        }
    }

    private NeuralNetwork network(int index) {
        if (config.network() instanceof NetworkSource.Given given) {
            return given.network();
        }
        return RandomNetworkGenerator.of(config.network().spec(), config.seed()).network(index);
    }

    private Dataset data(int index) {
        if (config.inputs() instanceof InputSource.Given given) {
            return given.data();
        }
        return RandomInputs.of(config.seed())
                .standardNormal(
                        index,
                        config.inputs().samples(),
                        config.network().spec().inputs());
    }
}
