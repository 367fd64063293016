package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forms the tiles of the dual matrix for pairs of blocks of samples, each tile summed over layers in a fixed order, and
 * their share of the moments. With one block of all samples the tiles may be stored; otherwise they are forgotten and the
 * memory does not depend on T, at the price of a backward pass per pair of blocks.
 */
final class DualTiles {
    private static final int MANY_TILES = 16;

    private final Linearization at;
    private final Backend backend;
    private final OutputFactor factor;
    private final int blockSize;
    private final int total;
    private final double share;

    /**
     * @param blockSize samples per block; all of them if tiles are to be stored
     */
    DualTiles(Linearization at, OutputFactor factor, int blockSize) {
        this(at, factor, blockSize, at.samples());
    }

    /**
     * @param total T of the dual matrix, of whose samples these may be a part
     */
    DualTiles(Linearization at, OutputFactor factor, int blockSize, int total) {
        this.total = total;
        this.share = 1.0 / total;
        this.at = at;
        this.backend = at.backend();
        this.factor = factor;
        this.blockSize = blockSize;
    }

    /** Returns the flops of the backward pass and of every tile of the dual matrix once. */
    static double flops(ProblemSize size) {
        long hidden = size.units() - size.outputs();
        return size.sensitivityFlops() + (double) size.rows() * size.rows() * hidden;
    }

    /** Returns the bytes beside a matrix that is built: all Gram matrices and all sensitivities. */
    static double buildingBytes(ProblemSize size) {
        return size.sensitivityBytes() + size.allGramBytes();
    }

    /** Forms every tile on and below the diagonal; tiles are forgotten where there is no target. */
    DualMoments accumulate(@Nullable TileSink target) {
        double[] layerNorms = new double[at.depth()];
        double[] traces = new double[at.depth()];
        double squares = 0;
        for (int from = 0; from < at.samples(); from += blockSize) {
            try (Block rows = new Block(from, Math.min(at.samples(), from + blockSize))) {
                rows.addTraces(traces);
                squares += addPair(rows, rows, target, layerNorms);
                for (int other = 0; other < from; other += blockSize) {
                    try (Block columns = new Block(other, other + blockSize)) {
                        squares += addPair(rows, columns, null, layerNorms);
                    }
                }
            }
        }
        return new DualMoments(RealVector.of(traces), RealVector.of(layerNorms), squares);
    }

    /** Forms every tile of these samples with those of another part and returns their share of both triangles' squares. */
    DualMoments against(DualTiles other) {
        double[] layerNorms = new double[at.depth()];
        double squares = 0;
        for (int from = 0; from < at.samples(); from += blockSize) {
            try (Block rows = new Block(from, Math.min(at.samples(), from + blockSize))) {
                for (int second = 0; second < other.at.samples(); second += other.blockSize) {
                    int to = Math.min(other.at.samples(), second + other.blockSize);
                    try (Block columns = other.new Block(second, to)) {
                        squares += addPair(rows, columns, null, layerNorms);
                    }
                }
            }
        }
        return new DualMoments(RealVector.of(new double[at.depth()]), RealVector.of(layerNorms), squares);
    }

    /** Returns tr F_l for each layer from norms of rows, without any tile. */
    RealVector traces() {
        double[] traces = new double[at.depth()];
        for (int from = 0; from < at.samples(); from += blockSize) {
            try (Block rows = new Block(from, Math.min(at.samples(), from + blockSize))) {
                rows.addTraces(traces);
            }
        }
        return RealVector.of(traces);
    }

    /** Forms the tiles of one pair of blocks and returns their share of ‖K‖². */
    private double addPair(Block rows, Block columns, @Nullable TileSink target, double[] layerNorms) {
        boolean same = rows == columns;
        int edge = edge(Math.max(rows.dimension(), columns.dimension()), target == null ? 1 : target.alignment());
        List<Tile> tiles = same
                ? Tile.lowerTriangle(rows.dimension(), edge)
                : Tile.rectangle(rows.dimension(), columns.dimension(), edge);
        double[][] shares = new double[tiles.size()][];
        try (Pair pair = new Pair(rows, columns)) {
            backend.forEach(tiles.size(), i -> shares[i] = pair.share(tiles.get(i), target));
        }
        double squares = 0;
        for (int i = 0; i < shares.length; i++) {
            double weight = same && tiles.get(i).onDiagonal() ? 1 : 2;
            for (int l = 0; l < layerNorms.length; l++) {
                layerNorms[l] += weight * shares[i][l];
            }
            squares += weight * shares[i][layerNorms.length];
        }
        return squares;
    }

    /** Larger tiles where there are many: their products run faster, but each takes one thread. */
    private int edge(long n, int alignment) {
        int edge = backend.tileEdge();
        int wanted = n >= MANY_TILES * (long) edge ? 2 * edge : edge;
        return Math.max(1, WorkMemory.edge(backend, wanted) / alignment) * alignment;
    }

