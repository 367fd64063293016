package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.fisher.Likelihood;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionPathTest {
    private static final Likelihood GAUSSIAN = new Likelihood.Gaussian(4);

    /** Two samples of two outputs, σ = 2: chords are half the root mean square of the samples' distances. */
    @Test
    void chordsAddUp() {
        PredictionPath path = new PredictionPath(GAUSSIAN, 2, new double[4]);
        path.to(new double[] {3, 4, 0, 0});
        double first = Math.sqrt(25.0 / 2) / 2;
        assertThat(path.length()).isCloseTo(first, within(1e-15));
        path.to(new double[] {3, 4, 0, 2});
        double second = Math.sqrt(4.0 / 2) / 2;
        assertThat(path.length()).isCloseTo(first + second, within(1e-15));
        assertThat(path.energy()).isCloseTo((first * first + second * second) / 2, within(1e-15));
        assertThat(path.distance()).isCloseTo(Math.sqrt(29.0 / 2) / 2, within(1e-15));
    }

    @Test
    void aStraightWayIsAsLongAsTheDistanceAndARoundOneComesBack() {
        PredictionPath straight = new PredictionPath(GAUSSIAN, 1, new double[] {1});
        for (int i = 1; i <= 10; i++) {
            straight.to(new double[] {1 + 0.3 * i});
        }
        assertThat(straight.length()).isCloseTo(straight.distance(), within(1e-14));
        straight.to(new double[] {1});
        assertThat(straight.distance()).isZero();
        assertThat(straight.length()).isCloseTo(3, within(1e-14));
    }

    /** Chords of a great circle: twice as many, a quarter of the error, from below. */
    @Test
    void chordsFallShortBySecondOrder() {
        double exact = 2 * length(4096);
        double coarse = exact - 2 * length(16);
        double fine = exact - 2 * length(32);
        assertThat(fine).isPositive();
        assertThat(coarse / fine).isCloseTo(4, within(0.05));
    }

    /** A way through the simplex whose logits move on a curve. */
    private static double length(int steps) {
        Likelihood classes = new Likelihood.Categorical();
        PredictionPath path = new PredictionPath(classes, 3, logits(0));
        for (int i = 1; i <= steps; i++) {
            path.to(logits((double) i / steps));
        }
        return path.length();
    }

    private static double[] logits(double t) {
        return new double[] {2 * t, Math.sin(3 * t), -t * t};
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aPathGoesOnFromItsState(int steps) {
        PredictionPath whole = new PredictionPath(GAUSSIAN, 2, new double[] {1, 2, 3, 4});
        for (int i = 0; i < steps; i++) {
            whole.to(new double[] {i, i * i, 1, -i});
        }
        PredictionPath resumed = PredictionPath.resume(GAUSSIAN, 2, whole.state());
        for (PredictionPath path : new PredictionPath[] {whole, resumed}) {
            path.to(new double[] {5, 5, 5, 5});
        }
        assertThat(resumed.state()).isEqualTo(whole.state());
        assertThat(resumed.distance()).isEqualTo(whole.distance());
    }
}
