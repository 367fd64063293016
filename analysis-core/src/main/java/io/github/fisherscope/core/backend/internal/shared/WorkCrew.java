package io.github.fisherscope.core.backend.internal.shared;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of daemon threads that share numbered tasks with the calling thread. A task that itself asks for
 * helpers gets none: it runs its inner tasks one after the other, so that nested parallelism can neither deadlock nor
 * oversubscribe the machine.
 */
public final class WorkCrew implements AutoCloseable {
    private final int threads;
    private final @Nullable ExecutorService helpers;
    private final ThreadLocal<Boolean> insideTask = ThreadLocal.withInitial(() -> Boolean.FALSE);

    /** Hires {@code threads} − 1 helpers; the caller of {@link #run} is the remaining thread. */
    public WorkCrew(int threads, String name) {
        this.threads = threads;
        this.helpers = threads == 1 ? null : hire(threads - 1, name);
    }

    private static ExecutorService hire(int count, String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = Executors.defaultThreadFactory().newThread(task);
                    thread.setName("fisherscope-" + name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    public int threads() {
        return threads;
    }

    /** Returns whether the caller is a task, which works alone. */
    boolean insideTask() {
        return insideTask.get();
    }

    /** Runs {@code task} for 0 … count − 1 and returns when all have ended; the first exception is rethrown. */
    public void run(int count, IntConsumer task) {
        if (helpers == null || count <= 1 || insideTask.get()) {
            runAlone(count, task);
            return;
        }
        Round round = new Round(count, task);
        int wanted = Math.min(threads, count) - 1;
        for (int i = 0; i < wanted; i++) {
            helpers.execute(round);
        }
        round.run();
        round.await();
    }

    private void runAlone(int count, IntConsumer task) {
        boolean outer = insideTask.get();
        insideTask.set(true);
        try {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
        } finally {
            insideTask.set(outer);
        }
    }

    @Override
    public void close() {
        if (helpers != null) {
            helpers.shutdown();
        }
    }

    /** One call of {@link WorkCrew#run}: whoever is free takes the next number. */
    private final class Round implements Runnable {
        private final int count;
        private final IntConsumer task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private final CountDownLatch done = new CountDownLatch(1);
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        Round(int count, IntConsumer task) {
            this.count = count;
            this.task = task;
            this.left = new AtomicInteger(count);
        }

        @Override
        public void run() {
            insideTask.set(true);
            try {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    runOne(i);
                }
            } finally {
                insideTask.set(false);
            }
        }

        private void runOne(int i) {
            try {
                if (failure.get() == null) {
                    task.accept(i);
                }
            } catch (Throwable e) { // carried to the caller of WorkCrew.run
                failure.compareAndSet(null, e);
            } finally {
                if (left.decrementAndGet() == 0) {
                    done.countDown();
                }
            }
        }

        void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    done.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true; // the tasks write to the caller's matrices: wait, then pass the signal on
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            rethrow(failure.get());
        }

        private static void rethrow(@Nullable Throwable cause) {
            if (cause instanceof RuntimeException e) {
                throw e;
            }
            if (cause instanceof Error e) {
                throw e;
            }
        }
    }
}
