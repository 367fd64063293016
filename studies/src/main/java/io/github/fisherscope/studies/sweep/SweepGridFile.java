package io.github.fisherscope.studies.sweep;

import static io.github.fisherscope.results.json.StrictJson.shown;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.results.json.StrictJson;
import io.github.fisherscope.results.sweep.SweepGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/**
 * A grid in a JSON file, with the names of {@link SweepGrid}'s components; those left out have their defaults and
 * {@code seeds} may be a number N for the seeds 1 to N:
 *
 * <pre>  {"widths": [100, 200, 400], "activations": ["tanh", "relu"], "seeds": 20}  </pre>
 */
public final class SweepGridFile {
    private static final List<String> KEYS = List.of(
            "depths",
            "widths",
            "inputs",
            "outputs",
            "samples",
            "activations",
            "weightVariances",
            "biasVariances",
            "seeds");

    private static final int MOST_SEEDS = 1_000_000;

    private SweepGridFile() {}

    /**
     * Reads a file.
     *
     * @throws io.github.fisherscope.core.io.InputFileException if it cannot be read
     * @throws IllegalArgumentException if it holds no grid; the message names the file, the place, the value and what
     *     would be right
     */
    public static SweepGrid read(Path file) {
        return parse(StrictJson.text(file), file.toString());
    }

    public static SweepGrid parse(String json, String name) {
        try {
            SweepGrid grid = grid(StrictJson.parse(json));
            grid.families(); // refuses what is not a network
            return grid;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s is not a grid: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static SweepGrid grid(JsonNode root) {
        Args.require(root.isObject(), "it holds %s; write an object such as {\"widths\": [100, 200]}", shown(root));
        for (String key : root.propertyNames()) {
            Args.require(KEYS.contains(key), "the key \"%s\" is unknown; choose from %s", key, String.join(", ", KEYS));
        }
        SweepGrid d = SweepGrid.defaults();
        return new SweepGrid(
                new SweepGrid.Shapes(
                        list(root, "depths", SweepGridFile::positive, d.depths()),
                        list(root, "widths", SweepGridFile::positive, d.widths()),
                        root.hasNonNull("inputs") ? positive(root.get("inputs"), "inputs") : d.inputs(),
                        list(root, "outputs", SweepGridFile::positive, d.outputs()),
                        list(root, "samples", SweepGridFile::positive, d.samples())),
                new SweepGrid.Signals(
                        list(root, "activations", StrictJson::string, d.activations()),
                        list(root, "weightVariances", StrictJson::number, d.weightVariances()),
                        list(root, "biasVariances", StrictJson::number, d.biasVariances())),
                seeds(root, d.seeds()));
    }

    private static Integer positive(JsonNode node, String path) {
        return Math.toIntExact(StrictJson.whole(node, path, 1, Integer.MAX_VALUE));
    }

    private static List<Long> seeds(JsonNode root, List<Long> otherwise) {
        JsonNode seeds = root.get("seeds");
        if (seeds != null && !seeds.isNull() && !seeds.isArray()) {
            return firstSeeds(Math.toIntExact(StrictJson.whole(seeds, "seeds", 1, MOST_SEEDS)));
        }
        return list(
                root, "seeds", (node, path) -> StrictJson.whole(node, path, Long.MIN_VALUE, Long.MAX_VALUE), otherwise);
    }

    private static <T> List<T> list(
            JsonNode root, String key, BiFunction<JsonNode, String, T> element, List<T> otherwise) {
        JsonNode node = root.get(key);
        if (node == null || node.isNull()) {
            return otherwise;
        }
        Args.require(node.isArray(), "%s is %s; write a list such as [%s]", key, shown(node), shown(node));
        List<T> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            values.add(element.apply(node.get(i), String.format(Locale.ROOT, "%s[%d]", key, i)));
        }
        return values;
    }

    /** Returns the seeds 1 to {@code count}. */
    public static List<Long> firstSeeds(int count) {
        Args.requireInRange("number of seeds", count, 1, MOST_SEEDS);
        return LongStream.rangeClosed(1, count).boxed().toList();
    }
}
