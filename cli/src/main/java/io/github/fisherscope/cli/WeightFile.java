package io.github.fisherscope.cli;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkFile;
import io.github.fisherscope.core.network.arrays.NetworkReading;
import io.github.fisherscope.core.network.arrays.NetworkReading.ActivationSource;
import io.github.fisherscope.core.network.arrays.NetworkReading.OrientationSource;
import io.github.fisherscope.core.network.arrays.Orientation;
import io.github.fisherscope.core.network.arrays.ReadNetwork;
import io.github.fisherscope.core.network.arrays.ReadOptions;
import io.github.fisherscope.core.network.arrays.UndecidedNetworkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The file of {@code --network} and what other options say of it.
 *
 * @param named what stands before the file in messages: the option that named it, or nothing
 * @param file the file
 * @param activation {@code --activation} as written, or null
 * @param orientation {@code --orientation} as written, or null
 * @param ignored {@code --ignore-arrays}
 */
record WeightFile(
        String named,
        Path file,
        @Nullable String activation,
        @Nullable String orientation,
        List<String> ignored) {
    private static final String AUTO = "auto";

    WeightFile {
        ignored = List.copyOf(ignored);
    }

    /**
     * Reads the network.
     *
     * @param dataInputs number of inputs of the data, 0 if unknown
     * @param data the file of data; its arrays x and y are no part of the network if it is the same file
     */
    ReadNetwork read(int dataInputs, @Nullable Path data) {
        Set<String> unused = new TreeSet<>(ignored);
        if (data != null && isSame(data)) {
            unused.addAll(List.of("x", "y"));
        }
        ReadOptions options = ReadOptions.defaults()
                .withActivations(activation == null ? null : activations(activation))
                .withOrientation(orientation(orientation))
                .withDataInputs(dataInputs)
                .withUnused(unused);
        try {
            ReadNetwork read = NetworkFile.read(file, options);
            requireFound(read.reading());
            return read;
        } catch (UndecidedNetworkException e) {
            throw new IllegalArgumentException((named + " " + e.getMessage()).strip() + "; " + remedy(e.question()), e);
        }
    }

    /** Refuses everything that is said of a file of matrices, for an architecture. */
    void requireNothing() {
        requireNoArrays();
        if (activation != null) {
            throw new IllegalArgumentException(
                    "--activation %s is for weights in files; %s says all layers: leave it out"
                            .formatted(activation, file));
        }
    }

    /** Refuses what is said of matrices, for a file that says itself how it is read. */
    void requireNoArrays() {
        if (orientation != null || !ignored.isEmpty()) {
            throw new IllegalArgumentException("%s is for weights in .npz and .npy files; leave it out for %s"
                    .formatted(orientation != null ? "--orientation " + orientation : "--ignore-arrays", file));
        }
    }

    private boolean isSame(Path data) {
        try {
            return Files.isSameFile(data, file);
        } catch (IOException e) {
            return false; // whoever reads the missing file says so
        }
    }

    /** A misspelt name would leave an array in that was to be left out, or hide that it was never there. */
    private void requireFound(NetworkReading reading) {
        for (String name : ignored) {
            if (!name.contains("*") && !reading.unused().contains(name)) {
                throw new IllegalArgumentException(
                        "--ignore-arrays %s: %s has no array of that name; leave the name out or correct it"
                                .formatted(name, (named + " " + file).strip()));
            }
        }
    }

    /** Returns the orientation that a text names, null where it is to be decided. */
    static @Nullable Orientation orientation(@Nullable String text) {
        if (text == null || text.equals(AUTO)) {
            return null;
        }
        try {
            return Orientation.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--orientation %s is none of %s, %s, %s; choose one of them"
                            .formatted(text, AUTO, Orientation.FAN_OUT_FAN_IN.id(), Orientation.FAN_IN_FAN_OUT.id()),
                    e);
        }
    }

    private static List<Activation> activations(String text) {
        return Arrays.stream(text.split(",", -1)).map(Activation::parse).toList();
    }

    private static String remedy(UndecidedNetworkException.Question question) {
        return switch (question) {
            case ACTIVATION ->
                "say it with --activation, as in --activation tanh or, one for each layer, --activation"
                        + " relu,relu,identity, or write the field into the file";
            case ORIENTATION ->
                "say which with --orientation %s or --orientation %s"
                        .formatted(Orientation.FAN_OUT_FAN_IN.id(), Orientation.FAN_IN_FAN_OUT.id());
        };
    }

    /** Returns one line that says what was read and how it was decided. */
    static String described(Path file, ReadNetwork read) {
        NetworkReading reading = read.reading();
        Orientation orientation = reading.orientation();
        return "network %s: %s; %s (%s); matrices %s (%s)%s%s"
                .formatted(
                        file,
                        shape(read.network()),
                        read.network().activationNames(),
                        source(reading.activationSource()),
                        orientation == null ? "" : orientation.words(),
                        source(reading.orientationSource()),
                        biasesInside(reading.arrays()),
                        reading.unused().isEmpty() ? "" : "; not used: " + String.join(", ", reading.unused()));
    }

    /** Returns the widths, and which layers have biases where not all have. */
    static String shape(NeuralNetwork network) {
        String widths = network.widths().stream().map(String::valueOf).collect(Collectors.joining("-"));
        int layers = network.depth();
        long biases = network.layers().stream().filter(DenseLayer::hasBias).count();
        return biases == layers
                ? widths
                : biases == 0
                        ? widths + ", without biases"
                        : widths + ", with biases in " + biases + " of " + layers + " layers";
    }

    /** Says where biases were taken from inside the matrices, whose shapes cannot tell the first from the last. */
    private static String biasesInside(List<String> arrays) {
        boolean columns = arrays.stream().anyMatch(name -> name.endsWith("[:, 1:]"));
        boolean rows = arrays.stream().anyMatch(name -> name.endsWith("[1:]"));
        return columns || rows ? "; biases from the first " + (columns ? "column" : "row") + " of the matrices" : "";
    }

    /** Prints that line, on stderr where stdout is for other programs. */
    static void tell(CommandSpec command, @Nullable String line, boolean onStdout) {
        if (line != null && onStdout) {
            command.commandLine().getOut().println(line);
        } else if (line != null) {
            command.commandLine().getErr().println("fisher: " + line);
        }
    }

    private static String source(ActivationSource source) {
        return source == ActivationSource.GIVEN ? "from --activation" : source.words();
    }

    private static String source(OrientationSource source) {
        return source == OrientationSource.GIVEN ? "from --orientation" : source.words();
    }
}
