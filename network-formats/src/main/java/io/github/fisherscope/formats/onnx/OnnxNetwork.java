package io.github.fisherscope.formats.onnx;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.OutputChannels;
import io.github.fisherscope.formats.onnx.operator.Import;
import io.github.fisherscope.formats.onnx.operator.Value;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.proto.OnnxFile;
import io.github.fisherscope.formats.onnx.proto.OnnxModel;
import io.github.fisherscope.formats.onnx.proto.OnnxNode;
import io.github.fisherscope.formats.onnx.proto.OnnxValue;
import io.github.fisherscope.formats.onnx.value.Dims;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads networks from ONNX files. The network is read at batch size 1 and later run for many samples side by side: no layer
 * sees another sample, and files whose layers do are refused.
 */
public final class OnnxNetwork {
    private static final int FIRST_OPSET = 7;
    private static final int LAST_OPSET = 23;
    private static final Set<String> PASSING = Set.of("Identity", "Cast", "Dropout");
    private static final Set<String> SOFTMAX = Set.of("Softmax", "LogSoftmax");

    private final OnnxModel model;
    private final ImportOptions options;
    private final List<String> notes = new ArrayList<>();

    private OnnxNetwork(OnnxModel model, ImportOptions options) {
        this.model = model;
        this.options = options;
    }

    /**
     * Reads a file.
     *
     * @throws InputFileException if it is damaged, or has operators that are not read: all of them are named at once
     */
    public static ImportedNetwork read(Path file, ImportOptions options) {
        return new OnnxNetwork(OnnxFile.read(file), options).read();
    }

    private ImportedNetwork read() {
        boolean own = model.graph().nodes().stream().anyMatch(n -> n.domain().isEmpty());
        if (own && model.opset() < FIRST_OPSET) {
            throw refused(
                    "has operators of version " + model.opset() + "; versions from " + FIRST_OPSET + " on are read",
                    "export it again with a newer program");
        }
        if (model.opset() > LAST_OPSET) {
            notes.add("The file has operators of version " + model.opset() + ", which are read as those of version "
                    + LAST_OPSET);
        }
        OnnxValue input = input();
        boolean tokens = input.kind().filter(k -> !k.floating()).isPresent();
        List<Integer> shape = shape(input);
        Import reading = new Import(model, options, input.name(), shape, tokens);
        reading.run();
        Signal output = output(reading);
        int last = reading.assembly().reshaped("output", output.part(), Dims.shape(output.dims()));
        if (last == Graph.INPUT) {
            throw refused("returns its input as it is", "check that it is the file you meant");
        }
        OutputChannels.Placed placed = OutputChannels.last(reading.assembly(), last);
        GraphNetwork network = reading.assembly().finish(placed.part());
        notes.addAll(reading.notes());
        placed.note().ifPresent(notes::add);
        notes.addAll(TwinParameters.notes(network));
        return new ImportedNetwork(
                network,
                shape.subList(Math.min(1, shape.size() - 1), shape.size()),
                tokens,
                format(),
                notes,
                reading.normalizations());
    }

    private String format() {
        return "ONNX, operators of version " + model.opset()
                + (model.producer().isEmpty() ? "" : ", written by " + model.producer());
    }

    private InputFileException refused(String problem, String remedy) {
        return InputFileException.of(model.file(), problem, remedy);
    }

    private OnnxValue input() {
        List<OnnxValue> free = model.graph().freeInputs();
        if (free.size() != 1) {
            throw refused(
                    "has " + free.size() + " inputs" + (free.isEmpty() ? "" : " (" + names(free) + ")")
                            + "; networks of one input are read",
                    "export the model with the other inputs as constants");
        }
        if (free.get(0).kind().isEmpty()) {
            throw refused(
                    "has the input '" + free.get(0).name() + "' of a type that is not read",
                    "export the model with float or double inputs, or whole numbers for tokens");
        }
        return free.get(0);
    }

