package io.github.fisherscope.studies.sweep;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A grid in a JSON file, with the names of {@link SweepGrid}'s components; those left out have their defaults and
 * {@code seeds} may be a number N for the seeds 1 to N:
 *
 * <pre>  {"widths": [100, 200, 400], "activations": ["tanh", "relu"], "seeds": 20}  </pre>
 */
public final class SweepGridFile {
    private SweepGridFile() {}

    /** What a person writes. */
    private record Written(
            @Nullable List<Integer> depths,
            @Nullable List<Integer> widths,
            @Nullable Integer inputs,
            @Nullable List<Integer> outputs,
            @Nullable List<Integer> samples,
            @Nullable List<String> activations,
            @Nullable List<Double> weightVariances,
            @Nullable List<Double> biasVariances,
            @Nullable Object seeds) {}

    /**
     * Reads a file.
     *
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it holds no grid; the message names the file and the reason
     */
    public static SweepGrid read(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SweepGrid parse(String json, String name) {
        Written w = SweepJson.read(json, Written.class, name);
        SweepGrid d = SweepGrid.defaults();
        return new SweepGrid(
                Objects.requireNonNullElse(w.depths, d.depths()),
                Objects.requireNonNullElse(w.widths, d.widths()),
                w.inputs,
                Objects.requireNonNullElse(w.outputs, d.outputs()),
                Objects.requireNonNullElse(w.samples, d.samples()),
                Objects.requireNonNullElse(w.activations, d.activations()),
                Objects.requireNonNullElse(w.weightVariances, d.weightVariances()),
                Objects.requireNonNullElse(w.biasVariances, d.biasVariances()),
                w.seeds == null ? d.seeds() : seeds(w.seeds, name));
    }

    private static List<Long> seeds(Object value, String name) {
        if (value instanceof Number count) {
            return firstSeeds(count.intValue());
        }
        Args.require(value instanceof List, "%s: seeds is %s; write a number or a list of numbers", name, value);
        return ((List<?>) value)
                .stream()
                        .map(v -> {
                            Args.require(v instanceof Number, "%s: the seed %s is not a number", name, v);
                            return ((Number) v).longValue();
                        })
                        .toList();
    }

    /** Returns the seeds 1 to {@code count}. */
    public static List<Long> firstSeeds(int count) {
        Args.requireInRange("number of seeds", count, 1, 1_000_000);
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
