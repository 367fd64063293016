package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the kit cannot see: which calls a product becomes, and the arithmetic that the kit has no class for. */
class CudaEngineTest {
    private static final int N = 40;
    private static final int K = 60;

    private final SimulatedDevice device = new SimulatedDevice(1L << 28);

    private Backend open(String name, Arithmetic arithmetic) {
        return CudaProvider.open(name, new CudaSession(device), arithmetic);
    }

    private static double[][] random(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(1);
        double[][] entries = new double[rows][columns];
        for (double[] row : entries) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) random.nextDouble(-1, 1);
            }
        }
        return entries;
    }

    /** Returns the largest error of A Aᵀ relative to |A||A|ᵀ. */
    private static double productError(Backend backend, boolean symmetric) {
        double[][] entries = random(N, K);
        double worst = 0;
        try (Matrix a = backend.allocate(N, K);
                Matrix c = backend.allocate(N, N)) {
            for (int i = 0; i < N; i++) {
                a.write(i, 0, entries[i], 0, K);
            }
            if (symmetric) {
                backend.multiplySelfTransposed(1, a, 0, c);
            } else {
                backend.multiply(1, a, Transpose.NO, a, Transpose.YES, 0, c);
            }
            double[] row = new double[N];
            for (int i = 0; i < N; i++) {
                c.read(i, 0, row, 0, N);
                for (int j = 0; j < N; j++) {
                    double exact = 0;
                    double size = 0;
                    for (int k = 0; k < K; k++) {
                        exact += entries[i][k] * entries[j][k];
                        size += Math.abs(entries[i][k] * entries[j][k]);
                    }
                    worst = Math.max(worst, Math.abs(row[j] - exact) / size);
                }
            }
        }
        return worst;
    }

    @Test
    void productsInTf32ErrAsMuchAsItsTenBitsSayAndNoMore() {
        double float32 = (K + 3) * Precision.SINGLE.unitRoundoff();
        double tf32 = 2 * Tf32.UNIT_ROUNDOFF + Tf32.UNIT_ROUNDOFF * Tf32.UNIT_ROUNDOFF + float32;
        try (Backend exact = open("cuda", Arithmetic.FLOAT32);
                Backend coarse = open("cuda-tf32", Arithmetic.TF32)) {
            for (boolean symmetric : new boolean[] {false, true}) {
                assertThat(productError(exact, symmetric)).isLessThan(float32);
                assertThat(productError(coarse, symmetric)).isBetween(10 * float32, tf32);
            }
            assertThat(coarse.info().name()).isEqualTo("cuda-tf32");
            assertThat(coarse.info().library()).endsWith("products in TF32");
            assertThat(coarse.precision()).isEqualTo(Precision.SINGLE);
        }
    }

    @Test
    void tf32KeepsTenBitsAfterTheLeadingOne() {
        assertThat(Tf32.rounded(1 + 0x1p-10f)).isEqualTo(1 + 0x1p-10f);
        assertThat(Tf32.rounded(1 + 0x1p-12f)).isEqualTo(1);
        assertThat(Tf32.rounded(-(1 + 0x3p-12f))).isEqualTo(-(1 + 0x1p-10f));
    }

    @Test
    void tf32InFloat64IsRefused() {
        assertThatThrownBy(() -> new CudaTf32Provider().open(BackendConfig.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose single precision");
    }

    @Test
    void aProductIsOneCallOnTheTransposes() {
        try (Backend backend = open("cuda", Arithmetic.FLOAT64);
                Matrix a = backend.allocate(5, 7);
                Matrix b = backend.allocate(3, 7);
                Matrix c = backend.allocate(9, 11)) {
            backend.multiply(2, a, Transpose.NO, b, Transpose.YES, 0.5, c.view(1, 2, 5, 3));
            CudaDevice.Gemm call = Objects.requireNonNull(device.lastProduct());
            assertThat(new boolean[] {call.a().transposed(), call.b().transposed()})
                    .containsExactly(true, false);
            assertThat(new long[] {
                        call.shape().m(),
                        call.shape().n(),
                        call.shape().k(),
                        call.a().stride(),
                        call.b().stride(),
                        call.c().stride()
                    })
                    .containsExactly(3, 5, 7, 7, 7, 11);
        }
    }

    @Test
    void interleavedProductsOfAllSamplesAreOneCall() {
        try (Backend backend = open("cuda", Arithmetic.FLOAT64);
                Matrix a = backend.allocate(6 * 4, 5);
                Matrix b = backend.allocate(6 * 3, 5);
                Matrix c = backend.allocate(6 * 4, 8)) {
            backend.multiplyInterleaved(6, 1, a, Transpose.NO, b, Transpose.YES, 0, c.view(0, 1, 24, 3));
            assertThat(device.batches()).isEqualTo(1);
            CudaDevice.Gemm last = Objects.requireNonNull(device.lastProduct());
            assertThat(new long[] {
                        last.shape().m(),
                        last.shape().n(),
                        last.shape().k(),
                        last.a().stride(),
                        last.b().stride(),
                        last.c().stride()
                    })
                    .containsExactly(3, 4, 5, 30, 30, 48);
            assertThatThrownBy(() -> backend.multiplyInterleaved(6, 1, a, Transpose.YES, b, Transpose.YES, 0, c))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(device.batches()).as("after a refusal").isEqualTo(1);
        }
    }

    @Test
    void onlyMatricesFarFromOneAreScaledBeforeTheyAreSolved() {
        assertThat(CudaEngine.scaleExponent(0, Precision.DOUBLE)).isZero();
        assertThat(CudaEngine.scaleExponent(1e9, Precision.DOUBLE)).isZero();
        assertThat(CudaEngine.scaleExponent(1e9, Precision.SINGLE)).isZero();
        assertThat(CudaEngine.scaleExponent(0x1p480, Precision.DOUBLE)).isEqualTo(480);
        assertThat(CudaEngine.scaleExponent(0x1p-60, Precision.SINGLE)).isEqualTo(-60);
        assertThat(CudaEngine.scaleExponent(Double.MIN_VALUE, Precision.DOUBLE)).isEqualTo(-1000);
        assertThat(CudaEngine.scaleExponent(Float.MIN_VALUE, Precision.SINGLE)).isEqualTo(-120);
    }

    @Test
    void aStudyLeavesNothingOnTheDevice() {
        long free = device.memory().free();
        try (Backend backend = open("cuda", Arithmetic.FLOAT64)) {
            productError(backend, true);
            assertThat(device.memory().free()).isEqualTo(free);
        }
    }
}
