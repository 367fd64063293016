package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory, ownership and refusals. */
public interface LifecycleContract {
    Backend open(BackendConfig config);

    private Backend open(Precision precision) {
        return open(new BackendConfig(precision, 2));
    }

    @ParameterizedTest
    @MethodSource("io.github.fisherscope.contract.ProductContract#precisions")
    default void aNewMatrixIsZeroAndReadsBackWhatWasWritten(Precision precision) {
        try (Backend backend = open(precision);
                Matrix m = backend.allocate(37, 41)) {
            assertThat(Plain.of(m).bits()).containsOnly(0L);
            Plain x = Plain.random(37, 41, 1, precision);
            x.writeTo(m);
            assertThat(Plain.of(m).bits()).isEqualTo(x.bits());
            m.write(3, 4, new double[] {0, 0.1}, 1, 1);
            assertThat(Plain.of(m).get(3, 4)).isEqualTo(Plain.rounded(0.1, precision));
            assertThat(backend.precision()).isEqualTo(precision);
            assertThat(backend.info().library()).isNotBlank();
            assertThat(backend.info().device()).isNotBlank();
        }
    }

    @Test
    default void viewsOfViewsShareMemory() {
        try (Backend backend = open(Precision.DOUBLE);
                Matrix m = backend.allocate(20, 30)) {
            Matrix inner = m.view(5, 6, 10, 12).view(1, 2, 3, 4);
            backend.fill(inner, 1);
            assertThat(Plain.of(m).get(6, 8)).isEqualTo(1);
            assertThat(Plain.of(m).get(8, 11)).isEqualTo(1);
            assertThat(Plain.of(m).get(9, 11)).isZero();
            assertThat(Plain.of(m).get(8, 12)).isZero();
            inner.close();
            assertThat(Plain.of(m.rowRange(6, 9)).get(0, 8)).isEqualTo(1);
        }
    }

