package io.github.fisherscope.cli;

import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.architecture.Presets;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a network of another program is read: what its file leaves open. */
final class ImportedOptions {
    @Option(
            names = "--input-shape",
            paramLabel = "C,H,W",
            description = "Shape of one sample, where the file of --network leaves it open.")
    private @Nullable String inputShape;

    @Option(
            names = "--network-output",
            paramLabel = "NAME",
            description = "Which output of the file of --network is meant, if it has several.")
    private @Nullable String output;

    @Option(
            names = "--keep-softmax",
            description =
                    "Keep a softmax at the end of --network. It is cut off otherwise, since likelihoods take logits.")
    private boolean keepSoftmax;

    @Option(
            names = "--freeze",
            paramLabel = "PATTERN",
            split = ",",
            description = "Tensors of --network that are constants and no parameters, such as embed.*.")
    private List<String> freeze = new ArrayList<>();

    @Option(
            names = "--parameters",
            paramLabel = "PATTERN",
            split = ",",
            description = "The only tensors of --network that are parameters, such as layer4.*,fc.*.")
    private List<String> parameters = new ArrayList<>();

    @Option(
            names = "--architecture",
            paramLabel = "FILE|PRESET",
            description =
                    "Layers, for a --network whose file has tensors alone. Without --network: random networks of these"
                            + " layers, from a file or one of lenet, resnet, mlp-layernorm, transformer, mixer with"
                            + " settings, such as resnet:depth=8,width=16.")
    private @Nullable String architecture;

    /** Refuses options that say how to read a file where none of another program is named. */
    void requireUsed(@Nullable Path network) {
        if (network != null && NetworkImport.knows(network)) {
            if (architecture != null && Presets.knows(architecture)) {
                throw new IllegalArgumentException(
                        "--architecture %s is a preset of random networks; for --network %s give a file, or leave out one of them"
                                .formatted(architecture, network));
            }
            return;
        }
        String named = inputShape != null
                ? "--input-shape " + inputShape
                : output != null
                        ? "--network-output " + output
                        : keepSoftmax
                                ? "--keep-softmax"
                                : !freeze.isEmpty()
                                        ? "--freeze " + String.join(",", freeze)
                                        : !parameters.isEmpty()
                                                ? "--parameters " + String.join(",", parameters)
                                                : architecture != null && network != null
                                                        ? "--architecture " + architecture
                                                        : null;
        if (named != null) {
            throw new IllegalArgumentException(
                    "%s says how to read a --network of another program (%s); give one, or leave it out"
                            .formatted(named, NetworkImport.formats()));
        }
    }

    /** Returns what random networks were asked for: a file or a preset; null where tensors come from a file. */
    @Nullable String drawn(@Nullable Path network) {
        return network == null ? architecture : null;
    }

    /**
     * Reads the network.
     *
     * @param activation as written, or null
     */
    ImportedNetwork read(Path file, @Nullable String activation) {
        ImportOptions options = ImportOptions.defaults()
                .withInputShape(inputShape == null ? List.of() : shape(inputShape))
                .withOutput(output == null ? "" : output)
                .withKeepSoftmax(keepSoftmax)
                .withFreeze(freeze)
                .withParameters(parameters);
        if (architecture != null) {
            options = options.withArchitecture(Path.of(architecture));
        }
        if (activation != null) {
            options = options.withActivations(Arrays.stream(activation.split(",", -1))
                    .map(Activation::parse)
                    .toList());
        }
        return NetworkImport.read(file, options);
    }

    private static List<Integer> shape(String text) {
        List<Integer> shape = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int dimension;
            try {
                dimension = Integer.parseInt(part.strip());
            } catch (NumberFormatException e) {
                dimension = 0;
            }
            if (dimension < 1) {
                throw new IllegalArgumentException(
                        "--input-shape %s: '%s' is no dimension; write positive whole numbers, for example 1,28,28"
                                .formatted(text, part));
            }
            shape.add(dimension);
        }
        return shape;
    }

    /** Returns one line that says what was read. */
    static String described(Path file, ImportedNetwork read) {
        GraphNetwork network = read.network();
        return String.format(
                Locale.ROOT,
                "network %s: %s; %d layers from %s to %s, %d parameters in %d tensors",
                file,
                read.format(),
                network.graph().nodes().size(),
                network.graph().input(),
                network.graph().output(),
                network.graph().parameters(),
                network.graph().tensors().size());
    }
}
