package io.github.fisherscope.core.backend.internal.shared;

/** Kernels that do in one pass what otherwise takes several; those of other kinds are put together by the backend. */
public interface FusedEntryKernels extends EntryKernels {
    double hadamardAccumulateSquares(
            StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift, StridedMatrix c);
}
