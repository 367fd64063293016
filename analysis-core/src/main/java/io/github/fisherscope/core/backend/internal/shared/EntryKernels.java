package io.github.fisherscope.core.backend.internal.shared;

import io.github.fisherscope.core.network.Activation;

/**
 * Everything that {@link CpuBackend} does entry by entry, with the meaning that
 * {@link io.github.fisherscope.core.backend.Backend} gives to the operations of the same names. Shapes have been
 * checked and matrices may be empty.
 */
public interface EntryKernels {
    void fill(StridedMatrix m, double value);

    void copy(StridedMatrix source, StridedMatrix target);

    /** Computes {@code y ← alpha x + beta y}; x may be y. */
    void add(double alpha, StridedMatrix x, double beta, StridedMatrix y);

    void addToRows(StridedMatrix row, StridedMatrix m);

    void activate(Activation activation, StridedMatrix u, StridedMatrix h, StridedMatrix d);

    void hadamard(StridedMatrix a, StridedMatrix b, StridedMatrix out);

    void hadamardAccumulate(
            StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift, StridedMatrix c);

    /** Copies the lower triangle of a square matrix to the upper one. */
    void mirrorLower(StridedMatrix c);

    void columnSums(StridedMatrix m, StridedMatrix out);

    double dot(StridedMatrix a, StridedMatrix b);

    void rowDots(StridedMatrix a, StridedMatrix b, double[] out);

    /** Returns whether the lower triangle, diagonal included, holds finite numbers only. */
    boolean lowerTriangleFinite(StridedMatrix a);
}
