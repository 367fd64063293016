package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Args;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * A file of lines, each with a checksum of its own, that is only ever appended to. A damaged bit costs the line that it is
 * in, also where it makes two lines one or one line two. What a killed process left half written at the end is cut off; a
 * file that is none of ours is refused and not touched. Safe for use by several threads; a lock keeps a second process out.
 */
public final class LineLog implements AutoCloseable {
    private static final long LARGEST = 1L << 30;

    private final Path file;
    private final FileChannel channel;
    private final List<Integer> damaged = new ArrayList<>();
    private boolean torn;

    private LineLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens a file, making it if there is none, and hands over its intact lines in their order.
     *
     * @param start matches the beginning of every line, checksum included
     * @param accept takes a line without its line feed and tells whether it is intact
     * @throws IllegalArgumentException if the file holds something else, or another process has it open
     * @throws OutputFileException if it cannot be opened for writing
     */
    public static LineLog open(Path file, Pattern start, Predicate<String> accept) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw OutputFileException.of(file, AtomicFile.notRegular(file), "remove it or choose another folder");
        }
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                LineLog log = new LineLog(file, channel);
                log.lock();
                log.read(start, accept);
                return log;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw OutputFileException.of(file, e);
        }
    }

    private void lock() throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IllegalArgumentException(
                    "%s is in use by another run; wait for it or choose another folder".formatted(file));
        }
    }

    private void read(Pattern start, Predicate<String> accept) throws IOException {
        long size = channel.size();
        Args.require(size <= LARGEST, "%s has %d bytes; a results file has at most %d", file, size, LARGEST);
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(size));
        while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
            // reads on until the buffer is full or the file ends
        }
        byte[] bytes = buffer.array();
        int begin = 0;
        int number = 0;
        boolean ours = buffer.position() == 0;
        for (int i = 0; i < buffer.position(); i++) {
            if (bytes[i] == '\n') {
                number++;
                ours |= take(text(bytes, begin, i), number, start, accept);
                begin = i + 1;
            }
        }
        String rest = text(bytes, begin, buffer.position());
        if (!rest.isEmpty()) {
            Matcher matcher = start.matcher(rest);
            ours |= matcher.lookingAt() || (number == 0 && matcher.hitEnd());
            torn = true;
        }
        if (!ours) {
            throw new IllegalArgumentException(
                    "%s is not a results file of this command (no line of it has a valid checksum), so it is left alone; choose another folder"
                            .formatted(file));
        }
        channel.truncate(begin);
        channel.position(begin);
    }

    /** Hands over what is intact of a line, which may be several where a line feed was damaged, and tells if it is ours. */
    private boolean take(String line, int number, Pattern start, Predicate<String> accept) {
        if (accept.test(line)) {
            return true;
        }
        damaged.add(number);
        Matcher matcher = start.matcher(line);
        boolean ours = matcher.lookingAt();
        while (matcher.find()) {
            if (matcher.start() > 0) {
                ours |= accept.test(line.substring(matcher.start()));
            }
        }
        return ours;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Returns the numbers of the lines that were damaged when the file was opened, counted from 1. */
    public List<Integer> damaged() {
        return List.copyOf(damaged);
    }

    /** Returns whether the last line was half written when the file was opened. */
    public boolean torn() {
        return torn;
    }

    /**
     * Appends a line and returns when it is on the disk.
     *
     * @param line without line feed
     * @throws OutputFileException if it cannot be written; the file is then as it was before
     */
    public synchronized void append(String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            long before = channel.position();
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
            } catch (IOException e) {
                channel.truncate(before);
                channel.position(before);
                throw e;
            }
        } catch (IOException e) {
            throw OutputFileException.of(file, e);
        }
    }

    /** Returns the checksum of the text's UTF-8 form, CRC-32C in eight hexadecimal digits. */
    public static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw OutputFileException.of(file, e);
        }
    }
}
