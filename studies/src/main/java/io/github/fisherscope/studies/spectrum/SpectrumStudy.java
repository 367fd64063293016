package io.github.fisherscope.studies.spectrum;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.OutOfDeviceMemoryError;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.engine.Engine;
import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.core.engine.Engines;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.assemble.ComparisonTable;
import io.github.fisherscope.studies.assemble.MeasuredNetworks;
import io.github.fisherscope.studies.assemble.Note;
import io.github.fisherscope.studies.assemble.ResultAssembler;
import io.github.fisherscope.studies.config.EngineChoice;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.EnsemblePool;
import io.github.fisherscope.studies.measure.FoundVectors;
import io.github.fisherscope.studies.measure.MeteredBackend;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.measure.NetworkMeasurer;
import io.github.fisherscope.studies.measure.StageClock;
import io.github.fisherscope.studies.plan.EnginePlan;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import io.github.fisherscope.studies.plan.MemoryLimits;
import io.github.fisherscope.studies.plan.MethodChoice;
import io.github.fisherscope.studies.plan.PlanTable;
import io.github.fisherscope.studies.predict.KernelPrediction;
import io.github.fisherscope.studies.predict.TheorySection;
import io.github.fisherscope.studies.verdict.Candidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    /** Plans for a device's memory start at all that is free and end at this part of it. */
    private static final int SMALLEST_SHARE = 8;

    /** Below this much work per network the threads of one backend wait for each other more than they compute. */
    private static final double SMALL = 2e10;

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

    /** Runs without keeping eigenvectors; see the other method. */
    public SpectrumResult run(StudyListener listener) {
        return run(listener, vectors -> {});
    }

    /**
     * Runs the study.
     *
     * @param eigenvectors given the eigenvectors that the options ask for, before the result is returned: those of the
     *     first network, of P numbers each and norm 1, in descending order of eigenvalue; fewer than asked for where all
     *     other eigenvalues are zero up to rounding
     * @throws IllegalArgumentException if the data do not fit the network
     * @throws MemoryLimitException if it would not fit into the memory allowed
     * @throws io.github.fisherscope.core.backend.BackendUnavailableException if the backend cannot run here
     */
    public SpectrumResult run(StudyListener listener, Consumer<List<RealVector>> eigenvectors) {
        refuseMismatch(config.network().inputs());
        MemoryLimits limits = MemoryLimits.of(config.execution());
        MethodChoice choice = MethodChoice.of(config, limits);
        requireEngine();
        StageClock clock = new StageClock();
        listener.onStage("theory", 0, config.networks());
        TheorySection theory = clock.time("theory", this::predict); // first, as it may refuse the network
        Measured measured = measureWithin(limits, choice, clock, listener);
        FoundVectors vectors = measured.networks().first().closer().vectors();
        if (vectors != null) {
            eigenvectors.accept(vectors.vectors());
        }
        Dataset first = data(0, listener);
        try (Backend backend = open(config.execution())) {
            return new ResultAssembler(config, theory, measured.networks(), measured.choice(), measured.notes())
                    .assemble(backend.info(), first, clock.seconds());
        }
    }

    /** Measurements, the choice that led to them, and what the reader must know about the way there. */
    private record Measured(MethodChoice choice, MeasuredNetworks networks, List<Note> notes) {}

    /**
     * Measures the networks. If a device runs out of memory although the plan fits, everything is planned and measured
     * again for half of the memory, then for a quarter and an eighth: blocks of samples and batches of vectors shrink, and
     * a method that was chosen automatically can be replaced by one that needs less.
     */
    private Measured measureWithin(MemoryLimits limits, MethodChoice first, StageClock clock, StudyListener listener) {
        MethodChoice choice = first;
        for (int share = 1; ; share *= 2) {
            try {
                if (config.execution().engine() != null) {
                    return measureDivided(choice, clock, listener);
                }
                MeasuredNetworks networks = measureAll(choice, share, clock, listener, null);
                return new Measured(
                        choice, networks, share == 1 ? List.of() : List.of(new Note.DeviceMemoryRanOut(share)));
            } catch (OutOfDeviceMemoryError e) {
                if (share == SMALLEST_SHARE) {
                    throw e;
                }
                choice = smaller(choice, limits.withDeviceShare(2 * share), e);
            }
        }
    }

    private void requireEngine() {
        EngineChoice engine = config.execution().engine();
        if (engine != null) {
            Engines.onClassPath().require(engine.name());
        }
    }

    /** Measures with the samples divided between the processes of an engine, which is open as long as that takes. */
    private Measured measureDivided(MethodChoice choice, StageClock clock, StudyListener listener) {
        EngineChoice asked = Objects.requireNonNull(config.execution().engine());
        EngineConfig settings = EnginePlan.engineOf(config);
        listener.onStage("starting " + asked.name(), 0, config.networks());
        try (Engine engine = clock.time("engine", () -> Engines.onClassPath().open(asked.name(), settings))) {
            MeasuredNetworks networks = measureAll(choice, 1, clock, listener, engine);
            return new Measured(
                    choice,
                    networks,
                    List.of(new Note.Divided(
                            engine.description(),
                            settings.partitions(),
                            config.options().eigenvectors() > 0)));
        }
    }

    /** Returns a plan for less memory; without one the failure stands, which names what fits. */
    private MethodChoice smaller(MethodChoice failed, MemoryLimits limits, OutOfDeviceMemoryError failure) {
        MethodChoice next;
        try {
            next = MethodChoice.of(config, limits);
        } catch (MemoryLimitException e) {
            failure.addSuppressed(e);
            throw failure;
        }
        if (next.direct() && failed.direct()) {
            throw failure; // it has no blocks that could be smaller
        }
        return next;
    }

    /**
     * Measures every network: small ones at the same time with one backend thread each, large ones one after the other
     * with all threads. The numbers are the same either way, since neither random streams nor a backend's bits depend on
     * threads.
     */
    private MeasuredNetworks measureAll(
            MethodChoice choice, int share, StageClock clock, StudyListener listener, @Nullable Engine engine) {
        NetworkMeasurer measurer = new NetworkMeasurer(config, choice, clock, engine);
        Progress progress = new Progress(listener, config.networks());
        LongAdder flops = new LongAdder();
        double planned = config.networks() * choice.price().work();
        KernelPrediction kernel = new KernelPrediction(config);
        Map<Integer, NetworkMeasurement> measured = new ConcurrentHashMap<>();
        Map<Integer, RealVector> predicted = new ConcurrentHashMap<>();
        BiConsumer<Integer, Backend> task = (i, backend) -> {
            progress.stage("drawing network and inputs");
            Backend metered = new MeteredBackend(backend, share, flops, done -> listener.onWork(done, planned));
            Dataset data = clock.time("generate", () -> data(i, listener));
            if (config.network() instanceof NetworkSource.AnyLayers layers) {
                GraphNetwork network = clock.time("generate", () -> layers.network(config.seed(), i));
                measured.put(i, measurer.measure(i, network, data, metered, progress::stage));
            } else {
                NeuralNetwork network = clock.time("generate", () -> network(i));
                measured.put(i, measurer.measure(i, network, data, metered, progress::stage));
            }
            clock.time("prediction", () -> kernel.of(data)).ifPresent(values -> predicted.put(i, values));
            progress.finished();
        };
        List<Integer> indices = IntStream.range(0, config.networks()).boxed().toList();
        if (engine == null && config.networks() > 1 && choice.price().flops() <= SMALL) {
            EnsemblePool.of(config.execution(), choice.price().bytes()).run(indices, task);
        } else {
            try (Backend backend = open(config.execution())) {
                indices.forEach(i -> task.accept(i, backend));
            }
        }
        return new MeasuredNetworks(
                indices.stream().map(measured::get).map(Objects::requireNonNull).toList(), predicted);
    }

    private static Backend open(Execution execution) {
        return Backends.onClassPath().open(execution.backend(), execution.config());
    }

    /**
     * Returns what each method would cost for this study and which one would be used.
     *
     * @throws MemoryLimitException if the method asked for would not fit
     */
    public PlanTable explain() {
        requireEngine();
        return MethodChoice.of(config).table();
    }

    /**
     * Returns why theory is held against no statistic of this study, found before anything is measured, or nothing where
     * one may be judged.
     */
    public Optional<String> whyNothingIsJudged() {
        TheorySection theory = predict();
        Map<String, RealVector> any = new LinkedHashMap<>();
        for (Statistic statistic : Statistic.values()) {
            any.put(statistic.key(), config.networks() == 1 ? RealVector.of(1) : RealVector.of(1, 1));
        }
        ComparisonTable table = new ComparisonTable(config, theory, any, config.networks());
        if (table.candidates().stream().anyMatch(Candidate::judged)) {
            return Optional.empty();
        }
        return Optional.of(
                Stream.of("random-weights", "fully-connected", "gaussian-exact", "independent-inputs", "form")
                        .flatMap(name -> theory.failure(name).stream())
                        .findFirst()
                        .orElse("a condition of theory fails for every statistic"));
    }

    /**
     * Requires that the study fits into the memory allowed: by the sizes alone, so that a study of the same sizes can be
     * asked before anything is read.
     *
     * @throws MemoryLimitException if it does not fit
     */
    public void requireMemory() {
        MethodChoice.of(config);
    }

    /** Tells the listener what is done and how many networks are finished; used from several threads at once. */
    private static final class Progress {
        private final StudyListener listener;
        private final int total;
        private int finished;

        Progress(StudyListener listener, int total) {
            this.listener = listener;
            this.total = total;
        }

        synchronized void stage(String text) {
            listener.onStage(text, finished, total);
        }

        synchronized void finished() {
            finished++;
        }
    }

    private TheorySection predict() {
        return TheorySection.of(
                config,
                config.inputs() instanceof InputSource.Given given
                        ? given.data().moments()
                        : null);
    }

    private void refuseMismatch(int inputs) {
        if (config.inputs() instanceof InputSource.Given given) {
            Args.requireSame(
                    "the number of inputs of the data (" + given.data().source().description() + ")",
                    given.data().inputs(),
                    inputs,
                    "the network takes that many");
        }
    }

    private NeuralNetwork network(int index) {
        if (config.network() instanceof NetworkSource.Given given) {
            return given.network();
        }
        return RandomNetworkGenerator.of(config.network().spec(), config.seed()).network(index);
    }

    private Dataset data(int index, StudyListener listener) {
        if (config.inputs() instanceof InputSource.Given given) {
            return given.data();
        }
        int samples = config.inputs().samples();
        int inputs = config.network().inputs();
        listener.beforeInputs((long) samples * inputs * Double.BYTES);
        if (config.inputs() instanceof InputSource.RandomTokens tokens) {
            return RandomInputs.of(config.seed()).tokens(index, samples, inputs, tokens.entries());
        }
        return RandomInputs.of(config.seed()).standardNormal(index, samples, inputs);
    }
}
