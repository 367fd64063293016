package io.github.fisherscope.core.io;

/** Supplies a matrix row by row. */
@FunctionalInterface
public interface RowFiller {
    /**
     * Writes every entry of one row.
     *
     * @param row its index, counted from 0; rows are asked for in order, each once
     * @param target as long as a row; its content on entry is unspecified
     */
    void fill(int row, double[] target);
}
