package io.github.fisherscope.cli;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import javax.management.NotificationEmitter;

/**
 * Keeps the old generation of the serial collector near what lives in it, which is what a memory plan counts with. It asks
 * for a full collection after each one that leaves more there than the last full one found living, with room for a seventh
 * and {@value #SLACK_MIB} MiB, and before inputs are drawn for which the generation would have to grow.
 *
 * <p>JDK 17's collector does both by itself. Newer ones let the generation grow up to {@code -Xmx} first: on JDK 25 a study
 * with 36 MiB of living data took 711 MiB of heap. Other collectors, which users choose for reasons of their own, are left
 * alone.
 */
final class HeapWatch {
    static final int SLACK_MIB = 32;

    private static final String OLD_GENERATION = "Tenured Gen";
    private static final double LIVING_SHARE = 0.85;
    private static final long SMALLEST_GROWTH = 8L << 20;

    private HeapWatch() {}

    /** Begins to watch, in the background, for the rest of the process. */
    static void begin() {
        Thread thread = new Thread(HeapWatch::listen, "heap-watch"); // what it loads takes a while
        thread.setDaemon(true);
        thread.start();
    }

    private static void listen() {
        oldGeneration().ifPresent(HeapWatch::listen);
    }

    private static Optional<MemoryPoolMXBean> oldGeneration() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals(OLD_GENERATION))
                .findFirst();
    }

    /** Runs a collection if {@code bytes} more do not fit into the old generation at its present size. */
    static void makeRoom(long bytes) {
        if (bytes >= SMALLEST_GROWTH) {
            oldGeneration().map(MemoryPoolMXBean::getUsage).ifPresent(usage -> {
                if (usage.getUsed() + bytes > usage.getCommitted()) {
                    System.gc();
                }
            });
        }
    }

    private static void listen(MemoryPoolMXBean old) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> collectIfOvergrown(old),
                            notification -> notification
                                    .getType()
                                    .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                            null);
        }
    }

    /** Asks the pool as it is now, so that a notice that comes late does not lead to a second collection. */
    private static void collectIfOvergrown(MemoryPoolMXBean old) {
        MemoryUsage afterLast = old.getCollectionUsage();
        if (isOvergrown(old.getUsage().getUsed(), afterLast == null ? 0 : afterLast.getUsed())) {
            System.gc();
        }
    }

    /** Tells whether {@code used} bytes are more than a full collection that left {@code living} bytes allows for. */
    static boolean isOvergrown(long used, long living) {
        return used > living / LIVING_SHARE + ((long) SLACK_MIB << 20);
    }
}
