package io.github.fisherscope.generative.inference;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One level of abstraction: groups of data and the centre of each in latent space. Memories are the level at which every datum is
 * a group of its own, the global centre that at which all are one.
 *
 * @param name as reports call the level
 * @param groupOf number of the group of each datum
 * @param centres the mean latent state of each group, K numbers each
 */
public record ConceptLevel(String name, List<Integer> groupOf, List<RealVector> centres) {
    public ConceptLevel {
        groupOf = List.copyOf(groupOf);
        centres = List.copyOf(centres);
        for (int group : groupOf) {
            Args.requireInRange("group", group, 0, centres.size() - 1);
        }
    }

    /**
     * Returns the level of given groups.
     *
     * @param latents the latent states of the clean data, rows of K numbers
     * @param groupOf a number from 0 for each datum
     */
    public static ConceptLevel of(String name, RealVector latents, int[] groupOf) {
        int k = latents.size() / groupOf.length;
        Args.requireSame("the number of latent numbers", latents.size(), (long) k * groupOf.length, "give whole rows");
        int groups = 0;
        for (int group : groupOf) {
            groups = Math.max(groups, group + 1);
        }
        double[][] sums = new double[groups][k];
        int[] counts = new int[groups];
        List<Integer> of = new ArrayList<>();
        for (int t = 0; t < groupOf.length; t++) {
            of.add(groupOf[t]);
            counts[groupOf[t]]++;
            for (int i = 0; i < k; i++) {
                sums[groupOf[t]][i] += latents.get(t * k + i);
            }
        }
        List<RealVector> centres = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            Args.require(counts[g] > 0, "group %s of level %s has no datum; number the groups from 0", g, name);
            for (int i = 0; i < k; i++) {
                sums[g][i] /= counts[g];
            }
            centres.add(RealVector.takingOver(sums[g]));
        }
        return new ConceptLevel(name, of, centres);
    }

    /** Returns the centre of a datum's own group. */
    public RealVector own(int datum) {
        return centres.get(groupOf.get(datum));
    }

    /** Returns the centre, of the groups that are not the datum's own, that is nearest to a state; null if there is none. */
    public @Nullable RealVector nearestOther(int datum, double[] z, LatentDistance distance) {
        RealVector nearest = null;
        double least = Double.POSITIVE_INFINITY;
        for (int g = 0; g < centres.size(); g++) {
            if (g != groupOf.get(datum)) {
                double d = distance.between(z, centres.get(g));
                if (d < least) {
                    least = d;
                    nearest = centres.get(g);
                }
            }
        }
        return nearest;
    }
}
