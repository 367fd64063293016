package io.github.fisherscope.core.backend.internal.shared;

/**
 * The division of a matrix into tiles, all of the same size but for the last ones.
 *
 * @param rows rows of the matrix
 * @param columns columns of the matrix
 * @param tileRows rows of a tile, at least 1
 * @param tileColumns columns of a tile, at least 1
 */
public record Tiling(long rows, long columns, long tileRows, long tileColumns) {
    int down() {
        return Math.toIntExact(ceilDiv(rows, tileRows));
    }

    int across() {
        return Math.toIntExact(ceilDiv(columns, tileColumns));
    }

    int count() {
        return Math.multiplyExact(down(), across());
    }

    long firstRow(int tile) {
        return (long) (tile / across()) * tileRows;
    }

    long firstColumn(int tile) {
        return (long) (tile % across()) * tileColumns;
    }

    long rowsFrom(long first) {
        return Math.min(tileRows, rows - first);
    }

    long columnsFrom(long first) {
        return Math.min(tileColumns, columns - first);
    }

    static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }

    /**
     * Divides m × n into at least {@code wanted} tiles where that is possible without a side shorter than
     * {@code smallest}, starting from tiles of {@code largest} × {@code largest}. Of equal sides the rows are divided
     * first.
     */
    public static Tiling balanced(long m, long n, int largest, int smallest, int wanted) {
        long r = Math.min(largest, m);
        long c = Math.min(largest, n);
        while (ceilDiv(m, r) * ceilDiv(n, c) < wanted && Math.max(r, c) > smallest) {
            if (r >= c) {
                r = Math.max(smallest, ceilDiv(r, 2));
            } else {
                c = Math.max(smallest, ceilDiv(c, 2));
            }
        }
        return new Tiling(m, n, r, c);
    }

    /**
     * Returns the same number of tiles or fewer, as even as they can be with sides that are whole multiples of these. The
     * last of a line may be shorter.
     */
    public Tiling evenedOut(int rowMultiple, int columnMultiple) {
        return new Tiling(rows, columns, even(rows, tileRows, rowMultiple), even(columns, tileColumns, columnMultiple));
    }

    private static long even(long length, long tile, int multiple) {
        long part = ceilDiv(length, Math.max(1, ceilDiv(length, tile)));
        return Math.max(1, Math.min(length, ceilDiv(part, multiple) * multiple));
    }
}
