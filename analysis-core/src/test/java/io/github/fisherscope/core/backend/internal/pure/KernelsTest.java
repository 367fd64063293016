package io.github.fisherscope.core.backend.internal.pure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernel in use against plain loops: each entry is the same chain of operations, so not a bit may differ. */
class KernelsTest {
    static Stream<Arguments> shapes() {
        int[] sizes = {1, 3, 4, 5, 15, 16, 17, 33, 64, 100};
        return IntStream.range(0, 60)
                .mapToObj(i -> Arguments.of(sizes[i % 10], sizes[(i * 7 + 3) % 10], sizes[(i / 10 + i) % 10]));
    }

    @Test
    void theVectorApiIsUsedWhereItsModuleIs() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        // a processor without vectors of 256 bits keeps plain loops all the same
        assertThat(Kernels.used().name()).matches(present ? "Vector API, (256|512|1024|2048) bits|scalar" : "scalar");
        if (!present) {
            assertThat(Kernels.used()).isSameAs(Kernels.SCALAR);
        }
    }

    @ParameterizedTest(name = "{0} × {2} × {1}")
    @MethodSource("shapes")
    void float64(int m, int n, int k) {
        double[][] a = doubles(m, k, 1);
        double[][] b = doubles(k, n, 2);
        double[][] expected = doubles(m, n, 3);
        double[][] found = doubles(m, n, 3);
        Kernels.SCALAR.doubles().get().accumulate(a, b, expected, m, n, k);
        Kernels.used().doubles().get().accumulate(a, b, found, m, n, k);
        assertThat(found).isDeepEqualTo(expected);
        double entry = Math.sin(3.0 + 7 * (m - 1) + (n - 1));
        for (int p = 0; p < k; p++) {
            entry = Math.fma(a[m - 1][p], b[p][n - 1], entry);
        }
        assertThat(found[m - 1][n - 1]).isEqualTo(entry);
    }

    @ParameterizedTest(name = "{0} × {2} × {1}")
    @MethodSource("shapes")
    void float32(int m, int n, int k) {
        float[][] a = floats(m, k, 1);
        float[][] b = floats(k, n, 2);
        float[][] expected = floats(m, n, 3);
        float[][] found = floats(m, n, 3);
        Kernels.SCALAR.floats().get().accumulate(a, b, expected, m, n, k);
        Kernels.used().floats().get().accumulate(a, b, found, m, n, k);
        assertThat(found).isDeepEqualTo(expected);
    }

    private static double[][] doubles(int rows, int columns, int seed) {
        double[][] values = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i][j] = Math.sin(seed + 7.0 * i + j);
            }
        }
        return values;
    }

    private static float[][] floats(int rows, int columns, int seed) {
        float[][] values = new float[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i][j] = (float) Math.sin(seed + 7.0 * i + j);
            }
        }
        return values;
    }
}
