package io.github.fisherscope.studies.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the JVM and the system say about the machine and this process. */
public final class Machine {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";

    private Machine() {}

    /** Returns the bytes of physical memory (of the container, if there is one); the JVM's heap limit if unknown. */
    static long physicalMemory() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            return system.getTotalMemorySize();
        }
        return Runtime.getRuntime().maxMemory();
    }

    public static String java() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")";
    }

    public static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    /** Returns the largest resident size of this process so far, null where the system does not tell (Linux does). */
    public static @Nullable Long peakResidentBytes() {
        if (!Files.isReadable(STATUS)) {
            return null;
        }
        try (Stream<String> lines = Files.lines(STATUS, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .map(line -> line.substring(PEAK.length()).replace("kB", "").strip())
                    .map(number -> Long.parseLong(number) << 10)
                    .findFirst()
                    .orElse(null);
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return null; // it is told for information, never relied on
        }
    }
}
