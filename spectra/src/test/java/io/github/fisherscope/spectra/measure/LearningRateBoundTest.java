package io.github.fisherscope.spectra.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateBoundTest {
    private static final double LAMBDA = 7.3;

    /** Spectral radius of the 2 × 2 iteration matrix with trace t and determinant d. */
    private static double radius(double t, double d) {
        double disc = t * t / 4 - d;
        return disc < 0 ? Math.sqrt(d) : Math.abs(t / 2) + Math.sqrt(disc);
    }

    /** The η at which the spectral radius passes 1, by bisection: the independent way. */
    private static double stabilityLimit(DoubleUnaryOperator radiusOfEta) {
        double low = 1e-3 / LAMBDA;
        double high = 100 / LAMBDA;
        for (int i = 0; i < 100; i++) {
            double mid = (low + high) / 2;
            if (radiusOfEta.applyAsDouble(mid) < 1) {
                low = mid;
            } else {
                high = mid;
            }
        }
        return low;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.9, 0.99})
    void momentumBoundsAreWhereTheIterationMatrixHasRadiusOne(double mu) {
        LearningRateBound bound = LearningRateBound.of(LAMBDA);
        // heavy ball: x' = (1 + μ − ηλ) x − μ x₋; Nesterov: x' = (1 + μ)(1 − ηλ) x − μ(1 − ηλ) x₋
        double heavy = stabilityLimit(eta -> radius(1 + mu - eta * LAMBDA, mu));
        double nesterov = stabilityLimit(eta -> radius((1 + mu) * (1 - eta * LAMBDA), mu * (1 - eta * LAMBDA)));
        assertThat(bound.heavyBall(mu)).isCloseTo(heavy, within(1e-12 * heavy));
        assertThat(bound.nesterov(mu)).isCloseTo(nesterov, within(1e-12 * nesterov));
    }

    @Test
    void withoutMomentumAllAgree() {
        LearningRateBound bound = LearningRateBound.of(4);
        assertThat(bound.gradientDescent()).isEqualTo(0.5);
        assertThat(bound.heavyBall(0)).isEqualTo(0.5);
        assertThat(bound.nesterov(0)).isEqualTo(0.5);
    }

    @Test
    void dampedNaturalGradientIsStableBelowItsBoundAndTendsToTwo() {
        LearningRateBound bound = LearningRateBound.of(LAMBDA);
        double eta = bound.dampedNaturalGradient(0.5);
        assertThat(1 - eta * LAMBDA / (LAMBDA + 0.5)).isCloseTo(-1, within(1e-15));
        assertThat(bound.dampedNaturalGradient(0)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "HALF_MEAN_OVER_SAMPLES, 2",
        "MEAN_OVER_SAMPLES, 1",
        "MEAN_OVER_SAMPLES_AND_OUTPUTS, 10",
        "HALF_SUM, 0.02",
        "SUM, 0.01"
    })
    void normalisationsScaleTheBound(LossNormalization normalization, double numerator) {
        double found = LearningRateBound.of(LAMBDA, normalization, 100, 10).gradientDescent();
        assertThat(found).isCloseTo(numerator / LAMBDA, within(1e-15 * numerator));
    }

    @ParameterizedTest
    @CsvSource({"HALF_MEAN_OVER_SAMPLES", "MEAN_OVER_SAMPLES", "MEAN_OVER_SAMPLES_AND_OUTPUTS", "HALF_SUM", "SUM"})
    void curvatureFactorIsTheSecondDifferenceOfTheLoss(LossNormalization normalization) {
        // linear model with J = 1 for every one of T·C residuals: F = C, and E(θ) differs only by the normalisation
        int t = 6;
        int c = 3;
        double second = loss(normalization, t, c, 1) - 2 * loss(normalization, t, c, 0) + loss(normalization, t, c, -1);
        assertThat(second).isCloseTo(normalization.curvatureFactor(t, c) * c, within(1e-13));
    }

    private static double loss(LossNormalization normalization, int t, int c, double theta) {
        double squares = t * c * theta * theta;
        return switch (normalization) {
            case HALF_MEAN_OVER_SAMPLES -> squares / (2 * t);
            case MEAN_OVER_SAMPLES -> squares / t;
            case MEAN_OVER_SAMPLES_AND_OUTPUTS -> squares / (t * c);
            case HALF_SUM -> squares / 2;
            case SUM -> squares;
        };
    }

    @Test
    void aFlatLossHasNoBound() {
        assertThat(LearningRateBound.of(0).gradientDescent()).isInfinite();
        assertThat(LearningRateBound.of(0).dampedNaturalGradient(1)).isInfinite();
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRateBound.of(Double.NaN))
                .withMessageContaining("maxEigenvalue is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRateBound.of(1).heavyBall(1))
                .withMessageContaining("momentum");
    }
}
