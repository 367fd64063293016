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
        MethodChoice choice = MethodChoice.of(config);
        StageClock clock = new StageClock();
        NetworkPool pool = NetworkPool.plan(config, choice);
        try (Backend backend = Backends.onClassPath().open(config.execution().backend(), pool.backendConfig())) {
            NetworkMeasurer measurer = new NetworkMeasurer(config, backend, choice, clock);
            List<NetworkMeasurement> measured = pool.run(i -> {
                NetworkProgress progress = new NetworkProgress(listener, pool, config.networks());
                progress.stage("drawing network and inputs");
                NeuralNetwork network = clock.time("generate", () -> network(i));
                Dataset data = clock.time("generate", () -> data(i));
                return measurer.measure(i, network, data, progress::stage);
            });
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

    /**
     * Returns what each method would cost for this study and which one would be used, as a table in words.
     *
     * @throws MemoryLimitException if the method asked for would not fit
     */
    public String explain() {
        return MethodChoice.of(config).explanation();
    }

    /** Tells the listener how many networks are done; called from several threads at once. */
    private record NetworkProgress(StudyListener listener, NetworkPool pool, int total) {
        void stage(String text) {
            synchronized (listener) {
                listener.onStage(text, pool.done(), total);
            }
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
