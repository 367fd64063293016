package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Routes of graphs against F = (1/N) Σ Jᵀ Q J from columns of J and the textbook's Q, at every position of the output. */
class GraphFisherTest {
    private static final int SAMPLES = 5;
    private static final int CLASSES = 3;

    /** Sums of some hundred products of numbers of order 1 to 10 in float64. */
    private static final double TOLERANCE = 1e-11;

    private static double[] numbers(int n, double phase) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.sin(2.1 * i + phase);
        }
        return values;
    }

    /** Positions of three channels; a residual block, and a last layer that shares its numbers with the first. */
    private static GraphNetwork network(int positions) {
        Graph.Builder graph = Graph.on(Shape.of(positions, 3));
        int shared = graph.parameter("shared", Shape.of(5, 3));
        int[] transposed = new int[15];
        for (int i = 0; i < 15; i++) {
            transposed[i] = i % 5 * 3 + i / 5;
        }
        int in = graph.add(
                "in",
                new DenseKernel.Of(new DenseShape(3, 5, false)),
                List.of(Graph.INPUT),
                List.of(ParameterView.whole(shared)));
        int hidden = graph.then("act", new Activated.Of(new Activation.Tanh()));
        int inner = graph.then("inner", new DenseKernel.Of(new DenseShape(5, 5, true)));
        int sum = graph.add("sum", new Add.Of(), List.of(inner, hidden, in));
        int bias = graph.parameter("bias", Shape.of(CLASSES));
        graph.add(
                "out",
                new DenseKernel.Of(new DenseShape(5, CLASSES, true)),
                List.of(sum),
                List.of(ParameterView.of(shared, transposed), ParameterView.whole(bias)));
        Graph built = graph.build();
        return new GraphNetwork(built, RealVector.of(numbers(Math.toIntExact(built.parameters()), 0.7)));
    }

    private static FisherRequest request(String kind, int sites) {
        int[] classes = new int[sites];
        for (int i = 0; i < sites; i++) {
            classes[i] = i % CLASSES;
        }
        return switch (kind) {
            case "gaussian" -> FisherRequest.exact(new Likelihood.Gaussian(1));
            case "categorical" -> FisherRequest.exact(new Likelihood.Categorical());
            default -> FisherRequest.empirical(new Likelihood.Categorical(), Labels.Classes.of(CLASSES, classes));
        };
    }

    private static double[][] outputFisher(String kind, double[] f, int label) {
        double sum = 0;
        for (double x : f) {
            sum += Math.exp(x);
        }
        double[][] q = new double[CLASSES][CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            for (int j = 0; j < CLASSES; j++) {
                double p = Math.exp(f[i]) / sum;
                double r = Math.exp(f[j]) / sum;
                double same = i == j ? 1 : 0;
                q[i][j] = switch (kind) {
                    case "gaussian" -> same;
                    case "categorical" -> same * p - p * r;
                    default -> ((i == label ? 1 : 0) - p) * ((j == label ? 1 : 0) - r);
                };
            }
        }
        return q;
    }

    private static double[][] explicit(String kind, GraphNetwork network, Dataset data, Backend backend) {
        int p = Math.toIntExact(network.graph().parameters());
        double[][] fisher = new double[p][p];
        try (GraphLinearization at = GraphLinearization.of(network, data, backend)) {
            double[][] columns = new double[p][];
            for (int i = 0; i < p; i++) {
                double[] unit = new double[p];
                unit[i] = 1;
                columns[i] = at.jvp(unit);
            }
            double[] f = at.outputs();
            int sites = f.length / CLASSES;
            for (int s = 0; s < sites; s++) {
                double[][] q = outputFisher(kind, Arrays.copyOfRange(f, s * CLASSES, (s + 1) * CLASSES), s % CLASSES);
                for (int i = 0; i < p; i++) {
                    for (int j = 0; j < p; j++) {
                        for (int a = 0; a < CLASSES; a++) {
                            for (int b = 0; b < CLASSES; b++) {
                                fisher[i][j] +=
                                        columns[i][s * CLASSES + a] * q[a][b] * columns[j][s * CLASSES + b] / sites;
                            }
                        }
                    }
                }
            }
        }
        return fisher;
    }

    private static RealVector eigenvalues(double[][] symmetric, Backend backend) {
        try (Matrix m = backend.allocate(symmetric.length, symmetric.length)) {
            for (int i = 0; i < symmetric.length; i++) {
                m.write(i, 0, symmetric[i], 0, symmetric.length);
            }
            return RealVector.of(backend.symmetricEigenvalues(m));
        }
    }

    private static double[][] block(double[][] all, ParameterTensor tensor) {
        int from = Math.toIntExact(tensor.offset());
        int to = Math.toIntExact(tensor.end());
        return Arrays.stream(all, from, to)
                .map(row -> Arrays.copyOfRange(row, from, to))
                .toArray(double[][]::new);
    }

    private static void assertClose(double found, double expected, String what) {
        assertThat(found).as(what).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
    }

    private static void assertClose(RealVector found, RealVector expected, String what) {
        for (int i = 0; i < Math.max(found.size(), expected.size()); i++) {
            assertClose(i < found.size() ? found.get(i) : 0, i < expected.size() ? expected.get(i) : 0, what + " " + i);
        }
    }

    private static double squares(double[][] m) {
        return Arrays.stream(m).flatMapToDouble(Arrays::stream).map(x -> x * x).sum();
    }

    @ParameterizedTest
    @CsvSource({
        "gaussian, 1, 5",
        "gaussian, 4, 2",
        "categorical, 1, 2",
        "categorical, 4, 5",
        "categorical, 4, 3",
        "empirical, 4, 2",
        "empirical, 1, 5"
    })
    void everyRouteIsTheMatrixOfTheTextbook(String kind, int positions, int batch) {
        GraphNetwork network = network(positions);
        Dataset data = RandomInputs.of(9).standardNormal(0, SAMPLES, 3 * positions);
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 2));
                GraphFisher fisher =
                        GraphFisher.of(network, data, request(kind, SAMPLES * positions), backend, batch)) {
            double[][] expected = explicit(kind, network, data, backend);
            RealVector values = eigenvalues(expected, backend);
            double trace = 0;
            for (int i = 0; i < expected.length; i++) {
                trace += expected[i][i];
            }
            List<WholeFisherMatrix> routes =
                    List.of(fisher.products(), fisher.dual(), fisher.entries(), fisher.dualEntries());
            for (WholeFisherMatrix route : routes) {
                String what = route.getClass().getSimpleName();
                assertClose(route.trace(), trace, what + " trace");
                assertClose(route.squaredNorm(), squares(expected), what + " squared norm");
                assertClose(route.eigenvalues(), values, what + " eigenvalue");
                assertProducts(route, expected, what);
                route.close();
            }
            assertBlocks(fisher, network.graph(), expected, backend);
        }
    }

    /** Products with an eigenvector's image tell whether the map is F, or its dual carried to the parameters. */
    private static void assertProducts(WholeFisherMatrix route, double[][] expected, String what) {
        double[] x = numbers(route.dimension(), 0.4);
        double[] y = new double[x.length];
        route.apply(x, y);
        for (int i = 0; i < 3; i++) {
            double[] column = route.column(i);
            double product = 0;
            for (int j = 0; j < x.length; j++) {
                product += column[j] * x[j];
            }
            assertClose(product, y[i], what + " product");
            if (route.side() == FisherMatrix.Side.PARAMETERS) {
                assertClose(RealVector.of(column), RealVector.of(expected[i]), what + " column");
            }
        }
        assertClose(RealVector.of(route.diagonal()).sum(), route.trace(), what + " diagonal");
        double form = 0;
        for (int j = 0; j < x.length; j++) {
            form += x[j] * y[j];
        }
        assertClose(route.quadraticForm(x), form, what + " quadratic form");
    }

    private static void assertBlocks(GraphFisher fisher, Graph graph, double[][] expected, Backend backend) {
        WholeFisherMatrix whole = fisher.dual();
        DualMoments moments = fisher.moments();
        double[] diagonal = whole.parameterDiagonal();
        for (int k = 0; k < graph.tensors().size(); k++) {
            ParameterTensor tensor = graph.tensors().get(k);
            double[][] block = block(expected, tensor);
            double trace = 0;
            for (int i = 0; i < block.length; i++) {
                trace += block[i][i];
                assertClose(diagonal[Math.toIntExact(tensor.offset()) + i], block[i][i], "diagonal");
            }
            assertClose(moments.layerTraces().get(k), trace, tensor.name());
            assertClose(whole.layerTraces().get(k), trace, tensor.name());
            assertClose(moments.layerSquaredNorms().get(k), squares(block), tensor.name());
            double sum = trace;
            fisher.forEachBlock(List.of(k + 1), (layer, built) -> {
                assertThat(built.order()).isEqualTo(block.length);
                assertClose(built.trace(), sum, tensor.name());
                assertClose(built.squaredNorm(), squares(block), tensor.name());
                assertClose(built.eigenvalues(), eigenvalues(block, backend), tensor.name());
            });
            try (FisherMatrix own = whole.ofLayer(k + 1)) {
                assertThat(own.order()).isEqualTo(block.length);
                assertClose(own.trace(), trace, tensor.name());
                assertClose(own.squaredNorm(), squares(block), tensor.name());
                assertClose(own.eigenvalues(), eigenvalues(block, backend), tensor.name());
                double[] x = numbers(own.dimension(), 0.1);
                double[] y = new double[x.length];
                own.apply(x, y);
                double form = 0;
                for (int i = 0; i < x.length; i++) {
                    form += x[i] * y[i];
                }
                assertClose(own.quadraticForm(x), form, tensor.name());
            }
        }
    }

    @Test
    void eigenvectorsOfTheDualBecomeThoseOfTheMatrix() {
        GraphNetwork network = network(1);
        Dataset data = RandomInputs.of(9).standardNormal(0, SAMPLES, 3);
        FisherRequest request = request("categorical", SAMPLES);
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1));
                GraphFisher fisher = GraphFisher.of(network, data, request, backend);
                WholeFisherMatrix dual = fisher.dual();
                WholeFisherMatrix products = fisher.products()) {
            double[] u = numbers(dual.dimension(), 0.3);
            for (int i = 0; i < 200; i++) { // power iteration: the ratio of the first two eigenvalues is far from 1
                double[] next = new double[u.length];
                dual.apply(u, next);
                double norm =
                        Math.sqrt(RealVector.of(next).stream().map(x -> x * x).sum());
                u = Arrays.stream(next).map(x -> x / norm).toArray();
            }
            double[] v = dual.toParameters(RealVector.of(u)).toArray();
            double[] image = new double[v.length];
            products.apply(v, image);
            double largest = products.eigenvalues().get(0);
            for (int i = 0; i < v.length; i++) {
                assertThat(image[i]).isCloseTo(largest * v[i], within(1e-9 * largest));
            }
        }
    }

    @Test
    void dataMustFit() {
        Dataset data = RandomInputs.of(9).standardNormal(0, SAMPLES, 4);
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1))) {
            assertThatThrownBy(() -> GraphFisher.of(network(1), data, request("gaussian", SAMPLES), backend))
                    .hasMessageContaining("inputs of shape 1×3");
        }
    }
}
