package io.github.fisherscope.formats.bytes;

/** Floating-point numbers of two bytes, widened without rounding. */
public final class Halves {
    private static final int EXPONENT_BITS = 0x1f;
    private static final int FRACTION_BITS = 10;
    private static final int FRACTION = (1 << FRACTION_BITS) - 1;
    private static final int BIAS = 15;

    private Halves() {}

    /** Returns the value of IEEE 754 binary16 bits. */
    public static double half(short bits) {
        int exponent = bits >> FRACTION_BITS & EXPONENT_BITS;
        int fraction = bits & FRACTION;
        double size;
        if (exponent == EXPONENT_BITS) {
            size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((double) fraction, 1 - BIAS - FRACTION_BITS);
        } else {
            size = Math.scalb((double) (fraction | 1 << FRACTION_BITS), exponent - BIAS - FRACTION_BITS);
        }
        return bits < 0 ? -size : size;
    }

    /** Returns the value of bfloat16 bits, the upper half of a float. */
    public static double brain(short bits) {
        return Float.intBitsToFloat(bits << Short.SIZE);
    }
}
