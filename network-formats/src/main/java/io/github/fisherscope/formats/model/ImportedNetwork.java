package io.github.fisherscope.formats.model;

import io.github.fisherscope.core.linear.GraphNetwork;
import java.util.List;
import java.util.Objects;

/**
 * A network from a file.
 *
 * @param network the graph and its parameters, whose order is the order of the file
 * @param inputShape dimensions of one sample of data, without the batch axis
 * @param tokens whether the input is whole numbers that choose rows of a table
 * @param format what the file is, such as {@code ONNX, opset 17, written by pytorch}
 * @param notes what was folded, cut off, tied, untied or frozen, a sentence each
 * @param normalizations the number of batch, layer, group, instance and RMS normalisations
 */
public record ImportedNetwork(
        GraphNetwork network,
        List<Integer> inputShape,
        boolean tokens,
        String format,
        List<String> notes,
        int normalizations) {
    public ImportedNetwork {
        Objects.requireNonNull(network, "network");
        inputShape = List.copyOf(inputShape);
        notes = List.copyOf(notes);
    }
}
