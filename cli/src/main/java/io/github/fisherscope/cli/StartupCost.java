package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a backend's start takes: from asking whether it can run to the end of its first small product. What the backends
 * before it in the same process have loaded already is not counted again.
 *
 * @param seconds elapsed time
 * @param residentBytes growth of this process in RAM, negative if it shrank; empty where the system does not tell
 * @param deviceBytes free memory of the backend's device, or {@link Long#MAX_VALUE} if it uses this machine's
 */
record StartupCost(double seconds, OptionalLong residentBytes, long deviceBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int SIZE = 64;

    /** Starts a backend and returns what it took, or null if it cannot run here. */
    static @Nullable StartupCost ofUsable(BackendProvider provider) {
        OptionalLong before = resident();
        long start = System.nanoTime();
        if (!(provider.availability() instanceof Availability.Ready)) {
            return null;
        }
        BackendConfig config =
                BackendConfig.defaults().withPrecision(provider.precisions().get(0));
        long free;
        try (Backend backend = provider.open(config);
                Matrix a = backend.allocate(SIZE, SIZE);
                Matrix b = backend.allocate(SIZE, SIZE)) {
            backend.fill(a, 1);
            backend.multiply(1, a, Transpose.NO, a, Transpose.NO, 0, b);
            backend.dot(b, b);
            free = backend.freeBytes();
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        OptionalLong after = resident();
        OptionalLong growth = before.isPresent() && after.isPresent()
                ? OptionalLong.of(after.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
        return new StartupCost(seconds, growth, free);
    }

    /** Returns this process's size in RAM as Linux counts it. */
    private static OptionalLong resident() {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public String toString() {
        String memory = residentBytes.isPresent()
                ? String.format(Locale.ROOT, "%d MiB of memory", residentBytes.getAsLong() >> 20)
                : "memory unknown on this system";
        String device = deviceBytes == Long.MAX_VALUE
                ? ""
                : String.format(Locale.ROOT, "; %d MiB free on the device", deviceBytes >> 20);
        return String.format(Locale.ROOT, "started in %.2f s, %s%s", seconds, memory, device);
    }
}
