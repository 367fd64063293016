package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;

/**
 * The dual Fisher matrix {@code K = (1/T) S J Jᵀ Sᵀ} (n × n, n = R·T, R = C for the exact expectation), which has the
 * non-zero eigenvalues of the Fisher matrix F (P × P). It is built without any Jacobian from
 *
 * <pre>  K = (1/T) Σ_l (Δ_l Δ_lᵀ) ∘ (H_{l-1} H_{l-1}ᵀ + 1 1ᵀ) </pre>
 *
 * with the output sensitivities Δ_l (n × M_l) and the activations H_l (T × M_l); the second factor is repeated over
 * pairs of output rows. Only tiles on and below the diagonal are formed.
 *
 * <p>Cost: n² Σ_{l &lt; L} M_l flops (n² C more unless the factor is the identity, whose last layer needs none) and
 * T² Σ M_l for the activations' Gram matrices. Memory: n² + n Σ M_l + L T² numbers. Tiles are shared between threads
 * and each is summed in a fixed order, so the bits do not depend on their number. Source: the layer-wise form follows
 * from {@code ∂f_k/∂W^l = δ^l (h^{l-1})ᵀ}, {@code ∂f_k/∂b^l = δ^l} (Karakida, Akaho and Amari 2019, Section 3, use it
 * to derive the mean-field statistics; biases are included here).
 */
public final class DualFisher implements AutoCloseable {
    private static final int TILE = 512;

    private final Backend backend;
    private final Matrix gram;
    private final double trace;
    private final RealVector layerTraces;
    private final RealVector layerSquaredNorms;
    private final double squaredNorm;
    private boolean consumed;

    private DualFisher(Backend backend, Matrix gram, double[] layerTraces, double[] layerNorms, double squaredNorm) {
        this.backend = backend;
        this.gram = gram;
        this.layerTraces = RealVector.of(layerTraces);
        this.layerSquaredNorms = RealVector.of(layerNorms);
        this.trace = this.layerTraces.sum();
        this.squaredNorm = squaredNorm;
    }

    /**
     * Builds K for the exact expectation over labels.
     *
     * @param at the linearised network, which stays open
     */
    public static DualFisher exact(Linearization at, Likelihood likelihood) {
        OutputFactor factor = OutputFactor.exact(at, likelihood);
        try (OutputSensitivities deltas = OutputSensitivities.of(at, factor)) {
            return build(at, factor, deltas);
        }
    }

    private static DualFisher build(Linearization at, OutputFactor factor, OutputSensitivities deltas) {
        Backend backend = at.backend();
        List<Matrix> grams = activationGrams(at);
        Matrix k = backend.allocate(factor.dimension(), factor.dimension());
        try {
            List<Tile> tiles = Tile.lowerTriangle(factor.dimension(), TILE);
            double[][] norms = new double[tiles.size()][];
            backend.forEach(
                    tiles.size(),
                    i -> norms[i] = new TileBuilder(at, factor, deltas, grams, k).accumulate(tiles.get(i)));
            double[] layerNorms = new double[at.depth()];
            double total = 0;
            for (double[] tileNorms : norms) {
                for (int l = 0; l < layerNorms.length; l++) {
                    layerNorms[l] += tileNorms[l];
                }
                total += tileNorms[layerNorms.length];
            }
            return new DualFisher(backend, k, layerTraces(at, deltas), layerNorms, total);
        } catch (RuntimeException | Error e) {
            k.close();
            throw e;
        } finally {
            grams.forEach(Matrix::close);
        }
    }

    /** Returns H_l H_lᵀ for l = 0, …, L − 1. */
    private static List<Matrix> activationGrams(Linearization at) {
        List<Matrix> grams = new ArrayList<>();
        for (int l = 0; l < at.depth(); l++) {
            Matrix gram = at.backend().allocate(at.samples(), at.samples());
            at.backend().multiplySelfTransposed(1, at.activations(l), 0, gram);
            grams.add(gram);
        }
        return grams;
    }

