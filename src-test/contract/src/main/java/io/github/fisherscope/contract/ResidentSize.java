package io.github.fisherscope.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The memory of this process that lies in RAM, as Linux counts it. */
final class ResidentSize {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentSize() {}

    /** Skips the running test where the operating system does not tell. */
    static ResidentSize orSkip() {
        Assumptions.assumeTrue(Files.isReadable(STATUS), "resident size is read from /proc, which is missing here");
        return new ResidentSize();
    }

    long bytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
