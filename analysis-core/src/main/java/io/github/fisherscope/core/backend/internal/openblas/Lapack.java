package io.github.fisherscope.core.backend.internal.openblas;

import java.util.Locale;

/** Codes and outcomes of LAPACK. */
final class Lapack {
    static final int COLUMN_MAJOR = 102;

    private Lapack() {}

    /** Throws unless a routine has ended well. */
    static void requireSuccess(String routine, int info) {
        if (info != 0) {
            throw new ArithmeticException(String.format(
                    Locale.ROOT,
                    "LAPACK's %s ended with info = %d; scale the matrix or use the backend 'java'",
                    routine,
                    info));
        }
    }
}
