package io.github.fisherscope.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Training where a sample's output has three positions of two outputs each. */
class TrainablePositionsTest {
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    private static final int SAMPLES = 4;
    private static final int POSITIONS = 3;
    private static final int OUTPUTS = 2;

    private final GraphNetwork network = network();
    private final Trainable trained = Trainable.of(network);
    private final Dataset data = RandomInputs.of(5).standardNormal(0, SAMPLES, POSITIONS * 2);
    private final Loss loss = Loss.of(
                    new Likelihood.Categorical(),
                    Labels.Classes.of(OUTPUTS, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0),
                    OUTPUTS)
            .atPositions(POSITIONS);

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static GraphNetwork network() {
        Graph.Builder graph = Graph.on(Shape.of(1, POSITIONS, 2));
        int w1 = graph.parameter("w1", Shape.of(4, 2));
        int b1 = graph.parameter("b1", Shape.of(4));
        int w2 = graph.parameter("w2", Shape.of(OUTPUTS, 4));
        int b2 = graph.parameter("b2", Shape.of(OUTPUTS));
        int first = graph.add(
                "first",
                new DenseKernel.Of(new DenseShape(2, 4, true)),
                List.of(Graph.INPUT),
                List.of(ParameterView.whole(w1), ParameterView.whole(b1)));
        int tanh = graph.add("tanh", new Activated.Of(new Activation.Tanh()), List.of(first), List.of());
        graph.add(
                "second",
                new DenseKernel.Of(new DenseShape(4, OUTPUTS, true)),
                List.of(tanh),
                List.of(ParameterView.whole(w2), ParameterView.whole(b2)));
        double[] theta = new double[22];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = Math.sin(1 + 3.7 * i);
        }
        return new GraphNetwork(graph.build(), RealVector.of(theta));
    }

    private double lossAt(double[] theta) {
        try (TrainingPoint at = trained.at(theta, data, loss, BACKEND)) {
            return at.loss();
        }
    }

    private double[] differences() {
        double[] gradient = new double[trained.parameters()];
        double h = 1e-5;
        for (int i = 0; i < gradient.length; i++) {
            double[] up = trained.theta();
            double[] down = trained.theta();
            up[i] += h;
            down[i] -= h;
            gradient[i] = (lossAt(up) - lossAt(down)) / (2 * h);
        }
        return gradient;
    }

    @Test
    void theGradientIsThatOfTheMeanOverAllPositions() {
        double[] expected = differences();
        try (TrainingPoint at = trained.at(trained.theta(), data, loss, BACKEND)) {
            for (int i = 0; i < expected.length; i++) {
                assertThat(at.summedGradient()[i] / (SAMPLES * POSITIONS)).isCloseTo(expected[i], within(1e-9));
            }
            // the same through the factor, whose rows have an order of their own
            double[] dual = at.fisher(FisherForm.DUAL).factor().orElseThrow().fromDual(at.dualGradient());
            for (int i = 0; i < expected.length; i++) {
                assertThat(dual[i]).isCloseTo(expected[i], within(1e-9));
            }
        }
    }

    /** (F + ρI)δ = ∇E with F as a sum of explicit rows. */
    @Test
    void theDampedNaturalGradientSolvesItsEquation() {
        double damping = 0.1;
        TrainingConfig one = TrainingConfig.defaults().withSteps(1);
        try (Training training =
                new Training(trained, data, loss, NaturalGradientDescent.damped(1, damping), one, BACKEND)) {
            double[] gradient = differences();
            training.step();
            double[] step = trained.theta();
            for (int i = 0; i < step.length; i++) {
                step[i] -= training.theta()[i];
            }
            try (TrainingPoint at = trained.at(trained.theta(), data, loss, BACKEND)) {
                double[] u = at.jvp(step);
                double[] f = at.outputs();
                double[] weighted = new double[u.length];
                for (int site = 0; site < SAMPLES * POSITIONS; site++) {
                    double p = 1 / (1 + Math.exp(f[2 * site + 1] - f[2 * site]));
                    double along = p * (1 - p) * (u[2 * site] - u[2 * site + 1]);
                    weighted[2 * site] = along;
                    weighted[2 * site + 1] = -along;
                }
                double[] image = new double[step.length];
                for (int i = 0; i < step.length; i++) {
                    double[] unit = new double[step.length];
                    unit[i] = 1;
                    double[] row = at.jvp(unit);
                    for (int j = 0; j < row.length; j++) {
                        image[i] += row[j] * weighted[j] / (SAMPLES * POSITIONS);
                    }
                    assertThat(image[i] + damping * step[i]).isCloseTo(gradient[i], within(1e-8));
                }
            }
        }
    }

    @Test
    void batchesTakeAllPositionsOfTheirSamples() {
        Loss some = loss.of(new int[] {2, 0});
        assertThat(some.samples()).isEqualTo(6);
        assertThat(some.positions()).isEqualTo(3);
        assertThat(some.labels().slice(0, 6)).isEqualTo(loss.labels().slice(12, 18));
        assertThat(some.labels().slice(6, 12)).isEqualTo(loss.labels().slice(0, 6));
        TrainingConfig config =
                TrainingConfig.defaults().withSteps(40).withBatches(new Batches(2, Batches.Order.SHUFFLED, 1));
        try (Training training = new Training(trained, data, loss, new GradientDescent(0.5), config, BACKEND)) {
            while (training.end().isEmpty()) {
                training.step();
            }
            assertThat(training.losses().get(40)).isLessThan(training.losses().get(0));
        }
    }

    @Test
    void aLossForOnePositionIsRefused() {
        Loss one = Loss.of(new Likelihood.Categorical(), Labels.Classes.of(OUTPUTS, new int[12]), OUTPUTS);
        assertThatThrownBy(() ->
                        new Training(trained, data, one, new GradientDescent(1), TrainingConfig.defaults(), BACKEND))
                .hasMessageContaining("the number of positions of the loss");
        assertThat(Arrays.stream(new int[] {one.dualIndex(5, 1), loss.dualIndex(5, 1)}))
                .containsExactly(17, 21);
    }
}
