package io.github.fisherscope.spectra.lanczos;

import java.util.Arrays;

/**
 * The ω-recurrence of H. D. Simon (Math. Comp. 42 (1984) 115-142) for the level of orthogonality ω between Lanczos
 * vectors, written for any projected matrix H so that it holds after a thick restart too:
 *
 * <pre>  β_{j+1} ω_{j+1,k} = Σ_i H_ik ω_{ji} − α_j ω_{jk} − β_j ω_{j−1,k} ± noise,   k &lt; j  </pre>
 *
 * <p>The rounding term takes the sign that makes the estimate larger. While all |ω| stay below √ε, H is to rounding the
 * projection of A on the space spanned. When the bound is passed, this step and the next are orthogonalised against
 * everything (both neighbours enter the recurrence, so one alone would not stop the growth). The first step after a
 * restart, whose column of H is full, always is. Cost O(j²) per step, independent of n.
 */
final class SimonRecurrence {
    private static final double UNIT = Math.ulp(1.0);
    private static final double LIMIT = Math.sqrt(UNIT);

    private double[] previous;
    private double[] current;
    private int fullUntil;
    private boolean second;

    SimonRecurrence(int slots) {
        this.previous = new double[slots + 2];
        this.current = new double[slots + 2];
    }

    /** Says that the basis was rebuilt and that its first {@code size} vectors are orthogonal to rounding. */
    void reset(int size) {
        Arrays.fill(previous, UNIT);
        Arrays.fill(current, UNIT);
        fullUntil = size;
        current[Math.max(0, size - 1)] = 1;
        previous[Math.max(0, size - 2)] = 1;
        second = false;
    }

    /**
     * Says whether the image of vector j must be orthogonalised against all, after its neighbours were projected out.
     *
     * @param j index of the vector that was applied; the new one will have index j + 1
     * @param beta the norm left over
     * @param column the coefficients of the image so far, column j of H
     * @param h the columns of H before j
     * @param noise size of the rounding term, ε‖A‖
     */
    boolean lost(int j, double beta, double[] column, double[][] h, double noise) {
        double[] next = new double[current.length];
        boolean lost = j < fullUntil || second || !(beta > noise);
        second = false;
        if (!lost) {
            double alpha = column[j];
            for (int k = 0; k < j; k++) {
                double sum = -alpha * current[k] - column[j - 1] * previous[k];
                for (int i = 0; i <= j; i++) {
                    sum += h[i][k] * current[i];
                }
                next[k] = (sum + Math.copySign(noise, sum)) / beta;
                if (!(Math.abs(next[k]) < LIMIT)) {
                    lost = true;
                    second = true;
                    break;
                }
            }
        }
        if (lost) {
            Arrays.fill(next, 0, j, UNIT);
        }
        next[j] = UNIT;
        next[j + 1] = 1;
        previous = current;
        current = next;
        return lost;
    }
}
