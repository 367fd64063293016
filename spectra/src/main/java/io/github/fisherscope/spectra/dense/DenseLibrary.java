package io.github.fisherscope.spectra.dense;

/** The library that solves a dense symmetric eigenproblem. All three are pure Java and backward stable. */
public enum DenseLibrary {
    /** EJML: Householder tridiagonalisation and implicit QR; the default. */
    EJML,
    /** ojAlgo; may use several threads for large matrices. */
    OJALGO,
    /** Commons Math 3.6: always computes the vectors too; kept mainly as a third opinion. */
    COMMONS_MATH
}