    @Test
    default void aRowReadAsAMatrixSharesMemory() {
        try (Backend backend = open(Precision.DOUBLE);
                Matrix m = backend.allocate(3, 20);
                Matrix other = backend.allocate(4, 4)) {
            Plain x = Plain.random(3, 20, 1, Precision.DOUBLE);
            x.writeTo(m);
            Matrix square = m.view(1, 3, 1, 16).reshaped(4, 4);
            assertThat(Plain.of(square).get(2, 3)).isEqualTo(x.get(1, 3 + 2 * 4 + 3));
            Plain.random(4, 4, 2, Precision.DOUBLE).writeTo(other);
            backend.multiply(1, other, Transpose.NO, other, Transpose.YES, 0, square);
            try (Matrix expected = backend.allocate(4, 4)) {
                backend.multiply(1, other, Transpose.NO, other, Transpose.YES, 0, expected);
                assertThat(Plain.of(square).bits()).isEqualTo(Plain.of(expected).bits());
                assertThat(Plain.of(m).get(1, 3 + 7))
                        .isEqualTo(Plain.of(expected).get(1, 3));
            }
            assertThat(Plain.of(m).get(1, 2)).isEqualTo(x.get(1, 2));
            assertThat(Plain.of(m).get(1, 19)).isEqualTo(x.get(1, 19));
            assertThat(Plain.of(m.reshaped(60, 1)).get(23, 0))
                    .isEqualTo(Plain.of(m).get(1, 3));
            assertThatThrownBy(() -> m.view(0, 0, 3, 4).reshaped(4, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lie apart");
            assertThatThrownBy(() -> m.reshaped(7, 9))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("7 × 9");
            assertThatThrownBy(() -> backend.multiply(1, other, Transpose.NO, square, Transpose.NO, 0, square))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("shares memory");
            Matrix row = m.view(1, 18, 1, 1);
            assertThatThrownBy(
                            () -> backend.multiply(1, row, Transpose.NO, row, Transpose.NO, 0, square.view(3, 3, 1, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("shares memory");
        }
    }

    @Test
    default void indicesOutsideTheMatrixAreRefused() {
        try (Backend backend = open(Precision.DOUBLE);
                Matrix m = backend.allocate(4, 5)) {
            double[] x = new double[5];
            List<ThrowingCallable> wrong = List.of(
                    () -> m.view(1, 0, 4, 5),
                    () -> m.view(-1, 0, 1, 1),
                    () -> m.view(0, 4, 1, 2),
                    () -> m.view(0, 0, 1, Long.MAX_VALUE),
                    () -> m.read(4, 0, x, 0, 1),
                    () -> m.read(0, 1, x, 0, 5),
                    () -> m.write(0, 0, x, 1, 5),
                    () -> m.write(-1, 0, x, 0, 1));
            for (ThrowingCallable call : wrong) {
                assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    default void impossibleSizesAreRefused() {
        try (Backend backend = open(Precision.DOUBLE)) {
            assertThatThrownBy(() -> backend.allocate(-1, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("rows is -1");
            assertThatThrownBy(() -> backend.allocate(1L << 40, 1L << 40)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void aClosedMatrixIsRefusedEverywhere() {
        try (Backend backend = open(Precision.DOUBLE);
                Matrix open = backend.allocate(3, 3)) {
            Matrix closed = backend.allocate(3, 3);
            Matrix view = closed.view(0, 0, 3, 3);
            closed.close();
            closed.close();
            for (Matrix dead : List.of(closed, view)) {
                List<ThrowingCallable> calls = List.of(
                        () -> dead.read(0, 0, new double[1], 0, 1),
                        () -> dead.write(0, 0, new double[1], 0, 1),
                        () -> backend.fill(dead, 1),
                        () -> backend.multiply(1, dead, Transpose.NO, open, Transpose.NO, 0, open),
                        () -> backend.dot(open, dead),
                        () -> backend.symmetricEigenvalues(dead),
                        () -> backend.solvePositiveDefinite(1, dead, open));
                for (ThrowingCallable call : calls) {
                    assertThatThrownBy(call)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("closed");
                }
            }
        }
    }

    @Test
    default void matricesOfAnotherBackendAreRefused() {
        try (Backend backend = open(Precision.DOUBLE);
                Backend other = open(Precision.DOUBLE);
                Matrix own = backend.allocate(2, 2);
                Matrix foreign = other.allocate(2, 2)) {
            List<ThrowingCallable> calls = List.of(
                    () -> backend.fill(foreign, 1),
                    () -> backend.copy(own, foreign),
                    () -> backend.multiplySelfTransposed(1, own, 0, foreign),
                    () -> backend.rowDots(foreign, own, new double[2]));
            for (ThrowingCallable call : calls) {
                assertThatThrownBy(call)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("another backend");
            }
        }
    }

    @Test
    default void aShapeThatDoesNotFitIsRefusedBeforeAnythingIsWritten() {
        try (Backend backend = open(Precision.DOUBLE);
                Matrix a = backend.allocate(3, 4);
                Matrix b = backend.allocate(5, 6);
                Matrix row = backend.allocate(1, 3);
                Matrix out = backend.allocate(3, 6)) {
            backend.fill(a, 1);
            backend.fill(b, 1);
            backend.fill(out, 7);
            Activation tanh = new Activation.Tanh();
            List<ThrowingCallable> calls = List.of(
                    () -> backend.multiply(1, a, Transpose.NO, b, Transpose.NO, 0, out),
                    () -> backend.multiply(1, a, Transpose.YES, b, Transpose.NO, 0, out),
                    () -> backend.multiply(1, a, Transpose.NO, a, Transpose.YES, 0, out),
                    () -> backend.multiplySelfTransposed(1, a, 0, out),
                    () -> backend.copy(a, out),
                    () -> backend.add(1, a, 1, out),
                    () -> backend.addToRows(row, out),
                    () -> backend.activate(tanh, a, out, out),
                    () -> backend.hadamard(a, a, out),
                    () -> backend.hadamard(out, b, out),
                    () -> backend.hadamardAccumulate(a, b, 0, 0, 0, out),
                    () -> backend.columnSums(b, out),
                    () -> backend.dot(a, out),
                    () -> backend.rowDots(out, out, new double[2]));
            for (ThrowingCallable call : calls) {
                assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(Plain.of(out).bits()).containsOnly(Double.doubleToRawLongBits(7));
        }
    }

    /**
     * Returns the bytes taken where this backend takes its matrices from: those of the whole process, unless it is the Java
     * heap, whose size is its collector's affair.
     */
    default long occupiedBytes() {
        return ResidentSize.orSkip().bytes();
    }

    /** Sizes and counts such that a leak of one matrix per round shows as ten times the slack. */
    @Test
    default void memoryGoesBackWhenMatricesAreClosed() {
        int n = 512;
        int rounds = 160;
        long roundBytes = 8L * n * n;
        try (Backend backend = open(Precision.DOUBLE)) {
            List<Long> sizes = new ArrayList<>();
            for (int round = 0; round < 2 * rounds; round++) {
                if (round == rounds) {
                    sizes.add(occupiedBytes());
                }
                try (Matrix a = backend.allocate(n, n);
                        Matrix c = backend.allocate(n, n)) {
                    backend.fill(a, 1);
                    backend.multiply(1, a, Transpose.NO, a, Transpose.NO, 0, c);
                }
            }
            sizes.add(occupiedBytes());
            assertThat(sizes.get(1) - sizes.get(0)).isLessThan(rounds * roundBytes / 10 + (64L << 20));
        }
    }
}
