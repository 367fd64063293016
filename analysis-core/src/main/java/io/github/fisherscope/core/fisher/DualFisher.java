package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.math.RealVector;

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
 * from {@code ∂f_k/∂W^l = δ^l (h^{l-1})ᵀ}, {@code ∂f_k/∂b^l = δ^l}; Karakida, Akaho and Amari (2019) use it to derive
 * the mean-field statistics. Biases are included here.
 */
public final class DualFisher implements AutoCloseable {
    private static final long BLOCK_BYTES = 256L << 20;

    private final Backend backend;
    private final Matrix gram;
    private final DualMoments moments;
    private boolean consumed;

    private DualFisher(Backend backend, Matrix gram, DualMoments moments) {
        this.backend = backend;
        this.gram = gram;
        this.moments = moments;
    }

    /**
     * Builds K for the exact expectation over labels.
     *
     * @param at the linearised network, which stays open
     */
    public static DualFisher exact(Linearization at, Likelihood likelihood) {
        return of(at, FisherRequest.exact(likelihood));
    }

    /**
     * Builds K for the Fisher matrix asked for.
     *
     * @param at the linearised network, which stays open
     */
    public static DualFisher of(Linearization at, FisherRequest request) {
        OutputFactor factor = OutputFactor.of(at, request);
        Matrix k = at.backend().allocate(factor.dimension(), factor.dimension());
        try {
            TileSink sink = (tile, values) ->
                    at.backend().copy(values, k.view(tile.row(), tile.column(), tile.rows(), tile.columns()));
            return new DualFisher(at.backend(), k, new DualTiles(at, factor, at.samples()).accumulate(sink));
        } catch (RuntimeException | Error e) {
            k.close();
            throw e;
        }
    }

    /**
     * Returns the moments alone: tiles are formed and forgotten. Samples are taken in blocks whose sensitivities need
     * about 256 MiB, and the Gram matrices of two blocks no more, or less where the backend's device has little memory, so
     * that memory beyond the linearisation does not grow with T.
     *
     * @param at the linearised network, which stays open
     */
    public static DualMoments moments(Linearization at, Likelihood likelihood) {
        return moments(at, FisherRequest.exact(likelihood));
    }

    /** Returns the moments alone of the Fisher matrix asked for, as {@link #moments(Linearization, Likelihood)}. */
    public static DualMoments moments(Linearization at, FisherRequest request) {
        return moments(at, request, WorkMemory.of(at.backend(), BLOCK_BYTES));
    }

    /**
     * Returns the moments alone with a given working memory; the result depends on it by rounding only.
     *
     * @param blockBytes bytes that the sensitivities of one block of samples may take, and the Gram matrices of two; two
     *     blocks are held at a time
     */
    public static DualMoments moments(Linearization at, FisherRequest request, long blockBytes) {
        OutputFactor factor = OutputFactor.of(at, request);
        int block = Math.min(OutputSensitivities.batchSize(at, factor, blockBytes), gramBlock(at, blockBytes));
        return new DualTiles(at, factor, block).accumulate(null);
    }

    /** Returns how many samples a block may have so that Gram matrices of that order, one for each layer, take so much. */
    static int gramBlock(Linearization at, long bytes) {
        double each = (double) bytes / at.depth() / at.backend().precision().bytes();
        return (int) Math.max(1, Math.min(at.samples(), Math.sqrt(each)));
    }

    /**
     * Returns tr F_l for each layer from norms of rows, {@code (1/T) Σ_rt |Δ_l,rt|² (|h^{l-1}_t|² + 1)}: one backward pass
     * and nothing quadratic in T.
     */
    public static RealVector layerTraces(Linearization at, FisherRequest request) {
        OutputFactor factor = OutputFactor.of(at, request);
        int block = OutputSensitivities.batchSize(at, factor, WorkMemory.of(at.backend(), BLOCK_BYTES));
        return new DualTiles(at, factor, block).traces();
    }

    /** Returns tr F from norms of rows. */
    public static double trace(Linearization at, Likelihood likelihood) {
        return layerTraces(at, FisherRequest.exact(likelihood)).sum();
    }

    /** Returns n = R·T, the number of rows of K. */
    public long dimension() {
        return gram.rows();
    }

    /** Returns the moments, which were found on the way. */
    public DualMoments moments() {
        return moments;
    }

    /** Returns tr F = tr K, from norms of rows and not from K. */
    public double trace() {
        return moments.trace();
    }

    /** Returns tr F² = ‖K‖_F², from the entries of K. */
    public double squaredNorm() {
        return moments.squaredNorm();
    }

    /** Returns tr F_l for the diagonal block of each layer l = 1, …, L. */
    public RealVector layerTraces() {
        return moments.layerTraces();
    }

    /** Returns tr F_l² for the diagonal block of each layer l = 1, …, L. */
    public RealVector layerSquaredNorms() {
        return moments.layerSquaredNorms();
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
}
