package io.github.fisherscope.core.fisher.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherCase;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.KroneckerSharing;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Forms of graphs against those of the same network as a chain, and against masks of the whole matrix. */
class GraphFormsTest {
    private static final double TOLERANCE = 1e-11;

    private static Backend backend() {
        return Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 2));
    }

    private static double[] numbers(int n, double phase) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Math.sin(2.3 * i + phase);
        }
        return values;
    }

    private static GraphNetwork filled(Graph graph) {
        return new GraphNetwork(graph, RealVector.of(numbers(Math.toIntExact(graph.parameters()), 0.7)));
    }

    /** Two channels of 3 × 3, a convolution in two groups, a dense layer. */
    private static GraphNetwork convolutional() {
        Graph.Builder graph = Graph.on(Shape.of(1, 2, 3, 3));
        graph.then("conv", new Conv(2, 4, 2, true, Window.of(2, 2)));
        graph.then("act", new Activated.Of(new Activation.Tanh()));
        graph.then("flat", IndexGather.reshape(Shape.of(1, 4, 2, 2), Shape.of(16)));
        graph.then("out", new DenseKernel.Of(new DenseShape(16, 3, true)));
        return filled(graph.build());
    }

    /** Tokens in a table that is the last layer's matrix too. */
    private static GraphNetwork tied() {
        Graph.Builder graph = Graph.on(Shape.of(3));
        int table = graph.parameter("table", Shape.of(4, 3));
        graph.add("tokens", new Lookup(4, 3), List.of(Graph.INPUT), List.of(ParameterView.whole(table)));
        graph.then("mix", new DenseKernel.Of(new DenseShape(3, 3, true)));
        int act = graph.then("act", new Activated.Of(new Activation.Tanh()));
        graph.add(
                "logits",
                new DenseKernel.Of(new DenseShape(3, 4, false)),
                List.of(act),
                List.of(ParameterView.whole(table)));
        return filled(graph.build());
    }

    private static Dataset tokens() {
        double[] values = {0, 1, 2, 3, 3, 1, 2, 0, 0, 1, 2, 3};
        return Dataset.of(NpyArray.of(values, 4, 3), Labels.none(), DataSource.memory("tokens"));
    }

    private static double[][] whole(GraphFisher fisher) {
        try (WholeFisherMatrix products = fisher.products()) {
            double[][] f = new double[products.dimension()][];
            for (int i = 0; i < f.length; i++) {
                f[i] = products.column(i);
            }
            return f;
        }
    }

    /** Checks a form against the matrix whose entries between different blocks are 0. */
    private static void assertMasked(SpectralFisherMatrix form, double[][] whole, IntBinaryOperator together) {
        int p = whole.length;
        double[][] expected = new double[p][p];
        double trace = 0;
        double squares = 0;
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                expected[i][j] = together.applyAsInt(i, j) == 1 ? whole[i][j] : 0;
                squares += expected[i][j] * expected[i][j];
            }
            trace += expected[i][i];
        }
        assertThat(form.dimension()).isEqualTo(p);
        assertThat(form.trace()).isCloseTo(trace, within(TOLERANCE * trace));
        assertThat(form.squaredNorm()).isCloseTo(squares, within(TOLERANCE * squares));
        assertThat(form.eigenvalues().sum()).isCloseTo(trace, within(TOLERANCE * trace));
        double[] b = numbers(p, 0.2);
        double[] product = new double[p];
        form.apply(b, product);
        double[] solved = form.solve(b, 0.1);
        double[] diagonal = form.diagonal();
        double quadratic = 0;
        for (int i = 0; i < p; i++) {
            double image = 0;
            double back = 0.1 * solved[i];
            for (int j = 0; j < p; j++) {
                image += expected[i][j] * b[j];
                back += expected[i][j] * solved[j];
            }
            quadratic += image * b[i];
            assertThat(product[i]).isCloseTo(image, within(TOLERANCE * trace));
            assertThat(back).isCloseTo(b[i], within(1e-9));
            assertThat(diagonal[i]).isCloseTo(expected[i][i], within(TOLERANCE * trace));
        }
        assertThat(form.quadraticForm(b)).isCloseTo(quadratic, within(TOLERANCE * trace * p));
    }

    @ParameterizedTest
    @CsvSource({"tanh, gaussian, 6", "relu, categorical, 3", "tanh, categorical, 40"})
    void aFullyConnectedNetworkHasTheSameFormsAsAChain(String activation, String likelihood, int samples) {
        FisherRequest request = FisherRequest.exact(Likelihood.parse(likelihood));
        FisherCase c = FisherCase.of(activation, "4,5,4,3", samples, request);
        GraphNetwork network = new GraphNetwork(
                FullyConnected.graph(c.network()), RealVector.of(c.network().parameterVector()));
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                GraphFisher fisher = GraphFisher.of(network, c.data(), request, backend)) {
            for (FisherForm kind : List.of(
                    FisherForm.DENSE,
                    FisherForm.DUAL,
                    FisherForm.UNITS,
                    FisherForm.DIAGONAL,
                    FisherForm.KRONECKER,
                    FisherForm.EIGEN_KRONECKER)) {
                try (SpectralFisherMatrix chain = FisherForms.spectral(kind, at, request);
                        SpectralFisherMatrix graph = GraphForms.spectral(kind, fisher, KroneckerSharing.EXPAND)) {
                    assertSame(graph, chain, kind);
                }
            }
        }
    }

    private static void assertSame(SpectralFisherMatrix graph, SpectralFisherMatrix chain, FisherForm kind) {
        double size = chain.trace();
        assertThat(graph.form()).isEqualTo(kind);
        assertThat(graph.trace()).as("%s", kind).isCloseTo(size, within(TOLERANCE * size));
        assertThat(graph.squaredNorm()).as("%s", kind).isCloseTo(chain.squaredNorm(), within(1e-10 * size * size));
        double[] b = numbers(chain.dimension(), 0.5);
        double[] left = new double[b.length];
        double[] right = new double[b.length];
        graph.apply(b, left);
        chain.apply(b, right);
        double[] solved = graph.solve(b, 0.3);
        double[] expected = chain.solve(b, 0.3);
        double[] diagonal = graph.diagonal();
        double[] entries = chain.diagonal();
        for (int i = 0; i < b.length; i++) {
            assertThat(left[i]).as("%s", kind).isCloseTo(right[i], within(TOLERANCE * size));
            assertThat(solved[i]).as("%s", kind).isCloseTo(expected[i], within(1e-9));
            assertThat(diagonal[i]).as("%s", kind).isCloseTo(entries[i], within(TOLERANCE * size));
        }
        RealVector values = chain.eigenvalues();
        for (int i = 0; i < values.size(); i++) {
            double found = i < graph.eigenvalues().size() ? graph.eigenvalues().get(i) : 0;
            assertThat(found).as("%s %d", kind, i).isCloseTo(values.get(i), within(TOLERANCE * size));
        }
    }

    private static int tensorOf(Graph graph, int index) {
        int number = 0;
        for (ParameterTensor t : graph.tensors()) {
            if (index >= t.end()) {
                number++;
            }
        }
        return number;
    }

    /** The output channel of a parameter of {@link #convolutional}: 4 × (1 × 2 × 2) weights, 4 biases, 3 × 16 weights, 3 biases. */
    private static int channel(int index) {
        if (index < 20) {
            return index < 16 ? index / 4 : index - 16;
        }
        return 4 + (index < 68 ? (index - 20) / 16 : index - 68);
    }

    @ParameterizedTest
    @CsvSource({"gaussian, 2", "categorical, 9"})
    void blocksOfAConvolutionalNetworkAreMasksOfTheWholeMatrix(String likelihood, int samples) {
        GraphNetwork network = convolutional();
        Dataset data = RandomInputs.of(5).standardNormal(0, samples, 18);
        FisherRequest request = FisherRequest.exact(Likelihood.parse(likelihood));
        try (Backend backend = backend();
                GraphFisher fisher = GraphFisher.of(network, data, request, backend)) {
            double[][] whole = whole(fisher);
            try (SpectralFisherMatrix layers = GraphForms.spectral(FisherForm.LAYERS, fisher, KroneckerSharing.EXPAND);
                    SpectralFisherMatrix units =
                            GraphForms.spectral(FisherForm.UNITS, fisher, KroneckerSharing.EXPAND)) {
                Graph graph = network.graph();
                assertMasked(layers, whole, (i, j) -> tensorOf(graph, i) == tensorOf(graph, j) ? 1 : 0);
                assertMasked(units, whole, (i, j) -> channel(i) == channel(j) ? 1 : 0);
                assertThat(units.blocks()).hasSize(7);
                assertThat(layers.blocks()).hasSize(4);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KroneckerSharing.class)
    void theCorrectedKroneckerFormIsNearerAndHasTheTrace(KroneckerSharing sharing) {
        GraphNetwork network = convolutional();
        Dataset data = RandomInputs.of(5).standardNormal(0, 7, 18);
        FisherRequest request = FisherRequest.exact(new Likelihood.Categorical());
        try (Backend backend = backend();
                GraphFisher fisher = GraphFisher.of(network, data, request, backend);
                SpectralFisherMatrix kronecker = GraphForms.spectral(FisherForm.KRONECKER, fisher, sharing);
                SpectralFisherMatrix corrected = GraphForms.spectral(FisherForm.EIGEN_KRONECKER, fisher, sharing)) {
            double[][] whole = whole(fisher);
            double trace = 0;
            for (int i = 0; i < whole.length; i++) {
                trace += whole[i][i];
            }
            assertThat(corrected.trace()).isCloseTo(trace, within(TOLERANCE * trace));
            assertThat(distance(corrected, whole)).isLessThan(distance(kronecker, whole));
            assertThat(kronecker.blocks()).hasSize(3);
        }
    }

    /** ‖masked F − form‖², groups of the convolution being blocks. */
    private static double distance(FisherMatrix form, double[][] whole) {
        double sum = 0;
        for (int i = 0; i < whole.length; i++) {
            double[] column = form.column(i);
            for (int j = 0; j < whole.length; j++) {
                boolean together = group(i) == group(j);
                sum += Math.pow(column[j] - (together ? whole[i][j] : 0), 2);
            }
        }
        return sum;
    }

    private static int group(int index) {
        int channel = channel(index);
        return channel < 4 ? channel / 2 : 2;
    }

    @Test
    void sharedTablesBelongToTheirFirstUseAndHaveNoKroneckerProduct() {
        GraphNetwork network = tied();
        FisherRequest request = FisherRequest.exact(new Likelihood.Categorical());
        try (Backend backend = backend();
                GraphFisher fisher = GraphFisher.of(network, tokens(), request, backend);
                SpectralFisherMatrix units = GraphForms.spectral(FisherForm.UNITS, fisher, KroneckerSharing.EXPAND);
                SpectralFisherMatrix kronecker =
                        GraphForms.spectral(FisherForm.KRONECKER, fisher, KroneckerSharing.EXPAND)) {
            double[][] whole = whole(fisher);
            assertMasked(units, whole, (i, j) -> unitOfTied(i) == unitOfTied(j) ? 1 : 0);
            double[] diagonal = kronecker.diagonal();
            for (int i = 0; i < 12; i++) {
                assertThat(kronecker.column(i)[i]).isCloseTo(whole[i][i], within(TOLERANCE));
                assertThat(Arrays.stream(kronecker.column(i)).map(Math::abs).sum())
                        .isCloseTo(diagonal[i], within(TOLERANCE));
            }
            assertThat(kronecker.blocks()).hasSize(2);
        }
    }

    /** Rows of the 4 × 3 table, then units of 3 × 3 weights and 3 biases. */
    private static int unitOfTied(int index) {
        if (index < 12) {
            return index / 3;
        }
        return 4 + (index < 21 ? (index - 12) / 3 : index - 21);
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        FisherRequest request = FisherRequest.exact(new Likelihood.Gaussian(1));
        try (Backend backend = backend();
                GraphFisher fisher = GraphFisher.of(tied(), tokens(), request, backend)) {
            assertThatThrownBy(() -> GraphForms.spectral(FisherForm.BLOCK_TRIDIAGONAL, fisher, KroneckerSharing.EXPAND))
                    .hasMessageContaining("block-tridiagonal")
                    .hasMessageContaining("one line");
            assertThatThrownBy(() -> GraphForms.spectral(FisherForm.IMPLICIT, fisher, KroneckerSharing.EXPAND))
                    .hasMessageContaining("no eigenvalues");
        }
    }
}
