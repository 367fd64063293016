package io.github.fisherscope.cli;

import io.github.fisherscope.core.data.DataSizes;
import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.arrays.ReadNetwork;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.model.ImportedNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How one network is read from a file of any format, for commands that only look at it. */
final class NetworkFileOptions {
    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "Activation of the hidden layers, where the file has matrices alone.")
    private @Nullable String activation;

    @Option(
            names = "--orientation",
            paramLabel = "HOW",
            description = "Matrices in .npz and .npy files: fan-out-fan-in, fan-in-fan-out, or auto (default auto).")
    private @Nullable String orientation;

    @Option(
            names = "--ignore-arrays",
            paramLabel = "NAME",
            split = ",",
            description = "Arrays of .npz and .npy files that are not part of the network.")
    private List<String> ignored = List.of();

    @Mixin
    private ReadingMemory memory = new ReadingMemory();

    @ArgGroup(validate = false, heading = "%nNetworks of other programs%n", order = 15)
    private ImportedOptions imported = new ImportedOptions();

    /**
     * A network from a file.
     *
     * @param network its graph and its numbers
     * @param described one line that says what the file is
     * @param notes what its reader decided, a sentence each
     */
    record Read(GraphNetwork network, String described, List<String> notes) {
        Read {
            Objects.requireNonNull(network, "network");
            notes = List.copyOf(notes);
        }
    }

    /** Refuses all that is said of files of networks, for an architecture. */
    void requireNone(Path architecture) {
        weights(architecture).requireNothing();
        imported.requireNone(architecture);
    }

    private WeightFile weights(Path file) {
        return new WeightFile("", file, activation, orientation, ignored);
    }

    /** Refuses data that would not fit beside each of some networks, before anything is read. */
    void requireMemory(DataSizes data, List<String> networks) {
        networks.forEach(name -> memory.require(Double.BYTES * data.numbers(), Path.of(name)));
    }

    /** Reads a network for no likelihood. */
    Read read(Path file) {
        return read(file, null);
    }

    /**
     * Reads a network.
     *
     * @param likelihood the one that takes its outputs, or null
     */
    Read read(Path file, @Nullable LikelihoodKind likelihood) {
        imported.requireUsed(file);
        memory.require(0, file);
        WeightFile weights = weights(file);
        if (NetworkImport.knows(file)) {
            weights.requireNoArrays();
            ImportedNetwork read =
                    likelihood == null ? imported.read(file, activation) : imported.read(file, activation, likelihood);
            return new Read(read.network(), file + ": " + read.format(), read.notes());
        }
        ReadNetwork read = weights.read(0, null);
        GraphNetwork network = new GraphNetwork(
                FullyConnected.graph(read.network()),
                RealVector.of(read.network().parameterVector()));
        return new Read(network, WeightFile.described(file, read), List.of());
    }
}
