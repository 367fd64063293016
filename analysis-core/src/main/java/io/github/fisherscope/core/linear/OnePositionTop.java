package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;

/** Cotangents of a network's output, each at one position of it: C numbers for each row, however many positions there are. */
final class OnePositionTop {
    private final Matrix rows;
    private final int[] places;

    /**
     * @param rows R·S rows for each sample, row (r, s, t) at (r·S + s)·T + t
     * @param places the position of each row
     */
    OnePositionTop(Matrix rows, int[] places) {
        this.rows = rows;
        this.places = places.clone();
    }

    Matrix rows() {
        return rows;
    }

    int[] places() {
        return places.clone();
    }

    /** Returns the cotangents of all positions, zeros included, and closes these. */
    Matrix expanded(Backend backend, int outputs) {
        if (rows.columns() == outputs) {
            return rows;
        }
        Matrix all = backend.allocate(rows.rows(), outputs);
        for (int i = 0; i < places.length; i++) {
            backend.copy(rows.rowRange(i, i + 1L), all.view(i, places[i] * rows.columns(), 1, rows.columns()));
        }
        rows.close();
        return all;
    }
}
