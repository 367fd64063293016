package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.geometry.internal.LinearEquations;
import java.util.function.UnaryOperator;

/**
 * Newton steps for the potentials of a mean. The matrix of one plan is that of a random walk from the columns to the rows and
 * back, I − T S with the shares T of what arrives and S of what leaves, so its entries are of order 1 however little mass a
 * state has. Projections converge like powers of a number that can be 1 − 10⁻⁹ at small λ; these steps do not.
 */
final class MeanNewton {
    /** What is added to the diagonal first: above rounding, below every coupling that matters. */
    private static final double LEAST_DAMPING = 1e-13;

    private static final double LARGEST_DAMPING = 1e3;

    /** The largest change of a potential, in units of λ, that one step may make. */
    private static final double LONGEST_STEP = 8;

    /** The first damping of a step towards the mean of S_λ that is not 0. */
    private static final double LEAST_OUTER_DAMPING = 1e-8;

    /** A constant in a step whose rounding is not yet a step of its own. */
    private static final double LARGEST_CONSTANT = 1e6;

    /** A relative change of the dual that rounding does not make. */
    private static final double VISIBLE = 1e-14;

    private MeanNewton() {}

    /**
     * Returns the potentials after one step towards equal column sums with the same Σ w_k x_k, damped until it is an improvement;
     * the same where none is.
     */
    static MeanPotentials inner(MeanPotentials now) {
        if (now.count == 1) {
            return now;
        }
        double[][][] walks = walks(now);
        double spread = now.spread();
        double dual = now.dual();
        for (double damping = LEAST_DAMPING; damping < LARGEST_DAMPING; damping *= 30) {
            double[][] step = biased(now, walks, damping);
            if (step.length > 0 && longest(step) <= LONGEST_STEP) {
                MeanPotentials next = now.plus(step);
                boolean rises = next.dual() - dual > VISIBLE * (1 + Math.abs(dual));
                double reached = next.spread();
                if (reached < spread || (rises && reached < Double.POSITIVE_INFINITY)) {
                    return next;
                }
            }
        }
        return now;
    }

    /**
     * Returns the potentials after one step of all of them towards the mean of S_λ, damped until it is an improvement; the same where
     * none is.
     *
     * @param settled makes the column sums equal without a change of Σ w_k x_k
     */
    static MeanPotentials outer(MeanPotentials now, UnaryOperator<MeanPotentials> settled) {
        double[][][] walks = walks(now);
        double error = now.error();
        double value = now.outer();
        for (double damping = 0; damping < LARGEST_DAMPING; damping = Math.max(LEAST_OUTER_DAMPING, 10 * damping)) {
            double[][] step = debiased(now, walks, damping);
            if (step.length > 0 && longestOf(now, step) <= LONGEST_STEP) {
                MeanPotentials next = settled.apply(now.plus(step));
                double rounding = VISIBLE * (1 + Math.abs(value));
                double change = next.outer() - value;
                if (change < -rounding || (change < rounding && next.error() < error)) {
                    return next;
                }
            }
        }
        return now;
    }

    private static double[][][] walks(MeanPotentials now) {
        double[][][] walks = new double[now.count][][];
        for (int k = 0; k < now.count; k++) {
            walks[k] = walk(now, k);
        }
        return walks;
    }

