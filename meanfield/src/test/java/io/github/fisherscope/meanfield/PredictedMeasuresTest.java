package io.github.fisherscope.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictedMeasuresTest {
    private static MeanFieldPrediction predict(Activation phi, double w, double b, int samples, int... widths) {
        return MeanFieldTheory.predict(NetworkSpec.of(phi, w, b, widths), InputMoments.standardNormal(), samples);
    }

    /** Growth of the recursion itself on a quadratic, just below and just above the bound. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.9, 0.99})
    void boundsWithMomentumAreWhereTheRecursionsTurnUnstable(double momentum) {
        PredictedLearningRates bound = new PredictedLearningRates(3.5);
        for (double factor : new double[] {1 - 1e-4, 1 + 1e-4}) {
            boolean grows = factor > 1;
            double heavy = 3.5 * factor * bound.heavyBall(momentum);
            double nesterov = 3.5 * factor * bound.nesterov(momentum);
            // θ⁺ = (1 + μ − ηλ)θ − μθ⁻ and θ⁺ = (1 − ηλ)((1 + μ)θ − μθ⁻).
            assertThat(grows(1 + momentum - heavy, -momentum)).isEqualTo(grows);
            assertThat(grows((1 - nesterov) * (1 + momentum), -(1 - nesterov) * momentum))
                    .isEqualTo(grows);
        }
        assertThat(bound.heavyBall(0)).isEqualTo(bound.plain());
        assertThat(bound.nesterov(0)).isEqualTo(bound.plain());
    }

    private static boolean grows(double first, double second) {
        double now = 1;
        double before = 0.3;
        double size = 0;
        for (int n = 0; n < 400_000; n++) {
            double next = first * now + second * before;
            before = now;
            now = next;
            if (n == 200_000) {
                size = Math.abs(now) + Math.abs(before);
            }
            if (Math.abs(now) > 1e100) {
                return true;
            }
            if (Math.abs(now) + Math.abs(before) < 1e-200) {
                return false;
            }
        }
        return Math.abs(now) + Math.abs(before) > size;
    }

    @Test
    void capacityOfTheTwoLevelSpectrumHasItsKnownValues() {
        PredictedMeasures m =
                predict(new Activation.Tanh(), 3, 0.64, 100, 500, 500, 500, 1).measures();
        // Values computed for the same network by the independent implementation, to the digits it prints.
        assertThat(m.twoLevel().effectiveDimension(1e4, 1)).isCloseTo(263.3, within(0.05));
        assertThat(m.twoLevel().logVolume(1)).isCloseTo(226.5, within(0.05));
        assertThat(m.effectiveRank()).isCloseTo(7.44, within(0.005));
        PredictedMeasures linear = predict(new Activation.Identity(), 1, 0.1, 100, 500, 500, 500, 1)
                .measures();
        assertThat(linear.twoLevel().effectiveDimension(1e4, 1)).isCloseTo(264.0, within(0.05));
    }

    @Test
    void effectiveDimensionTendsToTheRank() {
        TwoLevelSpectrum s = new TwoLevelSpectrum(50, 2, 3, 18, 1000);
        double near = s.effectiveDimension(1e6, 1);
        double far = s.effectiveDimension(1e60, 1);
        assertThat(Math.abs(far - 20)).isLessThan(Math.abs(near - 20));
        assertThatThrownBy(() -> s.effectiveDimension(10, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("larger dataSize");
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 3, 0.64, 100, '1000,1000,10', ''", "identity, 1, 0, 100, '500,500,1', non-centred",
        "tanh, 3, 0.64, 100, '800,1', hidden-layer", "relu, 2, 0.1, 1, '300,300,1', bulk-exists",
        "relu, 2, 0.1, 10, '300,8,1', wide", "relu, 2, 0.1, 100000, '20,200,10', rank",
        "tanh, 3, 0.64, 50, '200,200,100', few-outputs"
    })
    void failedConditionsAreNamedAndExplained(
            String name, double w, double b, int samples, String widths, String failure) {
        int[] sizes =
                Arrays.stream(widths.split(",")).mapToInt(Integer::parseInt).toArray();
        MeanFieldPrediction p = predict(Activation.parse(name), w, b, samples, sizes);
        if (failure.isEmpty()) {
            assertThat(p.applies()).isTrue();
        } else {
            assertThat(p.failures()).extracting(ValidityCondition::name).contains(failure);
        }
        assertThat(p.validity()).allSatisfy(v -> assertThat(v.explanation()).hasSizeGreaterThan(10));
    }

    @Test
    void dataThatAreNotCentredRaiseTheOutliers() {
        NetworkSpec spec = NetworkSpec.of(new Activation.Relu(), 2, 0.1, 784, 300, 10);
        double centred = MeanFieldTheory.predict(spec, InputMoments.standardNormal(), 100)
                .recommended()
                .topMean();
        double shifted = MeanFieldTheory.predict(spec, new InputMoments(1, 0.4), 100)
                .recommended()
                .topMean();
        assertThat(shifted).isGreaterThan(2 * centred);
    }

    @Test
    void badArgumentsAreNamed() {
        NetworkSpec spec = NetworkSpec.of(new Activation.Relu(), 2, 0.1, 10, 10, 1);
        assertThatThrownBy(() -> MeanFieldTheory.predict(spec, InputMoments.standardNormal(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("samples is 0");
        assertThatThrownBy(() -> new InputMoments(1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("crossProduct is 2.0");
        assertThatThrownBy(() -> new InputMoments(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
