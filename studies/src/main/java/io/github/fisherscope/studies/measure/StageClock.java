package io.github.fisherscope.studies.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Adds up the elapsed time of each stage of a study, over all networks, in the order in which stages first ended. */
public final class StageClock {
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    public <T> T time(String stage, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            add(stage, (System.nanoTime() - start) * 1e-9);
        }
    }

    private synchronized void add(String stage, double elapsed) {
        seconds.merge(stage, elapsed, Double::sum);
    }

    public synchronized Map<String, Double> seconds() {
        return new LinkedHashMap<>(seconds);
    }
}
