package io.github.fisherscope.core.layer;

import java.util.Arrays;

/**
 * An index table as runs: {@code y[to + i] = x[from + i]} for each run, and its transpose, which adds. Tables that move numbers
 * in pieces, such as those of slices, of concatenations and of patches with stride 1, have far fewer runs than entries.
 * Immutable.
 */
public final class IndexRuns {
    private final int[] from;
    private final int[] to;
    private final int[] length;

    private IndexRuns(int[] from, int[] to, int[] length) {
        this.from = from;
        this.to = to;
        this.length = length;
    }

    /**
     * Returns the runs of those entries of a table that lie in a range.
     *
     * @param table entry j is the index that is read for output j
     * @param first the index of the table that is index 0 of the runs
     * @param end one more than the last index that belongs to the range; all other entries are left out
     */
    public static IndexRuns of(int[] table, int first, int end) {
        int[] from = new int[table.length];
        int[] to = new int[table.length];
        int[] length = new int[table.length];
        int count = 0;
        for (int j = 0; j < table.length; j++) {
            if (table[j] < first || table[j] >= end) {
                continue;
            }
            int source = table[j] - first;
            int last = count - 1;
            if (last >= 0 && from[last] + length[last] == source && to[last] + length[last] == j) {
                length[last]++;
            } else {
                from[count] = source;
                to[count] = j;
                length[count++] = 1;
            }
        }
        return new IndexRuns(Arrays.copyOf(from, count), Arrays.copyOf(to, count), Arrays.copyOf(length, count));
    }

    /** Returns the number of runs. */
    public int count() {
        return from.length;
    }

    public int from(int run) {
        return from[run];
    }

    public int to(int run) {
        return to[run];
    }

    public int length(int run) {
        return length[run];
    }

    /** Copies {@code x}, which starts at {@code xStart}, into {@code y}, which starts at {@code yStart}. */
    public void gather(double[] x, int xStart, double[] y, int yStart) {
        for (int k = 0; k < from.length; k++) {
            int n = length[k];
            if (n == 1) {
                y[yStart + to[k]] = x[xStart + from[k]];
            } else {
                System.arraycopy(x, xStart + from[k], y, yStart + to[k], n);
            }
        }
    }

    /** Adds {@code y} to where {@link #gather} read it, in the order of the runs. */
    public void scatterAdd(double[] y, int yStart, double[] x, int xStart) {
        for (int k = 0; k < from.length; k++) {
            int source = yStart + to[k];
            int target = xStart + from[k];
            for (int i = 0; i < length[k]; i++) {
                x[target + i] += y[source + i];
            }
        }
    }
}
