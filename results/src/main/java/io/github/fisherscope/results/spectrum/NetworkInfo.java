package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.check.Args;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The network that was measured: either drawn from a specification or read from a file. The file holds the components of
 * {@code drawn} and {@code given} beside the others.
 *
 * @param widths M_0 (inputs), M_1, …, C (outputs); at least two entries
 * @param activation name of the activation of the hidden layers
 * @param parameters P, number of weights and of the biases that there are
 * @param layers activation and bias of every layer; a file of an earlier version has none, and layers of the usual kind are
 *     then taken
 * @param drawn what it was drawn from, or {@link Drawn#NOT}
 * @param given what it was read from, or {@link Given#NOT}
 * @param graph its layers, for a network that is no chain of dense ones; widths are then the numbers of inputs and outputs of
 *     one sample, and {@code layers} is empty; null for chains
 */
@JsonIgnoreProperties(value = "biases", allowGetters = true)
public record NetworkInfo(
        List<Integer> widths,
        String activation,
        long parameters,
        List<Layer> layers,
        @JsonUnwrapped Drawn drawn,
        @JsonUnwrapped Given given,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable GraphInfo graph) {

    /**
     * One layer.
     *
     * @param activation name of the activation after it
     * @param bias whether it has a bias
     */
    public record Layer(String activation, boolean bias) {}

    /**
     * The specification of a random network; all null for a network from a file.
     *
     * @param weightVariance σ_w²
     * @param biasVariance σ_b²
     * @param seed seed of the first network
     */
    public record Drawn(
            @Nullable Double weightVariance,
            @Nullable Double biasVariance,
            @Nullable String seed) {
        /** Of a network from a file. */
        public static final Drawn NOT = new Drawn(null, null, null);

        public Drawn {
            if (weightVariance != null) {
                Args.requireNonNegative("weightVariance", weightVariance);
            }
            if (biasVariance != null) {
                Args.requireNonNegative("biasVariance", biasVariance);
            }
            if (seed != null) {
                Seeds.requireSeed("network", seed);
            }
        }
    }

    /**
     * The file of a network; all null for a random network.
     *
     * @param source name of the file
     * @param sha256 digest of the file in hexadecimal
     * @param reading how the file was understood
     */
    public record Given(
            @Nullable String source,
            @Nullable String sha256,
            @Nullable ReadingInfo reading) {
        /** Of a random network. */
        public static final Given NOT = new Given(null, null, null);
    }

    public NetworkInfo {
        widths = List.copyOf(widths);
        Args.require(widths.size() >= 2, "widths is %s; it needs at least inputs and outputs", widths);
        Args.requireInRange("parameters", parameters, 1, Long.MAX_VALUE);
        boolean chain = graph == null;
        layers = layers != null ? List.copyOf(layers) : chain ? usual(widths.size() - 1, activation) : List.of();
        if (chain) {
            Args.requireSame("the number of layers", layers.size(), widths.size() - 1L, "describe each of them");
            Args.requireSame("parameters", parameters, count(widths, layers), "the widths and biases have so many");
        }
    }

    /** Makes a description of a chain of dense layers. */
    public NetworkInfo(
            List<Integer> widths, String activation, long parameters, List<Layer> layers, Drawn drawn, Given given) {
        this(widths, activation, parameters, layers, drawn, given, null);
    }

    /** Makes a description of a network with one activation, linear outputs and biases in every layer. */
    public NetworkInfo(List<Integer> widths, String activation, long parameters, Drawn drawn, Given given) {
        this(widths, activation, parameters, usual(widths.size() - 1, activation), drawn, given);
    }

    /** Returns the name of the file, null for a random network. */
    public @Nullable String source() {
        return given.source();
    }

    /** Returns how the file was understood, null for a random network. */
    public @Nullable ReadingInfo reading() {
        return given.reading();
    }

    private static long count(List<Integer> widths, List<Layer> layers) {
        long sum = 0;
        for (int l = 1; l < widths.size(); l++) {
            long inputs = widths.get(l - 1) + (layers.get(l - 1).bias() ? 1L : 0L);
            sum = Math.addExact(sum, Math.multiplyExact(inputs, (long) widths.get(l)));
        }
        return sum;
    }

    private static List<Layer> usual(int depth, String activation) {
        return IntStream.rangeClosed(1, depth)
                .mapToObj(l -> new Layer(l < depth ? activation : "identity", true))
                .toList();
    }

    /** Returns which layers have biases: {@code all}, {@code none} or {@code some}. */
    @JsonProperty("biases")
    public String biases() {
        long count = layers.stream().filter(Layer::bias).count();
        return count == 0 && graph == null ? "none" : count == layers.size() ? "all" : "some";
    }

    /** Returns the widths and activations in words, such as {@code tanh network without biases}, for one or several networks. */
    public String kind(boolean several) {
        if (graph != null) {
            return (several ? "networks (" : "network (") + graph.words() + ")";
        }
        String noun = several ? " networks" : " network";
        return switch (biases()) {
            case "none" -> activation + noun + " without biases";
            case "some" -> activation + noun + " with biases in some layers";
            default -> activation + noun;
        };
    }

    /**
     * Returns the sizes of the layers in words, such as {@code 784–100–10}, or what goes in and comes out.
     *
     * @param separator between widths
     */
    public String sizes(String separator) {
        return graph == null
                ? widths.stream().map(String::valueOf).collect(Collectors.joining(separator))
                : "from " + graph.input() + " to " + graph.output();
    }

    /** Returns what block {@code l} is called: the name of a parameter tensor, or the number of a layer. */
    public String blockName(int l) {
        return graph == null || l > graph.tensors().size()
                ? String.valueOf(l)
                : graph.tensors().get(l - 1).name();
    }

    /** Returns block {@code l} with its kind, fit for a sentence: {@code layer 2}, or the name of a parameter tensor. */
    public String block(int l) {
        return graph == null ? "layer " + l : blockName(l);
    }

    /** Returns L, the number of weight layers. */
    public int depth() {
        return widths.size() - 1;
    }

    /** Returns C. */
    public int outputs() {
        return widths.get(widths.size() - 1);
    }
}
