package io.github.fisherscope.core.fisher;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;

/**
 * The output factor of a coarser categorical label: a class among the K most probable ones is an outcome of its own, with the row
 * {@code √p_c (e_c − p)}, and all others are one, with the row {@code √p_R (q − p)}, q being the probabilities within the rest.
 * Cost: C log K for the choice, and C for each row.
 */
final class TopClassRows {
    private final double[] p;
    private final int[] top;
    private final double rest;

    private TopClassRows(double[] p, int[] top, double rest) {
        this.p = p;
        this.top = top;
        this.rest = rest;
    }

    /**
     * Returns the rows at outputs f.
     *
     * @param count K, below the number of outputs
     */
    static TopClassRows of(double[] f, int count) {
        double[] p = ClassProbabilities.of(f);
        Comparator<Integer> worstFirst =
                Comparator.<Integer>comparingDouble(c -> p[c]).thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(count + 1, worstFirst);
        for (int c = 0; c < p.length; c++) {
            best.add(c);
            if (best.size() > count) {
                best.remove();
            }
        }
        int[] top = best.stream().mapToInt(Integer::intValue).sorted().toArray();
        double rest = 0;
        for (int c = 0, next = 0; c < p.length; c++) {
            boolean among = next < top.length && top[next] == c;
            next += among ? 1 : 0;
            rest += among ? 0 : p[c];
        }
        return new TopClassRows(p, top, rest);
    }

    /** Writes one row after the other into {@code row} and tells its number: the classes in their order, then the rest. */
    void forEach(double[] row, IntConsumer told) {
        for (int r = 0; r < top.length; r++) {
            double root = Math.sqrt(p[top[r]]);
            for (int c = 0; c < p.length; c++) {
                row[c] = -root * p[c];
            }
            row[top[r]] += root;
            told.accept(r);
        }
        Arrays.fill(row, 0);
        if (rest > 0) {
            double root = Math.sqrt(rest);
            for (int c = 0; c < p.length; c++) {
                row[c] = p[c] / root - root * p[c];
            }
            for (int c : top) {
                row[c] = -root * p[c];
            }
        }
        told.accept(top.length);
    }
}
