package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.ParserMessage;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.TensorFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts the tensors of a file together as an architecture file says. Its fields: {@code input}, the dimensions of one sample;
 * {@code tokens}, whether the input is whole numbers; {@code layers}, one line for each; {@code ignore}, names of tensors that
 * no layer uses, with {@code *} for any characters. Two layers that name the same tensor share it.
 */
public final class ArchitectureNetwork {
    private static final long LONGEST = 1 << 24;
    private static final int DEEPEST = 32;
    private static final int MOST_LAYERS = 100_000;
    private static final Set<String> FIELDS = Set.of("input", "tokens", "layers", "ignore");

    private final TensorFile tensors;
    private final ImportOptions options;
    private final GraphAssembly assembly;
    private final Set<String> used = new HashSet<>();
    private final Set<String> frozen = new TreeSet<>();
    private int normalizations;
    private int depth;
    private int layers;

    private ArchitectureNetwork(TensorFile tensors, ImportOptions options, List<Integer> input) {
        this.tensors = tensors;
        this.options = options;
        this.assembly = new GraphAssembly(new Shape(input));
        tensors.tensors().values().forEach(assembly::declare);
    }

    /**
     * Reads an architecture file and puts the network together.
     *
     * @throws InputFileException if the file is damaged, a word or a tensor is unknown, shapes do not fit, or a tensor is left
     *     over
     */
    public static ImportedNetwork read(Path architecture, TensorFile tensors, ImportOptions options) {
        JsonNode root = root(architecture);
        try {
            List<Integer> input = input(root);
            ArchitectureNetwork network = new ArchitectureNetwork(tensors, options, input);
            Flow out = network.run(root.path("layers"), "layers", new Flow(Graph.INPUT, input));
            network.requireAllUsed(root.path("ignore"));
            int last = network.assembly.reshaped("output", out.part(), out.shape());
            GraphNetwork graph = network.assembly.finish(last);
            return new ImportedNetwork(
                    graph,
                    input.subList(1, input.size()),
                    root.path("tokens").asBoolean(false),
                    tensors.format() + " with an architecture file",
                    network.frozen.stream()
                            .map(n -> "'" + n + "' is frozen: its numbers are constants")
                            .toList(),
                    network.normalizations);
        } catch (ArchitectureException | IllegalArgumentException | ArithmeticException e) {
            throw InputFileException.of(
                    architecture,
                    String.valueOf(e.getMessage()),
                    "correct the architecture, or give the file of tensors that it is for");
        }
    }

    private static JsonNode root(Path file) {
        String text = RegularFile.text(file, LONGEST);
        try {
            JsonNode root = JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(text);
            Set<String> unknown = new TreeSet<>(root.propertyNames());
            unknown.removeAll(FIELDS);
            if (!root.isObject() || !root.path("layers").isArray() || !unknown.isEmpty()) {
                throw InputFileException.of(
                        file,
                        "is no architecture"
                                + (unknown.isEmpty()
                                        ? ""
                                        : " (it has the field '"
                                                + unknown.iterator().next() + "')"),
                        "write {\"input\":[...],\"layers\":[...]}");
            }
            return root;
        } catch (JacksonException e) {
            throw InputFileException.of(
                    file, "is no JSON (" + ParserMessage.plain(e.getOriginalMessage()) + ")", "correct it");
        }
    }

    private static List<Integer> input(JsonNode root) {
        List<Integer> dims = new ArrayList<>(List.of(1));
        JsonNode input = root.path("input");
        for (JsonNode n : input) {
            if (!n.canConvertToInt() || n.asInt(0) < 1) {
                throw new ArchitectureException(
                        "input has the dimension " + n + "; it must be a whole number from 1 on");
            }
            dims.add(n.asInt());
        }
        if (!input.isArray() || dims.size() == 1) {
            throw new ArchitectureException("input is missing: the dimensions of one sample, as in [1,28,28]");
        }
        return dims;
    }

    /** Runs lines of layers one after the other. */
    Flow run(JsonNode lines, String place, Flow in) {
        if (!lines.isArray()) {
            throw new ArchitectureException(place + " is no list of layers");
        }
        if (++depth > DEEPEST) {
            throw new ArchitectureException(place + " is nested more than " + DEEPEST + " deep");
        }
        Flow flow = in;
        for (int i = 0; i < lines.size(); i++) {
            flow = line(lines.get(i), place + "[" + i + "]", flow);
        }
        depth--;
        return flow;
    }

    private Flow line(JsonNode given, String place, Flow in) {
        if (++layers > MOST_LAYERS) {
            throw new ArchitectureException(place + " is layer " + layers + "; up to " + MOST_LAYERS + " are read");
        }
        JsonNode line =
                given.isString() ? JsonMapper.shared().createObjectNode().put(given.asString(), true) : given;
        String word = line.isObject() && !line.isEmpty()
                ? line.propertyNames().iterator().next()
                : "";
        LayerWord known = LayerWords.ALL.get(word);
        if (known == null) {
            throw new ArchitectureException(place + " is " + given + "; known words are "
                    + String.join(", ", new TreeSet<>(LayerWords.ALL.keySet())));
        }
        for (String setting : line.propertyNames()) {
            if (!setting.equals(word) && !known.settings().contains(setting)) {
                throw new ArchitectureException(place + " (" + word + ") has the setting '" + setting + "'; known are "
                        + new TreeSet<>(known.settings()));
            }
        }
        try {
            return known.meaning().of(new WordCall(this, place, word, line), in);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ArchitectureException(place + " (" + word + "): " + e.getMessage());
        }
    }

    private void requireAllUsed(JsonNode ignore) {
        List<String> patterns = new ArrayList<>();
        ignore.forEach(n -> patterns.add(n.asString("")));
        ImportOptions ignored = ImportOptions.defaults().withFreeze(patterns);
        List<String> left = tensors.tensors().keySet().stream()
                .filter(name -> !used.contains(name) && ignored.isParameter(name))
                .toList();
        if (!left.isEmpty()) {
            throw new ArchitectureException("no layer uses " + left.size() + " tensors of the file: "
                    + String.join(", ", left.subList(0, Math.min(8, left.size()))) + (left.size() > 8 ? ", …" : "")
                    + "; name those that belong to no layer in \"ignore\"");
        }
    }

    /** Returns a tensor of the file and marks it as used. */
    Optional<StoredTensor> find(String name) {
        Map<String, StoredTensor> all = tensors.tensors();
        Optional<StoredTensor> found = Optional.ofNullable(all.get(name));
        found.ifPresent(t -> used.add(t.name()));
        return found;
    }

    GraphAssembly assembly() {
        return assembly;
    }

    boolean isParameter(String name) {
        if (options.isParameter(name)) {
            return true;
        }
        frozen.add(name);
        return false;
    }

    void countNormalization() {
        normalizations++;
    }
}
