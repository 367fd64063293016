package io.github.fisherscope.core.backend;

/**
 * A dense row-major matrix in memory that a {@link Backend} owns. Dimensions are long and so is every index: a matrix
 * may hold more than 2³¹ entries. A matrix is not safe for concurrent writing to the same entries; writing disjoint
 * {@linkplain #view views} from several threads is.
 */
public interface Matrix extends AutoCloseable {
    long rows();

    long columns();

    /**
     * Returns the block that starts at ({@code row}, {@code column}). The block shares memory with this matrix; closing
     * it does nothing.
     *
     * @throws IndexOutOfBoundsException if the block does not lie within this matrix
     */
    Matrix view(long row, long column, long rows, long columns);

    /** Returns rows {@code from} (inclusive) to {@code to} (exclusive) as a view. */
    default Matrix rowRange(long from, long to) {
        return view(from, 0, to - from, columns());
    }

    /**
     * Returns the same entries, row after row, as a matrix of another shape that shares this one's memory, as a vector
     * of parameters is read as a layer's weights. Closing it does nothing.
     *
     * @throws IllegalArgumentException if the shape has another number of entries, or if the rows of this matrix do not
     *     follow each other without gaps, as those of a view of some columns
     */
    Matrix reshaped(long rows, long columns);

    /**
     * Writes {@code count} numbers into one row.
     *
     * @param row the row
     * @param column the first column written
     * @param source where the numbers are read, from {@code offset} on; they are rounded to the matrix's precision
     */
    void write(long row, long column, double[] source, int offset, int count);

    /** Reads {@code count} numbers of one row into {@code target}, from {@code offset} on. */
    void read(long row, long column, double[] target, int offset, int count);

    /** Gives the memory back; further use throws {@link IllegalStateException}. Closing twice does nothing. */
    @Override
    void close();
}
