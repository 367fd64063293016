package io.github.fisherscope.generative.inference;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.HeldOutBound;
import java.util.Arrays;

/**
 * Euclidean distance in latent space, over all latents or over those that tell something: latents that tell nothing dilute it.
 * It changes when a latent is measured in another unit.
 */
public final class LatentDistance {
    private final boolean[] counts;

    private LatentDistance(boolean[] counts) {
        this.counts = counts;
    }

    /** Returns the distance over all of K latents. */
    public static LatentDistance all(int latents) {
        boolean[] counts = new boolean[latents];
        Arrays.fill(counts, true);
        return new LatentDistance(counts);
    }

    /** Returns the distance over the active latents. */
    public static LatentDistance active(HeldOutBound bound) {
        return new LatentDistance(bound.active());
    }

    /** Returns how many latents count. */
    public int latents() {
        int count = 0;
        for (boolean c : counts) {
            count += c ? 1 : 0;
        }
        return count;
    }

    /** Returns the distance of two states. */
    public double between(double[] a, RealVector b) {
        double squares = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i]) {
                double d = a[i] - b.get(i);
                squares += d * d;
            }
        }
        return Math.sqrt(squares);
    }

    /** Returns the cosine of the angle between the step from a to b and the way from a to a target; 0 where either is none. */
    public double cosine(double[] a, double[] b, RealVector target) {
        double product = 0;
        double step = 0;
        double way = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i]) {
                double s = b[i] - a[i];
                double w = target.get(i) - a[i];
                product += s * w;
                step += s * s;
                way += w * w;
            }
        }
        return step == 0 || way == 0 ? 0 : product / Math.sqrt(step) / Math.sqrt(way);
    }
}
