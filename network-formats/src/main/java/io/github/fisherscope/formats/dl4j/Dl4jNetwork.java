package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.OutputChannels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Networks of DL4J 1.0.0, in a row or graphs with one input and one output, as {@code ModelSerializer} writes them. Samples
 * stand as DL4J takes them; θ has the parameters in the order of the file, each row by row in the shape that
 * {@code paramTable()} says, by its name there.
 */
public final class Dl4jNetwork {
    private Dl4jNetwork() {}

    /**
     * Reads a network.
     *
     * @throws InputFileException if the file is damaged, or has layers or settings that are not read
     */
    public static ImportedNetwork read(Path file, ImportOptions options) {
        try {
            Dl4jFile stored = Dl4jFile.read(file);
            return network(file, model(stored.configuration()), stored.coefficients(), options);
        } catch (Dl4jException e) {
            throw InputFileException.of(file, String.valueOf(e.getMessage()), Dl4jFile.REMEDY);
        }
    }

    private static Dl4jModel model(JsonNode configuration) {
        if (configuration.path("confs").isArray()) {
            return new Dl4jStack(configuration);
        }
        if (configuration.path("vertices").isObject()) {
            return new Dl4jVertices(configuration);
        }
        throw new Dl4jException("holds neither the layers of a MultiLayerNetwork nor those of a ComputationGraph");
    }

    private static ImportedNetwork network(
            Path file, Dl4jModel model, Coefficients coefficients, ImportOptions options) {
        requireKnown(model);
        List<Integer> sample = sample(file, model, options);
        List<Integer> batch = new ArrayList<>(List.of(1));
        batch.addAll(sample);
        GraphAssembly assembly = new GraphAssembly(new Shape(batch));
        Dl4jWalk walk = new Dl4jWalk(assembly, options, coefficients);
        int out = model.run(walk);
        if (out == Graph.INPUT) {
            throw new Dl4jException("has no layer that computes anything");
        }
        if (coefficients.left() > 0) {
            throw new Dl4jException("has " + coefficients.count() + " coefficients, " + coefficients.left()
                    + " more than its layers take");
        }
        List<String> notes = new ArrayList<>();
        GraphAssembly.Part last = assembly.part(out);
        if (!options.keepSoftmax()
                && last.layer() instanceof Softmax
                && last.inputs().get(0) != Graph.INPUT) {
            notes.add("The last layer, the softmax of '" + last.name()
                    + "', is cut off, since likelihoods take what stands before it");
            out = last.inputs().get(0);
        }
        walk.frozen().forEach(n -> notes.add("'" + n + "' is frozen: its numbers are constants"));
        OutputChannels.Placed placed = OutputChannels.last(assembly, out);
        placed.note().ifPresent(notes::add);
        return new ImportedNetwork(
                assembly.finish(placed.part()),
                sample,
                false,
                model instanceof Dl4jStack ? "DL4J MultiLayerNetwork" : "DL4J ComputationGraph",
                notes,
                walk.normalizations());
    }

    /** Names all layers that are not read at once. */
    private static void requireKnown(Dl4jModel model) {
        Set<String> unknown = new TreeSet<>();
        boolean old = false;
        for (JsonNode given : model.layers()) {
            JsonNode layer = Dl4jWalk.unwrapped(given);
            String name = Dl4jFile.className(layer);
            old |= name.isEmpty();
            if (!Dl4jLayers.ALL.containsKey(name)) {
                unknown.add(name + " ('" + layer.path("layerName").asString("") + "')");
            }
        }
        if (old) {
            throw new Dl4jException("has layers that do not say their class, as DL4J wrote before 1.0.0");
        }
        if (!unknown.isEmpty()) {
            throw new Dl4jException("has layers that are not read: " + String.join(", ", unknown));
        }
    }

    /** Returns the dimensions of one sample; images of any size fit convolutions, so that the options say theirs. */
    private static List<Integer> sample(Path file, Dl4jModel model, ImportOptions options) {
        List<Integer> given = options.inputShape();
        List<Integer> said = said(model);
        if (said.isEmpty() && given.isEmpty()) {
            throw InputFileException.of(
                    file,
                    "takes images and does not say of which size",
                    Remedy.of(
                                    "say the shape of a sample as DL4J takes it: channels, height and width, or channels last")
                            .by("inputShape"));
        }
        if (!said.isEmpty() && !given.isEmpty() && !said.equals(given)) {
            throw InputFileException.of(
                    file,
                    "takes samples of the shape " + said + ", and " + given + " was given",
                    Remedy.of("leave the shape out, or give one that fits").by("inputShape"));
        }
        return said.isEmpty() ? given : said;
    }

    private static List<Integer> said(Dl4jModel model) {
        for (Dl4jModel.First first : model.first()) {
            List<Integer> image = Dl4jWalk.image(first.preprocessor());
            if (!image.isEmpty()) {
                return List.of(
                        Shape.of(image.get(0), image.get(1), image.get(2)).size());
            }
            JsonNode layer = Dl4jWalk.unwrapped(first.layer());
            boolean flat = Set.of("DenseLayer", "OutputLayer").contains(Dl4jFile.className(layer));
            int inputs = layer.path("nin").asInt(0);
            if (flat
                    && inputs > 0
                    && (first.preprocessor().isMissingNode()
                            || first.preprocessor().isNull())) {
                return List.of(inputs);
            }
        }
        return List.of();
    }
}
