package io.github.fisherscope.core.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.JacobianProducts;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.NetworkKinds;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphLinearizationTest {
    private static final int SAMPLES = 5;

    /** Sums of some hundred products of numbers of order 1 to 10 in float64. */
    private static final double TOLERANCE = 1e-12;

    private static Backend backend() {
        return Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 2));
    }

    private static double[] numbers(int n, double phase) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.sin(2.1 * i + phase);
        }
        return values;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void assertClose(double[] found, double[] expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "identity", "relu/none", NetworkKinds.MIXED})
    void aFullyConnectedGraphIsTheNetwork(String kind) {
        NeuralNetwork network = NetworkKinds.network(kind, List.of(6, 5, 7, 3), 8);
        Graph graph = FullyConnected.graph(network);
        double[] theta = network.parameterVector();
        Dataset data = RandomInputs.of(9).standardNormal(0, SAMPLES, 6);
        assertThat(graph.parameters()).isEqualTo(network.parameters());
        try (Backend backend = backend();
                GraphLinearization found = GraphLinearization.of(graph, theta, data, backend);
                Linearization usual = Linearization.of(network, data, backend);
                JacobianProducts products = JacobianProducts.of(usual);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(usual, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            assertClose(found.outputs(), usual.outputs(), TOLERANCE);
            double[] v = numbers(theta.length, 0.1);
            assertClose(found.jvp(v), products.forward(v), TOLERANCE);
            double[] g = numbers(3 * SAMPLES, 0.4);
            assertClose(found.vjp(g), products.transposed(g), TOLERANCE);
            double[][] scores = new double[3 * SAMPLES][3];
            for (int i = 0; i < scores.length; i++) {
                scores[i][i / SAMPLES] = 1;
            }
            try (Matrix gram = found.gram(scores)) {
                double[] row = new double[scores.length];
                for (int i = 0; i < scores.length; i++) {
                    gram.read(i, 0, row, 0, row.length);
                    for (int j = 0; j < row.length; j++) {
                        assertThat(row[j]).isCloseTo(dual.column(j)[i], within(TOLERANCE * (1 + Math.abs(row[j]))));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "relu/none", NetworkKinds.MIXED})
    void aFullyConnectedGraphIsRecognized(String kind) {
        NeuralNetwork network = NetworkKinds.network(kind, List.of(6, 5, 7, 3), 8);
        Graph graph = FullyConnected.graph(network);
        assertThat(FullyConnected.recognize(graph).covers()).isTrue();
        NeuralNetwork back = FullyConnected.network(graph, network.parameterVector());
        assertThat(back.layers()).isEqualTo(network.layers());
        assertThat(graph.tensor("2.weight").offset()).isEqualTo(network.layout().weightOffset(2));
        for (int l = 1; l <= 3; l++) {
            String bias = l + ".bias";
            assertThat(graph.tensors().stream().anyMatch(t -> t.name().equals(bias)))
                    .isEqualTo(network.layer(l).hasBias());
        }
    }

    /** Four positions of three channels; a residual block whose first dense layer feeds two nodes. */
    private static Graph residual() {
        Graph.Builder graph = Graph.on(Shape.of(4, 3));
        int in = graph.then("in", new DenseKernel.Of(new DenseShape(3, 5, true)));
        int hidden = graph.then("act", new Activated.Of(new Activation.Tanh()));
        graph.then("inner", new DenseKernel.Of(new DenseShape(5, 5, false)));
        int inner = graph.then("inner-act", new Activated.Of(new Activation.Softplus()));
        graph.add("sum", new Add.Of(), List.of(inner, hidden, in));
        graph.then("out", new DenseKernel.Of(new DenseShape(5, 2, true)));
        return graph.build();
    }

    @Test
    void productsPassThroughBranches() {
        Graph graph = residual();
        assertThat(graph.output()).isEqualTo(Shape.of(4, 2));
        double[] theta = numbers(Math.toIntExact(graph.parameters()), 0.7);
        Dataset data = RandomInputs.of(9).standardNormal(0, SAMPLES, 12);
        double[] v = numbers(theta.length, 1.3);
        try (Backend backend = backend();
                GraphLinearization here = GraphLinearization.of(graph, theta, data, backend)) {
            double[] jvp = here.jvp(v);
            double[] differences = new double[jvp.length];
            double step = 1e-5;
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] moved = theta.clone();
                for (int i = 0; i < v.length; i++) {
                    moved[i] += sign * step * v[i];
                }
                try (GraphLinearization there = GraphLinearization.of(graph, moved, data, backend)) {
                    double[] f = there.outputs();
                    for (int i = 0; i < f.length; i++) {
                        differences[i] += sign * f[i] / (2 * step);
                    }
                }
            }
            assertClose(jvp, differences, 1e-6); // third derivatives times 1e-10, and rounding of 1e-16/1e-5
            double[] g = numbers(SAMPLES * 8, 0.2);
            double left = dot(g, jvp);
            assertThat(dot(here.vjp(g), v)).isCloseTo(left, within(TOLERANCE * (1 + Math.abs(left))));
        }
    }

    @Test
    void theGramMatrixHasTheInnerProductsOfGradients() {
        Graph graph = residual();
        double[] theta = numbers(Math.toIntExact(graph.parameters()), 0.7);
        Dataset data = RandomInputs.of(9).standardNormal(0, SAMPLES, 12);
        try (Backend backend = backend();
                GraphLinearization here = GraphLinearization.of(graph, theta, data, backend)) {
            double[][] scores = new double[2 * SAMPLES][];
            double[][] gradients = new double[2 * SAMPLES][];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = numbers(8, 0.3 * i);
                double[] g = new double[8 * SAMPLES];
                System.arraycopy(scores[i], 0, g, 8 * (i % SAMPLES), 8);
                gradients[i] = here.vjp(g);
            }
            try (Matrix gram = here.gram(scores)) {
                double[] row = new double[scores.length];
                for (int i = 0; i < scores.length; i++) {
                    gram.read(i, 0, row, 0, row.length);
                    for (int j = 0; j < row.length; j++) {
                        double expected = dot(gradients[i], gradients[j]) / SAMPLES;
                        assertThat(row[j]).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
                    }
                }
            }
        }
    }

    /** A network that goes up by W and down by its transpose, with a frozen bias and one entry of a tensor used three times. */
    private static Graph tied() {
        Graph.Builder graph = Graph.on(Shape.of(3));
        int weight = graph.parameter("w", Shape.of(4, 3));
        int shared = graph.parameter("s", Shape.of(2));
        int[] transposed = new int[12];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                transposed[i * 4 + j] = j * 3 + i;
            }
        }
        graph.add(
                "up",
                new DenseKernel.Of(new DenseShape(3, 4, true)),
                List.of(Graph.INPUT),
                List.of(ParameterView.whole(weight), ParameterView.constant(numbers(4, 0.9))));
        graph.then("act", new Activated.Of(new Activation.Tanh()));
        graph.add(
                "down",
                new DenseKernel.Of(new DenseShape(4, 3, true)),
                List.of(1),
                List.of(ParameterView.of(weight, transposed), ParameterView.of(shared, new int[] {1, 1, 0})));
        graph.then("more", new Activated.Of(new Activation.Softplus()));
        graph.add(
                "last",
                new DenseKernel.Of(new DenseShape(3, 2, true)),
                List.of(3),
                List.of(ParameterView.of(weight, new int[] {0, 1, 2, 3, 4, 5}), ParameterView.whole(shared)));
        return graph.build();
    }

    @Test
    void tiedWeightsHaveTheSumOfTheirUses() {
        Graph graph = tied();
        double[] theta = numbers(14, 0.3);
        Dataset data = RandomInputs.of(9).standardNormal(0, SAMPLES, 3);
        double step = 1e-5;
        try (Backend backend = backend();
                GraphLinearization here = GraphLinearization.of(graph, theta, data, backend)) {
            double[][] jacobian = new double[2 * SAMPLES][14];
            for (int p = 0; p < 14; p++) {
                double[] unit = new double[14];
                unit[p] = 1;
                double[] column = here.jvp(unit);
                double[] up = theta.clone();
                double[] down = theta.clone();
                up[p] += step;
                down[p] -= step;
                try (GraphLinearization above = GraphLinearization.of(graph, up, data, backend);
                        GraphLinearization below = GraphLinearization.of(graph, down, data, backend)) {
                    double[] f = above.outputs();
                    double[] g = below.outputs();
                    for (int i = 0; i < f.length; i++) {
                        assertThat(column[i]).isCloseTo((f[i] - g[i]) / (2 * step), within(1e-7));
                        jacobian[i][p] = column[i];
                    }
                }
            }
            double[][] scores = new double[2 * SAMPLES][2];
            for (int i = 0; i < scores.length; i++) {
                scores[i][i / SAMPLES] = 1;
                double[] g = new double[2 * SAMPLES];
                g[2 * (i % SAMPLES) + i / SAMPLES] = 1;
                assertClose(here.vjp(g), jacobian[2 * (i % SAMPLES) + i / SAMPLES], TOLERANCE);
            }
            try (Matrix gram = here.gram(scores)) {
                double[] row = new double[scores.length];
                for (int i = 0; i < scores.length; i++) {
                    gram.read(i, 0, row, 0, row.length);
                    for (int j = 0; j < row.length; j++) {
                        double expected = dot(
                                        jacobian[2 * (i % SAMPLES) + i / SAMPLES],
                                        jacobian[2 * (j % SAMPLES) + j / SAMPLES])
                                / SAMPLES;
                        assertThat(row[j]).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
                    }
                }
            }
        }
        assertThat(FullyConnected.recognize(graph).reason()).contains("node 'up' has constants");
    }

    @Test
    void whatIsNotFullyConnectedIsToldWithTheReason() {
        FullyConnected.Recognition positions = FullyConnected.recognize(residual());
        assertThat(positions.covers()).isFalse();
        assertThat(positions.reason()).contains("4×3");
        Graph.Builder branched = Graph.on(Shape.of(3));
        int first = branched.then("a", new DenseKernel.Of(new DenseShape(3, 3, true)));
        int second = branched.then("b", new DenseKernel.Of(new DenseShape(3, 3, true)));
        branched.add("sum", new Add.Of(), List.of(first, second));
        Graph graph = branched.build();
        assertThat(FullyConnected.recognize(graph).reason()).contains("'sum'");
        assertThatThrownBy(() -> FullyConnected.network(graph, new double[24]))
                .hasMessageContaining("not fully connected")
                .hasMessageContaining("'sum'");
    }

    @Test
    void parametersAndDataMustFit() {
        Graph graph = residual();
        Dataset data = RandomInputs.of(9).standardNormal(0, SAMPLES, 11);
        try (Backend backend = backend()) {
            assertThatThrownBy(() -> GraphLinearization.of(graph, new double[3], data, backend))
                    .hasMessageContaining("theta is 3");
            assertThatThrownBy(() -> GraphLinearization.of(
                            graph, new double[Math.toIntExact(graph.parameters())], data, backend))
                    .hasMessageContaining("4×3");
        }
    }
}
