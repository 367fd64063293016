package io.github.fisherscope.geometry.transport;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;

/**
 * Runs a loop over rows or columns on several threads. Each index is computed by one thread alone and in the same order of
 * operations, so the result does not depend on the number of threads.
 */
final class Lanes implements AutoCloseable {
    /** Below this number of entries of the matrix one thread is faster. */
    private static final int SMALL = 20_000;

    /** Work on the indices from (inclusive) to (exclusive). */
    interface Range {
        void run(int from, int to);
    }

    private final int threads;
    private final ForkJoinPool pool;

    Lanes(int threads, long entries) {
        this.threads = entries < SMALL ? 1 : threads;
        this.pool = new ForkJoinPool(this.threads);
    }

    void forEach(int count, Range work) {
        if (threads == 1 || count < 2 * threads) {
            work.run(0, count);
            return;
        }
        ForkJoinTask<?> task = pool.submit(() -> IntStream.range(0, threads)
                .parallel()
                .forEach(t -> work.run((int) ((long) count * t / threads), (int) ((long) count * (t + 1) / threads))));
        task.join();
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
