package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.layer.normalization.LogSoftmax;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Models of Keras, sequential or functional with one input and one output, from {@code .h5} and {@code .keras} files. Samples
 * have their channels last, as Keras wants them; θ has the variables in the order of the layers, each as Keras stores it.
 */
public final class KerasNetwork {
    private KerasNetwork() {}

    /**
     * Reads a model.
     *
     * @throws InputFileException if the file is damaged, or has layers or settings that are not read
     */
    public static ImportedNetwork read(Path file, ImportOptions options) {
        return KerasFile.open(file, model -> network(file, model, options));
    }

    private static ImportedNetwork network(Path file, KerasModel model, ImportOptions options) {
        if (!KerasGraph.isModel(model.config())) {
            throw new KerasException("is a model of the class '" + KerasGraph.className(model.config())
                    + "', where Sequential and Functional are read");
        }
        KerasGraph.requireKnown(model.config());
        List<Integer> sample = sample(file, model, options);
        GraphAssembly assembly = new GraphAssembly(KerasGraph.withBatch(sample));
        KerasGraph walk = new KerasGraph(model, options, assembly);
        KerasFlow in = new KerasFlow(Graph.INPUT, KerasGraph.withBatch(sample).dimensions(), false);
        KerasFlow end = walk.run(model.config(), model.weights(), in);
        if (end.part() == Graph.INPUT) {
            throw new KerasException("has no layer that computes anything");
        }
        KerasFlow out = new KerasCall(walk, "output", model.config(), List.of()).plain(end);
        List<String> notes = new ArrayList<>();
        out = options.keepSoftmax() ? out : withoutSoftmax(assembly, out, notes);
        walk.frozen().forEach(n -> notes.add("'" + n + "' is frozen: its numbers are constants"));
        GraphNetwork network = assembly.finish(assembly.reshaped("output", out.part(), out.shape()));
        return new ImportedNetwork(
                network,
                sample,
                tokens(network.graph()),
                model.kind() + (model.version().isEmpty() ? "" : ", written by Keras " + model.version()),
                notes,
                walk.normalizations());
    }

    private static KerasFlow withoutSoftmax(GraphAssembly assembly, KerasFlow out, List<String> notes) {
        GraphAssembly.Part last = assembly.part(out.part());
        boolean softmax = last.layer() instanceof LogSoftmax
                || (last.layer() instanceof Softmax s && (s.axis() == out.rank() - 1 || s.axis() == -1));
        if (!softmax || last.inputs().get(0) == Graph.INPUT) {
            return out;
        }
        notes.add("The last layer, the softmax of '" + last.name()
                + "', is cut off, since likelihoods take what stands before it");
        return new KerasFlow(last.inputs().get(0), out.dims(), false);
    }

    private static boolean tokens(Graph graph) {
        return graph.nodes().stream()
                .filter(n -> n.layer() instanceof Lookup)
                .map(Node::inputs)
                .anyMatch(i -> i.contains(Graph.INPUT));
    }

    /** Returns the dimensions of one sample, those that the model leaves open from the options. */
    private static List<Integer> sample(Path file, KerasModel model, ImportOptions options) {
        List<Integer> said = KerasGraph.inputShape(model.config());
        List<Integer> given = options.inputShape();
        boolean open = said.isEmpty() || said.stream().anyMatch(d -> d < 1);
        if (given.isEmpty() && open) {
            throw InputFileException.of(
                    file,
                    "leaves the shape of a sample open" + (said.isEmpty() ? "" : " (" + said + ", 0 being open)"),
                    Remedy.of("say it, positions first and channels last").by("inputShape"));
        }
        if (given.isEmpty()) {
            return said;
        }
        boolean fits = said.isEmpty() || said.size() == given.size();
        for (int i = 0; fits && i < said.size(); i++) {
            fits = said.get(i) < 1 || said.get(i).equals(given.get(i));
        }
        if (!fits) {
            throw InputFileException.of(
                    file,
                    "takes samples of the shape " + said + ", and " + given + " was given",
                    Remedy.of("leave the shape out, or give one that fits").by("inputShape"));
        }
        return given;
    }
}
