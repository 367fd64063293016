package io.github.fisherscope.cli;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network: a random family or a file of weights. */
final class NetworkOptions {
    private static final List<Integer> EXAMPLE_WIDTHS = List.of(500, 500, 500, 10);
    private static final String DEFAULT_ACTIVATION = "tanh";
    private static final double DEFAULT_WEIGHT_VARIANCE = 3;
    private static final double DEFAULT_BIAS_VARIANCE = 0.64;
    static final int LARGEST_WIDTH = 1 << 24;

    @Option(
            names = "--widths",
            paramLabel = "M0,M1,…,C",
            description = "Inputs, hidden widths, outputs (default 500,500,500,10; with --data, its inputs first).")
    private @Nullable String widths;

    @Option(names = "--depth", paramLabel = "L", description = "Weight layers; with --width, in place of --widths.")
    private @Nullable Integer depth;

    @Option(names = "--width", paramLabel = "M", description = "Width of every hidden layer, with --depth.")
    private @Nullable Integer width;

    @Option(names = "--inputs", paramLabel = "M0", description = "Inputs, with --depth (default: the width).")
    private @Nullable Integer inputs;

    @Option(names = "--outputs", paramLabel = "C", description = "Outputs, with --depth (default 1).")
    private @Nullable Integer outputs;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description =
                    "identity, relu, leaky-relu[:slope], tanh, erf[:g], sigmoid, softplus, gelu or silu (default tanh "
                            + "for random networks). erf is erf(u), erf:g is erf(g·u); leaky-relu:0.2 has slope 0.2 below 0. "
                            + "For --network also one for each layer, as in relu,relu,sigmoid.")
    private @Nullable String activation;

    @Option(
            names = "--weight-variance",
            paramLabel = "σw²",
            description = "Weights are N(0, σw²/fan-in), so 2 is He's initialisation (default 3).")
    private @Nullable Double weightVariance;

    @Option(names = "--bias-variance", paramLabel = "σb²", description = "Biases are N(0, σb²) (default 0.64).")
    private @Nullable Double biasVariance;

    @Option(
            names = "--no-biases",
            description = "Networks without biases: the Fisher matrix is over the weights alone. With --bias-variance 0"
                    + " instead, the biases are zero but count as parameters.")
    private boolean noBiases;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of networks and inputs (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description = "Weights from an .npz or .npy file in place of a random network: W1,b1,…,WL,bL or names as "
                    + "PyTorch, Keras and others write them; or a network of any layers from the file of another program"
                    + " (.onnx, .safetensors, .pt, .keras, .h5, .zip of DL4J). The file says the activation (field activation) or "
                    + "--activation does. Nothing is predicted for it unless --theory as-if-random is given.")
    private @Nullable Path network;

    @Option(
            names = "--orientation",
            paramLabel = "HOW",
            description = "Matrices of --network: fan-out-fan-in (a row for each unit), fan-in-fan-out, or auto, "
                    + "which decides by shapes and names (default auto).")
    private @Nullable String orientation;

    @Option(
            names = "--ignore-arrays",
            paramLabel = "NAME",
            split = ",",
            description = "Arrays of --network that are not part of the network, such as epoch,adam_*.")
    private List<String> ignoredArrays = new ArrayList<>();

    private List<Integer> exampleWidths = EXAMPLE_WIDTHS;

    /** Takes other widths where the user names none; their first gives way to the inputs of data. */
    void useExample(List<Integer> example) {
        exampleWidths = List.copyOf(example);
    }

    long seed() {
        return seed;
    }

    /** Returns the activation of random networks. */
    Activation activation() {
        return Activation.parse(activation == null ? DEFAULT_ACTIVATION : activation);
    }

    @Nullable Path networkFile() {
        WeightFile.orientation(orientation);
        return network;
    }

    /** Returns the file of weights with what was said of it, or null if none was named. */
    @Nullable WeightFile weightFile() {
        WeightFile.orientation(orientation);
        if (network == null && (orientation != null || !ignoredArrays.isEmpty())) {
            throw new IllegalArgumentException("%s says how to read --network; give that, or leave it out"
                    .formatted(orientation != null ? "--orientation " + orientation : "--ignore-arrays"));
        }
        return network == null ? null : new WeightFile("--network", network, activation, orientation, ignoredArrays);
    }

    @Nullable Double weightVariance() {
        return weightVariance;
    }

    @Nullable Double biasVariance() {
        return biasVariance;
    }

    /** Returns whether the user named anything but the seed. */
    boolean namesFamily() {
        return namesWidths()
                || (activation != null && !activation.equals(DEFAULT_ACTIVATION))
                || weightVariance != null
                || biasVariance != null
                || noBiases
                || network != null;
    }

    /** Returns whether the user named widths in any way. */
    boolean namesWidths() {
        return widths != null || depth != null || width != null || inputs != null || outputs != null;
    }

    /**
     * Returns the random family asked for.
     *
     * @param dataInputs number of inputs of the data file, or 0; it is the default of M_0
     */
    NetworkSpec spec(int dataInputs) {
        NetworkSpec family = new NetworkSpec(
                chosenWidths(dataInputs),
                activation(),
                weightVariance == null ? DEFAULT_WEIGHT_VARIANCE : weightVariance,
                biasVariance == null ? DEFAULT_BIAS_VARIANCE : biasVariance);
        requireNoBiasVariance(noBiases, biasVariance == null ? null : biasVariance.toString());
        return noBiases ? family.withoutBiases() : family;
    }

    /** A network without biases has no variance of biases: neither option can be right about the other. */
    static void requireNoBiasVariance(boolean noBiases, @Nullable String biasVariance) {
        if (noBiases && biasVariance != null) {
            throw new IllegalArgumentException(
                    "--bias-variance %s and --no-biases exclude each other; leave out one of them"
                            .formatted(biasVariance));
        }
    }

    /**
     * Says how many inputs the network takes, where data have another number, and what to do.
     *
     * @param architecture {@code --architecture} of random networks, or null
     */
    String misfit(int inputs, int dataInputs, @Nullable String architecture) {
        if (architecture != null) {
            return String.format(
                    Locale.ROOT,
                    "--architecture %s takes %d; give one that takes %d",
                    architecture,
                    inputs,
                    dataInputs);
        }
        if (network != null) {
            return String.format(
                    Locale.ROOT, "--network %s takes %d; give the data the network was made for", network, inputs);
        }
        return widths != null
                ? String.format(Locale.ROOT, "--widths %s begins with %d; begin with %d", widths, inputs, dataInputs)
                : String.format(Locale.ROOT, "the network begins with %d; make --inputs that number", inputs);
    }

    /** Refuses what says the layers, where something else says them. */
    void requireLayersElsewhere(String elsewhere) {
        if (namesWidths() || activation != null || noBiases) {
            throw new IllegalArgumentException("%s says all layers; leave out %s"
                    .formatted(
                            elsewhere,
                            activation != null
                                    ? "--activation " + activation
                                    : noBiases ? "--no-biases" : "--widths, --depth, --width, --inputs and --outputs"));
        }
    }

    /** Returns whether networks without biases were asked for. */
    boolean noBiases() {
        return noBiases;
    }

    private List<Integer> chosenWidths(int dataInputs) {
        if (widths != null) {
            if (depth != null || width != null || inputs != null || outputs != null) {
                throw new IllegalArgumentException(
                        "--widths %s says everything; leave out --depth, --width, --inputs and --outputs"
                                .formatted(widths));
            }
            return parseWidths(widths);
        }
        if (depth == null && width == null && inputs == null && outputs == null) {
            List<Integer> chosen = new ArrayList<>(exampleWidths);
            if (dataInputs != 0) {
                chosen.set(0, dataInputs);
            }
            return chosen;
        }
        if (depth == null || width == null) {
            throw new IllegalArgumentException(
                    "--depth and --width go together: give both, or --widths 784,500,500,10");
        }
        Args.requireInRange("width", width, 1, LARGEST_WIDTH);
        Args.requireInRange("inputs", inputs == null ? 1 : inputs, 1, LARGEST_WIDTH);
        Args.requireInRange("outputs", outputs == null ? 1 : outputs, 1, LARGEST_WIDTH);
        int firstWidth = inputs != null ? inputs : dataInputs != 0 ? dataInputs : width;
        return NetworkSpec.uniform(depth, width, firstWidth, outputs == null ? 1 : outputs, activation(), 1, 0)
                .widths();
    }

    private static List<Integer> parseWidths(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .map(part -> parseWidth(part, text))
                .toList();
    }

    private static int parseWidth(String part, String text) {
        try {
            return Integer.parseInt(part);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--widths %s: '%s' is not a whole number; write for example 784,500,10".formatted(text, part), e);
        }
    }
}
