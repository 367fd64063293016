package io.github.fisherscope.generative.inference;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.UniformSource;
import io.github.fisherscope.core.random.StreamPurpose;

/**
 * Patterns of black and white pixels in clusters of clusters: coarse prototypes are drawn at even odds, fine prototypes flip a
 * share of a coarse one's pixels, and data flip a share of a fine one's. Neighbours in the order of data belong to different
 * clusters, so that the first and the last data are alike in kind. The same seed gives the same patterns.
 *
 * @param pixels D
 * @param coarse number of coarse clusters
 * @param fine number of fine clusters in each
 * @param each number of data in each fine cluster
 * @param fineFlips share of pixels in which a fine prototype differs from its coarse one
 * @param flips share of pixels in which a datum differs from its fine prototype
 * @param seed of everything
 */
public record TwoLevelPatterns(int pixels, int coarse, int fine, int each, double fineFlips, double flips, long seed) {
    public TwoLevelPatterns {
        Args.requireInRange("pixels", pixels, 1, 1 << 20);
        Args.requireInRange("coarse", coarse, 1, 1 << 16);
        Args.requireInRange("fine", fine, 1, 1 << 16);
        Args.requireInRange("each", each, 1, 1 << 20);
        Args.requireInRange("fineFlips", fineFlips, 0, 1);
        Args.requireInRange("flips", flips, 0, 1);
    }

    /** Returns 240 patterns of 64 pixels: 4 clusters of 3 clusters of 20. */
    public static TwoLevelPatterns example(long seed) {
        return new TwoLevelPatterns(64, 4, 3, 20, 0.15, 0.05, seed);
    }

    /** Returns how many patterns there are. */
    public int count() {
        return coarse * fine * each;
    }

    /** Returns the coarse cluster of each datum. */
    public int[] coarseOf() {
        int[] of = new int[count()];
        for (int t = 0; t < of.length; t++) {
            of[t] = t % (coarse * fine) / fine;
        }
        return of;
    }

    /** Returns the fine cluster of each datum. */
    public int[] fineOf() {
        int[] of = new int[count()];
        for (int t = 0; t < of.length; t++) {
            of[t] = t % (coarse * fine);
        }
        return of;
    }

    /** Returns the patterns. */
    public Dataset dataset() {
        double[][] prototypes = new double[coarse * fine][];
        for (int c = 0; c < coarse; c++) {
            double[] outer = flipped(new double[pixels], 0.5, c, 0);
            for (int f = 0; f < fine; f++) {
                prototypes[c * fine + f] = flipped(outer, fineFlips, c * fine + f, 1);
            }
        }
        return Dataset.ofRows(
                count(),
                pixels,
                (t, row) ->
                        System.arraycopy(flipped(prototypes[t % prototypes.length], flips, t, 2), 0, row, 0, pixels),
                DataSource.memory("generated patterns: " + coarse + " clusters of " + fine + " clusters of " + each));
    }

    private double[] flipped(double[] pattern, double share, int number, int level) {
        UniformSource source = RandomStreams.of(seed).uniform(StreamPurpose.INPUTS, 1, level, number);
        double[] flipped = pattern.clone();
        for (int i = 0; i < flipped.length; i++) {
            if (source.nextDouble() < share) {
                flipped[i] = 1 - flipped[i];
            }
        }
        return flipped;
    }
}
