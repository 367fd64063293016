package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import java.util.ArrayList;
import java.util.List;

/**
 * A sum of numbered parts whose bits depend on how many parts there are and on nothing else: consecutive parts are added in
 * groups of ⌈√n⌉ in the order of their numbers, and then the sums of groups in theirs. Whoever adds a group may do so
 * anywhere and at any time.
 */
public final class OrderedSum {
    private OrderedSum() {}

    /** Returns ⌈√n⌉, the number of parts of a group. */
    public static int groupSize(int parts) {
        Args.requireInRange("parts", parts, 1, Integer.MAX_VALUE);
        int size = (int) Math.ceil(Math.sqrt(parts));
        return (long) (size - 1) * (size - 1) >= parts ? size - 1 : size;
    }

    /**
     * Returns the sum of all parts, entry by entry; the first array of each group is added to and given up.
     *
     * @param parts in the order of their numbers, all of the same shape
     */
    public static double[][] of(List<double[][]> parts) {
        int size = groupSize(parts.size());
        List<double[][]> groups = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += size) {
            groups.add(ofGroup(parts.subList(from, Math.min(parts.size(), from + size))));
        }
        return ofGroup(groups);
    }

    /** Returns the sum of the parts of a group, or of the sums of groups, one after the other; the first is added to. */
    public static double[][] ofGroup(List<double[][]> parts) {
        double[][] sum = parts.get(0);
        for (double[][] part : parts.subList(1, parts.size())) {
            Args.requireSame("the number of vectors of a part", part.length, sum.length, "parts must have one shape");
            for (int i = 0; i < sum.length; i++) {
                add(part[i], sum[i]);
            }
        }
        return sum;
    }

    private static void add(double[] part, double[] sum) {
        Args.requireSame("the length of a part's vector", part.length, sum.length, "parts must have one shape");
        for (int j = 0; j < sum.length; j++) {
            sum[j] += part[j];
        }
    }
}
