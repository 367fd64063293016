package io.github.fisherscope.studies.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.predict.FormTheory.Value;
import io.github.fisherscope.studies.verdict.Remark.Kind;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is predicted for matrices that are not the whole one, and what is not. */
class FormTheoryTest {
    private static final NetworkSpec SPEC = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 200, 300, 400, 5);
    private static final MeanFieldPrediction PREDICTION = predict(100);

    private static MeanFieldPrediction predict(int samples) {
        return MeanFieldTheory.predict(SPEC, InputMoments.standardNormal(), samples);
    }

    private static FormTheory theory(String matrix, String form, String normalization) {
        return FormTheory.of(StudiedMatrix.parse(matrix, form, normalization), PREDICTION);
    }

    private static double value(FormTheory theory, Statistic statistic) {
        return Objects.requireNonNull(theory.value(statistic), statistic.key()).value();
    }

    /** All forms but the Kronecker factors keep the diagonal, so their mean is that of the whole matrix and is judged. */
    @ParameterizedTest
    @CsvSource({
        "layers, SAME_DIAGONAL, true",
        "units, SAME_DIAGONAL, true",
        "diagonal, SAME_DIAGONAL, true",
        "eigen-kronecker, SAME_DIAGONAL, true",
        "block-tridiagonal, SAME_DIAGONAL, true",
        "kronecker, NEARLY_SAME_TRACE, false",
    })
    void theMeanIsThatOfTheDiagonal(String form, Kind remark, boolean judged) {
        FormTheory theory = theory("fisher", form, "none");
        assertThat(theory.value(Statistic.MEAN))
                .isEqualTo(new Value(PREDICTION.recommended().mean(), judged, remark));
    }

    @ParameterizedTest
    @CsvSource({
        "fisher, layers, none, true", "fisher, kronecker, none, true", "fisher, block-tridiagonal, none, true",
        "fisher, diagonal, none, false", "fisher, units, none, false", "fisher, eigen-kronecker, none, false",
        "fisher, full, mean-subtraction, true", "fisher, full, batch-norm, true", "fisher, full, layer-norm, false",
        "input-metric, full, none, true", "feature-metric, full, none, true", "hessian, full, none, false",
    })
    void whatIsCoveredIsSaidAndIsWhatThereIs(String matrix, String form, String normalization, boolean more) {
        FormTheory theory = theory(matrix, form, normalization);
        assertThat(theory.covers()).isNotEmpty().doesNotEndWith(".");
        assertThat(theory.beyondMean()).isEqualTo(more);
        boolean second = theory.value(Statistic.SECOND_MOMENT) != null;
        assertThat(theory.covers().contains("second moment")).isEqualTo(second);
        // no eigenvalue but the mean is judged: their error at finite width is not stated for these matrices
        for (Statistic statistic : Statistic.values()) {
            Value value = theory.value(statistic);
            assertThat(value == null || statistic == Statistic.MEAN || !value.judged())
                    .as(statistic.key())
                    .isTrue();
        }
    }

    /** Dropping blocks off the diagonal drops squares of entries: tr F² can only fall, and so can the largest eigenvalue. */
    @Test
    void blocksHaveLessThanTheWhole() {
        FormTheory layers = theory("fisher", "layers", "none");
        FormTheory neighbours = theory("fisher", "block-tridiagonal", "none");
        double whole = PREDICTION.recommended().secondMoment();
        assertThat(value(layers, Statistic.SECOND_MOMENT))
                .isLessThan(value(neighbours, Statistic.SECOND_MOMENT))
                .isPositive();
        assertThat(value(neighbours, Statistic.SECOND_MOMENT)).isLessThan(whole * 1.02);
        assertThat(value(layers, Statistic.TOP_MEAN))
                .isLessThan(PREDICTION.recommended().topMean());
    }

    /** The traces of the layers' parts add up to that of the whole matrix. */
    @ParameterizedTest
    @CsvSource({"layers", "kronecker", "diagonal"})
    void layersAddUp(String form) {
        FormTheory theory = theory("fisher", form, "none");
        double trace = 0;
        for (int l = 1; l <= 3; l++) {
            trace += Objects.requireNonNull(theory.block(l).mean())
                    * SPEC.layout().layerParameters(l);
            assertThat(theory.block(l).largest() == null).isEqualTo(form.equals("diagonal"));
        }
        double whole = PREDICTION.recommended().mean() * SPEC.parameters();
        assertThat(trace / whole).isBetween(1 - 1e-9, 1 + 1e-9);
    }

    @Test
    void otherMatricesHaveNoBlocks() {
        assertThat(theory("input-metric", "full", "none").block(1)).isEqualTo(FormTheory.Block.NONE);
        assertThat(theory("fisher", "full", "batch-norm").block(2)).isEqualTo(FormTheory.Block.NONE);
    }

    @Test
    void subtractingTheMeanTakesTheOutlierAway() {
        FormTheory theory = theory("fisher", "full", "mean-subtraction");
        assertThat(value(theory, Statistic.MAX))
                .isLessThan(0.2 * PREDICTION.recommended().largest());
        assertThat(value(theory, Statistic.MEAN))
                .isLessThan(PREDICTION.recommended().mean());
        assertThat(theory.value(Statistic.TOP_MEAN)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"mean-subtraction", "batch-norm", "layer-norm"})
    void oneSampleHasNoSpread(String normalization) {
        FormTheory one = FormTheory.of(StudiedMatrix.parse("fisher", "full", normalization), predict(1));
        assertThat(one.value(Statistic.MEAN)).isNull();
        assertThat(one.covers()).contains("one sample");
    }

    /** Theory is that of outputs of variance 1 after the division, which a large epsilon keeps them from. */
    @ParameterizedTest
    @CsvSource({"batch-norm:1e-5, true", "batch-norm:0.1, false", "layer-norm:1e-5, true", "layer-norm:0.1, false"})
    void anEpsilonThatCountsHasNoTheory(String normalization, boolean predicted) {
        FormTheory theory = theory("fisher", "full", normalization);
        assertThat(theory.value(Statistic.MEAN) != null).isEqualTo(predicted);
        assertThat(theory.covers().contains("epsilon")).isEqualTo(!predicted);
    }

    @Test
    void batchNormOfTwoSamplesIsConstant() {
        FormTheory two = FormTheory.of(StudiedMatrix.parse("fisher", "full", "batch-norm"), predict(2));
        assertThat(value(two, Statistic.MEAN)).isZero();
        assertThat(value(two, Statistic.MAX)).isZero();
    }

    /** With one output the outlier is the largest eigenvalue itself; with several only their mean is known. */
    @Test
    void theTopIsNamedByTheNumberOfOutputs() {
        NetworkSpec one = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 200, 300, 1);
        MeanFieldPrediction p = MeanFieldTheory.predict(one, InputMoments.standardNormal(), 50);
        FormTheory layers = FormTheory.of(StudiedMatrix.parse("fisher", "layers", "none"), p);
        assertThat(layers.value(Statistic.MAX)).isNotNull();
        assertThat(layers.value(Statistic.TOP_MEAN)).isNull();
        assertThat(theory("fisher", "layers", "none").value(Statistic.MAX)).isNull();
    }
}
