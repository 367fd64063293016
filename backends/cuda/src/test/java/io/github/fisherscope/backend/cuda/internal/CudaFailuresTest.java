package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.fisherscope.backend.cuda.internal.CudaCallException.Kind;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendUnavailableException;
import io.github.fisherscope.core.backend.Matrix;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What goes wrong on a device reaches the user in words; what did not go wrong goes on. */
class CudaFailuresTest {
    private static final long CAPACITY = 64L << 20;

    private final SimulatedDevice device = new SimulatedDevice(CAPACITY);
    private final Backend backend = CudaProvider.open("cuda", new CudaSession(device), Arithmetic.FLOAT64);

    private static long orderNamed(Throwable error, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(String.valueOf(error.getMessage()));
        assertThat(matcher.find()).as(error.getMessage()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void aMatrixWithoutRoomIsRefusedWithTheSizeThatFits() {
        Throwable error = catchThrowable(() -> backend.allocate(4000, 4000));
        assertThat(error)
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("Simulated GPU has no room for 16000000 numbers of 8 bytes (122.1 MiB)")
                .hasMessageContaining("64.0 MiB of its 64.0 MiB are free")
                .hasMessageContaining("the method lanczos");
        long order = orderNamed(error, "square matrix of order (\\d+) would fill");
        backend.allocate(order, order).close();
        assertThatThrownBy(() -> backend.allocate(order + 200, order + 200)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void eigenvaluesWithoutRoomForTheirWorkAreRefusedWithTheOrderThatFits() {
        Throwable error;
        try (Matrix a = backend.allocate(2000, 2000)) { // 31 MiB, and 61 MiB to work with
            error = catchThrowable(() -> backend.symmetricEigenvalues(a));
        }
        assertThat(error)
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("order 2000 need 61.0 MiB of working memory");
        long order = orderNamed(error, "order (\\d+) would fit");
        assertThat(order).isBetween(1500L, 1672L); // 3 · 8 n² = 64 MiB
        assertThat(device.memory().free()).as("what is left behind").isEqualTo(CAPACITY);
    }

    @Test
    void theOrderNamedDoesFit() {
        try (Matrix a = backend.allocate(700, 700)) {
            assertThat(backend.symmetricEigenvalues(a)).hasSize(700).containsOnly(0);
        }
    }

    @Test
    void aLibraryThatFindsNoRoomIsAskedAgainAfterMemoryHasGoneBack() {
        try (Matrix a = backend.allocate(300, 300);
                Matrix c = backend.allocate(300, 300)) {
            backend.fill(a, 1);
            backend.allocate(1000, 1000).close(); // kept for later
            long before = device.memory().free();
            device.failNext(new CudaCallException("cublasGemmEx", "ALLOC_FAILED", Kind.OUT_OF_MEMORY));
            backend.multiply(1, a, Transpose.NO, a, Transpose.NO, 0, c);
            assertThat(backend.dot(c, c)).isEqualTo(300.0 * 300 * 300 * 300);
            assertThat(device.memory().free()).isGreaterThan(before);
            device.failNext(new CudaCallException("cublasGemmEx", "ALLOC_FAILED", Kind.OUT_OF_MEMORY));
            device.failNext(new CudaCallException("cublasGemmEx", "ALLOC_FAILED", Kind.OUT_OF_MEMORY));
            assertThatThrownBy(() -> backend.multiply(1, a, Transpose.NO, a, Transpose.NO, 0, c))
                    .isInstanceOf(OutOfMemoryError.class)
                    .hasMessageContaining("found no room for its own working memory (cublasGemmEx: ALLOC_FAILED)");
        }
    }

    @Test
    void aLostContextSaysThatTheProcessMustStartAgain() {
        try (Matrix a = backend.allocate(3, 3)) {
            device.failNext(new CudaCallException("kernel fill_entries", "cudaErrorIllegalAddress", Kind.CONTEXT_LOST));
            assertThatThrownBy(() -> backend.fill(a, 1))
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageContaining(
                            "the GPU Simulated GPU failed in kernel fill_entries: cudaErrorIllegalAddress")
                    .hasMessageContaining("start again");
        }
    }

    @Test
    void anyOtherFailureNamesTheCallAndLeavesTheBackendUsable() {
        try (Matrix a = backend.allocate(3, 3)) {
            device.failNext(new CudaCallException("cublasXsyrk", "CUBLAS_STATUS_EXECUTION_FAILED", Kind.OTHER));
            assertThatThrownBy(() -> backend.multiplySelfTransposed(1, a, 1, a.view(0, 0, 3, 3)))
                    .isInstanceOf(IllegalArgumentException.class); // the kit's refusals come first
            try (Matrix c = backend.allocate(3, 3)) {
                assertThatThrownBy(() -> backend.multiplySelfTransposed(1, a, 1, c))
                        .isInstanceOf(BackendUnavailableException.class)
                        .hasMessageContaining("cublasXsyrk: CUBLAS_STATUS_EXECUTION_FAILED")
                        .hasMessageContaining("backend openblas");
                backend.fill(c, 2);
                assertThat(backend.dot(c, c)).isEqualTo(36);
            }
        }
    }

    @Test
    void theNumbersOfTheLibrariesAreToldApart() {
        assertThat(StatusCodes.ofDriver(2)).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(StatusCodes.ofDriver(700)).isEqualTo(Kind.CONTEXT_LOST);
        assertThat(StatusCodes.ofDriver(100)).isEqualTo(Kind.OTHER);
        assertThat(StatusCodes.ofBlas(3)).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(StatusCodes.ofBlas(2)).isEqualTo(Kind.OTHER);
        assertThat(StatusCodes.ofSolver(2)).isEqualTo(Kind.OUT_OF_MEMORY);
        assertThat(StatusCodes.ofSolver(3)).isEqualTo(Kind.OTHER);
    }
}
