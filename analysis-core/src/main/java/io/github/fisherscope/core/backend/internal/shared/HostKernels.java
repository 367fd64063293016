package io.github.fisherscope.core.backend.internal.shared;

import io.github.fisherscope.core.network.Activation;

/** Kernels in Java on bulk copies of runs; the division of work depends on shapes alone. */
final class HostKernels implements FusedEntryKernels {
    private final Elementwise elementwise;
    private final TileKernels tiles;
    private final Reductions reductions;

    HostKernels(WorkCrew crew) {
        this.elementwise = new Elementwise(crew);
        this.tiles = new TileKernels(crew);
        this.reductions = new Reductions(crew);
    }

    @Override
    public void fill(StridedMatrix m, double value) {
        elementwise.fill(m, value);
    }

    @Override
    public void copy(StridedMatrix source, StridedMatrix target) {
        elementwise.copy(source, target);
    }

    @Override
    public void add(double alpha, StridedMatrix x, double beta, StridedMatrix y) {
        elementwise.add(alpha, x, beta, y);
    }

    @Override
    public void addToRows(StridedMatrix row, StridedMatrix m) {
        elementwise.addToRows(row, m);
    }

    @Override
    public void activate(Activation activation, StridedMatrix u, StridedMatrix h, StridedMatrix d) {
        elementwise.activate(activation, u, h, d);
    }

    @Override
    public void hadamard(StridedMatrix a, StridedMatrix b, StridedMatrix out) {
        elementwise.hadamard(a, b, out);
    }

    @Override
    public void hadamardAccumulate(
            StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift, StridedMatrix c) {
        tiles.accumulate(a, b, rowShift, columnShift, shift, c);
    }

    @Override
    public double hadamardAccumulateSquares(
            StridedMatrix a, StridedMatrix b, long rowShift, long columnShift, double shift, StridedMatrix c) {
        return tiles.accumulateSquares(a, b, rowShift, columnShift, shift, c);
    }

    @Override
    public void mirrorLower(StridedMatrix c) {
        elementwise.mirrorLower(c);
    }

    @Override
    public void columnSums(StridedMatrix m, StridedMatrix out) {
        reductions.columnSums(m, out);
    }

    @Override
    public double dot(StridedMatrix a, StridedMatrix b) {
        return reductions.dot(a, b);
    }

    @Override
    public void rowDots(StridedMatrix a, StridedMatrix b, double[] out) {
        reductions.rowDots(a, b, out);
    }

    @Override
    public boolean lowerTriangleFinite(StridedMatrix a) {
        return reductions.lowerTriangleFinite(a);
    }
}
