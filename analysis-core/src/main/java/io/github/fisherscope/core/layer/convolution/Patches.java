package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.IndexRuns;
import io.github.fisherscope.core.layer.RowBlocks;
import java.util.Arrays;

/**
 * The patches of an image: what a window sees at each of its steps, zeros outside. They are written for one image at a time,
 * a row for each channel and tap and a column for each step, and never kept. Immutable.
 */
final class Patches {
    private final int channels;
    private final int area;
    private final int taps;
    private final int steps;
    private final boolean identity;
    private final IndexRuns runs;

    /**
     * @param channels the number of channels
     * @param planes sizes of the positions of the image
     */
    Patches(Window window, int channels, Planes planes) {
        int[] table = window.table(planes.positions());
        this.channels = channels;
        this.area = planes.area();
        this.taps = window.taps();
        this.steps = table.length / taps;
        boolean outside = Arrays.stream(table).anyMatch(i -> i < 0);
        this.runs = IndexRuns.of(table, 0, area);
        this.identity = taps == 1 && steps == area && runs.count() == 1 && !outside;
    }

    /** Returns the number of rows, channels times taps. */
    int rows() {
        return channels * taps;
    }

    /** Returns the number of steps of the window. */
    int steps() {
        return steps;
    }

    /** Returns whether the patches are the image itself: a window of one position that sees all of them. */
    boolean identity() {
        return identity;
    }

    /** Room for one image and for the patches of one channel, for one thread. */
    final class Scratch {
        private final double[] image = new double[channels * area];
        private final double[] old = new double[channels * area];

        /** Patches of a channel; what lies outside is 0 here from the beginning, and nobody writes there. */
        private final double[] patches = new double[identity ? 0 : taps * steps];

        private double[] sums = {};
    }

    /** Returns the patches of the image in a row of {@code images}: a view, or written into {@code target}. */
    Matrix of(Matrix images, long row, Matrix target, Scratch scratch) {
        if (identity) {
            return images.rowRange(row, row + 1).reshaped(channels, area);
        }
        RowBlocks.read(images, row, scratch.image, 0);
        Matrix byChannel = target.reshaped(channels, (long) taps * steps);
        for (int c = 0; c < channels; c++) {
            runs.gather(scratch.image, c * area, scratch.patches, 0);
            byChannel.write(c, 0, scratch.patches, 0, taps * steps);
        }
        return target;
    }

    /** Sets a row of {@code images} to the sum of what patches say of each position, plus {@code beta} times itself. */
    void add(Matrix patches, double beta, Matrix images, long row, Scratch scratch) {
        if (identity) {
            patches.reshaped(1, scratch.image.length).read(0, 0, scratch.image, 0, scratch.image.length);
        } else {
            Matrix byChannel = patches.reshaped(channels, (long) taps * steps);
            if (scratch.sums.length == 0) {
                scratch.sums = new double[taps * steps];
            }
            Arrays.fill(scratch.image, 0);
            for (int c = 0; c < channels; c++) {
                byChannel.read(c, 0, scratch.sums, 0, taps * steps);
                runs.scatterAdd(scratch.sums, 0, scratch.image, c * area);
            }
        }
        RowBlocks.join(scratch.image, beta, images, row, scratch.old);
    }
}
