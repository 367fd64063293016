package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forms the tiles of the dual matrix on and below its diagonal, each summed over layers in a fixed order, and their share
 * of the moments. With a target the tiles are stored there; without one they are forgotten, so that moments need no n²
 * memory.
 */
final class DualTiles implements AutoCloseable {
    private static final int TILE = 512;

    private final Linearization at;
    private final Backend backend;
    private final OutputFactor factor;
    private final OutputSensitivities deltas;
    private final List<Matrix> grams = new ArrayList<>();

    DualTiles(Linearization at, OutputFactor factor) {
        this.at = at;
        this.backend = at.backend();
        this.factor = factor;
        this.deltas = OutputSensitivities.of(at, factor);
        for (int l = 0; l < at.depth(); l++) {
            Matrix gram = backend.allocate(at.samples(), at.samples());
            grams.add(gram);
            backend.multiplySelfTransposed(1, at.activations(l), 0, gram);
        }
    }

    /** Forms every tile; {@code target} is n × n and zero, or null. */
    DualMoments accumulate(@Nullable Matrix target) {
        List<Tile> tiles = Tile.lowerTriangle(factor.dimension(), TILE);
        double[][] shares = new double[tiles.size()][];
        backend.forEach(tiles.size(), i -> shares[i] = accumulate(tiles.get(i), target));
        double[] layerNorms = new double[at.depth()];
        double total = 0;
        for (double[] share : shares) {
            for (int l = 0; l < layerNorms.length; l++) {
                layerNorms[l] += share[l];
            }
            total += share[layerNorms.length];
        }
        return new DualMoments(RealVector.of(layerTraces()), RealVector.of(layerNorms), total);
    }

    /** Returns the tile's share of tr F_l² for each layer and of tr F². */
    private double[] accumulate(Tile tile, @Nullable Matrix target) {
        if (target != null) {
            return fill(tile, target.view(tile.row(), tile.column(), tile.rows(), tile.columns()));
        }
        try (Matrix scratch = backend.allocate(tile.rows(), tile.columns())) {
            return fill(tile, scratch);
        }
    }

    private double[] fill(Tile tile, Matrix sum) {
        double[] norms = new double[at.depth() + 1];
        double weight = tile.onDiagonal() ? 1 : 2;
        try (Matrix product = backend.allocate(tile.rows(), tile.columns());
                Matrix layer = backend.allocate(tile.rows(), tile.columns())) {
            for (int l = at.depth(); l >= 1; l--) {
                deltaProduct(l, tile, product);
                backend.fill(layer, 0);
                long rowShift = tile.row() % at.samples();
                long columnShift = tile.column() % at.samples();
                backend.hadamardAccumulate(product, grams.get(l - 1), rowShift, columnShift, 1, layer);
                norms[l - 1] = weight * backend.dot(layer, layer);
                backend.add(1, layer, 1, sum);
            }
            norms[at.depth()] = weight * backend.dot(sum, sum);
        }
        return norms;
    }

    /** Computes (1/T) Δ_l Δ_lᵀ on the tile; for the identity factor the last layer is 1/T on equal outputs. */
    private void deltaProduct(int l, Tile tile, Matrix product) {
        if (l == at.depth() && factor.isIdentity()) {
            backend.fill(product, 0);
            for (Tile part : tile.partsOnBlockDiagonal(at.samples())) {
                Matrix block = product.view(
                        part.row() - tile.row(), part.column() - tile.column(), part.rows(), part.columns());
                backend.fill(block, 1.0 / at.samples());
            }
            return;
        }
        Matrix delta = deltas.layer(l);
        Matrix rows = delta.rowRange(tile.row(), tile.row() + tile.rows());
        Matrix columns = delta.rowRange(tile.column(), tile.column() + tile.columns());
        backend.multiply(1.0 / at.samples(), rows, Transpose.NO, columns, Transpose.YES, 0, product);
    }

    /** Computes tr F_l = (1/T) Σ_rt |Δ_l,rt|² (|h^{l-1}_t|² + 1) from norms of rows. */
    private double[] layerTraces() {
        int samples = at.samples();
        double[] traces = new double[at.depth()];
        double[] inputNorms = new double[samples];
        for (int l = 1; l <= at.depth(); l++) {
            Matrix delta = deltas.layer(l);
            double[] deltaNorms = new double[Math.toIntExact(delta.rows())];
            backend.rowDots(at.activations(l - 1), at.activations(l - 1), inputNorms);
            backend.rowDots(delta, delta, deltaNorms);
            double sum = 0;
            for (int i = 0; i < deltaNorms.length; i++) {
                sum += deltaNorms[i] * (inputNorms[i % samples] + 1);
            }
            traces[l - 1] = sum / samples;
        }
        return traces;
    }

    @Override
    public void close() {
        deltas.close();
        grams.forEach(Matrix::close);
    }
}
