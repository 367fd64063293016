package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Matrix;

/**
 * The inputs at the positions of some rows, each of which has one, as a sample for each row.
 *
 * @param all the inputs at all positions
 * @param places the position of each row
 * @param from number of the first row; row (r, t) at r·T + t
 * @param samples number of the rows
 */
record PlacedInputs(OuterRows.Inputs all, int[] places, long from, long samples) implements OuterRows.Inputs {
    @Override
    public OuterRows.Reader reader() {
        OuterRows.Reader reader = all.reader();
        return new OuterRows.Reader() {
            @Override
            public Matrix read(long sample, int part) {
                long row = from + sample;
                int place = places[(int) row];
                return reader.read(row % all.samples(), 0).rowRange(place, place + 1L);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }
}
