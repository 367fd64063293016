package io.github.fisherscope.cli;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network: a random family or a file of weights. */
final class NetworkOptions {
    private static final List<Integer> EXAMPLE_WIDTHS = List.of(500, 500, 500, 10);
    private static final String DEFAULT_ACTIVATION = "tanh";
    static final double DEFAULT_WEIGHT_VARIANCE = 3;
    static final double DEFAULT_BIAS_VARIANCE = 0.64;

    @Option(
            names = "--widths",
            paramLabel = "M0,M1,…,C",
            description = "Inputs, hidden widths, outputs (default 500,500,500,10).")
    private @Nullable String widths;

    @Option(names = "--depth", paramLabel = "L", description = "Weight layers, with --width instead of --widths.")
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
            defaultValue = DEFAULT_ACTIVATION,
            description = {
                "identity, relu, leaky-relu[:slope], tanh, erf[:g], sigmoid, softplus, gelu, silu",
                "(default ${DEFAULT-VALUE}). erf is erf(u), erf:g is erf(g·u)."
            })
    private String activation = DEFAULT_ACTIVATION;

    @Option(names = "--weight-variance", paramLabel = "σw²", description = "Weights are N(0, σw²/fan-in) (default 3).")
    private @Nullable Double weightVariance;

    @Option(names = "--bias-variance", paramLabel = "σb²", description = "Biases are N(0, σb²) (default 0.64).")
    private @Nullable Double biasVariance;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of everything random (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description = {
                "Weights from an .npz file with arrays W1,b1,…,WL,bL (W: fan-out × fan-in; a missing b is zero)",
                "instead of a random network. Theory is then made with --weight-variance and --bias-variance if given,",
                "else with the variances found in the file."
            })
    private @Nullable Path network;

    long seed() {
        return seed;
    }

    Activation activation() {
        return Activation.parse(activation);
    }

    @Nullable Path networkFile() {
        return network;
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
                || inputs != null
                || outputs != null
                || !activation.equals(DEFAULT_ACTIVATION)
                || weightVariance != null
                || biasVariance != null
                || network != null;
    }

    /** Returns whether the user named widths in any way. */
    boolean namesWidths() {
        return widths != null || depth != null || width != null;
    }

    /**
     * Returns the random family asked for.
     *
     * @param dataInputs number of inputs of the data file, or 0; it is the default of M_0
     */
    NetworkSpec spec(int dataInputs) {
        return new NetworkSpec(
                chosenWidths(dataInputs),
                activation(),
                weightVariance == null ? DEFAULT_WEIGHT_VARIANCE : weightVariance,
                biasVariance == null ? DEFAULT_BIAS_VARIANCE : biasVariance);
    }

    private List<Integer> chosenWidths(int dataInputs) {
        if (widths != null) {
            if (depth != null || width != null || inputs != null || outputs != null) {
                throw new IllegalArgumentException(
                        "--widths says everything: leave out --depth, --width, --inputs and --outputs");
            }
            return parseWidths(widths);
        }
        if (depth == null && width == null && inputs == null && outputs == null) {
            return dataInputs == 0 ? EXAMPLE_WIDTHS : List.of(dataInputs, 500, 500, 10);
        }
        if (depth == null || width == null) {
            throw new IllegalArgumentException(
                    "--depth and --width go together: give both, or --widths 784,500,500,10");
        }
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
