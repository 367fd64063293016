package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.plan.MemoryLimits;
import io.github.fisherscope.studies.plan.MemoryPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Works on many networks at once: as many as there are threads, each with a backend of one thread, or fewer with more
 * threads each when they would not fit into memory together; one at a time on a device of its own. What a task computes depends on neither.
 */
public final class EnsemblePool {
    private final Execution execution;
    private final long bytes;

    private EnsemblePool(Execution execution, long bytes) {
        this.execution = Objects.requireNonNull(execution, "execution");
        this.bytes = Args.requireInRange("bytes", bytes, 1, Long.MAX_VALUE);
    }

    /**
     * Returns a pool.
     *
     * @param bytes memory of a process that works on the largest network alone
     */
    public static EnsemblePool of(Execution execution, long bytes) {
        return new EnsemblePool(execution, bytes);
    }

    /**
     * Runs {@code task} for every job and returns when all are done. The first failure is rethrown, after the jobs that
     * were running have ended; no more are started.
     *
     * @param jobs in the order in which they are begun
     * @param task called on several threads at once, each with its own backend
     */
    public <T> void run(List<T> jobs, BiConsumer<T, Backend> task) {
        if (jobs.isEmpty()) {
            return;
        }
        int threads = execution.config().threads();
        int workers = workers(threads, jobs.size());
        ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>(jobs);
        ExecutorService pool = Executors.newFixedThreadPool(workers, work -> {
            Thread thread = new Thread(work, "network");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(pool.submit(() -> work(queue, task, Math.max(1, threads / workers))));
            }
            for (Future<?> worker : running) {
                worker.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("a network could not be measured", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring networks", e);
        } finally {
            queue.clear();
            pool.shutdown();
            await(pool);
        }
    }

    /** A device with memory of its own has one queue of work, and room for what was planned once. */
    private int workers(int threads, int jobs) {
        if (MemoryLimits.of(execution).apart()) {
            return 1;
        }
        long fitting = (execution.memoryLimit() - MemoryPlan.RUNTIME) / Math.max(1, bytes - MemoryPlan.RUNTIME);
        return (int) Math.max(1, Math.min(Math.min(threads, jobs), fitting));
    }

    private <T> void work(ConcurrentLinkedQueue<T> queue, BiConsumer<T, Backend> task, int threads) {
        try (Backend backend = Backends.onClassPath()
                .open(execution.backend(), execution.config().withThreads(threads))) {
            for (T job = queue.poll(); job != null; job = queue.poll()) {
                task.accept(job, backend);
            }
        } catch (RuntimeException | Error e) {
            queue.clear();
            throw e;
        }
    }

    private static void await(ExecutorService pool) {
        try {
            while (!pool.awaitTermination(1, TimeUnit.HOURS)) {
                // a running network is not broken off
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
