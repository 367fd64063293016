package io.github.fisherscope.core.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How one element is stored.
 *
 * @param kind meaning of the bytes
 * @param bytes their number: 1, 2, 4 or 8 for numbers, any for text, 0 for Python objects
 * @param order their order
 */
record ElementType(Kind kind, int bytes, ByteOrder order) {
    /** Meaning of an element's bytes. */
    enum Kind {
        FLOAT,
        SIGNED,
        UNSIGNED,
        BOOLEAN,
        /** The upper half of a binary32 number; NumPy calls it two raw bytes. */
        BRAIN_FLOAT,
        /** Characters of four bytes each. */
        CHARACTERS,
        /** Characters of one byte each. */
        BYTES,
        /** Anything of Python's, pickled. */
        OBJECT
    }

    /** Whether NumPy itself calls these numbers. */
    boolean numeric() {
        return kind.compareTo(Kind.BRAIN_FLOAT) < 0;
    }

    /** Whether the stored numbers are whole by type. */
    boolean integral() {
        return kind != Kind.FLOAT && kind != Kind.BRAIN_FLOAT;
    }

    /**
     * Decodes {@code count} elements from the buffer's position on.
     *
     * @return the index of the first whole number that float64 cannot hold exactly, or −1
     */
    int decode(ByteBuffer source, double[] target, int offset, int count) {
        source.order(order);
        return switch (kind) {
            case FLOAT -> {
                decodeFloats(source, target, offset, count);
                yield -1;
            }
            case BOOLEAN -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = source.get() == 0 ? 0 : 1;
                }
                yield -1;
            }
            case SIGNED, UNSIGNED -> {
                if (bytes == Long.BYTES) {
                    yield decodeLongs(source, target, offset, count);
                }
                decodeIntegers(source, target, offset, count);
                yield -1;
            }
            case BRAIN_FLOAT -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = Float.intBitsToFloat(source.getShort() << 16);
                }
                yield -1;
            }
            case CHARACTERS, BYTES, OBJECT -> throw new IllegalStateException(kind + " are no numbers");
        };
    }

    private void decodeFloats(ByteBuffer source, double[] target, int offset, int count) {
        switch (bytes) {
            case Double.BYTES -> source.asDoubleBuffer().get(target, offset, count);
            case Float.BYTES -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = source.getFloat();
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[offset + i] = half(source.getShort());
                }
            }
        }
    }

    private void decodeIntegers(ByteBuffer source, double[] target, int offset, int count) {
        boolean signed = kind == Kind.SIGNED;
        for (int i = 0; i < count; i++) {
            target[offset + i] = switch (bytes) {
                case Byte.BYTES -> signed ? source.get() : Byte.toUnsignedInt(source.get());
                case Short.BYTES -> signed ? source.getShort() : Short.toUnsignedInt(source.getShort());
                default -> signed ? source.getInt() : Integer.toUnsignedLong(source.getInt());
            };
        }
    }

    private int decodeLongs(ByteBuffer source, double[] target, int offset, int count) {
        int inexact = -1;
        for (int i = 0; i < count; i++) {
            long bits = source.getLong();
            boolean beyondSigned = kind == Kind.UNSIGNED && bits < 0;
            // From 2⁶³ on, float64 holds the multiples of 2¹¹.
            double value = beyondSigned ? (bits >>> 11) * 0x1p11 : bits;
            // 2⁶³ − 1 rounds up to 2⁶³, whose conversion saturates back to 2⁶³ − 1: it needs its own comparison.
            boolean exact = beyondSigned ? (bits & 0x7ff) == 0 : (long) value == bits && bits != Long.MAX_VALUE;
            if (!exact && inexact < 0) {
                inexact = i;
            }
            target[offset + i] = value;
        }
        return inexact;
    }

    /** Returns the 64-bit integer that is element {@code index} of a buffer, in decimal. */
    String integerText(ByteBuffer source, int index) {
        long bits = source.order(order).getLong(index * Long.BYTES);
        return kind == Kind.UNSIGNED ? Long.toUnsignedString(bits) : Long.toString(bits);
    }

    /** Returns the value of an IEEE 754 binary16 number; every one of them is exact in float64. */
    static double half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude = switch (exponent) {
            case 0 -> fraction * 0x1p-24;
            case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
        };
        return bits < 0 ? -magnitude : magnitude;
    }
}
