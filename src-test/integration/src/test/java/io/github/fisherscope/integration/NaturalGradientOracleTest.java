package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Recursion;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Schedule;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.FisherInverse;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.Trainable;
import io.github.fisherscope.core.training.Training;
import io.github.fisherscope.core.training.TrainingConfig;
import io.github.fisherscope.core.training.TrainingEnd;
import io.github.fisherscope.testkit.OracleFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings by natural gradients against a numpy program that forms J and solves in parameter space. */
class NaturalGradientOracleTest {
    private static final OracleFile ORACLE =
            OracleFile.read(NaturalGradientOracleTest.class, "/oracle/natural_gradient.json");
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    static Stream<Arguments> batchRuns() {
        return runs("batch");
    }

    static Stream<Arguments> adaptiveRuns() {
        return runs("adaptive");
    }

    private static Stream<Arguments> runs(String group) {
        List<Arguments> runs = new ArrayList<>();
        for (OracleFile entry : ORACLE.cases(group)) {
            for (OracleFile run : entry.cases("runs")) {
                runs.add(Arguments.of(entry, run));
            }
        }
        return runs.stream();
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("batchRuns")
    void lossesAndParametersFollowTheOracle(OracleFile entry, OracleFile run) {
        double rate = run.number("rate");
        Optimizer optimizer = switch (run.text("kind")) {
            case "damped" -> NaturalGradientDescent.damped(rate, run.number("damping"));
            case "pseudo" ->
                new NaturalGradientDescent(
                        rate, FisherForm.DUAL, new FisherInverse.PseudoInverse(run.number("cutoff")));
            default -> new GradientDescent(rate);
        };
        try (Training training = training(entry, optimizer, Batches.all(), run.integer("steps"))) {
            while (training.end().isEmpty()) {
                training.step();
            }
            assertThat(training.end()).contains(TrainingEnd.STEPS);
            assertClose(training.losses().toArray(), run.vector("loss"), 1e-9);
            assertClose(training.theta(), run.vector("theta"), 1e-7);
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("adaptiveRuns")
    void theAdaptiveInverseFollowsTheOracle(OracleFile entry, OracleFile run) {
        OracleFile settings = entry.at("case");
        boolean harmonic = settings.text("schedule").equals("one_over_t");
        Optimizer optimizer = new AdaptiveNaturalGradient(
                settings.number("rate"),
                harmonic ? 1 / settings.number("offset") : settings.number("epsilon"),
                harmonic ? Schedule.HARMONIC : Schedule.CONSTANT,
                run.text("form").equals("first_order") ? Recursion.FIRST_ORDER : Recursion.EXACT,
                settings.number("inverse0"));
        int last = settings.integer("steps");
        List<Integer> recorded =
                Arrays.stream(settings.integers("record")).boxed().toList();
        try (Training training = training(entry, optimizer, new Batches(1, Batches.Order.FILE, 0), last)) {
            while (training.end().isEmpty()) {
                training.step();
                String step = String.valueOf(training.steps());
                if (recorded.contains(training.steps())) {
                    double tolerance = training.steps() <= 100 ? 1e-8 : 1e-6;
                    assertClose(training.theta(), run.at("theta_at").vector(step), tolerance);
                    double trace = trace(training.state().memory().get(0));
                    assertThat(trace).isCloseTo(run.at("trace_at").number(step), within(tolerance * trace));
                    double loss = training.losses().get(training.steps());
                    assertThat(loss).isCloseTo(run.at("loss_at").number(step), within(tolerance));
                }
            }
            assertThat(training.steps()).isEqualTo(last);
        }
    }

    private static double trace(RealVector inverse) {
        int size = (int) Math.sqrt(inverse.size());
        return IntStream.range(0, size)
                .mapToDouble(i -> inverse.get(i * size + i))
                .sum();
    }

    private static Training training(OracleFile entry, Optimizer optimizer, Batches batches, int steps) {
        OracleFile settings = entry.at("case");
        double[][] x = entry.matrix("x");
        List<Integer> widths =
                Arrays.stream(settings.integers("widths")).boxed().toList();
        int outputs = widths.get(widths.size() - 1);
        NetworkSpec spec = new NetworkSpec(widths, Activation.parse(settings.text("activation")), 1, 0);
        NeuralNetwork network =
                RandomNetworkGenerator.of(spec, 1).network(0).withParameterVector(entry.vector("theta0"));
        boolean classes =
                settings.has("likelihood") && settings.text("likelihood").equals("categorical");
        Dataset data = Dataset.ofRows(
                x.length,
                x[0].length,
                (t, row) -> System.arraycopy(x[t], 0, row, 0, row.length),
                DataSource.memory("oracle"));
        RealVector y = RealVector.of(
                Arrays.stream(entry.matrix("y")).flatMapToDouble(Arrays::stream).toArray());
        Likelihood likelihood = classes ? new Likelihood.Categorical() : new Likelihood.Gaussian(1);
        Loss loss = Loss.of(likelihood, new Labels.Targets(y, outputs), outputs);
        return new Training(
                Trainable.of(network),
                data,
                loss,
                optimizer,
                TrainingConfig.defaults().withSteps(steps).withBatches(batches),
                BACKEND);
    }

    private static void assertClose(double[] actual, double[] expected, double relative) {
        assertThat(actual).hasSameSizeAs(expected);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("entry %d", i).isCloseTo(expected[i], within(relative * scale));
        }
    }
}
