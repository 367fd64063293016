package io.github.fisherscope.core.layer;

import java.util.stream.LongStream;

/** Some rows of a batch, row (r, t) at r·T + t, taken sample by sample: those of one sample stand next to each other. */
final class SampleRows {
    private final long first;
    private final long[] rows;
    private final long[] samples;
    private final int[] starts;

    /**
     * @param from the first row
     * @param to one more than the last one
     * @param total T
     */
    SampleRows(long from, long to, long total) {
        this.first = from;
        this.samples = LongStream.range(from, Math.min(to, from + total))
                .map(row -> row % total)
                .sorted()
                .toArray();
        this.rows = new long[Math.toIntExact(to - from)];
        this.starts = new int[samples.length + 1];
        int count = 0;
        for (int k = 0; k < samples.length; k++) {
            for (long row = from + Math.floorMod(samples[k] - from, total); row < to; row += total) {
                rows[count++] = row;
            }
            starts[k + 1] = count;
        }
    }

    /** Returns the row of the smallest number. */
    long first() {
        return first;
    }

    /** Returns the number of samples that have rows here. */
    int samples() {
        return samples.length;
    }

    /** Returns the number of the k-th sample. */
    long sample(int k) {
        return samples[k];
    }

    /** Returns the number of rows. */
    int count() {
        return rows.length;
    }

    /** Returns the i-th row. */
    long row(int i) {
        return rows[i];
    }

    /** Returns which of the rows is the first of the k-th sample; k may be the number of samples. */
    int start(int k) {
        return starts[k];
    }

    /** Returns the most rows that a sample has. */
    int most() {
        int most = 0;
        for (int k = 0; k < samples.length; k++) {
            most = Math.max(most, starts[k + 1] - starts[k]);
        }
        return most;
    }
}
