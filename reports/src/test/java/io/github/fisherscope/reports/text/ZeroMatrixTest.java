package io.github.fisherscope.reports.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.NetworkSource.AsIfRandom;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A Fisher matrix whose entries are all zero in float64 is a result. */
class ZeroMatrixTest {
    private static final int INPUTS = 4;
    private static final int OUTPUTS = 3;
    private static final int SAMPLES = 12;

    /** One layer whose bias makes one class certain: e^(−scale) is zero. */
    private static StudyConfig certain(double scale, Likelihood likelihood) {
        double[] weights = new double[OUTPUTS * INPUTS];
        Arrays.setAll(weights, i -> Math.sin(i + 1.0));
        NeuralNetwork network = NeuralNetwork.takingOver(
                List.of(INPUTS, OUTPUTS), new Activation.Identity(), List.of(weights), List.of(new double[] {scale, 0, 0
                }));
        NetworkSpec spec = NetworkSpec.of(new Activation.Identity(), 1, 1, INPUTS, OUTPUTS);
        Dataset data = RandomInputs.of(3).standardNormal(0, SAMPLES, INPUTS);
        return StudyConfig.random(spec, SAMPLES)
                .withNetwork(new NetworkSource.Given(network, "net.npz", "00", spec, AsIfRandom.NO, null))
                .withInputs(new InputSource.Given(data))
                .withLikelihood(likelihood);
    }

    private static Dataset inputs(double... values) {
        return Dataset.of(
                NpyArray.of(values, values.length / INPUTS, INPUTS), Labels.none(), DataSource.memory("numbers"));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void everyMethodSaysThatItIsZero(Method method) {
        SpectrumResult result = SpectrumStudy.of(
                        certain(1e4, new Likelihood.Categorical()).withMethod(method))
                .run();
        assertThat(result.spectrum().mean()).isZero();
        assertThat(result.spectrum().secondMoment()).isZero();
        assertThat(result.spectrum().max()).isZero();
        assertThat(result.spectrum().ranks().zeroFraction()).isEqualTo(1);
        assertThat(result.spectrum().ranks().rank()).isZero();
        assertThat(result.spectrum().run().converged()).isTrue();
        assertThat(result.spectrum().ranks().participationRatio()).isZero();
        assertThat(result.learningRate().bound()).isNull();
        assertThat(result.learningRate().momentum()).isEmpty();
        assertThat(result.row("learningRateBound")).isNull();
        assertThat(ResultJson.read(ResultJson.write(result)).spectrum().max()).isZero();
        assertThat(ResultText.of(result).terminal())
                .contains("No bound on learning rates follows from it: the matrix is zero")
                .doesNotContain("NaN", "Infinity", "∞");
    }

    @ParameterizedTest
    @CsvSource({
        "fisher, layers, none", "fisher, units, none", "fisher, diagonal, none", "fisher, kronecker, none",
        "fisher, ekfac, none", "fisher, tridiagonal, none", "input-metric, full, none", "feature-metric, full, none",
    })
    void everyFormSaysThatItIsZero(String matrix, String form, String normalization) {
        SpectrumResult result = SpectrumStudy.of(certain(1e4, new Likelihood.Categorical())
                        .withMatrix(StudiedMatrix.parse(matrix, form, normalization)))
                .run();
        assertThat(result.spectrum().max()).isZero();
        assertThat(result.learningRate().bound()).isNull();
        assertThat(ResultText.of(result).markdown()).doesNotContain("NaN", "Infinity");
    }

    @Test
    void whatLeavesTheRangeOfNumbersIsRefusedInTheUsersTerms() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SpectrumStudy.of(certain(1e3, new Likelihood.Poisson())).run())
                .withMessageContaining("likelihood is poisson")
                .withMessageContaining("float64");
        Dataset huge = inputs(1e80, -1e80, 1e79, 2e80, 1, 2, 3, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpectrumStudy.of(
                                certain(0, new Likelihood.Gaussian(1)).withInputs(new InputSource.Given(huge)))
                        .run())
                .withMessageContaining("data is ")
                .withMessageContaining("standardize");
    }

    @Test
    void inputsThatAreZeroAreMeasuredWithoutTheory() {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, INPUTS, 6, OUTPUTS);
        Dataset zeros = inputs(new double[5 * INPUTS]);
        SpectrumResult result = SpectrumStudy.of(StudyConfig.random(spec, 5).withInputs(new InputSource.Given(zeros)))
                .run();
        assertThat(result.spectrum().max()).isPositive();
        assertThat(result.theory().mean()).isNull();
        assertThat(ResultText.of(result).terminal()).contains("Mean-field theory has no number for such inputs.");
    }
}
