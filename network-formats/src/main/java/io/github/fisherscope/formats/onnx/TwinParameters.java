package io.github.fisherscope.formats.onnx;

import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds parameters that have the numbers of another one, or of its transpose: an exporter that folds constants stores a weight
 * that the model uses twice as two, and then derivatives of the two are taken apart.
 */
final class TwinParameters {
    private TwinParameters() {}

    static List<String> notes(GraphNetwork network) {
        List<String> notes = new ArrayList<>();
        Map<Long, List<ParameterTensor>> bySum = new HashMap<>();
        for (ParameterTensor tensor : network.graph().tensors()) {
            RealVector values = network.values(tensor);
            if (values.size() < 4 || values.stream().distinct().limit(2).count() < 2) {
                continue;
            }
            // The sum of bits does not depend on the order of the entries.
            long sum = values.stream().mapToLong(Double::doubleToLongBits).sum();
            List<ParameterTensor> alike = bySum.computeIfAbsent(sum, k -> new ArrayList<>());
            for (ParameterTensor other : alike) {
                String relation = relation(tensor, values, other, network.values(other));
                if (!relation.isEmpty()) {
                    notes.add(
                            "'%s' has the numbers of %s'%s' and counts as a parameter of its own; if the model ties them, export it without folding constants"
                                    .formatted(tensor.name(), relation, other.name()));
                }
            }
            alike.add(tensor);
        }
        return notes;
    }

    /** Returns what stands before the name of the other tensor, or nothing if the two are not alike. */
    private static String relation(ParameterTensor a, RealVector x, ParameterTensor b, RealVector y) {
        if (x.equals(y)) {
            return "the tensor ";
        }
        List<Integer> dims = a.shape().dimensions();
        if (dims.size() != 2 || !b.shape().dimensions().equals(List.of(dims.get(1), dims.get(0)))) {
            return "";
        }
        for (int i = 0; i < dims.get(0); i++) {
            for (int j = 0; j < dims.get(1); j++) {
                if (x.get(i * dims.get(1) + j) != y.get(j * dims.get(0) + i)) {
                    return "";
                }
            }
        }
        return "the transpose of ";
    }
}