    private static String names(List<OnnxValue> values) {
        return values.stream().map(v -> "'" + v.name() + "'").collect(Collectors.joining(", "));
    }

    /** Returns the dimensions of the input with the batch axis at 1. */
    private List<Integer> shape(OnnxValue input) {
        List<Integer> shape = new ArrayList<>(List.of(1));
        if (!options.inputShape().isEmpty()) {
            shape.addAll(options.inputShape());
        }
        Optional<List<Long>> stated = input.dimensions();
        if (stated.isEmpty() || stated.get().isEmpty()) {
            if (shape.size() == 1) {
                throw open("does not say the shape of its input '" + input.name() + "'");
            }
            return shape;
        }
        List<Long> dims = stated.get();
        if (dims.get(0) > 1) {
            notes.add("The file is made for batches of " + dims.get(0) + " samples; it is read for one at a time");
        }
        if (shape.size() > 1) {
            requireAgreement(dims, shape);
            return shape;
        }
        for (long n : dims.subList(1, dims.size())) {
            if (n < 1 || n > Integer.MAX_VALUE) {
                throw open("leaves the shape of its input '" + input.name() + "' open: " + words(dims));
            }
            shape.add((int) n);
        }
        return shape;
    }

    private void requireAgreement(List<Long> dims, List<Integer> shape) {
        boolean same = dims.size() == shape.size();
        for (int i = 1; same && i < shape.size(); i++) {
            same = dims.get(i) < 1 || dims.get(i) == (long) shape.get(i);
        }
        if (!same) {
            throw InputFileException.of(
                    model.file(),
                    "takes inputs of the shape " + words(dims) + ", and " + options.inputShape() + " was given",
                    Remedy.of("give a shape that fits").by("inputShape"));
        }
    }

    private static String words(List<Long> dims) {
        return dims.stream().skip(1).map(n -> n < 1 ? "?" : String.valueOf(n)).collect(Collectors.joining("×"));
    }

    private InputFileException open(String problem) {
        return InputFileException.of(
                model.file(), problem, Remedy.of("say the shape of one sample").by("inputShape"));
    }

    private Signal output(Import reading) {
        String name = outputName();
        Optional<OnnxNode> softmax = options.keepSoftmax() ? Optional.empty() : lastSoftmax(name);
        Value value = reading.value(softmax.map(n -> n.input(0)).orElse(name));
        if (!reading.refusals().isEmpty()) {
            throw refused(
                    "cannot be read: " + Refusals.together(reading.refusals()), "change the model and export it again");
        }
        softmax.ifPresent(n -> notes.add("The last layer, " + n.operator() + " '" + n.name()
                + "', is cut off: likelihoods take what stands before it"));
        if (value instanceof Signal signal) {
            return signal;
        }
        throw refused("has the output '" + name + "', which does not depend on its input", "export the model again");
    }

    private String outputName() {
        List<OnnxValue> outputs = model.graph().outputs();
        if (options.output().isEmpty() && outputs.size() == 1) {
            return outputs.get(0).name();
        }
        if (outputs.stream().anyMatch(v -> v.name().equals(options.output()))) {
            return options.output();
        }
        throw InputFileException.of(
                model.file(),
                "has " + outputs.size() + " outputs (" + names(outputs) + ")"
                        + (options.output().isEmpty() ? "" : " and none of the name '" + options.output() + "'"),
                Remedy.of("say which one is the network's").by("networkOutput"));
    }

    /** Returns the softmax at the very end, if there is one. */
    private Optional<OnnxNode> lastSoftmax(String output) {
        String name = output;
        List<OnnxNode> nodes = model.graph().nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            OnnxNode node = nodes.get(i);
            if (node.outputs().contains(name)) {
                if (!PASSING.contains(node.operator())) {
                    return Optional.of(node).filter(n -> SOFTMAX.contains(n.operator()));
                }
                name = node.input(0);
            }
        }
        return Optional.empty();
    }
}
