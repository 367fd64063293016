package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
final class DualFisher extends RouteMatrix {
    private static final long BLOCK_BYTES = 256L << 20;

    private final Backend backend;
    private final DualMoments moments;
    /** The entries on and below the diagonal; null once the eigensolver has worked in their place. */
    private @Nullable Matrix gram;

    private @Nullable RealVector values;

    private DualFisher(Linearization at, FisherRequest request, Matrix gram, DualMoments moments) {
        super(DataSweep.at(at, request), 1, at.depth());
        this.backend = at.backend();
        this.gram = gram;
        this.moments = moments;
    }

    /**
     * Builds K for the exact expectation over labels.
     *
     * @param at the linearised network, which stays open
     */
    static DualFisher exact(Linearization at, Likelihood likelihood) {
        return of(at, FisherRequest.exact(likelihood));
    }

    /**
     * Builds K for the Fisher matrix asked for.
     *
     * @param at the linearised network, which stays open
     */
    static DualFisher of(Linearization at, FisherRequest request) {
        OutputFactor factor = OutputFactor.of(at, request);
        Matrix k = at.backend().allocate(factor.dimension(), factor.dimension());
        try {
            return new DualFisher(at, request, k, fill(at, factor, k));
        } catch (RuntimeException | Error e) {
            k.close();
            throw e;
        }
    }

    private static DualMoments fill(Linearization at, OutputFactor factor, Matrix k) {
        TileSink sink = (tile, values) ->
                at.backend().copy(values, k.view(tile.row(), tile.column(), tile.rows(), tile.columns()));
        return new DualTiles(at, factor, at.samples()).accumulate(sink);
    }

    /**
     * Returns the price of all entries and of their eigenvalues. LAPACK works in float64 and in place; the solver of a device
     * in the precision given, with two matrices more. Products are not what it is for.
     */
    static FisherPrice price(ProblemSize size) {
        double n = (double) size.rows();
        double matrix = n * n * size.numberBytes();
        double building = DualTiles.buildingBytes(size);
        double bytes = size.hasDevice()
                ? matrix + Math.max(building, 2 * matrix)
                : matrix * (size.precision() == Precision.SINGLE ? 3 : 1) + building;
        double preparation = DualMoments.flops(size);
        return new FisherPrice(preparation, 2 * n * n, preparation + FisherPrice.EIGENPROBLEM * n * n * n, bytes);
    }

    /** Returns the bytes of two blocks of sensitivities, and of the Gram matrices of their samples, of the moments alone. */
    static double momentBytes(ProblemSize size) {
        return Math.min(size.sensitivityBytes(), 2 * size.buffer(BLOCK_BYTES))
                + Math.min(size.allGramBytes(), size.buffer(BLOCK_BYTES));
    }

    /** Returns the moments alone: see {@link DualMoments#of}. */
    static DualMoments moments(Linearization at, FisherRequest request) {
        return moments(at, request, WorkMemory.of(at.backend(), BLOCK_BYTES));
    }

    /**
     * Returns the moments alone with a given working memory; the result depends on it by rounding only.
     *
     * @param blockBytes bytes that the sensitivities of one block of samples may take, and the Gram matrices of two; two
     *     blocks are held at a time
     */
    static DualMoments moments(Linearization at, FisherRequest request, long blockBytes) {
        OutputFactor factor = OutputFactor.of(at, request);
        return new DualTiles(at, factor, momentBlock(at, factor, blockBytes)).accumulate(null);
    }

    /** Returns how many samples a block may have whose sensitivities and Gram matrices take so much. */
    static int momentBlock(Linearization at, OutputFactor factor, long bytes) {
        return Math.min(OutputSensitivities.batchSize(at, factor, bytes), gramBlock(at, bytes));
    }

    /** Returns how many samples a block may have so that Gram matrices of that order, one for each layer, take so much. */
    static int gramBlock(Linearization at, long bytes) {
        double each = (double) bytes / at.depth() / at.backend().precision().bytes();
        return (int) Math.max(1, Math.min(at.samples(), Math.sqrt(each)));
    }

    /** Returns tr F_l for each layer from norms of rows: see {@link DualMoments#layerTraces}. */
    static RealVector layerTraces(Linearization at, FisherRequest request) {
        OutputFactor factor = OutputFactor.of(at, request);
        int block = OutputSensitivities.batchSize(at, factor, WorkMemory.of(at.backend(), BLOCK_BYTES));
        return new DualTiles(at, factor, block).traces();
    }

    /** {@inheritDoc} From norms of rows and not from K. */
    @Override
    public RealVector layerTraces() {
        return moments.layerTraces();
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
        return dualDimension(rows());
    }

    /** Returns the entries, which are built again if the eigensolver has used them up. */
    private Matrix entries() {
        Matrix k = gram;
        if (k == null) {
            k = backend.allocate(rows(), rows());
            gram = k;
            fill(linearization(), OutputFactor.of(linearization(), source().request()), k);
        }
        return k;
    }

    /** Returns K_ij. */
    double entry(long i, long j) {
        double[] value = new double[1];
        entries().read(Math.max(i, j), Math.min(i, j), value, 0, 1);
        return value[0];
    }

    /** {@inheritDoc} By plain loops over the entries on and below the diagonal, for a few products. */
    @Override
    public void apply(double[] x, double[] y) {
        Matrix k = entries();
        int n = dimension();
        double[] row = new double[n];
        Arrays.fill(y, 0);
        for (int i = 0; i < n; i++) {
            k.read(i, 0, row, 0, i + 1);
            double sum = row[i] * x[i];
            for (int j = 0; j < i; j++) {
                sum += row[j] * x[j];
                y[j] += row[j] * x[i];
            }
            y[i] += sum;
        }
    }

    @Override
    public double[] column(int index) {
        double[] column = new double[dimension()];
        for (int i = 0; i < column.length; i++) {
            column[i] = entry(i, index);
        }
        return column;
    }

    @Override
    public double[] diagonal() {
        double[] diagonal = new double[dimension()];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = entry(i, i);
        }
        return diagonal;
    }

    /**
     * {@inheritDoc} K is used up, so that no second matrix is needed; whatever asks for its entries afterwards builds it
     * again.
     *
     * <p>Error: backward stable, |λ̂ − λ| ≤ p(n) u λ_max.
     */
    @Override
    public ExactEigenvalues exactEigenvalues() {
        RealVector known = values;
        if (known == null) {
            try (Matrix k = entries()) {
                gram = null;
                known = RealVector.of(backend.symmetricEigenvalues(k));
            }
            values = known;
        }
        return known(known.toArray());
    }

    @Override
    public void close() {
        Matrix k = gram;
        if (k != null) {
            k.close();
        }
    }
}
