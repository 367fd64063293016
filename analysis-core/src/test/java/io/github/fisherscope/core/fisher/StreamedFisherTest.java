package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One sweep on parameter space against the matrix made by three loops. */
class StreamedFisherTest {
    private static final int SAMPLES = 15;

    /** Sums of some hundred products of numbers of order 1 to 10, 15 samples deep, in float64. */
    private static final double TOLERANCE = 1e-11;

    static Stream<Arguments> cases() {
        return Stream.of("gaussian", "categorical", "poisson")
                .flatMap(likelihood -> Arrays.stream(LabelExpectation.values())
                        .flatMap(labels -> Stream.of(1, 7, SAMPLES)
                                .flatMap(batch -> Stream.of("tanh", "tanh/none", "mixed")
                                        .map(kind -> Arguments.of(likelihood, labels, batch, kind)))));
    }

    private static Backend backend(int threads) {
        return Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, threads));
    }

    private static FisherCase kase(String kind, String likelihood, LabelExpectation labels) {
        return FisherCase.of(kind, "4,6,5,3", SAMPLES, FisherCase.request(likelihood, labels, SAMPLES, 3));
    }

    /** More vectors than share a sweep. */
    private static double[][] vectors(int n) {
        double[][] xs = new double[StreamedFisher.VECTORS + 2][n];
        for (int i = 0; i < xs.length; i++) {
            for (int j = 0; j < n; j++) {
                xs[i][j] = Math.sin(1.0 + i + 3.0 * j);
            }
        }
        return xs;
    }

    private static double[] product(double[][] matrix, int from, int to, double[] x) {
        double[] y = new double[to - from];
        for (int i = from; i < to; i++) {
            for (int j = from; j < to; j++) {
                y[i - from] += matrix[i][j] * x[j - from];
            }
        }
        return y;
    }

    private static void assertClose(double[] found, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(TOLERANCE * (1 + Math.abs(expected[i]))));
        }
    }

    @ParameterizedTest(name = "{0}, {1}, batches of {2}, {3}")
    @MethodSource("cases")
    void productsAreThoseOfTheMatrixAndOfItsBlocks(String likelihood, LabelExpectation labels, int batch, String kind) {
        FisherCase c = kase(kind, likelihood, labels);
        double[][] f = c.matrix();
        try (Backend backend = backend(2);
                StreamedFisher fisher = StreamedFisher.of(c.network(), c.data(), c.request(), backend, batch)) {
            double[][] xs = vectors(c.parameters());
            double[][] found = new double[xs.length][c.parameters()];
            fisher.applyBatch(xs, found);
            for (int i = 0; i < xs.length; i++) {
                assertClose(found[i], product(f, 0, c.parameters(), xs[i]));
            }
            double[] quadratic = {fisher.quadraticForm(xs[1])};
            assertClose(quadratic, new double[] {dot(xs[1], found[1])});
            for (int l = 1; l <= 3; l++) {
                int from = Math.toIntExact(c.network().layout().weightOffset(l));
                int to = Math.toIntExact(c.network().layout().weightOffset(l + 1));
                try (StreamedFisher block = StreamedFisher.ofLayer(fisher.source(), l)) {
                    assertThat(block.dimension()).isEqualTo(to - from);
                    double[] x = Arrays.copyOf(xs[2], to - from);
                    double[] y = new double[to - from];
                    block.apply(x, y);
                    assertClose(y, product(f, from, to, x));
                }
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @ParameterizedTest(name = "{0}, {1}, batches of {2}, {3}")
    @MethodSource("cases")
    void momentsAreThoseOfTheMatrix(String likelihood, LabelExpectation labels, int batch, String kind) {
        FisherCase c = kase(kind, likelihood, labels);
        double[][] f = c.matrix();
        double[] theta = c.network().parameterVector();
        double[] traces = new double[3];
        double weighted = 0;
        double[] diagonal = new double[c.parameters()];
        for (int i = 0; i < c.parameters(); i++) {
            diagonal[i] = f[i][i];
            traces[c.layer(i) - 1] += f[i][i];
            weighted += c.input(i) < c.network().width(c.layer(i) - 1) ? theta[i] * theta[i] * f[i][i] : 0;
        }
        double[] squares = new double[4];
        for (int i = 0; i < c.parameters(); i++) {
            for (int j = 0; j < c.parameters(); j++) {
                squares[3] += f[i][j] * f[i][j];
                squares[c.layer(i) - 1] += c.layer(i) == c.layer(j) ? f[i][j] * f[i][j] : 0;
            }
        }
        double norm = dot(theta, product(f, 0, c.parameters(), theta));
        try (Backend backend = backend(2);
                StreamedFisher fisher = StreamedFisher.of(c.network(), c.data(), c.request(), backend, batch);
                Linearization at = Linearization.of(c.network(), c.data(), backend)) {
            assertClose(fisher.diagonal(), diagonal);
            DualMoments columns = DualMoments.byColumns(fisher, c.network().layout());
            assertClose(columns.layerTraces().toArray(), traces);
            assertClose(columns.layerSquaredNorms().toArray(), Arrays.copyOf(squares, 3));
            assertClose(new double[] {columns.squaredNorm()}, new double[] {squares[3]});
            for (ParameterMoments found : List.of(fisher.parameterMoments(), ParameterMoments.of(at, c.request()))) {
                assertClose(found.layerTraces().toArray(), traces);
                assertClose(new double[] {found.fisherRao(), found.weightedDiagonal()}, new double[] {norm, weighted});
            }
        }
    }

    @ParameterizedTest(name = "batches of {0}")
    @ValueSource(ints = {1, 7, SAMPLES})
    void meanGradientsAreMeansOfTheRows(int batch) {
        FisherCase c = kase("mixed", "gaussian", LabelExpectation.EXACT);
        double[][] rows = c.rows(); // (t, k) at t·C + k
        try (Backend backend = backend(2);
                StreamedFisher fisher = StreamedFisher.of(c.network(), c.data(), c.request(), backend, batch);
                StreamedFisher block = StreamedFisher.ofLayer(fisher.source(), 2)) {
            int from = Math.toIntExact(c.network().layout().weightOffset(2));
            List<RealVector> whole = fisher.meanGradients();
            List<RealVector> part = block.meanGradients();
            for (int k = 0; k < 3; k++) {
                double[] mean = new double[c.parameters()];
                for (int t = 0; t < SAMPLES; t++) {
                    for (int i = 0; i < mean.length; i++) {
                        mean[i] += rows[3 * t + k][i] / SAMPLES;
                    }
                }
                assertClose(whole.get(k).toArray(), mean);
                assertClose(part.get(k).toArray(), Arrays.copyOfRange(mean, from, from + block.dimension()));
            }
        }
    }

    @Test
    void threadsDoNotChangeABit() {
        FisherCase c = FisherCase.of("silu", "30,90,70,3", 400, FisherRequest.exact(Likelihood.parse("categorical")));
        double[][] xs = {c.network().parameterVector(), vectors(c.parameters())[0]};
        double[][] first = new double[2][c.parameters()];
        double[][] other = new double[2][c.parameters()];
        try (Backend one = backend(1);
                StreamedFisher fisher = StreamedFisher.of(c.network(), c.data(), c.request(), one, 170)) {
            fisher.applyBatch(xs, first);
            ParameterMoments moments = fisher.parameterMoments();
            for (int threads = 2; threads <= 4; threads++) {
                try (Backend several = backend(threads);
                        StreamedFisher same = StreamedFisher.of(c.network(), c.data(), c.request(), several, 170)) {
                    same.applyBatch(xs, other);
                    assertThat(other).isDeepEqualTo(first);
                    assertThat(same.parameterMoments()).isEqualTo(moments);
                }
            }
        }
    }

    @Test
    void layersAndBatchesAreCountedFromOne() {
        FisherCase c = kase("mixed", "gaussian", LabelExpectation.EXACT);
        try (Backend backend = backend(1);
                StreamedFisher fisher = StreamedFisher.of(c.network(), c.data(), c.request(), backend)) {
            assertThatThrownBy(() -> fisher.ofLayer(4)).hasMessageContaining("layer is 4");
            assertThatThrownBy(() -> StreamedFisher.of(c.network(), c.data(), c.request(), backend, 0))
                    .hasMessageContaining("batchSize is 0");
        }
    }
}
