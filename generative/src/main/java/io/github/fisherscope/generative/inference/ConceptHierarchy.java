package io.github.fisherscope.generative.inference;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.internal.Clustering;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Levels of abstraction over clean data, from memories to the global centre. */
public final class ConceptHierarchy {
    private ConceptHierarchy() {}

    /**
     * Returns memories, the given groups and the centre.
     *
     * @param latents the latent states of the clean data, rows of K numbers
     * @param groups a number for each datum, as labels say, one list for each level from fine to coarse; may be none
     * @param names of those levels
     */
    public static List<ConceptLevel> ofGroups(RealVector latents, int data, List<int[]> groups, List<String> names) {
        Args.requireSame("the number of names", names.size(), groups.size(), "name every level");
        List<ConceptLevel> levels = new ArrayList<>();
        levels.add(ConceptLevel.of("memory", latents, IntStream.range(0, data).toArray()));
        for (int i = 0; i < groups.size(); i++) {
            levels.add(ConceptLevel.of(names.get(i), latents, groups.get(i)));
        }
        levels.add(ConceptLevel.of("centre", latents, new int[data]));
        return levels;
    }

    /**
     * Finds groups of groups by k-means on the data themselves, the coarse ones first and the fine ones within each, and returns
     * memories, fine groups, coarse groups and the centre.
     *
     * @param x clean data, rows of D numbers
     * @param coarse number of coarse groups, 1 or more
     * @param within number of fine groups in each; 1 for none, and then there is no such level
     * @param seed of k-means
     */
    public static List<ConceptLevel> found(RealVector latents, List<double[]> x, int coarse, int within, long seed) {
        Args.requireInRange("concepts", coarse, 1, x.size());
        Args.requireInRange("concepts within a concept", within, 1, x.size());
        int[] outer = Clustering.kMeans(x, coarse, seed);
        List<int[]> groups = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (within > 1) {
            groups.add(nested(x, outer, within, seed));
            names.add("fine concept");
        }
        if (coarse > 1) {
            groups.add(outer);
            names.add("concept");
        }
        return ofGroups(latents, x.size(), groups, names);
    }

    private static int[] nested(List<double[]> x, int[] outer, int within, long seed) {
        int[] inner = new int[outer.length];
        int next = 0;
        for (int group = 0; group <= IntStream.of(outer).max().orElseThrow(); group++) {
            int g = group;
            int[] members =
                    IntStream.range(0, outer.length).filter(t -> outer[t] == g).toArray();
            List<double[]> points = IntStream.of(members).mapToObj(x::get).toList();
            int[] found = Clustering.kMeans(points, Math.min(within, members.length), seed + 1 + group);
            int most = 0;
            for (int i = 0; i < members.length; i++) {
                inner[members[i]] = next + found[i];
                most = Math.max(most, found[i] + 1);
            }
            next += most;
        }
        return inner;
    }
}
