package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.operator.BatchedOperator;
import io.github.fisherscope.core.operator.ResidentOperator;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The dual Fisher matrix {@code K}, built once and kept for products: what {@link DualFisher} builds, stored by halves as
 * {@link SymmetricBlocks} are. A product with up to {@link #VECTORS} vectors takes 2n² flops for each and one pass over
 * n²/2 numbers for all; the building costs what {@link DualFisher} says.
 *
 * <p>Images are summed in a fixed order: they do not depend on the number of threads. May be used from several threads.
 */
final class DualMatrixOperator extends RouteMatrix implements BatchedOperator, ResidentOperator {
    /** Vectors that share a pass at most. */
    static final int VECTORS = 16;

    /** Measured for ten vectors at once: 33 to 38 % of the rate of matrix products of order 1000 (docs/performance.md). */
    private static final double MEMORY_BOUND = 3;

    private final SymmetricBlocks blocks;
    private final DualMoments moments;
    private final int dimension;

    private DualMatrixOperator(DataSweep source, SymmetricBlocks blocks, DualMoments moments, int dimension) {
        super(source, 1, source.network().depth());
        this.blocks = blocks;
        this.moments = moments;
        this.dimension = dimension;
    }

    /**
     * Builds K for the Fisher matrix asked for.
     *
     * @param at the linearised network, which stays open
     * @throws ArithmeticException if n = R·T is more than a vector holds
     */
    static DualMatrixOperator of(Linearization at, FisherRequest request) {
        OutputFactor factor = OutputFactor.of(at, request);
        int n = Math.toIntExact(factor.dimension());
        SymmetricBlocks blocks = new SymmetricBlocks(at.backend(), n);
        try {
            return new DualMatrixOperator(
                    DataSweep.at(at, request), blocks, new DualTiles(at, factor, at.samples()).accumulate(blocks), n);
        } catch (RuntimeException | Error e) {
            blocks.close();
            throw e;
        }
    }

    /** Returns the price: every tile before, and a pass over half of the matrix, which waits for memory, for each product. */
    static FisherPrice price(ProblemSize size) {
        double n = (double) size.rows();
        double images = SymmetricBlocks.imageBytes(size, Math.min(VECTORS, size.rowsPerSample()));
        return FisherPrice.ofProducts(
                DualTiles.flops(size),
                MEMORY_BOUND * 2 * n * n,
                SymmetricBlocks.bytes(size) + Math.max(DualTiles.buildingBytes(size), images));
    }

    @Override
    public Optional<DualMoments> knownMoments() {
        return Optional.of(moments);
    }

    @Override
    public Side side() {
        return Side.DUAL;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        inPasses(xs.length, (from, to) -> blocks.multiply(xs, ys, from, to - from));
    }

    @Override
    public void apply(Matrix xs, Matrix ys) {
        inPasses(
                Math.toIntExact(xs.rows()),
                (from, to) -> blocks.multiply(xs.rowRange(from, to), ys.rowRange(from, to)));
    }

    private static void inPasses(int vectors, Pass pass) {
        int passes = (vectors + VECTORS - 1) / VECTORS;
        for (int p = 0; p < passes; p++) {
            pass.run((int) ((long) vectors * p / passes), (int) ((long) vectors * (p + 1) / passes));
        }
    }

    /** What multiplies vectors {@code from} to {@code to} (exclusive) together. */
    private interface Pass {
        void run(int from, int to);
    }

    @Override
    public Backend backend() {
        return blocks.backend();
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        blocks.forEach(count, task);
    }

    @Override
    public void close() {
        blocks.close();
    }
}
