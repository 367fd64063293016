package io.github.fisherscope.reports.study;

import io.github.fisherscope.core.backend.BackendConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * How the networks of a study share the machine: many small ones at once with one backend thread each, or one large one
 * after the other with all threads. The numbers are the same either way, since neither random streams nor a backend's
 * bits depend on threads.
 */
final class NetworkPool {
    /** Below this much work per network the threads of one backend wait for each other more than they compute. */
    private static final double SMALL = 2e10;

    private final int networks;
    private final int workers;
    private final BackendConfig backendConfig;
    private final AtomicInteger done = new AtomicInteger();

    private NetworkPool(int networks, int workers, BackendConfig backendConfig) {
        this.networks = networks;
        this.workers = workers;
        this.backendConfig = backendConfig;
    }

    static NetworkPool plan(StudyConfig config, MethodChoice choice) {
        BackendConfig backend = config.execution().config();
        long fitting = config.execution().memoryLimit() / Math.max(1, choice.bytes());
        int workers = (int) Math.min(Math.min(backend.threads(), config.networks()), Math.max(1, fitting));
        if (workers > 1 && choice.flops() <= SMALL) {
            return new NetworkPool(config.networks(), workers, backend.withThreads(1));
        }
        return new NetworkPool(config.networks(), 1, backend);
    }

    BackendConfig backendConfig() {
        return backendConfig;
    }

    /** Returns how many networks are finished. */
    int done() {
        return done.get();
    }

    /** Measures networks 0, …, N − 1 and returns them in that order. */
    <T> List<T> run(IntFunction<T> measure) {
        if (workers == 1) {
            List<T> results = new ArrayList<>();
            for (int i = 0; i < networks; i++) {
                results.add(measure.apply(i));
                done.incrementAndGet();
            }
            return results;
        }
        ExecutorService pool = Executors.newFixedThreadPool(workers, work -> {
            Thread thread = new Thread(work, "fisherscope-network");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < networks; i++) {
                int index = i;
                futures.add(pool.submit(() -> {
                    T result = measure.apply(index);
                    done.incrementAndGet();
                    return result;
                }));
            }
            return collect(futures);
        } finally {
            pool.shutdownNow();
        }
    }

    private static <T> List<T> collect(List<Future<T>> futures) {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while measuring", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException("a network could not be measured", e);
            }
        }
        return results;
    }
}
