package io.github.fisherscope.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts by hand for the network 2-3-4-5 with T = 7 samples (n = 35) and for one that uses no Gram matrix. */
class FlopCountTest {
    private static final FlopCount SMALL = FlopCount.of(List.of(2, 3, 4, 5), 7);

    @Test
    void theForwardPassMultipliesEachSampleByEachWeightMatrix() {
        assertThat(SMALL.forward()).isEqualTo(2.0 * 7 * (2 * 3 + 3 * 4 + 4 * 5));
    }

    @Test
    void sensitivitiesGoThroughTheConnectionsBetweenHiddenLayersOnly() {
        assertThat(SMALL.sensitivities()).isEqualTo(2.0 * 35 * (3 * 4));
    }

    @Test
    void aDualProductTakesTheCheaperRouteInEachLayer() {
        double passes = 4.0 * 7 * (3 * 4 + 4 * 5);
        double first = 4.0 * 7 * 2 * 3; // T = 7 is not below twice the fan-in 2
        double second = 4.0 * 7 * 3 * 4; // nor below 6
        double third = 2.0 * 7 * 7 * 5; // but below 8
        assertThat(SMALL.dualProduct()).isEqualTo(passes + first + second + third);
        assertThat(SMALL.dualProductSetup()).isEqualTo(7.0 * 7 * 4);
        assertThat(SMALL.sensitivityProduct()).isEqualTo(first + second + third + 4.0 * 35 * (3 + 4));
        assertThat(SMALL.matrixProduct()).isEqualTo(2.0 * 35 * 35);
    }

    @Test
    void withManySamplesNoGramMatrixIsPrepared() {
        FlopCount many = FlopCount.of(List.of(2, 3, 4, 5), 8);
        assertThat(many.dualProductSetup()).isZero();
        assertThat(many.dualProduct()).isEqualTo(4.0 * 8 * (3 * 4 + 4 * 5) + 4.0 * 8 * (2 * 3 + 3 * 4 + 4 * 5));
    }

    @Test
    void aFisherProductGoesForwardAndBackAndDoublesAboveTheFirstLayer() {
        double forward = 2.0 * 7 * (2 * 3 + 3 * 4 + 4 * 5) + 2.0 * 7 * (3 * 4 + 4 * 5);
        assertThat(SMALL.fisherProduct()).isEqualTo(2 * forward);
    }

    @Test
    void streamedWorkAddsTheForwardPassOfEachSweep() {
        double forward = 2.0 * 7 * (2 * 3 + 3 * 4 + 4 * 5);
        double above = 2.0 * 7 * (3 * 4 + 4 * 5);
        assertThat(SMALL.streamedProduct(true, 1)).isEqualTo(2 * (forward + above) + forward);
        assertThat(SMALL.streamedProduct(false, 10)).isEqualTo(20 * (forward + above) + 2 * forward);
        assertThat(SMALL.streamedMoments()).isEqualTo(forward + (forward + above) + forward + 2.0 * 35 * 12);
    }

    @Test
    void theDualMatrixNeedsOneTriangleOfEachProduct() {
        double grams = 7.0 * 7 * (2 + 3 + 4);
        double products = 35.0 * 35 * (3 + 4);
        assertThat(SMALL.dualMatrix()).isEqualTo(2.0 * 35 * 12 + grams + products);
    }

    @Test
    void theLargeStandardNetworkNeedsWhatThePerformancePageSays() {
        FlopCount large = FlopCount.of(List.of(1000, 1000, 1000, 1000, 10), 1000);
        assertThat(large.dualProduct()).isEqualTo(14.06e9);
        assertThat(large.sensitivityProduct()).isEqualTo(6.14e9);
        assertThat(large.fisherProduct()).isEqualTo(20.08e9);
        assertThat(large.dualMatrix()).isEqualTo(344e9);
    }

    @Test
    void impossibleNetworksAreRefused() {
        assertThatThrownBy(() -> FlopCount.of(List.of(3), 1)).hasMessageContaining("fewer than 2");
        assertThatThrownBy(() -> FlopCount.of(List.of(3, 0), 1)).hasMessageContaining("width is 0");
        assertThatThrownBy(() -> FlopCount.of(List.of(3, 1), 0)).hasMessageContaining("samples is 0");
    }
}
