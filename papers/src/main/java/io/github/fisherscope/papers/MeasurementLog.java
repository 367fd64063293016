package io.github.fisherscope.papers;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.LineLog;
import io.github.fisherscope.core.math.RealVector;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * What the networks of an experiment gave, one line each with a checksum, appended as they finish: after an interruption at
 * any moment the intact lines count and the others are measured again.
 */
final class MeasurementLog implements AutoCloseable {
    private static final Pattern START = Pattern.compile("[0-9a-f]{8}\t");

    private final LineLog lines;
    private final Map<String, RealVector> finished;

    private MeasurementLog(LineLog lines, Map<String, RealVector> finished) {
        this.lines = lines;
        this.finished = finished;
    }

    /**
     * Opens the file, or makes it.
     *
     * @throws IllegalArgumentException if the file holds something else, which is left alone
     */
    static MeasurementLog open(Path file) {
        FileSet.makeFolder(file.toAbsolutePath().resolveSibling(""));
        Map<String, RealVector> found = new LinkedHashMap<>();
        return new MeasurementLog(LineLog.open(file, START, line -> accept(line, found)), found);
    }

    private static boolean accept(String line, Map<String, RealVector> into) {
        String[] parts = line.split("\t", -1);
        if (parts.length != 3 || !LineLog.checksum(parts[1] + "\t" + parts[2]).equals(parts[0])) {
            return false;
        }
        into.put(parts[1], numbers(parts[2]));
        return true;
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
        lines.append(LineLog.checksum(content) + "\t" + content);
    }

    @Override
    public void close() {
        lines.close();
    }
}
