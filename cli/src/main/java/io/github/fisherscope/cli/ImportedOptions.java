package io.github.fisherscope.cli;

import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkReading;
import io.github.fisherscope.core.network.arrays.NetworkReading.ActivationSource;
import io.github.fisherscope.core.network.arrays.NetworkReading.OrientationSource;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.architecture.Presets;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.NaturalOutputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a network of another program is read: what its file leaves open. */
final class ImportedOptions {
    /** So many remarks of a reader stand on the terminal; 'fisher inspect' and the result have all. */
    private static final int NOTES_SHOWN = 3;

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
                    "Keep a softmax at the end of --network, the sigmoid of a Bernoulli model, the exponential of a Poisson"
                            + " model. They are cut off otherwise, since likelihoods take what stands before them.")
    private boolean keepSoftmax;

    @Option(
            names = "--freeze",
            paramLabel = "PATTERN",
            split = ",",
            description = "Tensors of --network that are constants, not parameters, such as embed.*.")
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
                    "Layers, for a --network whose file has only tensors. Without --network: random networks of these"
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
        String named = named(network != null);
        if (named != null) {
            throw new IllegalArgumentException(
                    "%s says how to read the file of another program (%s); give one, or leave it out"
                            .formatted(named, NetworkImport.formats()));
        }
    }

    /** Refuses all of these options for an architecture, which says its layers itself. */
    void requireNone(Path architectureFile) {
        String named = named(true);
        if (named != null) {
            throw new IllegalArgumentException("%s is for networks in files; leave it out for the architecture %s"
                    .formatted(named, architectureFile));
        }
    }

    /** Returns the first of these options that was given, as it was written; null if there is none. */
    private @Nullable String named(boolean withArchitecture) {
        if (inputShape != null) {
            return "--input-shape " + inputShape;
        }
        if (output != null) {
            return "--network-output " + output;
        }
        if (keepSoftmax) {
            return "--keep-softmax";
        }
        if (!freeze.isEmpty()) {
            return "--freeze " + String.join(",", freeze);
        }
        if (!parameters.isEmpty()) {
            return "--parameters " + String.join(",", parameters);
        }
        return architecture != null && withArchitecture ? "--architecture " + architecture : null;
    }

    /** Returns what random networks were asked for: a file or a preset; null where tensors come from a file. */
    @Nullable String drawn(@Nullable Path network) {
        return network == null ? architecture : null;
    }

    /**
     * Reads the network.
     *
     * @param activation as written, or null
     * @param likelihood the one that takes its outputs
     */
    ImportedNetwork read(Path file, @Nullable String activation, LikelihoodKind likelihood) {
        return natural(NetworkImport.read(file, options(activation)), activation, likelihood);
    }

    /** Reads a network for no likelihood. */
    ImportedNetwork read(Path file, @Nullable String activation) {
        return NetworkImport.read(file, options(activation));
    }

    /** Activations that were named, and layers that are kept on purpose, stay. */
    private ImportedNetwork natural(ImportedNetwork read, @Nullable String activation, LikelihoodKind likelihood) {
        return keepSoftmax || activation != null
                ? NaturalOutputs.warned(read, likelihood)
                : NaturalOutputs.of(read, likelihood);
    }

    /** Reads one of two networks, without what only the other one has a use for. */
    ImportedNetwork readBeside(Path file, Path other, @Nullable String activation, LikelihoodKind likelihood) {
        ImportedNetwork read = NetworkImport.read(file, NetworkImport.beside(file, other, options(activation)));
        return natural(read, activation, likelihood);
    }

    private ImportOptions options(@Nullable String activation) {
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
        return options;
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
                "network %s: %s; %d layers from %s to %s, %d parameters in %d tensors%s",
                file,
                read.format(),
                network.graph().nodes().size(),
                network.graph().input(),
                network.graph().output(),
                network.graph().parameters(),
                network.graph().tensors().size(),
                notes(read.notes()));
    }

    private static String notes(List<String> notes) {
        String first = notes.stream()
                .limit(NOTES_SHOWN)
                .map(note -> "; " + inside(note))
                .collect(Collectors.joining());
        int more = notes.size() - NOTES_SHOWN;
        return more > 0 ? first + "; " + more + " more such " + (more == 1 ? "note" : "notes") : first;
    }

    /** Returns a sentence as a clause inside another one. */
    private static String inside(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return word || sentence.startsWith("A ")
                ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1)
                : sentence;
    }

    /** Returns what the described network is if it is fully connected: its widths, and its activations with their source. */
    static String described(NeuralNetwork dense, boolean activationGiven) {
        return "fully connected: %s; %s (%s)"
                .formatted(
                        WeightFile.shape(dense),
                        dense.activationNames(),
                        activationGiven ? "from --activation" : ActivationSource.FILE.words());
    }

    /** Returns how the file of a fully connected network was understood. */
    static NetworkReading reading(ImportedNetwork read, boolean activationGiven) {
        return new NetworkReading(
                read.network().graph().tensors().stream()
                        .map(ParameterTensor::name)
                        .toList(),
                null,
                OrientationSource.FORMAT,
                activationGiven ? ActivationSource.GIVEN : ActivationSource.FILE,
                List.of(),
                read.notes());
    }
}
