package io.github.fisherscope.formats.onnx.proto;

import java.util.List;
import java.util.Optional;

/**
 * An input or output of a network as a file describes it.
 *
 * @param name its name
 * @param kind the type of its elements, if it is a tensor of numbers
 * @param dimensions its lengths, −1 for one that the file leaves open; nothing if the file does not say how many there are
 */
public record OnnxValue(String name, Optional<ElementKind> kind, Optional<List<Long>> dimensions) {
    public OnnxValue {
        dimensions = dimensions.map(List::copyOf);
    }
}
