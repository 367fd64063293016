package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Data in batches against all data at once. */
class StreamedDualTest {
    /** Sums of a few hundred numbers of order 1 to 10 in float64. */
    private static final double TOLERANCE = 1e-11;

    static Stream<Arguments> cases() {
        return Stream.of("gaussian", "categorical", "poisson")
                .flatMap(likelihood -> Arrays.stream(LabelExpectation.values())
                        .flatMap(labels -> Stream.of(1, 4, 11, 100)
                                .flatMap(batch -> Stream.of("tanh", "tanh/none", "mixed")
                                        .map(kind -> Arguments.of(likelihood, labels, batch, kind)))));
    }

    @ParameterizedTest(name = "{0}, {1}, batches of {2}, {3}")
    @MethodSource("cases")
    void batchesGiveWhatAllSamplesGive(String likelihood, LabelExpectation labels, int batch, String kind) {
        FisherRequest request = FisherCase.request(likelihood, labels, 11, 3);
        FisherCase c = FisherCase.of(kind, "6,9,7,3", 11, request);
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 2));
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                DualOperator whole = DualOperator.of(at, request);
                StreamedFisher fisher = StreamedFisher.at(at, request);
                StreamedDual streamed = StreamedDual.of(c.network(), c.data(), request, backend, batch)) {
            int n = whole.dimension();
            assertThat(streamed.dimension()).isEqualTo(n);
            double[][] xs = new double[StreamedDual.VECTORS + 2][n];
            for (int i = 0; i < xs.length; i++) {
                for (int j = 0; j < n; j++) {
                    xs[i][j] = Math.sin(1.0 + i + 3.0 * j);
                }
            }
            double[][] expected = new double[xs.length][n];
            double[][] found = new double[xs.length][n];
            whole.applyBatch(xs, expected);
            streamed.applyBatch(xs, found);
            for (int i = 0; i < xs.length; i++) {
                for (int j = 0; j < n; j++) {
                    double allowed = TOLERANCE * (1 + Math.abs(expected[i][j]));
                    assertThat(Math.abs(found[i][j] - expected[i][j]) <= allowed)
                            .isTrue();
                }
            }
            ParameterMoments moments = streamed.parameterMoments();
            double[] traces = DualFisher.layerTraces(at, request).toArray();
            for (int l = 0; l < traces.length; l++) {
                assertThat(moments.layerTraces().get(l)).isCloseTo(traces[l], within(TOLERANCE * (1 + traces[l])));
            }
            double norm = fisher.quadraticForm(c.network().parameterVector());
            assertThat(moments.fisherRao()).isCloseTo(norm, within(TOLERANCE * (1 + norm)));
            for (int l = 1; l <= 3; l++) {
                try (DualOperator block = DualOperator.ofLayer(at, request, l);
                        StreamedDual part = StreamedDual.ofLayer(streamed.source(), l)) {
                    block.apply(xs[l], expected[l]);
                    part.apply(xs[l], found[l]);
                    for (int j = 0; j < n; j++) {
                        double allowed = TOLERANCE * (1 + Math.abs(expected[l][j]));
                        assertThat(found[l][j]).isCloseTo(expected[l][j], within(allowed));
                    }
                }
            }
            double weighted = FisherDiagonal.of(at, request).weightedBySquaredWeights(c.network());
            assertThat(moments.weightedDiagonal()).isCloseTo(weighted, within(TOLERANCE * (1 + weighted)));
        }
    }

    @Test
    void aBatchNeedsASample() {
        FisherCase c = FisherCase.of("tanh", "6,3", 4, FisherRequest.exact(new Likelihood.Gaussian(1)));
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            assertThatThrownBy(() -> StreamedDual.of(c.network(), c.data(), c.request(), backend, 0))
                    .hasMessageContaining("batchSize is 0");
        }
    }
}
