package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherMatrix.Side;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route to the whole matrix and to the blocks of its layers against explicit matrices, on both sides. */
class FisherRoutesTest {
    static Stream<Arguments> cases() {
        return Stream.of("gaussian", "categorical", "poisson")
                .flatMap(likelihood -> Arrays.stream(LabelExpectation.values())
                        .flatMap(expectation -> Stream.of(5, 40) // more parameters than rows, and fewer
                                .map(samples -> Arguments.of(likelihood, expectation, samples))));
    }

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 2));
    }

    private static FisherCase of(String likelihood, LabelExpectation expectation, int samples) {
        return FisherCase.of("mixed", "4,5,3", samples, FisherCase.request(likelihood, expectation, samples, 3));
    }

    private static List<WholeFisherMatrix> routes(FisherCase c, Linearization at, Backend backend) {
        List<WholeFisherMatrix> routes = new ArrayList<>();
        routes.add(FisherRoutes.dual(FisherRoute.NETWORK, at, c.request()));
        routes.add(FisherRoutes.dual(FisherRoute.SENSITIVITIES, at, c.request()));
        routes.add(FisherRoutes.dual(FisherRoute.MATRIX, at, c.request()));
        routes.add(FisherRoutes.dualEntries(at, c.request()));
        routes.add(StreamedDual.of(c.network(), c.data(), c.request(), backend, 3));
        routes.add(FisherRoutes.products(at, c.request()));
        routes.add(FisherRoutes.entries(c.network(), c.data(), c.request(), backend));
        routes.add(StreamedFisher.of(c.network(), c.data(), c.request(), backend, 3));
        FisherShards shards = LocalShards.of(c.network(), c.data(), c.request(), backend, 4);
        routes.add(FisherRoutes.shardedDual(shards, backend));
        routes.add(FisherRoutes.shardedProducts(shards, backend));
        return routes;
    }

    /** K of the parameters from {@code first} to {@code last} (exclusive), row r·T + t. */
    private static RealMatrix dual(FisherCase c, int first, int last) {
        double[][] rows = c.rows();
        int samples = c.data().samples();
        int perSample = rows.length / samples;
        double[][] k = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                double[] a = rows[i % samples * perSample + i / samples];
                double[] b = rows[j % samples * perSample + j / samples];
                for (int p = first; p < last; p++) {
                    k[i][j] += a[p] * b[p] / samples;
                }
            }
        }
        return new Array2DRowRealMatrix(k, false);
    }

    @ParameterizedTest(name = "{0}, {1}, T = {2}")
    @MethodSource("cases")
    void everyRouteIsTheMatrixOnItsSide(String likelihood, LabelExpectation expectation, int samples) {
        FisherCase c = of(likelihood, expectation, samples);
        RealMatrix f = new Array2DRowRealMatrix(c.matrix(), false);
        RealMatrix k = dual(c, 0, c.parameters());
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend)) {
            for (WholeFisherMatrix route : routes(c, at, backend)) {
                try (route) {
                    FisherMatrixCheck.of(route, route.side() == Side.DUAL ? k : f, f)
                            .everything();
                    assertThat(route.layerTraces().sum()).isCloseTo(f.getTrace(), within(1e-11 * f.getTrace()));
                    double[] diagonal = route.parameterDiagonal();
                    for (int i = 0; i < diagonal.length; i++) {
                        assertThat(diagonal[i]).isCloseTo(f.getEntry(i, i), within(1e-11 * (1 + f.getEntry(i, i))));
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}, T = {2}")
    @MethodSource("cases")
    void blocksOfLayersAreMatricesOfTheirOwn(String likelihood, LabelExpectation expectation, int samples) {
        FisherCase c = of(likelihood, expectation, samples);
        RealMatrix f = new Array2DRowRealMatrix(c.matrix(), false);
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend)) {
            for (WholeFisherMatrix route : routes(c, at, backend)) {
                try (route) {
                    for (int l = 1; l <= 2; l++) {
                        int first = Math.toIntExact(c.network().layout().weightOffset(l));
                        int last = Math.toIntExact(c.network().layout().weightOffset(l + 1));
                        RealMatrix block = f.getSubMatrix(first, last - 1, first, last - 1);
                        try (FisherMatrix layer = route.ofLayer(l)) {
                            boolean dual = layer.side() == Side.DUAL;
                            assertThat(dual).isEqualTo(last - first >= c.rows().length);
                            FisherMatrixCheck.of(layer, dual ? dual(c, first, last) : block, block)
                                    .everything();
                        }
                    }
                }
            }
        }
    }

    @Test
    void eigenvectorsOfEverySideBelongToTheMatrixOfParameters() {
        FisherCase c = of("categorical", LabelExpectation.EXACT, 5);
        RealMatrix f = new Array2DRowRealMatrix(c.matrix(), false);
        EigenDecomposition k = new EigenDecomposition(dual(c, 0, c.parameters()));
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend)) {
            for (WholeFisherMatrix route : routes(c, at, backend)) {
                try (route) {
                    double value = k.getRealEigenvalue(0);
                    RealVector own = RealVector.of(
                            route.side() == Side.DUAL
                                    ? k.getEigenvector(0).toArray()
                                    : new EigenDecomposition(f)
                                            .getEigenvector(0)
                                            .toArray());
                    ArrayRealVector v =
                            new ArrayRealVector(route.toParameters(own).toArray());
                    assertThat(v.getNorm()).isCloseTo(1, within(1e-12));
                    assertThat(f.operate(v).subtract(v.mapMultiply(value)).getNorm())
                            .isLessThan(1e-12 * value);
                }
            }
        }
    }

    @Test
    void krylovSpacesStartAtTheMeanGradientsOnBothSides() {
        FisherCase c = of("gaussian", LabelExpectation.EXACT, 5);
        double[][] rows = c.rows();
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend)) {
            for (WholeFisherMatrix route : routes(c, at, backend)) {
                try (route) {
                    List<RealVector> start = route.startVectors(2);
                    assertThat(start).hasSize(2);
                    assertThat(start.get(0).size()).isEqualTo(route.dimension());
                    double[] direction =
                            direction(route.toParameters(start.get(0)).toArray());
                    double[] expected = new double[c.parameters()];
                    for (int i = 0; i < expected.length; i++) {
                        for (int t = 0; t < 5; t++) {
                            expected[i] += rows[3 * t][i] + 2 * rows[3 * t + 2][i]; // outputs 1 and 3 share a vector
                        }
                    }
                    assertThat(direction).containsExactly(direction(expected), within(1e-11));
                }
            }
        }
        FisherCase drawn = of("gaussian", LabelExpectation.MONTE_CARLO, 5);
        try (Backend backend = backend();
                WholeFisherMatrix route =
                        FisherRoutes.smallerStreamed(drawn.network(), drawn.data(), drawn.request(), backend)) {
            assertThat(route.startVectors(2)).isEmpty();
        }
    }

    private static double[] direction(double[] v) {
        return new ArrayRealVector(v).unitVector().toArray();
    }

    @Test
    void theSmallerSideIsTaken() {
        try (Backend backend = backend()) {
            for (int samples : new int[] {5, 40}) {
                FisherCase c = of("gaussian", LabelExpectation.EXACT, samples);
                Side expected = samples == 5 ? Side.DUAL : Side.PARAMETERS;
                try (Linearization at = Linearization.of(c.network(), c.data(), backend);
                        FisherMatrix kept = FisherRoutes.smaller(FisherRoute.SENSITIVITIES, at, c.request());
                        FisherMatrix streamed =
                                FisherRoutes.smallerStreamed(c.network(), c.data(), c.request(), backend)) {
                    assertThat(kept.side()).isEqualTo(expected);
                    assertThat(streamed.side()).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void whatTakesTooManyProductsIsAReasonAndNoSurprise() {
        FisherCase c = FisherCase.of("tanh", "4,6000", 1, FisherRequest.exact(new Likelihood.Gaussian(1)));
        try (Backend backend = backend();
                FisherMatrix f = FisherRoutes.streamedProducts(c.network(), c.data(), c.request(), backend)) {
            assertThat(f.exactEigenvalues()).isEqualTo(new ExactEigenvalues.TooManyRows(30_000, 20_000));
            assertThatThrownBy(f::eigenvalues)
                    .hasMessageContaining("30000 rows")
                    .hasMessageContaining("Lanczos");
        }
    }
}
