package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.linear.GraphDescent;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Fisher matrix of a graph with all its entries, F itself or its dual: the square of its rows in memory, and as many
 * numbers while it is built as the rows of a batch take. F is {@code (1/N) Gᵀ G} from explicit rows G; the dual is summed over
 * tensors by {@link GraphTiles}.
 */
final class GraphEntries extends GraphMatrix {
    private final Side side;
    private final Matrix entries;
    private final @Nullable DualMoments moments;

    private GraphEntries(
            GraphSamples source,
            @Nullable ParameterTensor tensor,
            Side side,
            Matrix entries,
            @Nullable DualMoments moments) {
        super(source, tensor);
        this.side = side;
        this.entries = entries;
        this.moments = moments;
    }

    /** Takes the entries of the block of a tensor, on a given side; they become the result's. */
    static GraphEntries of(GraphSamples source, ParameterTensor tensor, Side side, Matrix entries) {
        return new GraphEntries(source, tensor, side, entries, null);
    }

    /** Builds K. */
    static GraphEntries ofDual(GraphSamples source, @Nullable ParameterTensor tensor) {
        return ofDual(source, tensor, (number, rows, first, second, tile) -> {});
    }

    /** Builds K and shows each tensor's share of every tile. */
    static GraphEntries ofDual(GraphSamples source, @Nullable ParameterTensor tensor, GraphTiles.TensorSink shares) {
        Dual built = build(source, tensor, shares);
        return new GraphEntries(source, tensor, Side.DUAL, built.entries(), built.moments());
    }

    /** Returns the entries of K alone, which the caller closes. */
    static Matrix entriesOfDual(GraphSamples source, @Nullable ParameterTensor tensor) {
        return build(source, tensor, (number, rows, first, second, tile) -> {}).entries();
    }

    /** What one pass over the tiles gives. */
    private record Dual(Matrix entries, DualMoments moments) {}

    private static Dual build(GraphSamples source, @Nullable ParameterTensor tensor, GraphTiles.TensorSink shares) {
        Matrix k = source.backend().allocate(source.rows(), source.rows());
        try {
            DualMoments moments = new GraphTiles(
                            source,
                            t -> tensor == null
                                    || source.graph().tensors().get(t).equals(tensor))
                    .accumulate((first, second, tile) -> place(source, first, second, tile, k), shares);
            return new Dual(k, moments);
        } catch (RuntimeException | Error e) {
            k.close();
            throw e;
        }
    }

    /** Copies a tile to its places, (r·S + s)·T + t for rows and columns, and its transpose to the places opposite. */
    static void place(GraphSamples source, int first, int second, Matrix tile, Matrix k) {
        int groups = source.rowsPerSite() * source.positions();
        long height = tile.rows() / groups;
        long width = tile.columns() / groups;
        for (int p = 0; p < groups; p++) {
            for (int q = 0; q < groups; q++) {
                Matrix from = tile.view(p * height, q * width, height, width);
                long row = (long) p * source.samples() + first;
                long column = (long) q * source.samples() + second;
                source.backend().copy(from, k.view(row, column, height, width));
                if (first != second) {
                    transpose(from, k.view(column, row, width, height));
                }
            }
        }
    }

    private static void transpose(Matrix from, Matrix to) {
        int height = Math.toIntExact(from.rows());
        int width = Math.toIntExact(from.columns());
        double[] entries = new double[height * width];
        for (int i = 0; i < height; i++) {
            from.read(i, 0, entries, i * width, width);
        }
        double[] column = new double[height];
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < height; i++) {
                column[i] = entries[i * width + j];
            }
            to.write(j, 0, column, 0, height);
        }
    }

    /** Builds F. */
    static GraphEntries ofParameters(GraphSamples source, @Nullable ParameterTensor tensor) {
        return new GraphEntries(source, tensor, Side.PARAMETERS, entriesOfParameters(source, tensor), null);
    }

    /** Returns the entries of F alone, which the caller closes. */
    static Matrix entriesOfParameters(GraphSamples source, @Nullable ParameterTensor tensor) {
        Backend backend = source.backend();
        int p = Math.toIntExact(
                tensor == null ? source.parameters() : tensor.shape().size());
        long first = tensor == null ? 0 : tensor.offset();
        Matrix f = backend.allocate(p, p);
        try {
            source.forEachBatch(source.rowBatch(p), (at, factor, from) -> {
                long rows = (long) factor.rowsPerSample() * source.positions() * at.samples();
                try (GraphDescent descent = source.descent(at, factor);
                        Matrix g = backend.allocate(rows, p)) {
                    for (List<GraphDescent.Complete> step = descent.next(); !step.isEmpty(); step = descent.next()) {
                        for (GraphDescent.Complete t : step) {
                            if (tensor == null || t.rows().tensor().equals(tensor)) {
                                t.rows().write(backend, 0, rows, g, first);
                            }
                        }
                    }
                    backend.multiply(1.0 / source.sites(), g, Transpose.YES, g, Transpose.NO, 1, f);
                }
            });
            return f;
        } catch (RuntimeException | Error e) {
            f.close();
            throw e;
        }
    }

    @Override
    public Side side() {
        return side;
    }

    @Override
    public int dimension() {
        return Math.toIntExact(entries.rows());
    }

    @Override
    public Optional<DualMoments> knownMoments() {
        return whole() ? Optional.ofNullable(moments) : Optional.empty();
    }

    @Override
    public void apply(double[] x, double[] y) {
        double[] row = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            entries.read(i, 0, row, 0, row.length);
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                sum += row[j] * x[j];
            }
            y[i] = sum;
        }
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        Backend backend = backend();
        int n = dimension();
        try (Matrix from = backend.allocate(xs.length, n);
                Matrix to = backend.allocate(xs.length, n)) {
            for (int i = 0; i < xs.length; i++) {
                from.write(i, 0, xs[i], 0, n);
            }
            backend.multiply(1, from, Transpose.NO, entries, Transpose.NO, 0, to);
            for (int i = 0; i < xs.length; i++) {
                to.read(i, 0, ys[i], 0, n);
            }
        }
    }

    @Override
    public double[] diagonal() {
        double[] diagonal = new double[dimension()];
        for (int i = 0; i < diagonal.length; i++) {
            entries.read(i, i, diagonal, i, 1);
        }
        return diagonal;
    }

    @Override
    public double trace() {
        return RealVector.of(diagonal()).sum();
    }

    @Override
    public double squaredNorm() {
        return backend().dot(entries, entries);
    }

    /** {@inheritDoc} A copy of the entries is decomposed. */
    @Override
    public ExactEigenvalues exactEigenvalues() {
        try (Matrix copy = backend().allocate(entries.rows(), entries.columns())) {
            backend().copy(entries, copy);
            return known(backend().symmetricEigenvalues(copy));
        }
    }

    @Override
    public void close() {
        entries.close();
    }
}
