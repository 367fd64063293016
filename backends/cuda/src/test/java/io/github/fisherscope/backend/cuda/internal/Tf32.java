package io.github.fisherscope.backend.cuda.internal;

/** The format of tensor cores: float32 with ten bits after the leading one. */
final class Tf32 {
    /** The largest relative error of rounding to it. */
    static final double UNIT_ROUNDOFF = 0x1p-11;

    private static final int DROPPED = 13;

    private Tf32() {}

    /** Rounds to nearest, ties away from zero, as cvt.rna.tf32.f32 does. */
    static float rounded(float x) {
        if (!Float.isFinite(x)) {
            return x;
        }
        int bits = Float.floatToRawIntBits(x) + (1 << (DROPPED - 1));
        return Float.intBitsToFloat(bits & -(1 << DROPPED));
    }
}
