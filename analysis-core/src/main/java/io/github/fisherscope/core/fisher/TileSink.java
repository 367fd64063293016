package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Matrix;

/** Takes the finished tiles of a symmetric matrix on and below its diagonal, each once, from several threads. */
interface TileSink {
    /** Returns the number of which the first row and column of every tile are to be multiples. */
    default int alignment() {
        return 1;
    }

    /**
     * Takes a tile.
     *
     * @param values the tile's entries, all of them on the diagonal too; they are overwritten later
     */
    void accept(Tile tile, Matrix values);
}
