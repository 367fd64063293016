package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What only a GPU can show, beside the kit: {@code mvn verify -Pgpu}. */
@Tag("gpu")
class CudaDeviceTest extends StudyOnCuda {
    @BeforeAll
    static void aGpuIsNeeded() {
        UsableGpu.require();
    }

    @Override
    Backend open(BackendConfig config) {
        return Backends.onClassPath().open("cuda", config);
    }

    @Test
    void theKernelsCompileForEveryChipThatTheCompilerKnows() {
        for (int architecture : KernelCompiler.architectures()) {
            for (Precision precision : Precision.values()) {
                assertThat(KernelCompiler.compile(precision, "sm_" + architecture))
                        .as("sm_%d, %s", architecture, precision)
                        .hasSizeGreaterThan(1000);
            }
        }
    }

    /** Factors of 1 + 2⁻¹² are 1 in TF32; their products differ from 1 by 2⁻¹¹. */
    @Test
    void productsAreInTf32ExactlyWhereTheNameSaysSo() {
        assertThat(productOf(1 + 0x1p-12, "cuda")).isGreaterThan(1 + 0x1p-12);
        assertThat(productOf(1 + 0x1p-12, "cuda-tf32")).isEqualTo(1);
    }

    private static double productOf(double entry, String name) {
        int n = 256;
        try (Backend backend = Backends.onClassPath().open(name, new BackendConfig(Precision.SINGLE, 1));
                Matrix a = backend.allocate(n, n);
                Matrix c = backend.allocate(n, n)) {
            backend.fill(a, entry);
            backend.multiply(1.0 / n, a, Transpose.NO, a, Transpose.NO, 0, c);
            double[] found = new double[1];
            c.read(n - 1L, n - 1L, found, 0, 1);
            return found[0];
        }
    }

    @Test
    void everyBackendOfThisModuleOpensInThePrecisionsThatItNames() {
        for (BackendProvider provider : List.of(new CudaProvider(), new CudaTf32Provider())) {
            for (Precision precision : provider.precisions()) {
                try (Backend backend = provider.open(new BackendConfig(precision, 1))) {
                    assertThat(backend.precision()).isEqualTo(precision);
                    assertThat(backend.freeBytes()).isBetween(1L, 1L << 42);
                }
            }
        }
    }

    @Test
    void moreThanTheWholeMemoryIsRefusedWithWhatFits() {
        try (Backend backend = open(BackendConfig.defaults());
                Matrix small = backend.allocate(10, 10)) {
            assertThatThrownBy(() -> backend.allocate(1L << 21, 1L << 21)) // 32 TiB
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessageContaining("would fill");
            backend.fill(small, 3);
            assertThat(backend.dot(small, small)).as("afterwards").isEqualTo(900);
        }
    }
}
