package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Matrix;

/** The inputs at the positions of some rows, each of which has one, as a sample for each row. */
final class PlacedInputs implements OuterRows.Inputs {
    private final OuterRows.Inputs all;
    private final int[] places;
    private final long from;
    private final long samples;

    /**
     * @param all the inputs at all positions
     * @param places the position of each row
     * @param from number of the first row; row (r, t) at r·T + t
     * @param samples number of the rows
     */
    PlacedInputs(OuterRows.Inputs all, int[] places, long from, long samples) {
        this.all = all;
        this.places = places;
        this.from = from;
        this.samples = samples;
    }

    @Override
    public long samples() {
        return samples;
    }

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
