package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.TensorFile;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of matrices and biases alone: a chain of dense layers in the order of the file is assumed, and said. A matrix is outputs
 * × inputs, as torch stores it; the vector behind it with as many entries as it has rows is its bias.
 */
public final class DenseChain {
    private DenseChain() {}

    /** A matrix and its bias. */
    private record Pair(StoredTensor weight, List<StoredTensor> bias) {
        List<StoredTensor> tensors() {
            return Stream.concat(Stream.of(weight), bias.stream()).toList();
        }
    }

    /**
     * Puts the tensors together.
     *
     * @throws InputFileException if they are no such chain, or the options do not say the activations
     */
    public static ImportedNetwork read(TensorFile file, ImportOptions options) {
        List<Pair> pairs = pairs(file);
        List<Activation> activations = activations(file, options, pairs.size());
        int inputs = pairs.get(0).weight().dimensions().get(1);
        GraphAssembly assembly = new GraphAssembly(Shape.of(inputs));
        file.tensors().values().forEach(assembly::declare);
        List<String> notes = new ArrayList<>();
        notes.add("The file holds matrices and biases alone: a chain of " + pairs.size()
                + " dense layers in the order of the file is assumed");
        int at = Graph.INPUT;
        for (int i = 0; i < pairs.size(); i++) {
            Pair pair = pairs.get(i);
            List<Integer> dims = pair.weight().dimensions();
            List<WeightSource> sources = new ArrayList<>();
            for (StoredTensor tensor : pair.tensors()) {
                WeightSource.Stored whole = WeightSource.whole(tensor.name());
                boolean parameter = options.isParameter(tensor.name());
                sources.add(parameter ? whole : whole.frozen(tensor));
                if (!parameter) {
                    notes.add("'" + tensor.name() + "' is frozen: its numbers are constants");
                }
            }
            DenseShape shape =
                    new DenseShape(dims.get(1), dims.get(0), !pair.bias().isEmpty());
            String name = "layer " + (i + 1);
            at = assembly.add(name, new DenseKernel.Of(shape), List.of(at), sources);
            Activation activation = activations.get(i);
            if (!(activation instanceof Activation.Identity)) {
                at = assembly.add(name + "." + activation.id(), new Activated.Of(activation), List.of(at));
            }
        }
        return new ImportedNetwork(assembly.finish(at), List.of(inputs), false, file.format(), notes, 0);
    }

    private static InputFileException refused(TensorFile file, String problem) {
        return InputFileException.of(
                file.file(),
                problem + ", so its tensors do not say the network",
                Remedy.of("say which layers they belong to").by("architecture"));
    }

    private static List<Pair> pairs(TensorFile file) {
        List<Pair> pairs = new ArrayList<>();
        for (StoredTensor tensor : file.tensors().values()) {
            List<Integer> dims = tensor.dimensions();
            int rank = dims.size();
            requireNumbers(file, tensor);
            Pair last = pairs.isEmpty() ? null : pairs.get(pairs.size() - 1);
            if (rank == 2) {
                if (last != null && !last.weight().dimensions().get(0).equals(dims.get(1))) {
                    throw refused(
                            file,
                            "has the matrix '" + tensor.name() + "' of " + dims.get(1) + " inputs behind one of "
                                    + last.weight().dimensions().get(0) + " outputs");
                }
                pairs.add(new Pair(tensor, List.of()));
            } else if (rank == 1
                    && last != null
                    && last.bias().isEmpty()
                    && last.weight().dimensions().get(0).equals(dims.get(0))) {
                pairs.set(pairs.size() - 1, new Pair(last.weight(), List.of(tensor)));
            } else {
                throw refused(
                        file,
                        "has the tensor '" + tensor.name() + "' of the shape " + dims
                                + ", which is no matrix and no bias");
            }
        }
        if (pairs.isEmpty()) {
            throw refused(file, "has no matrix");
        }
        return pairs;
    }

    /** A layer of no inputs or no outputs has no parameters and cuts the network in two. */
    static void requireNumbers(TensorFile file, StoredTensor tensor) {
        if (tensor.dimensions().contains(0)) {
            throw InputFileException.of(
                    file.file(),
                    "has the tensor '" + tensor.name() + "' of the shape " + tensor.dimensions()
                            + ", which holds no numbers",
                    Remedy.of("save the network again with layers of at least one input and output"));
        }
    }

    /** One activation is that of all hidden layers. */
    private static List<Activation> activations(TensorFile file, ImportOptions options, int layers) {
        List<Activation> given = options.activations();
        if (given.size() == layers) {
            return given;
        }
        boolean forAll = given.size() == 1 && layers > 1;
        if (!forAll && given.size() != layers - 1) {
            throw InputFileException.of(
                    file.file(),
                    "has " + layers + " dense layers and says no activations"
                            + (given.isEmpty() ? "" : ", of which " + given.size() + " were given"),
                    Remedy.of("say the activation of the hidden layers").by("activation"));
        }
        List<Activation> all = new ArrayList<>();
        for (int i = 0; i < layers - 1; i++) {
            all.add(given.get(forAll ? 0 : i));
        }
        all.add(new Activation.Identity());
        return all;
    }
}