    /** Returns I − T_k S_k. */
    private static double[][] walk(MeanPotentials now, int k) {
        int n = now.n;
        double[][] forward = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n && now.p[k][i] > 0; j++) {
                forward[i][j] = now.forward(k, i, j);
            }
        }
        double[][] walk = new double[n][n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                double share = now.backward(k, j, i);
                for (int l = 0; l < n && share > 0; l++) {
                    walk[j][l] -= share * forward[i][l];
                }
            }
            walk[j][j] += 1;
        }
        return walk;
    }

    /**
     * For C_λ: c_k + c_k (I − T_k S_k) δ_k is the same for every k and Σ w_k δ_k = 0, with the last plan's step and the mean
     * eliminated.
     */
    private static double[][] biased(MeanPotentials now, double[][][] walks, double damping) {
        int n = now.n;
        int last = now.count - 1;
        double[][] matrix = new double[last * n][last * n];
        double[] right = new double[last * n];
        for (int k = 0; k < last; k++) {
            for (int j = 0; j < n; j++) {
                int row = k * n + j;
                double ratio = bounded(now.logSum(last, j) - now.logSum(k, j));
                right[row] = ratio - 1;
                for (int l = 0; l < last; l++) {
                    double share = ratio * now.weights[l] / now.weights[last];
                    for (int i = 0; i < n; i++) {
                        double damped = i == j ? damping : 0;
                        matrix[row][l * n + i] =
                                share * (walks[last][j][i] + damped) + (l == k ? walks[k][j][i] + damped : 0);
                    }
                }
                scale(matrix[row], right, row, 1 / (1 + ratio));
            }
        }
        double[][] steps = unpacked(LinearEquations.solve(matrix, right), last, now.count, n);
        for (int j = 0; j < n && steps.length > 0; j++) {
            for (int l = 0; l < last; l++) {
                steps[last][j] -= now.weights[l] / now.weights[last] * steps[l][j];
            }
        }
        return centred(steps, now);
    }

    /**
     * For S_λ: c_k + c_k (I − T_k S_k) δ_k = r + (c_k + r Q) Σ w_l δ_l with the shares Q of the plan between r and r: the step of
     * Newton's method in exp d, where the function is convex, so that a state that came near 0 on the way returns in one step.
     */
    private static double[][] debiased(MeanPotentials now, double[][][] walks, double damping) {
        int n = now.n;
        int count = now.count;
        double[] d = now.mean();
        double[][] matrix = new double[count * n][count * n];
        double[] right = new double[count * n];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < n; j++) {
                int row = k * n + j;
                double ratio = bounded(d[j] + now.t[j] - now.logSum(k, j));
                right[row] = ratio - 1;
                for (int i = 0; i < n; i++) {
                    double own = ratio * now.own(d, j, i) + (i == j ? 1 + damping : 0);
                    for (int l = 0; l < count; l++) {
                        matrix[row][l * n + i] = -own * now.weights[l];
                    }
                    matrix[row][k * n + i] += walks[k][j][i] + (i == j ? LEAST_DAMPING : 0);
                }
                scale(matrix[row], right, row, 1 / (1 + ratio));
            }
        }
        return centred(unpacked(LinearEquations.solve(matrix, right), count, count, n), now);
    }

    /** Turns the relative changes of exp d into changes of d, and returns the largest of those that move mass. */
    private static double longestOf(MeanPotentials now, double[][] step) {
        double[] d = now.mean();
        double longest = 0;
        for (int j = 0; j < now.n; j++) {
            double relative = 0;
            for (int k = 0; k < now.count; k++) {
                relative += now.weights[k] * step[k][j];
            }
            double signed = Math.copySign(Math.log1p(Math.abs(relative)), relative);
            double change = Math.max(signed, Math.min(0, MeanPotentials.NOTHING - d[j] - now.t[j]));
            for (int k = 0; k < now.count; k++) {
                step[k][j] = change + (step[k][j] - relative) / Math.max(1, Math.abs(relative));
                double heaviest = now.logSum(k, j) + Math.max(0, step[k][j] - Math.max(0, change));
                longest = Math.max(longest, Math.min(Math.abs(step[k][j] - change), heaviest + LONGEST_STEP));
            }
            double reached = d[j] + now.t[j] + Math.max(0, change);
            longest = Math.max(longest, Math.min(Math.abs(change), reached + LONGEST_STEP));
        }
        return Double.isNaN(longest) ? Double.POSITIVE_INFINITY : longest;
    }

    /** Gives the steps of all plans the same mean; the constants between them, on which no plan depends, are rounding; nothing if they hide the rest. */
    private static double[][] centred(double[][] steps, MeanPotentials now) {
        double all = 0;
        double[] q = now.measure();
        double[] means = new double[steps.length];
        for (int k = 0; k < steps.length; k++) {
            for (int j = 0; j < q.length; j++) {
                means[k] += q[j] * steps[k][j];
            }
            if (!(Math.abs(means[k]) < LARGEST_CONSTANT)) {
                return new double[0][];
            }
            all += now.weights[k] * means[k];
        }
        for (int k = 0; k < steps.length; k++) {
            for (int j = 0; j < steps[k].length; j++) {
                steps[k][j] += all - means[k];
            }
        }
        return steps;
    }

    private static double bounded(double log) {
        return Math.exp(Math.max(-50, Math.min(50, log)));
    }

    private static void scale(double[] row, double[] right, int index, double factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] *= factor;
        }
        right[index] *= factor;
    }

    private static double[][] unpacked(double[] solution, int blocks, int count, int n) {
        if (solution.length == 0) {
            return new double[0][];
        }
        double[][] steps = new double[count][n];
        for (int k = 0; k < blocks; k++) {
            System.arraycopy(solution, k * n, steps[k], 0, n);
        }
        return steps;
    }

    /** Returns half the range of the steps of one plan, which a constant does not change; infinite for NaN. */
    private static double longest(double[][] steps) {
        double longest = 0;
        for (double[] step : steps) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double value : step) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            longest = Math.max(longest, (high - low) / 2);
        }
        return Double.isNaN(longest) ? Double.POSITIVE_INFINITY : longest;
    }
}
