package io.github.fisherscope.formats.onnx.proto;

import java.util.Arrays;

/** A list of whole numbers that grows, without an object for each. */
final class NumberList {
    private long[] values = new long[0];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(8, Math.addExact(size, size >> 1)));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    long get(int i) {
        return values[i];
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
