package io.github.fisherscope.formats.onnx.value;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Arithmetic on dimensions; a number has none. */
public final class Dims {
    private Dims() {}

    /** Returns the number of entries. */
    public static int size(List<Integer> dims) {
        return dims.stream().reduce(1, Math::multiplyExact);
    }

    /** Returns the product of the dimensions {@code from} to {@code to} (exclusive). */
    public static int size(List<Integer> dims, int from, int to) {
        return size(dims.subList(from, to));
    }

    /** Returns the shape of a node's output; a number is a tensor of shape 1. */
    public static Shape shape(List<Integer> dims) {
        return dims.isEmpty() ? Shape.of(1) : new Shape(dims);
    }

    /** Returns an axis counted from the front, where negative ones count from the end. */
    public static int axis(long axis, int rank) {
        Args.require(axis >= -rank && axis < Math.max(rank, 1), "there is no axis %d among %d", axis, rank);
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** Returns how far entries lie apart that differ by one in an axis, for each axis. */
    public static int[] strides(List<Integer> dims) {
        int[] strides = new int[dims.size()];
        int stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dims.get(i);
        }
        return strides;
    }

    /** Returns what two shapes become together: aligned on the right, with 1 stretched. */
    public static List<Integer> broadcast(List<Integer> a, List<Integer> b) {
        int rank = Math.max(a.size(), b.size());
        List<Integer> result = new ArrayList<>(Collections.nCopies(rank, 1));
        for (int i = 1; i <= rank; i++) {
            int x = i > a.size() ? 1 : a.get(a.size() - i);
            int y = i > b.size() ? 1 : b.get(b.size() - i);
            Args.require(x == y || x == 1 || y == 1, "shapes %s and %s do not fit together", a, b);
            result.set(rank - i, x == 1 ? y : x);
        }
        return result;
    }

    /** Returns the same dimensions with one of them changed. */
    public static List<Integer> with(List<Integer> dims, int axis, int length) {
        List<Integer> changed = new ArrayList<>(dims);
        changed.set(axis, length);
        return changed;
    }
}
