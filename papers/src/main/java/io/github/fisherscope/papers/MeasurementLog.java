package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.zip.CRC32C;

/**
 * What the networks of an experiment gave, one line each with a checksum, appended as they finish: after an interruption at
 * any moment the intact lines count and the others are measured again.
 */
final class MeasurementLog implements AutoCloseable {
    private final FileChannel channel;
    private final Map<String, RealVector> finished;

    private MeasurementLog(FileChannel channel, Map<String, RealVector> finished) {
        this.channel = channel;
        this.finished = finished;
    }

    /** Opens the file, or makes it. */
    static MeasurementLog open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Map<String, RealVector> found = new LinkedHashMap<>();
            long intact = Files.exists(file) ? read(Files.readString(file, StandardCharsets.UTF_8), found) : 0;
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(intact);
            channel.position(intact);
            return new MeasurementLog(channel, found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads up to the first damaged line and returns the number of bytes before it. */
    private static long read(String text, Map<String, RealVector> into) {
        long bytes = 0;
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            String line = text.substring(start, end);
            String[] parts = line.split("\t", -1);
            if (parts.length != 3 || !checksum(parts[1] + "\t" + parts[2]).equals(parts[0])) {
                break;
            }
            into.put(parts[1], numbers(parts[2]));
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1L;
            start = end + 1;
        }
        return bytes;
    }

    private static RealVector numbers(String text) {
        if (text.isEmpty()) {
            return RealVector.empty();
        }
        String[] parts = text.split(",", -1);
        double[] values = new double[parts.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.parseDouble(parts[i]);
        }
        return RealVector.of(values);
    }

    /** Returns what had been finished when the file was opened. */
    Map<String, RealVector> finished() {
        return finished;
    }

    /** Appends and returns when it is on the disk. */
    synchronized void append(String key, RealVector values) {
        StringJoiner text = new StringJoiner(",");
        values.stream().forEach(v -> text.add(Double.toString(v)));
        String content = key.replaceAll("\\s+", " ") + "\t" + text;
        ByteBuffer bytes =
                ByteBuffer.wrap((checksum(content) + "\t" + content + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
