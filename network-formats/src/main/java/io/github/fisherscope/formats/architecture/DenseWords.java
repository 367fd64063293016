package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Dense layers, tables of tokens and positions. */
final class DenseWords {
    private DenseWords() {}

    static Map<String, LayerWord> words() {
        return Map.of(
                "linear", LayerWord.ofParameters(DenseWords::linear, "outputs", "bias", "transposed"),
                "embedding", LayerWord.ofParameters(DenseWords::embedding, "entries", "width"),
                "positions", LayerWord.ofParameters(DenseWords::positions));
    }

    /** {@code {"linear":"fc1"}}; a tied output layer names the table of the embedding. */
    private static Flow linear(WordCall call, Flow in) {
        String prefix = call.prefix();
        boolean tied =
                call.find(prefix + ".weight").isPresent() || call.find(prefix).isPresent();
        if (call.sized("outputs") && (!tied || call.has("outputs"))) {
            int outputs = call.size("outputs");
            boolean turned = call.flag("transposed", false);
            call.wantWeight(
                    prefix + ".weight", turned ? List.of(in.last(), outputs) : List.of(outputs, in.last()), in.last());
            if (call.flag("bias", true)) {
                call.wantBias(prefix + ".bias", outputs);
            }
        }
        StoredTensor weight = call.tensor(prefix + ".weight", prefix);
        Optional<StoredTensor> bias = call.flag("bias", true) ? call.find(prefix + ".bias") : Optional.empty();
        return call.dense(in, weight, bias, call.flag("transposed", false));
    }

    private static Flow embedding(WordCall call, Flow in) {
        if (call.sized("entries", "width")) {
            call.wantWeight(call.prefix() + ".weight", List.of(call.size("entries"), call.size("width")), 1);
        }
        StoredTensor table = call.tensor(call.prefix() + ".weight", call.prefix());
        if (table.dimensions().size() != 2) {
            throw call.wrong("takes the matrix '" + table.name() + "', and the file has " + table.dimensions());
        }
        Lookup lookup = new Lookup(table.dimensions().get(0), table.dimensions().get(1));
        return call.emit(List.of(in), lookup, List.of(call.whole(table)));
    }

    /** Adds the first rows of a table, one for each position. */
    private static Flow positions(WordCall call, Flow in) {
        int width = in.last();
        int count = in.dims().get(in.dims().size() - 2);
        if (call.drawn()) {
            call.wantWeight(call.prefix() + ".weight", List.of(count, width), 1);
        }
        StoredTensor table = call.tensor(call.prefix() + ".weight", call.prefix());
        List<Integer> dims = table.dimensions();
        if (dims.get(dims.size() - 1) != width || table.size() < count * width) {
            throw call.wrong("adds '" + table.name() + "' of the shape " + dims + " to " + in.shape());
        }
        Shape placed = Shape.of(count, width);
        WeightSource.Stored first = new WeightSource.Stored(
                table.name(),
                WeightSource.EntryTable.of(IntStream.range(0, count * width).toArray()));
        return call.emit(List.of(in), new Shift(placed, placed), List.of(call.source(first, table)));
    }
}
