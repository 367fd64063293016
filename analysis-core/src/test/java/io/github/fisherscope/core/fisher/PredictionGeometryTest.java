package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores in the coordinates of the factor, and distances between predictions. */
class PredictionGeometryTest {
    private static final double[] F = {0.3, -1.2, 0.8};

    static Stream<Likelihood> likelihoods() {
        return Stream.of(
                new Likelihood.Gaussian(0.7),
                new Likelihood.Categorical(),
                new Likelihood.Bernoulli(),
                new Likelihood.Poisson());
    }

    @ParameterizedTest
    @MethodSource("likelihoods")
    void theFactorTurnsWhitenedScoresBackIntoScores(Likelihood likelihood) {
        double[] y = {0, 1, 0};
        double[] w = new double[3];
        double[] score = new double[3];
        PredictionGeometry.whitenedScore(likelihood, F, y, w);
        likelihood.score(F, y, score);
        double[] row = new double[3];
        double[] back = new double[3];
        for (int k = 0; k < 3; k++) {
            likelihood.factorRow(F, k, row);
            for (int c = 0; c < 3; c++) {
                back[c] += row[c] * w[k];
            }
        }
        assertThat(back).containsExactly(score, within(1e-14));
    }

    /** The square of the distance of neighbours is the quadratic form of Q; the rest is of third order. */
    @ParameterizedTest
    @MethodSource("likelihoods")
    void neighboursAreAsFarAsTheMetricSays(Likelihood likelihood) {
        double step = 1e-4;
        double[] direction = {0.5, -0.2, 0.9};
        double[] g = new double[3];
        double square = 0;
        double[] row = new double[3];
        for (int k = 0; k < 3; k++) {
            g[k] = F[k] + step * direction[k];
            likelihood.factorRow(F, k, row);
            double image = row[0] * direction[0] + row[1] * direction[1] + row[2] * direction[2];
            square += image * image;
        }
        double expected = step * Math.sqrt(square);
        assertThat(PredictionGeometry.distance(likelihood, F, g)).isCloseTo(expected, within(step * expected));
        assertThat(PredictionGeometry.distance(likelihood, g, F))
                .isEqualTo(PredictionGeometry.distance(likelihood, F, g));
    }

    /** The distance of two laws of one output is the integral of the factor between them, here by Simpson's rule. */
    @ParameterizedTest
    @MethodSource("likelihoods")
    void oneOutputsDistanceIsTheIntegralOfTheFactor(Likelihood likelihood) {
        if (likelihood instanceof IndependentOutputs outputs) {
            int n = 200;
            double a = -1.5;
            double h = 3.0 / n;
            double sum = 0;
            for (int i = 0; i <= n; i++) {
                sum += (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * outputs.factor(a + i * h);
            }
            assertThat(PredictionGeometry.distance(likelihood, new double[] {a}, new double[] {a + 3}))
                    .isCloseTo(sum * h / 3, within(1e-8));
        }
    }

    @Test
    void certainClassesLieAtTheCornersOfTheSphere() {
        Likelihood likelihood = new Likelihood.Categorical();
        double corner = PredictionGeometry.distance(likelihood, new double[] {800, 0}, new double[] {0, 800});
        assertThat(corner).isCloseTo(Math.PI, within(1e-15));
        assertThat(PredictionGeometry.distance(likelihood, new double[] {3, 1}, new double[] {5, 3}))
                .isCloseTo(0, within(1e-15));
    }

    @Test
    void anOutputWithoutInformationIsSaid() {
        double[] w = new double[2];
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> PredictionGeometry.whitenedScore(
                        new Likelihood.Categorical(), new double[] {0, 2000}, new double[] {1, 0}, w));
        PredictionGeometry.whitenedScore(new Likelihood.Categorical(), new double[] {0, 2000}, new double[] {0, 1}, w);
        assertThat(w).containsExactly(0, 0);
    }
}
