package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Precision;

/** How products are formed; everything else is computed in the precision in which matrices are stored. */
enum Arithmetic {
    FLOAT64(Precision.DOUBLE),
    FLOAT32(Precision.SINGLE),
    /** Factors are rounded to TF32 (unit roundoff 2⁻¹¹), their products added up in float32. */
    TF32(Precision.SINGLE);

    private final Precision storage;

    Arithmetic(Precision storage) {
        this.storage = storage;
    }

    Precision storage() {
        return storage;
    }

    static Arithmetic of(Precision precision) {
        return precision == Precision.DOUBLE ? FLOAT64 : FLOAT32;
    }
}
