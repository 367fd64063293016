package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.EigenPairs;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads change the time, never the bits. */
public interface ThreadingContract {
    Backend open(BackendConfig config);

    @ParameterizedTest
    @MethodSource("io.github.fisherscope.contract.ProductContract#precisions")
    default void resultsAreEqualBitForBitForAnyNumberOfThreads(Precision precision) {
        List<List<long[]>> all = new ArrayList<>();
        for (int threads : new int[] {1, 2, 3}) {
            try (Backend backend = open(new BackendConfig(precision, threads))) {
                all.add(everything(backend, precision));
            }
        }
        for (int k = 0; k < all.get(0).size(); k++) {
            assertThat(all.get(1).get(k))
                    .as("operation %d, two threads", k)
                    .isEqualTo(all.get(0).get(k));
            assertThat(all.get(2).get(k))
                    .as("operation %d, three threads", k)
                    .isEqualTo(all.get(0).get(k));
        }
    }

    private static List<long[]> everything(Backend backend, Precision precision) {
        List<long[]> results = new ArrayList<>();
        int[][] shapes = {{300, 270, 150}, {1000, 3, 40}, {2, 900, 33}, {64, 64, 700}, {521, 519, 20}};
        for (int[] s : shapes) {
            try (Matrix a = Plain.random(s[0], s[2], 1, precision).on(backend);
                    Matrix b = Plain.random(s[1], s[2], 2, precision).on(backend);
                    Matrix c = Plain.random(s[0], s[1], 3, precision).on(backend);
                    Matrix d = backend.allocate(s[0], s[1]);
                    Matrix interleaved = backend.allocate((long) s[0] * s[1], s[2]);
                    Matrix row = backend.allocate(1, s[1]);
                    Matrix square = backend.allocate(s[0], s[0])) {
                backend.multiply(1.5, a, Transpose.NO, b, Transpose.YES, 0.5, c);
                results.add(Plain.of(c).bits());
                backend.multiplySelfTransposed(1, a, 0, square);
                results.add(Plain.of(square).bits());
                backend.activate(new Activation.Tanh(), c, c, d);
                results.add(Plain.of(c).bits());
                backend.hadamardAccumulate(d, square, 3, 5, 1, c);
                results.add(Plain.of(c).bits());
                double squares = backend.hadamardAccumulateSquares(d, square, 3, 5, 1, c);
                results.add(Plain.of(c).bits());
                results.add(new long[] {Double.doubleToRawLongBits(squares)});
                backend.multiplyInterleaved(s[0], 1, d, Transpose.YES, a, Transpose.NO, 0, interleaved);
                results.add(Plain.of(interleaved).bits());
                backend.columnSums(c, row);
                results.add(Plain.of(row).bits());
                results.add(new long[] {Double.doubleToRawLongBits(backend.dot(c, d))});
            }
        }
        try (Matrix large = Plain.random(600, 600, 5, precision).on(backend);
                Matrix copy = backend.filled(600, 600, m -> backend.copy(large, m));
                Matrix row = backend.filled(1, 600, r -> backend.fill(r, 1))) {
            assertThat(backend.solvePositiveDefinite(700, copy, row)).isTrue();
            results.add(Plain.of(row).bits());
            results.add(bits(backend.symmetricEigenvalues(large)));
        }
        try (Matrix a = Plain.random(150, 150, 4, precision).on(backend);
                Matrix copy = backend.allocate(150, 150)) {
            backend.copy(a, copy);
            results.add(bits(backend.symmetricEigenvalues(a)));
            try (EigenPairs pairs = backend.symmetricEigenPairs(copy, 20)) {
                results.add(bits(pairs.values()));
                results.add(Plain.of(pairs.vectors()).bits());
            }
        }
        return results;
    }

    private static long[] bits(double[] values) {
        long[] bits = new long[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Double.doubleToRawLongBits(values[i]);
        }
        return bits;
    }

    @Test
    default void everyTaskRunsOnceAndNestedOnesStayOnTheirThread() {
        try (Backend backend = open(BackendConfig.defaults().withThreads(3))) {
            int count = 50;
            AtomicIntegerArray runs = new AtomicIntegerArray(count);
            Set<Integer> strayed = ConcurrentHashMap.newKeySet();
            backend.forEach(count, i -> {
                runs.incrementAndGet(i);
                Thread outer = Thread.currentThread();
                backend.forEach(4, k -> {
                    if (Thread.currentThread() != outer) {
                        strayed.add(i);
                    }
                });
                try (Matrix m = backend.allocate(100, 100)) {
                    backend.fill(m, i);
                    assertThat(backend.dot(m, m)).isEqualTo(10_000.0 * i * i);
                }
            });
            for (int i = 0; i < count; i++) {
                assertThat(runs.get(i)).as("task %d", i).isEqualTo(1);
            }
            assertThat(strayed).isEmpty();
            AtomicInteger none = new AtomicInteger();
            backend.forEach(0, i -> none.incrementAndGet());
            assertThat(none).hasValue(0);
        }
    }

    @Test
    default void tasksInDisjointViewsGiveTheWholeProduct() {
        Plain x = Plain.random(90, 70, 1, Precision.DOUBLE);
        try (Backend backend = open(BackendConfig.defaults().withThreads(2));
                Matrix a = x.on(backend);
                Matrix inParts = backend.allocate(90, 90);
                Matrix whole = backend.allocate(90, 90)) {
            backend.forEach(
                    9,
                    i -> backend.multiply(
                            1,
                            a.rowRange(10L * i, 10L * i + 10),
                            Transpose.NO,
                            a,
                            Transpose.YES,
                            0,
                            inParts.rowRange(10L * i, 10L * i + 10)));
            backend.multiply(1, a, Transpose.NO, a, Transpose.YES, 0, whole);
            backend.add(-1, inParts, 1, whole);
            double bound = 2 * Accurate.gamma(73, Precision.DOUBLE.unitRoundoff()) * 70;
            assertThat(Math.sqrt(backend.dot(whole, whole))).isLessThanOrEqualTo(90 * bound);
        }
    }

    @Test
    default void theFirstExceptionComesBackAndTheBackendStaysUsable() {
        try (Backend backend = open(BackendConfig.defaults().withThreads(2));
                Matrix m = backend.allocate(10, 10)) {
            IllegalStateException thrown = new IllegalStateException("task 7");
            assertThatThrownBy(() -> backend.forEach(20, i -> {
                        if (i == 7) {
                            throw thrown;
                        }
                    }))
                    .isSameAs(thrown);
            backend.fill(m, 1);
            assertThat(backend.dot(m, m)).isEqualTo(100);
        }
    }

    @Test
    default void severalThreadsMayUseOneBackend() {
        Plain x = Plain.random(200, 150, 1, Precision.DOUBLE);
        try (Backend backend = open(BackendConfig.defaults().withThreads(2));
                Matrix a = x.on(backend)) {
            List<CompletableFuture<long[]>> calls = Collections.nCopies(6, 0).stream()
                    .map(i -> CompletableFuture.supplyAsync(() -> product(backend, a)))
                    .toList();
            long[] expected = product(backend, a);
            for (CompletableFuture<long[]> call : calls) {
                assertThat(call.join()).isEqualTo(expected);
            }
        }
    }

    private static long[] product(Backend backend, Matrix a) {
        try (Matrix c = backend.allocate(a.rows(), a.rows())) {
            for (int round = 0; round < 5; round++) {
                backend.multiply(1, a, Transpose.NO, a, Transpose.YES, 0, c);
            }
            return Plain.of(c).bits();
        }
    }
}