    /** Computes tr F_l = (1/T) Σ_rt |Δ_l,rt|² (|h^{l-1}_t|² + 1) from row norms, without K. */
    static double[] layerTraces(Linearization at, OutputSensitivities deltas) {
        int samples = at.samples();
        double[] traces = new double[at.depth()];
        double[] inputNorms = new double[samples];
        for (int l = 1; l <= at.depth(); l++) {
            Matrix delta = deltas.layer(l);
            double[] deltaNorms = new double[Math.toIntExact(delta.rows())];
            at.backend().rowDots(at.activations(l - 1), at.activations(l - 1), inputNorms);
            at.backend().rowDots(delta, delta, deltaNorms);
            double sum = 0;
            for (int i = 0; i < deltaNorms.length; i++) {
                sum += deltaNorms[i] * (inputNorms[i % samples] + 1);
            }
            traces[l - 1] = sum / samples;
        }
        return traces;
    }

    /** Returns n = R·T, the number of rows of K. */
    public long dimension() {
        return gram.rows();
    }

    /** Returns tr F = tr K, from row norms and not from K. */
    public double trace() {
        return trace;
    }

    /** Returns tr F² = ‖K‖_F², from the entries of K. */
    public double squaredNorm() {
        return squaredNorm;
    }

    /** Returns tr F_l for the diagonal block of each layer l = 1, …, L, from row norms. */
    public RealVector layerTraces() {
        return layerTraces;
    }

    /** Returns tr F_l² for the diagonal block of each layer l = 1, …, L. */
    public RealVector layerSquaredNorms() {
        return layerSquaredNorms;
    }

    /** Returns K_ij. */
    public double entry(long i, long j) {
        requireWhole();
        double[] value = new double[1];
        gram.read(Math.max(i, j), Math.min(i, j), value, 0, 1);
        return value[0];
    }

    /**
     * Returns the n eigenvalues of K, descending: all eigenvalues of F that can differ from zero. K is used up: further
     * use of its entries throws {@link IllegalStateException}.
     *
     * <p>Error: backward stable, |λ̂ − λ| ≤ p(n) u λ_max.
     */
    public double[] eigenvalues() {
        requireWhole();
        consumed = true;
        return backend.symmetricEigenvalues(gram);
    }

    private void requireWhole() {
        if (consumed) {
            throw new IllegalStateException(
                    "the dual matrix was used up by eigenvalues(); build it again or read entries before");
        }
    }

    @Override
    public void close() {
        gram.close();
    }

    /** Forms one tile of K at a time; the order of summation is by layer and does not depend on threads. */
    private record TileBuilder(
            Linearization at, OutputFactor factor, OutputSensitivities deltas, List<Matrix> grams, Matrix k) {

        /** Returns the tile's share of tr F_l² for each layer and of tr F². */
        double[] accumulate(Tile tile) {
            Backend backend = at.backend();
            double[] norms = new double[at.depth() + 1];
            Matrix sum = k.view(tile.row(), tile.column(), tile.rows(), tile.columns());
            double weight = tile.onDiagonal() ? 1 : 2;
            try (Matrix product = backend.allocate(tile.rows(), tile.columns());
                    Matrix layer = backend.allocate(tile.rows(), tile.columns())) {
                for (int l = at.depth(); l >= 1; l--) {
                    deltaProduct(l, tile, product);
                    backend.fill(layer, 0);
                    Matrix gram = grams.get(l - 1);
                    backend.hadamardAccumulate(
                            product, gram, tile.row() % at.samples(), tile.column() % at.samples(), 1, layer);
                    norms[l - 1] = weight * backend.dot(layer, layer);
                    backend.add(1, layer, 1, sum);
                }
                norms[at.depth()] = weight * backend.dot(sum, sum);
            }
            return norms;
        }

        /** Computes (1/T) Δ_l Δ_lᵀ on the tile; for the identity factor the last layer is ones on equal outputs. */
        private void deltaProduct(int l, Tile tile, Matrix product) {
            if (l == at.depth() && factor.isIdentity()) {
                at.backend().fill(product, 0);
                for (Tile part : tile.partsOnBlockDiagonal(at.samples())) {
                    at.backend()
                            .fill(
                                    product.view(
                                            part.row() - tile.row(),
                                            part.column() - tile.column(),
                                            part.rows(),
                                            part.columns()),
                                    1.0 / at.samples());
                }
                return;
            }
            Matrix delta = deltas.layer(l);
            at.backend()
                    .multiply(
                            1.0 / at.samples(),
                            delta.rowRange(tile.row(), tile.row() + tile.rows()),
                            Transpose.NO,
                            delta.rowRange(tile.column(), tile.column() + tile.columns()),
                            Transpose.YES,
                            0,
                            product);
        }
    }
}
