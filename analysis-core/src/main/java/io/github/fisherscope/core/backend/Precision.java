package io.github.fisherscope.core.backend;

/** The number format in which a backend stores and multiplies matrices. Sums of reductions are always in float64. */
public enum Precision {
    DOUBLE(8, 0x1p-53),
    SINGLE(4, 0x1p-24);

    private final int bytes;
    private final double unitRoundoff;

    Precision(int bytes, double unitRoundoff) {
        this.bytes = bytes;
        this.unitRoundoff = unitRoundoff;
    }

    /** Returns the size of one number in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Returns u, the largest relative error of one rounding. */
    public double unitRoundoff() {
        return unitRoundoff;
    }
}
