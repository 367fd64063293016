package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.network.NetworkKinds;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fast route against plain back-propagation, entry by entry. */
class FisherFormsTest {
    /** Sums of at most a few thousand products of numbers of order 1 to 10 in float64. */
    private static final double TOLERANCE = 1e-11;

    static Stream<Arguments> cases() {
        return Stream.of(
                        "identity",
                        "relu",
                        "leaky-relu:0.2",
                        "tanh",
                        "erf",
                        "sigmoid",
                        "softplus",
                        "gelu",
                        "silu",
                        "tanh/none",
                        "mixed")
                .flatMap(activation -> Stream.of("gaussian", "categorical", "bernoulli", "poisson")
                        .flatMap(likelihood -> Stream.of("6,9,7,3", "5,4,1", "4,2", "3,12,5,4,2")
                                .map(widths -> Arguments.of(activation, likelihood, widths))));
    }

    record Case(NeuralNetwork network, Dataset data, Likelihood likelihood) {
        static Case of(String activation, String likelihood, String widths, int samples) {
            List<Integer> list =
                    Arrays.stream(widths.split(",")).map(Integer::valueOf).toList();
            return new Case(
                    NetworkKinds.network(activation, list, 42),
                    RandomInputs.of(43).standardNormal(0, samples, list.get(0)),
                    Likelihood.parse(likelihood));
        }

        /** Rows of S J, plain: index r·T + t. */
        double[][] rows() {
            PlainJacobian jacobian = new PlainJacobian(network, FisherRequest.exact(likelihood), data.samples());
            int outputs = network.outputs();
            double[][] rows = new double[outputs * data.samples()][(int) network.parameters()];
            double[] x = new double[data.inputs()];
            for (int t = 0; t < data.samples(); t++) {
                data.copyRow(t, x);
                jacobian.at(t, x);
                for (int r = 0; r < outputs; r++) {
                    jacobian.row(r, rows[r * data.samples() + t]);
                }
            }
            return rows;
        }
    }

