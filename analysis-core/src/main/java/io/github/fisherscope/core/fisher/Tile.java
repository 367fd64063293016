package io.github.fisherscope.core.fisher;

import java.util.ArrayList;
import java.util.List;

/**
 * A block of a large square matrix.
 *
 * @param row first row
 * @param column first column
 */
record Tile(long row, long column, long rows, long columns) {
    /** Returns the tiles on and below the diagonal of an n × n matrix, in a fixed order. */
    static List<Tile> lowerTriangle(long n, int size) {
        List<Tile> tiles = new ArrayList<>();
        for (long row = 0; row < n; row += size) {
            for (long column = 0; column <= row; column += size) {
                tiles.add(new Tile(row, column, Math.min(size, n - row), Math.min(size, n - column)));
            }
        }
        return tiles;
    }

    /** Returns the tiles of a rectangular matrix, in a fixed order. */
    static List<Tile> rectangle(long rows, long columns, int size) {
        List<Tile> tiles = new ArrayList<>();
        for (long row = 0; row < rows; row += size) {
            for (long column = 0; column < columns; column += size) {
                tiles.add(new Tile(row, column, Math.min(size, rows - row), Math.min(size, columns - column)));
            }
        }
        return tiles;
    }

    boolean onDiagonal() {
        return row == column;
    }

    /** Returns the parts of this tile that lie in the diagonal blocks of a matrix cut into blocks of the given shape. */
    List<Tile> partsOnBlockDiagonal(long blockRows, long blockColumns) {
        List<Tile> parts = new ArrayList<>();
        for (long b = row / blockRows; b * blockRows < row + rows; b++) {
            long firstRow = Math.max(row, b * blockRows);
            long lastRow = Math.min(row + rows, (b + 1) * blockRows);
            long firstColumn = Math.max(column, b * blockColumns);
            long lastColumn = Math.min(column + columns, (b + 1) * blockColumns);
            if (firstColumn < lastColumn) {
                parts.add(new Tile(firstRow, firstColumn, lastRow - firstRow, lastColumn - firstColumn));
            }
        }
        return parts;
    }
}
