package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Content made to do harm, and what a reader owes it: a refusal in one line that takes no memory. */
final class HostileContent {
    /** Files here have below 4 kB; buffers of 64 kB and what the zip library needs are allowed, arrays by claim are not. */
    private static final long MAX_ALLOCATION = 2 << 20;

    private HostileContent() {}

    static Path file(Path folder, byte[] content) throws IOException {
        Path file = folder.resolve("hostile");
        Files.deleteIfExists(file); // some file systems flush to the disk when a file is cut to 0 bytes and rewritten
        return Files.write(file, content);
    }

    /** Reads the content; returns whether it was refused, and fails if the refusal or the memory taken is not as promised. */
    static boolean isRefused(Path folder, Consumer<Path> reader, byte[] content, String what) throws IOException {
        Path file = file(folder, content);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean refused = false;
        try {
            reader.accept(file);
        } catch (InputFileException e) {
            refused = true;
            assertThat(e.getMessage())
                    .startsWith(file.toString())
                    .contains("; ")
                    .doesNotContain("null");
            assertThat(String.valueOf(e.getMessage()).chars().noneMatch(Character::isISOControl))
                    .as(e.getMessage())
                    .isTrue();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("bytes allocated, " + what).isLessThan(MAX_ALLOCATION);
        return refused;
    }

    static byte[] npy(String header, int numbers) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(10 + text.length + numbers)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    static String header(String shape) {
        return "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }\n";
    }
}
