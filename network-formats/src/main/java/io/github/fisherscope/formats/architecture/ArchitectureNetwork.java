package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.OutputChannels;
import io.github.fisherscope.formats.model.TensorFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts layers together as an architecture says, with the tensors of a file or with drawn ones. Two layers that name the same
 * tensor share it.
 */
public final class ArchitectureNetwork {
    private static final int DEEPEST = 32;
    private static final int MOST_LAYERS = 100_000;

    private final TensorSupply tensors;
    private final GraphAssembly assembly;
    private int normalizations;
    private int depth;
    private int layers;

    private ArchitectureNetwork(TensorSupply tensors, GraphAssembly assembly) {
        this.tensors = tensors;
        this.assembly = assembly;
    }

    /**
     * Reads an architecture file and puts the network together.
     *
     * @throws InputFileException if the file is damaged, a word or a tensor is unknown, shapes do not fit, or a tensor is left
     *     over
     */
    public static ImportedNetwork read(Path architecture, TensorFile tensors, ImportOptions options) {
        ArchitectureText text = ArchitectureText.read(architecture);
        try {
            List<Integer> input = text.input(options.inputShape());
            GraphAssembly assembly = new GraphAssembly(new Shape(input));
            tensors.tensors().values().forEach(assembly::declare);
            FileTensors supply = new FileTensors(tensors, options);
            ArchitectureNetwork network = new ArchitectureNetwork(supply, assembly);
            int last = network.assemble(text, input);
            supply.requireAllUsed(text.ignore());
            OutputChannels.Placed placed = OutputChannels.last(assembly, last);
            List<String> notes = new ArrayList<>(supply.notes());
            placed.note().ifPresent(notes::add);
            return new ImportedNetwork(
                    assembly.finish(placed.part()),
                    input.subList(1, input.size()),
                    text.tokens(),
                    tensors.format() + " with an architecture file",
                    notes,
                    network.normalizations);
        } catch (ArchitectureException | IllegalArgumentException | ArithmeticException e) {
            throw InputFileException.of(
                    architecture,
                    String.valueOf(e.getMessage()),
                    "correct the architecture, or give the file of tensors that it is for");
        }
    }

    /**
     * Returns the family of random networks that an architecture file or a preset says.
     *
     * @param named a file, or a preset such as {@code resnet:depth=8,width=16}
     * @param weightVariance σ_w² in place of the one that it has, or null
     * @param biasVariance σ_b² in place of the one that it has, or null
     * @throws InputFileException if it is damaged, a word is unknown, or shapes do not fit
     * @throws io.github.fisherscope.core.check.InvalidArgumentException if it is a preset with settings that it does not have
     */
    public static DrawnArchitecture draw(String named, @Nullable Double weightVariance, @Nullable Double biasVariance) {
        if (weightVariance != null) {
            Args.requireNonNegative("weightVariance", weightVariance);
        }
        if (biasVariance != null) {
            Args.requireNonNegative("biasVariance", biasVariance);
        }
        Presets.Choice preset = Presets.choice(named);
        ArchitectureText text =
                preset != null ? ArchitectureText.of(named, preset.json()) : ArchitectureText.read(Path.of(named));
        try {
            List<Integer> input = text.input();
            GraphAssembly assembly = new GraphAssembly(new Shape(input));
            Variances variances = text.variances(weightVariance, biasVariance);
            DrawnTensors supply = new DrawnTensors(assembly, variances);
            ArchitectureNetwork network = new ArchitectureNetwork(supply, assembly);
            Graph graph = assembly.graph(
                    OutputChannels.last(assembly, network.assemble(text, input)).part());
            return new DrawnArchitecture(
                    supply.family(graph),
                    input.subList(1, input.size()),
                    tokens(graph),
                    preset != null ? preset.name() : named,
                    variances,
                    network.normalizations);
        } catch (ArchitectureException | IllegalArgumentException | ArithmeticException e) {
            throw InputFileException.of(Path.of(named), String.valueOf(e.getMessage()), "correct the architecture");
        }
    }

    /** Returns how many tokens there are for a network that looks its input up, 0 for any other. */
    private static int tokens(Graph graph) {
        return graph.nodes().stream()
                .filter(n -> n.layer() instanceof Lookup && n.inputs().contains(Graph.INPUT))
                .map(Node::layer)
                .mapToInt(l -> ((Lookup) l).entries())
                .min()
                .orElse(0);
    }

    private int assemble(ArchitectureText text, List<Integer> input) {
        Flow out = run(text.layers(), "layers", new Flow(Graph.INPUT, input));
        return assembly.reshaped("output", out.part(), out.shape());
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

    TensorSupply tensors() {
        return tensors;
    }

    GraphAssembly assembly() {
        return assembly;
    }

    void countNormalization() {
        normalizations++;
    }
}
