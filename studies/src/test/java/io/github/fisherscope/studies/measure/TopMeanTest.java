package io.github.fisherscope.studies.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.LayerInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Means over the C largest eigenvalues count the zeros among them. */
class TopMeanTest {
    private static final int OUTPUTS = 10;
    private static final int SAMPLES = 8;

    /** One drawn label per sample gives 8 eigenvalues for 10 outputs; the dense matrix has all of them, zeros included. */
    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"DUAL", "LANCZOS", "SUBSPACE", "QUADRATURE"})
    void zerosTakePart(Method method) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 6, 7, OUTPUTS);
        StudyConfig study = StudyConfig.random(spec, SAMPLES)
                .withFisher(FisherRequest.monteCarlo(new Likelihood.Categorical(), 1, 5));
        SpectrumResult result = SpectrumStudy.of(study.withMethod(method)).run();
        double[] dense = SpectrumStudy.of(study.withMethod(Method.DENSE))
                .run()
                .spectrum()
                .eigenvalues()
                .toArray();
        double[] all = Arrays.copyOf(dense, (int) spec.parameters()); // candidates first, then the zeros of the shape
        double expected = Arrays.stream(all).limit(OUTPUTS).sum() / OUTPUTS;
        assertThat(Objects.requireNonNull(result.spectrum().statistics().topMean()))
                .isCloseTo(expected, within(1e-9 * expected));
        assertThat(result.spectrum().statistics().bulk()).isNull();
        double trace = result.spectrum().mean() * spec.parameters();
        assertThat(expected * OUTPUTS).isCloseTo(trace, within(1e-9 * trace));
        for (LayerInfo layer : result.layers()) {
            double sum = layer.mean() * layer.parameters(); // rank 8 at most, so the ten largest are all there is
            assertThat(Objects.requireNonNull(layer.measured().topMean()) * OUTPUTS)
                    .isCloseTo(sum, within(2e-2 * sum));
        }
    }
}
