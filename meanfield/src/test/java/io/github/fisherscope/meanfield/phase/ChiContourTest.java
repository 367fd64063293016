package io.github.fisherscope.meanfield.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChiContourTest {

    /** The second route: the recursion run at points of the line ends with the χ₁ that the line was drawn for. */
    @ParameterizedTest
    @CsvSource({"tanh, 0.7", "tanh, 1", "tanh, 1.3", "erf, 1.15", "gelu, 0.85", "silu, 0.7"})
    void theRecursionFindsTheLevelOnTheLine(String activation, double level) {
        Activation phi = Activation.parse(activation);
        ChiContour line = ChiContour.of(phi, level, 4, 1).orElseThrow();

        int n = line.weightVariances().size();
        assertThat(n).isGreaterThanOrEqualTo(5);
        for (int i = 1; i < n - 1; i += Math.max(1, n / 12)) { // the ends may lie on chords
            double w = line.weightVariances().get(i);
            double b = line.biasVariances().get(i);
            assertThat(PhasePoint.of(phi, w, b).chi1())
                    .as("σ_w² %s, σ_b² %s", w, b)
                    .isCloseTo(level, within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({"relu, 0.7", "leaky-relu:0.2, 0.85"})
    void theLineOfAKinkStandsUpright(String activation, double level) {
        Activation phi = Activation.parse(activation);
        ChiContour line = ChiContour.of(phi, level, 4, 1).orElseThrow();

        assertThat(line.biasVariances().toArray()).containsExactly(0, 1);
        assertThat(PhasePoint.of(phi, line.weightVariances().get(1), 0.5).chi1())
                .isCloseTo(level, within(1e-12));
    }

    /** A third one: the edge that is found by solving for q at a given σ_b². */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "erf"})
    void theLevelOneIsTheEdgeOfChaos(String activation) {
        Activation phi = Activation.parse(activation);
        ChiContour line = ChiContour.of(phi, 1, 4, 1).orElseThrow();

        for (int i = 0; i < line.weightVariances().size() - 1; i++) {
            EdgeOfChaos edge = EdgeOfChaos.of(phi, line.biasVariances().get(i)).orElseThrow();
            assertThat(line.weightVariances().get(i)).isCloseTo(edge.weightVariance(), within(1e-9));
        }
    }

    @Test
    void theEdgeOfTanhBeginsAtOneWithoutBiases() {
        ChiContour line = ChiContour.of(Activation.parse("tanh"), 1, 4, 1).orElseThrow();

        assertThat(line.weightVariances().get(0)).isEqualTo(1);
        assertThat(line.biasVariances().get(0)).isZero();
    }

    @Test
    void aLineThatLeavesTheRectangleEndsOnItsSide() {
        ChiContour line = ChiContour.of(Activation.parse("tanh"), 1, 4, 0.8).orElseThrow();

        assertThat(line.biasVariances().get(line.biasVariances().size() - 1)).isEqualTo(0.8);
    }

    @Test
    void aLineOutsideTheRectangleIsNotThere() {
        assertThat(ChiContour.of(Activation.parse("relu"), 3, 4, 1)).isEmpty();
        assertThat(ChiContour.of(Activation.parse("sigmoid"), 1.3, 4, 1)).isEmpty();
    }
}
