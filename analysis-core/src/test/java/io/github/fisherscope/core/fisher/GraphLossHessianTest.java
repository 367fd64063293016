package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.MaxPool;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.entry.Divide;
import io.github.fisherscope.core.layer.entry.Multiply;
import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.layer.normalization.Normalize;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.layer.product.MatMul;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The Hessian of graphs against that of the chain, and against differences of gradients; H − R is the Fisher matrix. */
class GraphLossHessianTest {
    private static final int SAMPLES = 5;
    private static final int CLASSES = 3;
    private static final double STEP = 1e-5;

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 2));
    }

    private static double[] numbers(int n, double phase) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.sin(2.1 * i + phase) * 0.8;
        }
        return values;
    }

    private static Dataset data(int inputs) {
        double[] all = numbers(SAMPLES * inputs, 0.3);
        return Dataset.ofRows(
                SAMPLES,
                inputs,
                (t, row) -> System.arraycopy(all, t * inputs, row, 0, inputs),
                DataSource.memory("sines"));
    }

    private static Labels labels(int sites) {
        int[] classes = new int[sites];
        Arrays.setAll(classes, i -> (i * i + 1) % CLASSES);
        return Labels.Classes.of(CLASSES, classes);
    }

    private static GraphNetwork with(Graph graph) {
        return new GraphNetwork(graph, RealVector.of(numbers(Math.toIntExact(graph.parameters()), 0.7)));
    }

    private static double[][] matrix(HessianOperator hessian) {
        int p = hessian.dimension();
        double[][] units = new double[p][p];
        double[][] columns = new double[p][p];
        for (int i = 0; i < p; i++) {
            units[i][i] = 1;
        }
        hessian.applyBatch(units, columns);
        return columns;
    }

    static Stream<Arguments> chains() {
        return LossHessianTest.cases()
                .filter(c -> c.outputActivation().equals("identity"))
                .map(c -> Arguments.of(c));
    }

    @ParameterizedTest
    @MethodSource("chains")
    void chainsHaveTheSameHessian(LossHessianTest.Case c) {
        NeuralNetwork network = c.fisher().network();
        GraphNetwork graph = new GraphNetwork(FullyConnected.graph(network), RealVector.of(network.parameterVector()));
        try (Backend backend = backend();
                LossHessian chain = LossHessian.of(network, c.fisher().data(), c.request(), c.labels(), backend);
                GraphLossHessian other =
                        GraphLossHessian.of(graph, c.fisher().data(), c.request(), c.labels(), backend)) {
            double[][] expected = matrix(chain);
            double[][] found = matrix(other);
            double[][] residual = matrix(chain.residual());
            double[][] otherResidual = matrix(other.residual());
            RealVector values = chain.eigenvalues();
            double scale = Math.max(Math.abs(values.get(0)), Math.abs(values.get(values.size() - 1)));
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).containsExactly(expected[i], within(1e-12 * scale));
                assertThat(otherResidual[i]).containsExactly(residual[i], within(1e-12 * scale));
            }
            assertThat(other.eigenvalues().toArray()).containsExactly(values.toArray(), within(1e-12 * scale));
            assertThat(other.gradient()).containsExactly(chain.gradient(), within(1e-12));
            assertThat(other.columnMoments().trace()).isCloseTo(values.sum(), within(1e-11 * scale));
        }
    }

    /** Convolutions, pooling that keeps a maximum, batch norm as it is evaluated, a shortcut, and layer norm. */
    private static GraphNetwork images() {
        Graph.Builder graph = Graph.on(Shape.of(1, 2, 4, 4));
        Window window = Window.of(3, 3).withPads(List.of(1, 1, 1, 1));
        int first = graph.then("conv", new Conv(2, 2, 1, true, window));
        graph.then("scale", Scale.channels(2, 2));
        graph.then("tanh", new Activated.Of(new Activation.Tanh()));
        int inner = graph.then("inner", new Conv(2, 2, 2, false, window));
        graph.add("sum", new Add.Of(), List.of(inner, first), List.of());
        graph.then("gelu", new Pointwise(ScalarFunction.geluTanh()));
        graph.then("pool", new MaxPool(Window.of(2, 2).withStrides(List.of(2, 2))));
        graph.then("flat", IndexGather.reshape(Shape.of(1, 2, 2, 2), Shape.of(1, 8)));
        graph.then("norm", new Normalize(List.of(1), 1e-3, true));
        graph.then("out", new DenseKernel.Of(new DenseShape(8, CLASSES, true)));
        return with(graph.build());
    }

    /** Attention of one head with a gate, a quotient, RMS norm and tied weights; the output has {@code positions}. */
    private static GraphNetwork tokens(int positions) {
        Graph.Builder graph = Graph.on(Shape.of(positions, 3));
        int shared = graph.parameter("shared", Shape.of(4, 3));
        int[] transposed = new int[12];
        Arrays.setAll(transposed, i -> i % 4 * 3 + i / 4);
        DenseKernel.Of square = new DenseKernel.Of(new DenseShape(4, 4, false));
        int in = graph.add(
                "in",
                new DenseKernel.Of(new DenseShape(3, 4, false)),
                List.of(Graph.INPUT),
                List.of(ParameterView.whole(shared)));
        int shifted = graph.then("places", Shift.of(Shape.of(positions, 4)));
        int query = graph.then("query", square);
        int other = graph.add("other", square, List.of(shifted));
        int keys = graph.add(
                "keys", IndexGather.transpose(Shape.of(positions, 4), List.of(1, 0)), List.of(other), List.of());
        int scores = graph.add("scores", new MatMul(), List.of(query, keys), List.of());
        int weights = graph.add("softmax", new Softmax(1), List.of(scores), List.of());
        int mixed = graph.add("mixed", new MatMul(), List.of(weights, shifted), List.of());
        int gate = graph.add("gate", new Multiply(), List.of(mixed, in), List.of());
        int positive = graph.add("exp", new Pointwise(ScalarFunction.exp()), List.of(in), List.of());
        int quotient = graph.add("quotient", new Divide(), List.of(gate, positive), List.of());
        int normed = graph.add("rms", new Normalize(List.of(1), 1e-2, false), List.of(quotient), List.of());
        int bias = graph.parameter("bias", Shape.of(CLASSES));
        graph.add(
                "out",
                new DenseKernel.Of(new DenseShape(4, CLASSES, true)),
                List.of(normed),
                List.of(ParameterView.of(shared, transposed), ParameterView.whole(bias)));
        return with(graph.build());
    }

    private static GraphNetwork network(String kind) {
        return switch (kind) {
            case "images" -> images();
            case "tokens" -> tokens(1);
            default -> tokens(3);
        };
    }

    @ParameterizedTest
    @CsvSource({"images, 5", "images, 2", "tokens, 5", "positions, 5", "positions, 3"})
    void columnsAreDifferencesOfGradients(String kind, int batch) {
        GraphNetwork network = network(kind);
        Graph graph = network.graph();
        Dataset data = data(graph.input().size());
        Labels labels = labels(SAMPLES * graph.output().positions());
        FisherRequest.Exact request = FisherRequest.exact(new Likelihood.Categorical());
        try (Backend backend = backend();
                GraphLossHessian hessian = GraphLossHessian.of(network, data, request, labels, backend, batch);
                GraphFisher fisher = GraphFisher.of(network, data, request, backend);
                Matrix entries = fisher.factor().product()) {
            double[][] h = matrix(hessian);
            double[][] r = matrix(hessian.residual());
            double[] f = new double[h.length];
            for (int i = 0; i < h.length; i++) {
                double[] up = moved(network, i, STEP, data, labels, backend);
                double[] down = moved(network, i, -STEP, data, labels, backend);
                entries.read(i, 0, f, 0, f.length);
                for (int j = 0; j < h.length; j++) {
                    assertThat(h[i][j]).isCloseTo((up[j] - down[j]) / (2 * STEP), within(1e-8));
                    assertThat(h[i][j]).isCloseTo(h[j][i], within(1e-12));
                    assertThat(h[i][j] - r[i][j]).isCloseTo(f[j], within(1e-12));
                }
            }
        }
    }

    private static double[] moved(
            GraphNetwork network, int i, double step, Dataset data, Labels labels, Backend backend) {
        double[] theta = network.parameters().toArray();
        theta[i] += step;
        FisherRequest.Exact request = FisherRequest.exact(new Likelihood.Categorical());
        try (GraphLossHessian there =
                GraphLossHessian.of(network.withParameters(RealVector.of(theta)), data, request, labels, backend)) {
            return there.gradient();
        }
    }

    @Test
    void everyPositionNeedsALabel() {
        GraphNetwork network = tokens(3);
        try (Backend backend = backend()) {
            FisherRequest.Exact request = FisherRequest.exact(new Likelihood.Categorical());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GraphLossHessian.of(network, data(9), request, labels(SAMPLES), backend))
                    .withMessageContaining("3 positions");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GraphLossHessian.of(network, data(9), request, Labels.none(), backend))
                    .withMessageContaining("needs the labels");
        }
    }
}
