package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** n = 46 341 is the first n with n² &gt; 2³¹; pages that nobody touches cost no memory. */
@Tag("openblas")
class LongIndexTest {
    private static final long N = 46_341;

    @Test
    void entriesBeyondTwoToThe31AreReadWrittenAndMultiplied() {
        Plain corner = Plain.random(70, 70, 1, Precision.SINGLE);
        try (Backend backend = Backends.onClassPath()
                        .open("openblas", BackendConfig.defaults().withPrecision(Precision.SINGLE));
                Matrix large = reserve(backend);
                Matrix small = corner.on(backend);
                Matrix expected = backend.allocate(70, 70)) {
            Matrix end = large.view(N - 70, N - 70, 70, 70);
            Matrix start = large.view(0, 0, 70, 70);
            Matrix below = large.view(N - 70, 0, 70, 70);
            corner.writeTo(end);
            assertThat(Plain.of(end).bits()).isEqualTo(corner.bits());
            assertThat(Plain.of(start).bits()).as("no index has wrapped around").containsOnly(0L);

            backend.multiply(1, end, Transpose.NO, end, Transpose.YES, 0, below);
            backend.multiply(1, small, Transpose.NO, small, Transpose.YES, 0, expected);
            assertThat(Plain.of(below).bits()).isEqualTo(Plain.of(expected).bits());

            backend.copy(below, start);
            backend.hadamardAccumulate(end, below, 3, 5, 1, start);
            try (Matrix sum = backend.allocate(70, 70)) {
                backend.copy(expected, sum);
                backend.hadamardAccumulate(small, expected, 3, 5, 1, sum);
                assertThat(Plain.of(start).bits()).isEqualTo(Plain.of(sum).bits());
            }
            double[] found = new double[70];
            double[] wanted = new double[70];
            backend.rowDots(below, end, found);
            backend.rowDots(expected, small, wanted);
            assertThat(found).isEqualTo(wanted);
        }
    }

    private static Matrix reserve(Backend backend) {
        try {
            return backend.allocate(N, N);
        } catch (OutOfMemoryError e) {
            return Assumptions.abort("this machine does not reserve 8.6 GB of address space: " + e.getMessage());
        }
    }
}
