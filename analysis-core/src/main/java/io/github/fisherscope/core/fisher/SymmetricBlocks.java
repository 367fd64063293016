package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A symmetric matrix of which the blocks on and below the diagonal are stored, each in one piece and one after the other.
 * A product with a few vectors reads each block once and uses it for both of its places, {@code y_i += A_ij x_j} and
 * {@code y_j += A_ijᵀ x_i}: half of the memory and half of its traffic of a stored square.
 *
 * <p>Blocks have {@link Backend#productEdge()} rows and columns or a few less, so that the backend multiplies them as they
 * lie; the last ones are filled up with zeros. Memory: n (n + edge) / 2 numbers and hardly more.
 */
final class SymmetricBlocks implements TileSink, AutoCloseable {
    /** Groups of block rows, each with an image of its own, whatever the number of threads. */
    private static final int MOST_GROUPS = 16;

    /** Rows of a block, in the host's memory and on a device, at most. */
    private static final int LARGEST_EDGE = 512;

    private static final int LARGEST_EDGE_ON_DEVICE = 4096;

    private final Backend backend;
    private final long n;
    private final int edge;
    private final int strips;
    private final Matrix blocks;

    SymmetricBlocks(Backend backend, long n) {
        this.backend = backend;
        this.n = n;
        int most = WorkMemory.edge(backend, backend.productEdge());
        this.strips = Math.toIntExact(Math.max(1, (n + most - 1) / most));
        this.edge = Math.toIntExact(Math.max(1, (n + strips - 1) / strips));
        this.blocks = backend.allocate(index(strips, 0) * edge, edge);
    }

    /** Returns the bytes of the blocks, the largest that a backend takes. */
    static double bytes(ProblemSize size) {
        double n = (double) size.rows();
        double edge = Math.min(n, size.hasDevice() ? LARGEST_EDGE_ON_DEVICE : LARGEST_EDGE);
        return n * (n + edge) / 2 * size.numberBytes();
    }

    /** Returns the bytes of the images that groups of block rows sum apart, and of so many vectors themselves. */
    static double imageBytes(ProblemSize size, long vectors) {
        return (MOST_GROUPS + 1.0) * vectors * (double) size.rows() * size.numberBytes();
    }

    private static long index(long i, long j) {
        return i * (i + 1) / 2 + j;
    }

    private Matrix block(int i, int j) {
        long first = index(i, j) * edge;
        return blocks.rowRange(first, first + edge);
    }

    @Override
    public int alignment() {
        return edge;
    }

    @Override
    public void accept(Tile tile, Matrix values) {
        for (long row = tile.row(); row < tile.row() + tile.rows(); row += edge) {
            long height = Math.min(edge, tile.row() + tile.rows() - row);
            for (long column = tile.column();
                    column <= row && column < tile.column() + tile.columns();
                    column += edge) {
                long width = Math.min(edge, tile.column() + tile.columns() - column);
                Matrix source = values.view(row - tile.row(), column - tile.column(), height, width);
                backend.copy(
                        source, block((int) (row / edge), (int) (column / edge)).view(0, 0, height, width));
            }
        }
    }

    /** Computes the images of the vectors {@code xs[first] … xs[first + count − 1]}. */
    void multiply(double[][] xs, double[][] ys, int first, int count) {
        pass(
                count,
                x -> write(xs, first, count, x),
                images -> backend.forEach(strips, i -> sum(images, i, count, ys, first)));
    }

    /** Computes the images of the rows of {@code xs}, which lie on the backend, and writes them to those of {@code ys}. */
    void multiply(Matrix xs, Matrix ys) {
        int count = Math.toIntExact(xs.rows());
        pass(count, x -> gather(xs, count, x), images -> scatter(images, count, ys));
    }

    /**
     * Multiplies with every block.
     *
     * @param fill writes the vectors, a count × edge piece for each block row
     * @param take reads the images, stored alike: the shares of the groups, to be summed
     */
    private void pass(int count, Consumer<Matrix> fill, Consumer<List<Matrix>> take) {
        int groups = Math.min(MOST_GROUPS, strips);
        List<Matrix> images = new ArrayList<>();
        try (Matrix x = backend.allocate((long) strips * count, edge)) {
            fill.accept(x);
            for (int g = 0; g < groups; g++) {
                images.add(backend.allocate(x.rows(), edge));
            }
            backend.forEach(groups, g -> multiply(g, groups, count, x, images.get(g)));
            take.accept(images);
        } finally {
            images.forEach(Matrix::close);
        }
    }

    /** Takes every block row of a group: numbers are dealt forth and back, so that groups have about as many blocks. */
    private void multiply(int group, int groups, int count, Matrix x, Matrix image) {
        for (int i = 0; i < strips; i++) {
            int dealt = i % (2 * groups);
            if (dealt == group || dealt == 2 * groups - 1 - group) {
                for (int j = 0; j <= i; j++) {
                    Matrix a = block(i, j);
                    backend.multiply(1, strip(x, j, count), Transpose.NO, a, Transpose.YES, 1, strip(image, i, count));
                    if (j < i) {
                        backend.multiply(
                                1, strip(x, i, count), Transpose.NO, a, Transpose.NO, 1, strip(image, j, count));
                    }
                }
            }
        }
    }

    /** Returns the share of block row i in vectors stored as {@link #write} does. */
    private static Matrix strip(Matrix vectors, int i, int count) {
        return vectors.rowRange((long) i * count, (i + 1L) * count);
    }

    /** Writes vectors as a count × edge piece for each block row. */
    private void write(double[][] xs, int first, int count, Matrix x) {
        for (int i = 0; i < strips; i++) {
            int from = i * edge;
            int length = (int) Math.min(edge, n - from);
            for (int v = 0; v < count; v++) {
                x.write((long) i * count + v, 0, xs[first + v], from, length);
            }
        }
    }

    /** Adds the groups' shares of block row i, in their order, in float64. */
    private void sum(List<Matrix> images, int i, int count, double[][] ys, int first) {
        int from = i * edge;
        int length = (int) Math.min(edge, n - from);
        double[] share = new double[length];
        for (int v = 0; v < count; v++) {
            double[] y = ys[first + v];
            images.get(0).read((long) i * count + v, 0, y, from, length);
            for (int g = 1; g < images.size(); g++) {
                images.get(g).read((long) i * count + v, 0, share, 0, length);
                for (int k = 0; k < length; k++) {
                    y[from + k] += share[k];
                }
            }
        }
    }

    private void gather(Matrix xs, int count, Matrix x) {
        for (int i = 0; i < strips; i++) {
            Matrix piece = piece(xs, i);
            backend.copy(piece, strip(x, i, count).view(0, 0, count, piece.columns()));
        }
    }

    private void scatter(List<Matrix> images, int count, Matrix ys) {
        Matrix sum = images.get(0);
        for (int g = 1; g < images.size(); g++) {
            backend.add(1, images.get(g), 1, sum);
        }
        for (int i = 0; i < strips; i++) {
            Matrix piece = piece(ys, i);
            backend.copy(strip(sum, i, count).view(0, 0, count, piece.columns()), piece);
        }
    }

    /** Returns the columns of block row i in vectors that are rows. */
    private Matrix piece(Matrix vectors, int i) {
        long from = (long) i * edge;
        return vectors.view(0, from, vectors.rows(), Math.min(edge, n - from));
    }

    Backend backend() {
        return backend;
    }

    /** Runs tasks on the threads that products use. */
    void forEach(int count, IntConsumer task) {
        backend.forEach(count, task);
    }

    @Override
    public void close() {
        blocks.close();
    }
}
