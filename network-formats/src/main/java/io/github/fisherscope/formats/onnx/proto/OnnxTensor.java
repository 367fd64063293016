package io.github.fisherscope.formats.onnx.proto;

import java.util.List;
import java.util.Optional;

/**
 * A stored tensor. Its numbers stay where they are in the file until they are asked for.
 *
 * <p>Cost of the accessors: one pass over the elements; at most eight bytes are allocated for each element, whose storage was
 * checked to hold all of them.
 */
public final class OnnxTensor {
    private final String name;
    private final List<Integer> dimensions;
    private final long type;
    private final TensorData data;

    OnnxTensor(String name, List<Integer> dimensions, long type, TensorData data) {
        this.name = name;
        this.dimensions = List.copyOf(dimensions);
        this.type = type;
        this.data = data;
    }

    public String name() {
        return name;
    }

    /** Returns the same tensor with another name. */
    public OnnxTensor named(String newName) {
        return new OnnxTensor(newName, dimensions, type, data);
    }

    /** Returns a tensor of zeros of the same shape and type. */
    public OnnxTensor zeros() {
        return new OnnxTensor(name, dimensions, type, new TensorData.Zeros(elements()));
    }

    /** Returns its lengths; none for a single number. */
    public List<Integer> dimensions() {
        return dimensions;
    }

    /** Returns the type of the elements, or nothing for text and types that are not read. */
    public Optional<ElementKind> kind() {
        return ElementKind.of(type);
    }

    /** Returns ONNX's number for the type of the elements. */
    public long typeCode() {
        return type;
    }

    /** Returns the number of elements. */
    public int elements() {
        return dimensions.stream().reduce(1, Math::multiplyExact);
    }

    /** Returns the elements as floating-point numbers. */
    public double[] reals() {
        ElementKind kind = kind().orElseThrow();
        double[] values = new double[elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.real(kind, i);
        }
        return values;
    }

    /** Returns the elements as whole numbers. */
    public long[] integers() {
        ElementKind kind = kind().orElseThrow();
        long[] values = new long[elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.whole(kind, i);
        }
        return values;
    }
}
