package io.github.fisherscope.formats.bytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Types of floating-point numbers in files. */
public enum FloatType {
    DOUBLE(Double.BYTES),
    FLOAT(Float.BYTES),
    HALF(Short.BYTES),
    BRAIN(Short.BYTES);

    private final int bytes;

    FloatType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the number of bytes of a number. */
    public int bytes() {
        return bytes;
    }

    /** Returns number {@code i} of a buffer in the buffer's order of bytes, widened without rounding. */
    public double at(ByteBuffer buffer, int i) {
        return switch (this) {
            case DOUBLE -> buffer.getDouble(i * Double.BYTES);
            case FLOAT -> buffer.getFloat(i * Float.BYTES);
            case HALF -> Halves.half(buffer.getShort(i * Short.BYTES));
            case BRAIN -> Halves.brain(buffer.getShort(i * Short.BYTES));
        };
    }

    /** Returns the first {@code count} numbers of a little-endian buffer. */
    public double[] read(ByteBuffer buffer, int count) {
        ByteBuffer little = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = at(little, i);
        }
        return values;
    }
}
