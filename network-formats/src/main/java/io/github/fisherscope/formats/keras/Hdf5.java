package io.github.fisherscope.formats.keras;

import io.github.fisherscope.formats.model.StoredTensor;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what Keras stores in HDF5, within limits that the length of the file sets. */
final class Hdf5 {
    /** Bytes that are unpacked at most for each byte of the file, beside some slack for small files. */
    private static final long MOST_UNPACKED = 100;

    private static final long SLACK = 1 << 20;

    private long left;

    /** Begins to read a file of that length. */
    Hdf5(long length) {
        this.left = MOST_UNPACKED * length + SLACK;
    }

    private void spend(long bytes, String what) {
        left -= Math.max(0, bytes);
        if (bytes < 0 || left < 0) {
            throw new KerasException(what + " claims " + bytes + " bytes, more than the file can hold");
        }
    }

    /** Returns a node by its path, whose parts may be parts of names; null if there is none. */
    static @Nullable Node at(Group group, String path) {
        Node found = group.getChildren().get(path);
        for (int slash = path.indexOf('/'); found == null && slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (group.getChildren().get(path.substring(0, slash)) instanceof Group inner) {
                found = at(inner, path.substring(slash + 1));
            }
        }
        return found;
    }

    static Group group(Group parent, String name) {
        if (at(parent, name) instanceof Group group) {
            return group;
        }
        throw new KerasException("lacks the group '" + name + "'");
    }

    /** Returns an attribute that is one text; null if there is none. */
    @Nullable String text(Node node, String name) {
        List<String> texts = texts(node, name);
        return texts.isEmpty() ? null : String.join("", texts);
    }

    /** Returns an attribute that is a list of texts; Keras cuts a long one into numbered pieces. */
    List<String> texts(Node node, String name) {
        List<String> texts = new ArrayList<>(pieces(node, name));
        for (int i = 0; node.getAttributes().containsKey(name + i); i++) {
            texts.addAll(pieces(node, name + i));
        }
        return texts;
    }

    private List<String> pieces(Node node, String name) {
        Attribute attribute = node.getAttributes().get(name);
        if (attribute == null || attribute.isEmpty()) {
            return List.of();
        }
        spend(attribute.getSizeInBytes(), "the attribute '" + name + "'");
        Object data = attribute.getData();
        if (data instanceof String text) {
            return List.of(text);
        }
        return data instanceof Object[] several
                ? Arrays.stream(several).map(String::valueOf).toList()
                : List.of();
    }

    /** Reads a tensor. */
    StoredTensor tensor(Node node, String name) {
        if (!(node instanceof Dataset dataset) || dataset.isCompound() || dataset.isVariableLength()) {
            throw new KerasException("holds '" + name + "', which is no array of numbers");
        }
        List<Integer> dimensions = new ArrayList<>();
        long size = 1;
        for (long d : dataset.getDimensionsAsLong()) {
            size = Math.multiplyExact(size, d);
            if (d < 1 || size > Integer.MAX_VALUE - 8L) {
                throw new KerasException("holds '" + name + "' with a dimension of " + d);
            }
            dimensions.add(Math.toIntExact(d));
        }
        spend(Math.multiplyExact(size, dataset.getDataType().getSize()), "'" + name + "'");
        double[] values = numbers(dataset.getDataFlat(), name);
        if (values.length != size) {
            throw new KerasException(
                    "holds '" + name + "' of " + values.length + " numbers, where its shape has " + size);
        }
        return new StoredTensor(name, dimensions, () -> values);
    }

    private static double[] numbers(@Nullable Object data, String name) {
        if (data instanceof double[] doubles) {
            return doubles;
        }
        if (data instanceof float[] floats) {
            double[] values = new double[floats.length];
            Arrays.setAll(values, i -> floats[i]);
            return values;
        }
        if (data instanceof Number one) {
            return new double[] {one.doubleValue()};
        }
        throw new KerasException("holds '" + name + "', which is no array of floating-point numbers");
    }
}
