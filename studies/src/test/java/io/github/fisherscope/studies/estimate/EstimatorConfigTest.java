package io.github.fisherscope.studies.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.results.estimate.EstimatorResult;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.NetworkSource.AsIfRandom;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What estimators are asked for, and what follows by hand for the linear map of two inputs to one output. */
class EstimatorConfigTest {
    private static final NetworkSource LINEAR =
            NetworkSource.given(Small.linear(2, 1, 2), "net.npz", "00", null, null, AsIfRandom.NO);
    private static final InputSource DATA = new InputSource.Given(Small.rows(2, 2, 0, 0, 1));

    private static EstimatorStudyConfig config(List<Integer> draws, int repetitions, double error, double confidence) {
        return new EstimatorStudyConfig(
                LINEAR, DATA, new Likelihood.Gaussian(1), draws, repetitions, error, confidence, 1);
    }

    private static EstimatorResult run(EstimatorStudyConfig config) {
        return EstimatorStudy.of(config).run(StudyListener.silent());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0.1, 0.95, draws", "2, 1, 0.1, 0.95, repetitions", "2, 2, 0, 0.95, relativeError",
        "2, 2, 2, 0.95, relativeError", "2, 2, 0.1, 1, confidence", "2, 2, 0.1, NaN, confidence",
    })
    void settingsOutsideTheirRangesAreRefusedByName(
            int draws, int repetitions, double error, double confidence, String argument) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(List.of(draws), repetitions, error, confidence))
                .withMessageStartingWith(argument);
    }

    @Test
    void drawsAscend() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(List.of(4, 4), 2, 0.1, 0.95))
                .withMessageContaining("give ascending numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(List.of(), 2, 0.1, 0.95))
                .withMessageStartingWith("draws");
        assertThat(config(List.of(2, 5, 9), 2, 0.1, 0.95).draws()).containsExactly(2, 5, 9);
    }

    /** F is diagonal with 4/2 and 1/2: its trace is 2.5 and the norm of its diagonal √4.25. */
    @Test
    void theExactNumbersAreThoseOfTheInputs() {
        EstimatorResult result = run(config(List.of(4), 2, 0.1, 0.95));
        assertThat(result.exact().trace()).isCloseTo(2.5, within(1e-12));
        assertThat(result.exact().diagonalNorm()).isCloseTo(Math.sqrt(4.25), within(1e-12));
        assertThat(result.subject().samples()).isEqualTo(2);
        assertThat(result.subject().likelihood()).isEqualTo("gaussian");
        assertThat(result.subject().conventions()).contains("weights only");
        assertThat(result.settings()).isEqualTo(new EstimatorResult.Settings(0.1, 0.95, 2));
    }

    /**
     * A squared score is x² r² with a normal residual r, whose variance is 2x⁴. Over two samples of 4 and 1 with N draws each
     * tr Î has the variance 2 (16 + 1)/(4N), so that a relative error of a tenth takes 8.5/(0.25)² = 136 draws.
     */
    @Test
    void theNumberOfDrawsFollowsFromTheScatterOfSquares() {
        EstimatorResult.Estimator squares =
                run(config(List.of(4), 2, 0.1, 0.95)).estimators().get(0);
        assertThat(squares.symbol()).isEqualTo("Î₁");
        assertThat(squares.drawsForTrace()).isCloseTo(136, within(1e-9));
        assertThat(squares.points().get(0).traceError().predicted()).isCloseTo(Math.sqrt(8.5 / 4) / 2.5, within(1e-12));
        // of the diagonal: both entries have independent errors, and Σ Var / Σ F_ii² is 8.5/4.25
        assertThat(squares.layerErrors()).hasSize(1);
        assertThat(squares.layerErrors().get(0)).isCloseTo(Math.sqrt(2), within(1e-12));
    }

    /** The second derivative of a linear model does not depend on the label, so that the other estimator has no error. */
    @Test
    void anEstimatorWithoutErrorCoversAlways() {
        EstimatorResult.Estimator hessian =
                run(config(List.of(2, 4), 3, 0.1, 0.95)).estimators().get(1);
        assertThat(hessian.drawsForTrace()).isLessThanOrEqualTo(1);
        for (EstimatorResult.Point point : hessian.points()) {
            assertThat(point.traceError().measured()).isCloseTo(0, within(1e-12));
            assertThat(point.interval().covered()).isEqualTo(1);
            assertThat(point.interval().trace()).isCloseTo(2.5, within(1e-12));
        }
    }

    @Test
    void everyNumberOfDrawsIsRepeatedAndTold() {
        List<String> told = new ArrayList<>();
        EstimatorResult result = EstimatorStudy.of(config(List.of(2, 3), 2, 0.1, 0.95))
                .run((stage, done, total) -> told.add(done + "/" + total));
        assertThat(told).containsExactly("0/4", "1/4", "2/4", "3/4");
        assertThat(result.estimators())
                .hasSize(2)
                .allSatisfy(e -> assertThat(e.points())
                        .extracting(EstimatorResult.Point::draws)
                        .containsExactly(2, 3));
        assertThat(run(config(List.of(2, 3), 2, 0.1, 0.95))).isEqualTo(result);
    }

    @Test
    void dataOfAnotherWidthAndTooMuchWorkAreRefused() {
        EstimatorStudyConfig wrong = new EstimatorStudyConfig(
                LINEAR,
                new InputSource.Given(Small.rows(3, 1, 2, 3)),
                new Likelihood.Gaussian(1),
                List.of(2),
                2,
                0.1,
                0.9,
                1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(wrong))
                .withMessageContaining("the number of inputs of the data");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(new EstimatorStudyConfig(
                        new NetworkSource.Random(Small.spec()),
                        new InputSource.StandardNormal(1 << 20),
                        new Likelihood.Gaussian(1),
                        List.of(1_000_000),
                        2,
                        0.1,
                        0.9,
                        1)))
                .withMessageContaining("fewer repetitions");
    }

    @Test
    void labelsOfTheDataPlayNoPart() {
        InputSource labelled = new InputSource.Given(Small.labelled(2, Labels.Classes.of(2, 0, 1), 2, 0, 0, 1));
        EstimatorResult result = run(
                new EstimatorStudyConfig(LINEAR, labelled, new Likelihood.Gaussian(1), List.of(2), 2, 0.1, 0.95, 1));
        assertThat(result.notes()).singleElement().asString().contains("classes.npy");
        assertThat(run(config(List.of(2), 2, 0.1, 0.95)).notes()).isEmpty();
    }
}