    /** A block of samples with its sensitivities. */
    private final class Block implements AutoCloseable {
        private final int from;
        private final int to;
        private final OutputSensitivities deltas;

        Block(int from, int to) {
            this.from = from;
            this.to = to;
            this.deltas = OutputSensitivities.of(at, factor, from, to);
        }

        int samples() {
            return to - from;
        }

        long dimension() {
            return (long) factor.rowsPerSample() * samples();
        }

        Matrix activations(int l) {
            return at.activations(l).rowRange(from, to);
        }

        /** Adds tr F_l = (1/T) Σ_rt |Δ_l,rt|² |ĥ^{l-1}_t|² from norms of rows. */
        void addTraces(double[] traces) {
            for (int l = 1; l <= at.depth(); l++) {
                double sum = 0;
                for (double squaredNorm : at.layer(l).squaredNorms(activations(l - 1), deltas.layer(l))) {
                    sum += squaredNorm;
                }
                traces[l - 1] += sum / total;
            }
        }

        @Override
        public void close() {
            deltas.close();
        }
    }

    /** Two blocks with the Gram matrices of their activations. */
    private final class Pair implements AutoCloseable {
        private final Block rows;
        private final Block columns;
        private final List<Matrix> grams = new ArrayList<>();

        Pair(Block rows, Block columns) {
            this.rows = rows;
            this.columns = columns;
            for (int l = 0; l < at.depth(); l++) {
                Matrix gram = backend.allocate(rows.samples(), columns.samples());
                grams.add(gram);
                if (rows == columns) {
                    backend.multiplySelfTransposed(1, rows.activations(l), 0, gram);
                } else {
                    backend.multiply(
                            1, rows.activations(l), Transpose.NO, columns.activations(l), Transpose.YES, 0, gram);
                }
            }
        }

        /**
         * Returns the tile's sums of squares, for each layer and for the sum of layers. The tile is summed in memory of its
         * own, which stays in the cache, and goes to its place in one copy.
         */
        double[] share(Tile tile, @Nullable TileSink target) {
            try (Matrix sum = backend.allocate(tile.rows(), tile.columns())) {
                double[] norms = fill(tile, sum);
                if (target != null) {
                    target.accept(tile, sum);
                }
                return norms;
            }
        }

        private double[] fill(Tile tile, Matrix sum) {
            double[] norms = new double[at.depth() + 1];
            try (Matrix product = backend.allocate(tile.rows(), tile.columns())) {
                for (int l = at.depth(); l >= 1; l--) {
                    if (l == at.depth() && OutputSensitivities.unitRows(at, factor)) {
                        norms[l - 1] = addLastLayer(tile, product, sum);
                    } else {
                        deltaProduct(l, tile, product);
                        norms[l - 1] = addLayer(l, tile, product, sum);
                    }
                }
            }
            norms[at.depth()] = backend.dot(sum, sum);
            return norms;
        }

        /** Adds the Hadamard product with the activations' Gram matrix and returns the sum of squares of what it added. */
        private double addLayer(int l, Tile tile, Matrix product, Matrix sum) {
            return at.layer(l)
                    .addGramTile(
                            product,
                            grams.get(l - 1),
                            tile.row() % rows.samples(),
                            tile.column() % columns.samples(),
                            sum);
        }

        /** For unit rows Δ_L Δ_Lᵀ is 1 on equal outputs and 0 elsewhere. */
        private double addLastLayer(Tile tile, Matrix product, Matrix sum) {
            double squares = 0;
            for (Tile part : tile.partsOnBlockDiagonal(rows.samples(), columns.samples())) {
                Matrix ones = product.view(0, 0, part.rows(), part.columns());
                backend.fill(ones, share);
                Matrix into =
                        sum.view(part.row() - tile.row(), part.column() - tile.column(), part.rows(), part.columns());
                squares += addLayer(at.depth(), part, ones, into);
            }
            return squares;
        }

        /** Computes (1/T) Δ_l Δ_lᵀ on the tile. */
        private void deltaProduct(int l, Tile tile, Matrix product) {
            Matrix left = rows.deltas.layer(l).rowRange(tile.row(), tile.row() + tile.rows());
            if (rows == columns && tile.onDiagonal()) {
                backend.multiplySelfTransposed(share, left, 0, product);
                return;
            }
            Matrix right = columns.deltas.layer(l).rowRange(tile.column(), tile.column() + tile.columns());
            backend.multiply(share, left, Transpose.NO, right, Transpose.YES, 0, product);
        }

        @Override
        public void close() {
            grams.forEach(Matrix::close);
        }
    }
}