    private static double dot(double[] a, double[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 2));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("cases")
    void dualMatrixHasTheInnerProductsOfGradients(String activation, String likelihood, String widths) {
        Case c = Case.of(activation, likelihood, widths, 8);
        double[][] rows = c.rows();
        int p = rows[0].length;
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualFisher dual = DualFisher.exact(at, c.likelihood());
                DualOperator operator = DualOperator.exact(at, c.likelihood());
                DualMatrixOperator built = DualMatrixOperator.of(at, FisherRequest.exact(c.likelihood()));
                SensitivityOperator stored = SensitivityOperator.of(at, FisherRequest.exact(c.likelihood()))) {
            double[] unit = new double[rows.length];
            double[] column = new double[rows.length];
            double[][] others = new double[2][rows.length];
            double squares = 0;
            double trace = 0;
            for (int j = 0; j < rows.length; j++) {
                unit[j] = 1;
                operator.apply(unit, column);
                built.apply(unit, others[0]);
                stored.apply(unit, others[1]);
                unit[j] = 0;
                for (int i = 0; i < rows.length; i++) {
                    double expected = dot(rows[i], rows[j], 0, p) / c.data().samples();
                    double allowed = TOLERANCE * (1 + Math.abs(expected));
                    assertThat(Math.abs(others[0][i] - expected) <= allowed).isTrue();
                    assertThat(Math.abs(others[1][i] - expected) <= allowed).isTrue();
                    assertThat(dual.entry(i, j)).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
                    assertThat(column[i]).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
                    squares += expected * expected;
                }
                trace += dot(rows[j], rows[j], 0, p) / c.data().samples();
            }
            assertThat(dual.trace()).isCloseTo(trace, within(TOLERANCE * (1 + trace)));
            assertThat(dual.squaredNorm()).isCloseTo(squares, within(TOLERANCE * (1 + squares)));
        }
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("cases")
    void denseImplicitAndDiagonalFormsAgree(String activation, String likelihood, String widths) {
        Case c = Case.of(activation, likelihood, widths, 6);
        double[][] rows = c.rows();
        int p = rows[0].length;
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DenseFisher dense = DenseFisher.exact(c.network(), c.data(), c.likelihood(), backend);
                StreamedFisher implicit = StreamedFisher.at(at, FisherRequest.exact(c.likelihood()))) {
            FisherDiagonal diagonal = FisherDiagonal.exact(at, c.likelihood());
            double[] unit = new double[p];
            double[] column = new double[p];
            for (int j = 0; j < p; j++) {
                unit[j] = 1;
                implicit.apply(unit, column);
                unit[j] = 0;
                for (int i = 0; i < p; i++) {
                    double expected = 0;
                    for (double[] row : rows) {
                        expected += row[i] * row[j];
                    }
                    expected /= c.data().samples();
                    double tolerance = TOLERANCE * (1 + Math.abs(expected));
                    assertThat(dense.entry(i, j)).isCloseTo(expected, within(tolerance));
                    assertThat(column[i]).isCloseTo(expected, within(tolerance));
                    if (i == j) {
                        assertThat(diagonal.get(i)).isCloseTo(expected, within(tolerance));
                    }
                }
            }
        }
    }

    @Test
    void layerBlocksAddUpOverSeveralTiles() {
        Case c = Case.of("tanh", "gaussian", "6,9,7,3", 310); // n = 930: four tiles, cut across outputs
        double[][] rows = c.rows();
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualFisher dual = DualFisher.exact(at, c.likelihood())) {
            for (int l = 1; l <= 3; l++) {
                int from = (int) c.network().layout().weightOffset(l);
                int to = (int) c.network().layout().weightOffset(l + 1);
                double trace = 0;
                double squares = 0;
                for (double[] a : rows) {
                    trace += dot(a, a, from, to) / 310;
                    for (double[] b : rows) {
                        double k = dot(a, b, from, to) / 310;
                        squares += k * k;
                    }
                }
                assertThat(dual.layerTraces().get(l - 1)).isCloseTo(trace, within(TOLERANCE * trace));
                assertThat(dual.knownMoments().orElseThrow().layerSquaredNorms().get(l - 1))
                        .isCloseTo(squares, within(TOLERANCE * squares));
                checkLayerOperator(at, c, rows, l, from, to);
            }
            for (int i = 0; i < rows.length; i += 37) {
                for (int j = 0; j < rows.length; j += 41) {
                    double expected = dot(rows[i], rows[j], 0, rows[0].length) / 310;
                    assertThat(dual.entry(i, j)).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
                }
            }
        }
    }

    private static void checkLayerOperator(Linearization at, Case c, double[][] rows, int l, int from, int to) {
        try (DualOperator layer = DualOperator.ofLayer(at, c.likelihood(), l)) {
            double[] unit = new double[rows.length];
            double[] column = new double[rows.length];
            unit[17] = 1;
            layer.apply(unit, column);
            for (int i = 0; i < rows.length; i++) {
                double expected = dot(rows[i], rows[17], from, to) / 310;
                assertThat(column[i]).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
            }
        }
    }

    @Test
    void quadraticFormIsThatOfTheMatrix() {
        Case c = Case.of("gelu", "categorical", "6,9,7,3", 11);
        double[] theta = c.network().parameterVector();
        double expected = 0;
        for (double[] row : c.rows()) {
            double product = dot(row, theta, 0, theta.length);
            expected += product * product / 11;
        }
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                StreamedFisher implicit = StreamedFisher.at(at, FisherRequest.exact(c.likelihood()))) {
            assertThat(implicit.quadraticForm(theta)).isCloseTo(expected, within(TOLERANCE * expected));
        }
    }

    @Test
    void forwardProductIsTheDerivativeOfTheOutputs() {
        Case c = Case.of("silu", "gaussian", "6,9,7,3", 4);
        double[] theta = c.network().parameterVector();
        double[] v = new double[theta.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = Math.sin(i + 1.0);
        }
        double step = 1e-5; // truncation h²·|f'''|/6 ~ 1e-9, rounding u|f|/h ~ 1e-10
        double[] plus = theta.clone();
        double[] minus = theta.clone();
        for (int i = 0; i < v.length; i++) {
            plus[i] += step * v[i];
            minus[i] -= step * v[i];
        }
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                JacobianProducts products = JacobianProducts.of(at)) {
            double[] derivative = products.forward(v);
            double[] x = new double[6];
            for (int t = 0; t < 4; t++) {
                c.data().copyRow(t, x);
                double[] above = c.network().withParameterVector(plus).output(x);
                double[] below = c.network().withParameterVector(minus).output(x);
                for (int k = 0; k < 3; k++) {
                    assertThat(derivative[3 * t + k])
                            .isCloseTo((above[k] - below[k]) / (2 * step), within(1e-7 * (1 + Math.abs(above[k]))));
                }
            }
        }
    }

    @Test
    void eigenvaluesOfDenseAndDualFormsAgreeAndTheRestIsZero() {
        Case c = Case.of("relu", "gaussian", "6,9,7,3", 12);
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualFisher dual = DualFisher.exact(at, c.likelihood());
                SpectralFisherMatrix dense =
                        FisherForms.spectral(FisherForm.DENSE, at, FisherRequest.exact(c.likelihood()))) {
            double[] fromDual = dual.eigenvalues().toArray();
            double[] fromDense = dense.eigenvalues().toArray();
            double tolerance = 200 * Math.ulp(1.0) * fromDual[0];
            assertThat(fromDual).hasSize(36);
            assertThat(fromDense).hasSize((int) c.network().parameters());
            for (int i = 0; i < fromDense.length; i++) {
                assertThat(fromDense[i]).isCloseTo(i < 36 ? fromDual[i] : 0, within(tolerance));
            }
        }
    }

    @Test
    void momentsDoNotDependOnTheBlocksOfSamples() {
        Case c = Case.of("gelu", "categorical", "6,9,7,3", 31);
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualFisher dual = DualFisher.exact(at, c.likelihood())) {
            for (long bytes : new long[] {1, 3 * 19 * 8 * 4, 3 * 19 * 8 * 30}) { // blocks of 1, 4 and 30 samples
                DualMoments moments = DualFisher.moments(at, FisherRequest.exact(c.likelihood()), bytes);
                assertThat(moments.trace()).isCloseTo(dual.trace(), within(TOLERANCE * dual.trace()));
                assertThat(moments.squaredNorm()).isCloseTo(dual.squaredNorm(), within(TOLERANCE * dual.squaredNorm()));
                for (int l = 0; l < 3; l++) {
                    double expected = dual.knownMoments()
                            .orElseThrow()
                            .layerSquaredNorms()
                            .get(l);
                    assertThat(moments.layerSquaredNorms().get(l)).isCloseTo(expected, within(TOLERANCE * expected));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 10, 11, 100})
    void streamingInRaggedBatchesGivesTheSame(int batchSize) {
        Case c = Case.of("tanh", "categorical", "6,9,7,3", 11);
        double[] v = c.network().parameterVector();
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                StreamedFisher whole = StreamedFisher.at(at, FisherRequest.exact(c.likelihood()));
                StreamedFisher streamed = StreamedFisher.of(
                        c.network(), c.data(), FisherRequest.exact(c.likelihood()), backend, batchSize)) {
            double[] expected = new double[v.length];
            double[] actual = new double[v.length];
            whole.apply(v, expected);
            streamed.apply(v, actual);
            double[] diagonal = FisherDiagonal.exact(at, c.likelihood()).toArray();
            double[] streamedDiagonal = streamed.diagonal();
            for (int i = 0; i < v.length; i++) {
                assertThat(actual[i]).isCloseTo(expected[i], within(TOLERANCE));
                assertThat(streamedDiagonal[i]).isCloseTo(diagonal[i], within(TOLERANCE));
            }
            assertThat(streamed.quadraticForm(v)).isCloseTo(whole.quadraticForm(v), within(TOLERANCE));
            assertThat(streamed.parameterMoments().layerTraces().sum())
                    .isCloseTo(
                            DualMoments.layerTraces(at, FisherRequest.exact(c.likelihood()))
                                    .sum(),
                            within(TOLERANCE));
        }
    }

    @Test
    void threadsDoNotChangeTheBits() {
        Case c = Case.of("tanh", "gaussian", "40,50,60,3", 310);
        double[] values = eigenvaluesOn(1, c);
        for (int threads : new int[] {2, 3}) {
            assertThat(eigenvaluesOn(threads, c)).isEqualTo(values);
        }
    }

    private static double[] eigenvaluesOn(int threads, Case c) {
        try (Backend backend =
                        Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, threads));
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualFisher dual = DualFisher.exact(at, c.likelihood())) {
            return dual.eigenvalues().toArray();
        }
    }
}
