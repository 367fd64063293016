package io.github.fisherscope.studies.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.law.bulk.FiniteWidthLaw;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.theory.TheoryReport;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.NetworkSource.AsIfRandom;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What theory says about a study, and which of its conditions the study itself breaks. */
class TheorySectionTest {
    private static final NetworkSpec WIDE = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 300, 300, 300, 3);

    private static StudyConfig wide() {
        return StudyConfig.random(WIDE, 30).withExecution(Small.ONE_THREAD);
    }

    private static StudyConfig given(AsIfRandom theory) {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 2, 0.3, 40, 50, 3);
        return StudyConfig.random(spec, 10)
                .withNetwork(NetworkSource.given(
                        RandomNetworkGenerator.of(spec, 3).network(0),
                        "net.npz",
                        "00",
                        theory == AsIfRandom.GIVEN_VARIANCES ? 2.0 : null,
                        theory == AsIfRandom.GIVEN_VARIANCES ? 0.3 : null,
                        theory));
    }

    private static List<String> failing(TheorySection theory) {
        return theory.toInfo().conditions().stream()
                .filter(c -> !c.holds())
                .map(TheoryInfo.Condition::name)
                .toList();
    }

    @Test
    void aWideRandomNetworkIsCovered() {
        TheorySection theory = TheorySection.of(wide(), null);
        MeanFieldPrediction p = MeanFieldTheory.predict(WIDE, InputMoments.standardNormal(), 30);
        assertThat(theory.applies()).isTrue();
        assertThat(failing(theory)).isEmpty();
        assertThat(theory.value(Statistic.MEAN)).isEqualTo(p.recommended().mean());
        assertThat(theory.value(Statistic.TOP_MEAN)).isEqualTo(p.recommended().topMean());
        assertThat(theory.value(Statistic.LOG_VOLUME)).isNull();
        assertThat(theory.expectedOutliers()).isEqualTo(3);
        assertThat(theory.block(2).mean())
                .isEqualTo(p.statistics().layers().get(1).mean());
        assertThat(theory.toInfo().validity().weights()).isEqualTo(TheoryInfo.RANDOM);
    }

    @Test
    void anotherTheoryIsAsked() {
        TheorySection wrong = TheorySection.of(
                wide(), null, (spec, moments, samples) -> MeanFieldTheory.predict(spec, moments, 2 * samples));
        assertThat(wrong.prediction())
                .hasValueSatisfying(p -> assertThat(p.samples()).isEqualTo(60));
    }

    @ParameterizedTest
    @CsvSource({"categorical", "bernoulli", "poisson"})
    void otherLikelihoodsHaveNoClosedFormulas(String likelihood) {
        TheorySection theory = TheorySection.of(wide().withLikelihood(Likelihood.parse(likelihood)), null);
        assertThat(failing(theory)).containsExactly("gaussian-exact");
        assertThat(theory.covers()).isFalse();
        assertThat(theory.value(Statistic.MEAN)).isNull();
        assertThat(theory.expectedOutliers()).isNull();
        assertThat(theory.block(1)).isEqualTo(FormTheory.Block.NONE);
        assertThat(theory.failure("gaussian-exact"))
                .hasValueSatisfying(why -> assertThat(why).contains(likelihood + " likelihood"));
        assertThat(theory.failure("wide")).isEmpty();
    }

    @Test
    void drawnLabelsAreNoExactExpectation() {
        TheorySection theory =
                TheorySection.of(wide().withFisher(FisherRequest.monteCarlo(new Likelihood.Gaussian(1), 2, 1)), null);
        assertThat(failing(theory)).containsExactly("gaussian-exact");
    }

    @Test
    void weightsOfAFileAreHeldAgainstTheoryWhereAsked() {
        TheorySection no = TheorySection.of(given(AsIfRandom.NO), null);
        assertThat(no.prediction()).isEmpty();
        assertThat(no.toInfo().validity().weights()).isEqualTo(TheoryInfo.NOT_ASKED);
        assertThat(no.failure("random-weights"))
                .hasValueSatisfying(why -> assertThat(why).contains("not asked for"));
        TheorySection own = TheorySection.of(given(AsIfRandom.OWN_VARIANCES), null);
        assertThat(own.covers()).isTrue();
        assertThat(own.applies()).isFalse();
        assertThat(own.toInfo().validity().weights()).isEqualTo(TheoryInfo.OWN_VARIANCES);
        TheorySection others = TheorySection.of(given(AsIfRandom.GIVEN_VARIANCES), null);
        assertThat(others.failure("random-weights"))
                .hasValueSatisfying(why -> assertThat(why).contains("σ_w² = 2.000, σ_b² = 0.3000"));
        assertThat(others.toInfo().validity().weights()).isEqualTo(TheoryInfo.GIVEN_VARIANCES);
    }

    @Test
    void layersOfOtherKindsHaveNoTheory() {
        TheorySection theory = TheorySection.of(Small.imported(5), null);
        assertThat(failing(theory)).contains("random-weights", "fully-connected");
        assertThat(theory.prediction()).isEmpty();
        assertThat(theory.toInfo().validity().weights()).isEqualTo(TheoryInfo.NOT_ASKED);
    }

    /** Inputs (3, 4) and (0, 0): |x|² is 25 and 0, so that lengths vary by 100 % where normal ones vary by 100 % too. */
    @Test
    void givenInputsAreTakenByTheirMoments() {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 2, 0.3, 2, 300, 3);
        StudyConfig config = StudyConfig.random(spec, 2).withInputs(new InputSource.Given(Small.rows(2, 3, 4, 0, 0)));
        TheorySection theory =
                TheorySection.of(config, Small.rows(2, 3, 4, 0, 0).moments());
        assertThat(theory.prediction()).hasValueSatisfying(p -> {
            assertThat(p.moments().meanSquare()).isCloseTo(6.25, within(1e-12));
            assertThat(p.moments().crossProduct()).isCloseTo(0, within(1e-12));
        });
        assertThat(theory.failure("independent-inputs"))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("q̂⁰ = 6.25", "varies by 100 %", "normal inputs: 100 %")
                        .doesNotContain("are constant"));
    }

    @Test
    void inputsThatAreZeroHaveNoTheory() {
        StudyConfig config = wide().withNetwork(
                        new NetworkSource.Random(NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 2, 300, 3)))
                .withInputs(new InputSource.Given(Small.rows(2, 0, 0, 0, 0)));
        TheorySection theory =
                TheorySection.of(config, Small.rows(2, 0, 0, 0, 0).moments());
        assertThat(theory.prediction()).isEmpty();
        assertThat(theory.failure("independent-inputs"))
                .hasValueSatisfying(why -> assertThat(why).startsWith("all inputs are zero"));
    }

    @Test
    void partsOfTheMatrixSayWhatIsPredicted() {
        TheorySection diagonal =
                TheorySection.of(wide().withMatrix(StudiedMatrix.parse("fisher", "diagonal", "none")), null);
        assertThat(failing(diagonal)).containsExactly("form");
        assertThat(diagonal.toInfo().leadingOrder()).isNull();
        assertThat(Objects.requireNonNull(diagonal.toInfo().statistics()).max()).isNull();
        TheorySection subtracted =
                TheorySection.of(wide().withMatrix(StudiedMatrix.parse("fisher", "full", "mean-subtraction")), null);
        assertThat(subtracted.expectedOutliers()).isZero();
    }

    /** A linear network without hidden layer has the kernel of its inputs: F has the eigenvalues of X Xᵀ/T, plus a bias each. */
    @Test
    void theKernelOfOneLayerIsThatOfTheInputs() {
        NetworkSpec spec = NetworkSpec.of(new Activation.Identity(), 1, 0, 3, 2).withoutBiases();
        var data = RandomInputs.of(4).standardNormal(0, 5, 3);
        StudyConfig config = StudyConfig.random(spec, 5).withInputs(new InputSource.Given(data));
        RealVector kernel = new KernelPrediction(config).of(data).orElseThrow();
        double trace = 0;
        for (int t = 0; t < 5; t++) {
            double[] row = new double[3];
            data.copyRow(t, row);
            trace += (row[0] * row[0] + row[1] * row[1] + row[2] * row[2]) / 5;
        }
        assertThat(kernel.size()).isEqualTo(5);
        assertThat(kernel.sum()).isCloseTo(trace, within(1e-12));
        assertThat(kernel.get(3)).isCloseTo(0, within(1e-12));
        assertThat(Spectrum.complete(kernel.toArray(), 5, "kernel").rank()).isEqualTo(3);
        KernelPrediction once = new KernelPrediction(config);
        assertThat(once.of(data).orElseThrow()).isSameAs(once.of(data).orElseThrow());
    }

    @Test
    void theKernelIsPredictedWhereItsFormulaApplies() {
        var data = RandomInputs.of(4).standardNormal(0, 5, 300);
        assertThat(new KernelPrediction(wide()).of(data)).isPresent();
        assertThat(new KernelPrediction(wide().withLikelihood(new Likelihood.Categorical())).of(data))
                .isEmpty();
        assertThat(new KernelPrediction(wide().withMatrix(new StudiedMatrix.Metric(true))).of(data))
                .isEmpty();
        assertThat(new KernelPrediction(given(AsIfRandom.NO)).of(data)).isEmpty();
        assertThat(new KernelPrediction(wide()).of(RandomInputs.of(4).standardNormal(0, 501, 300)))
                .isEmpty();
    }

    /** Linear networks have χ₁ = σ_w²: the line χ₁ = 1 stands at σ_w² = 1 whatever σ_b² is. */
    @Test
    void theEdgeOfLinearNetworksIsAtOne() {
        TheoryInfo.Phase phase = PhaseSection.of(new Activation.Identity(), 0.8, 0.2);
        assertThat(phase.name()).isEqualTo("ordered");
        assertThat(phase.chi1()).isCloseTo(0.8, within(1e-12));
        assertThat(phase.contours().get(0).chi1()).isEqualTo(1);
        assertThat(phase.contours().get(0).weightVariances().stream().boxed())
                .isNotEmpty()
                .allSatisfy(w -> assertThat(w).isCloseTo(1, within(1e-6)));
        assertThat(PhaseSection.of(new Activation.Identity(), 1.5, 0.2).name()).isEqualTo("chaotic");
    }

    @Test
    void theLawOfTheBulkNeedsTheConditionsOfTheStudyToo() {
        MeanFieldPrediction p = MeanFieldTheory.predict(WIDE, InputMoments.standardNormal(), 30);
        var bulk = FiniteWidthLaw.of(WIDE, p.moments(), 30);
        TheoryReport.BulkLaw law = BulkLawSection.of(bulk, p, List.of());
        assertThat(law.quantiles()).hasSameSizeAs(law.probabilities()).isSorted();
        double number = Objects.requireNonNull(law.descent()).conditionNumber();
        assertThat(Objects.requireNonNull(law.descent()).contraction())
                .isCloseTo((number - 1) / (number + 1), within(1e-15));
        TheoryInfo.Condition failing = new TheoryInfo.Condition("gaussian-exact", false, "why");
        assertThat(BulkLawSection.of(bulk, p, List.of(failing)).quantiles()).isEmpty();
        TheoryInfo.Condition unrelated = new TheoryInfo.Condition("independent-inputs", false, "why");
        assertThat(BulkLawSection.of(bulk, p, List.of(unrelated)).quantiles()).isNotEmpty();
    }

    @Test
    void aKernelOfOtherDataIsRefused() {
        MeanFieldPrediction p = MeanFieldTheory.predict(WIDE, InputMoments.standardNormal(), 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TheoryReporter.of(p, "1", RealVector.of(1, 0, 0, 1)))
                .withMessageContaining("samples of the Gram matrix");
    }
}
