package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Plans P_k = p_ki exp(f_ki + x_kj − m_ij/λ) from every distribution p_k to one mean, given by their column potentials x_k in
 * units of λ; the row sums are always right. All in logarithms, so that no λ makes a state vanish.
 *
 * <p>At the mean of C_λ the column sums c_k agree and Σ w_k x_k = 0. At the mean of S_λ they agree with r, the column sums of the
 * plan exp(d_i + d_j − m_ij/λ) with d = Σ w_k x_k, which is the relaxed plan between r and r.
 */
final class MeanPotentials {
    /** The logarithm of the least mass of a state of a mean of S_λ; rounding does not see what is below. */
    static final double NOTHING = -600;

    /** The logarithm of a mass that a Newton step can make grow. */
    private static final double LITTLE = -20;

    private final double[] cost;
    final double[][] p;
    final double[] weights;
    final boolean debiased;
    final int n;
    final int count;
    final double lambda;

    /** x_k by distribution and state. */
    final double[][] x;

    /** Row potentials f_k. */
    final double[][] f;

    /** log Σ_i p_ki exp(f_ki − m_ij/λ), so that log c_kj = x_kj + s_kj. */
    final double[][] s;

    /** log Σ_l exp(d_l − m_jl/λ), so that log r_j = d_j + t_j; only for means of S_λ. */
    final double[] t;

    private MeanPotentials(
            double[] cost, double[][] p, double[] weights, boolean debiased, double lambda, double[][] x) {
        this.cost = cost;
        this.p = p;
        this.weights = weights;
        this.debiased = debiased;
        this.lambda = lambda;
        this.n = x[0].length;
        this.count = p.length;
        this.x = x;
        this.f = new double[count][n];
        this.s = new double[count][n];
        this.t = new double[n];
        double[] terms = new double[n];
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    terms[j] = x[k][j] - m(i, j);
                }
                f[k][i] = -logSum(terms);
            }
            for (int j = 0; j < n; j++) {
                s[k][j] = logColumn(k, j, terms);
            }
        }
        if (debiased) {
            double[] d = mean();
            for (int j = 0; j < n; j++) {
                t[j] = logBlurred(d, j, terms);
            }
        }
    }

    /** Returns potentials of 0 for the distributions of positive weight, the weightiest of them last. */
    static MeanPotentials start(
            CostMatrix cost, List<DiscreteMeasure> measures, double[] weights, boolean debiased, double lambda) {
        int[] kept = IntStream.range(0, weights.length)
                .boxed()
                .filter(k -> weights[k] > 0)
                .sorted(Comparator.comparingDouble(k -> weights[k]))
                .mapToInt(k -> k)
                .toArray();
        double[][] p = new double[kept.length][];
        double[] w = new double[kept.length];
        for (int k = 0; k < kept.length; k++) {
            p[k] = measures.get(kept[k]).weights().toArray();
            w[k] = weights[kept[k]];
        }
        double[] entries = cost.entries().toArray();
        return new MeanPotentials(entries, p, w, debiased, lambda, new double[kept.length][cost.columns()]);
    }

    /** Returns the potentials of another λ for which λ x is the same, or lies on the line through those of an earlier one. */
    MeanPotentials at(double newLambda, MeanPotentials earlier) {
        double share = earlier.lambda == lambda ? 0 : (newLambda - lambda) / (lambda - earlier.lambda);
        double[][] moved = new double[count][n];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < n; j++) {
                double here = lambda * x[k][j];
                moved[k][j] = (here + share * (here - earlier.lambda * earlier.x[k][j])) / newLambda;
            }
        }
        MeanPotentials there = new MeanPotentials(cost, p, weights, debiased, newLambda, moved);
        return debiased ? there.scaled() : there;
    }

    /** Returns the potentials after the same constant in all of them that makes Σ r = 1, with a little mass everywhere. */
    private MeanPotentials scaled() {
        double[] d = mean();
        double[] logs = new double[n];
        for (int j = 0; j < n; j++) {
            logs[j] = d[j] + t[j];
        }
        double shift = -logSum(logs) / 2;
        double[] step = new double[n];
        for (int j = 0; j < n; j++) {
            step[j] = shift + lift(d, j);
        }
        double[][] steps = new double[count][];
        Arrays.fill(steps, step);
        return plus(steps);
    }

    /** Returns by how much d_j is to rise for r_j to reach a little mass, from what other states send to j or from j itself. */
    private double lift(double[] d, int j) {
        return Math.max(0, Math.min(LITTLE - t[j], (LITTLE + m(j, j)) / 2) - d[j]);
    }

    /** Returns the potentials x_k + δ_k. */
    MeanPotentials plus(double[][] steps) {
        double[][] moved = new double[count][n];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < n; j++) {
                moved[k][j] = x[k][j] + steps[k][j];
            }
        }
        return new MeanPotentials(cost, p, weights, debiased, lambda, moved);
    }

    /** Returns the potentials after one projection (Benamou et al. 2015), with the same Σ w_k x_k. */
    MeanPotentials projected() {
        double[] logs = mean();
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < n; j++) {
                logs[j] += weights[k] * s[k][j];
            }
        }
        double[][] moved = new double[count][n];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < n; j++) {
                moved[k][j] = logs[j] - s[k][j];
            }
        }
        return new MeanPotentials(cost, p, weights, debiased, lambda, moved);
    }

    /**
     * Returns the potentials with a little mass for the states that lost it and are to have some: those whose slope is below the mean
     * by more than {@code visible}. The same potentials where there is none.
     */
    MeanPotentials lifted(double visible) {
        double[] h = ratios();
        double[] q = measure();
        double[] d = mean();
        double mean = 0;
        for (int j = 0; j < n; j++) {
            mean += q[j] * h[j];
        }
        double[] lift = new double[n];
        for (int j = 0; j < n; j++) {
            lift[j] = d[j] + t[j] < LITTLE - 1 && h[j] - mean > visible ? lift(d, j) : 0;
        }
        double[][] steps = new double[count][];
        Arrays.fill(steps, lift);
        return Arrays.stream(lift).anyMatch(y -> y > 0) ? plus(steps) : this;
    }

    /** Returns log q_j − log r_j, in units of λ the slope of the sum of S_λ at q downwards. */
    private double[] ratios() {
        double[] h = mean();
        double[] terms = new double[count];
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < count; k++) {
                terms[k] = Math.log(weights[k]) + logSum(k, j);
            }
            h[j] = logSum(terms) - h[j] - t[j];
        }
        return h;
    }

    /** Returns how much the sum of S_λ in units of λ could at most fall from q for the sake of one state. */
    double slopes() {
        double[] q = measure();
        double[] h = ratios();
        double mean = 0;
        for (int j = 0; j < n; j++) {
            mean += q[j] * h[j];
        }
        return Arrays.stream(h).max().orElseThrow() - mean;
    }

    /** Returns Σ w_k x_k. */
    double[] mean() {
        double[] d = new double[n];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < n; j++) {
                d[j] += weights[k] * x[k][j];
            }
        }
        return d;
    }

    /** Returns log c_kj. */
    double logSum(int k, int j) {
        return x[k][j] + s[k][j];
    }

    /** Returns the mean as far as it is known, Σ w_k c_k. */
    double[] measure() {
        double[] q = new double[n];
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < n; j++) {
                q[j] += weights[k] * Math.exp(logSum(k, j));
            }
        }
        return q;
    }

    /** Returns r. */
    double[] own() {
        double[] r = mean();
        for (int j = 0; j < n; j++) {
            r[j] = Math.exp(r[j] + t[j]);
        }
        return r;
    }

    /** Returns Σ w_k Σ_j |c_kj − q_j| + |Σ_j q_j − 1| with q = Σ w_k c_k, infinite where a sum left the range of doubles. */
    double spread() {
        double[] q = measure();
        double error = Math.abs(Arrays.stream(q).sum() - 1);
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < n; j++) {
                error += weights[k] * Math.abs(Math.exp(logSum(k, j)) - q[j]);
            }
        }
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    /** Returns {@link #spread}, and for means of S_λ Σ|q − r| in addition. */
    double error() {
        double error = spread();
        if (debiased) {
            double[] q = measure();
            double[] r = own();
            for (int j = 0; j < n; j++) {
                error += Math.abs(q[j] - r[j]);
            }
        }
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    /** Returns Σ w_k Σ_i p_ki f_ki, in units of λ: what projections and Newton steps raise for a given Σ w_k x_k. */
    double dual() {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < n; i++) {
                sum += weights[k] * p[k][i] * f[k][i];
            }
        }
        return sum;
    }

    /**
     * Returns the dual + ½ Σ r. With the dual at its greatest for a given d it is a convex function of exp d, if exp(−M/λ) is
     * positive definite, and least at the mean of S_λ; its gradient in d is r − q.
     */
    double outer() {
        return dual() + Arrays.stream(own()).sum() / 2;
    }

    /** Returns P_kij/p_ki: the share of state i that plan k sends to j. */
    double forward(int k, int i, int j) {
        return Math.exp(f[k][i] + x[k][j] - m(i, j));
    }

    /** Returns P_kij/c_kj: the share of what arrives at j that comes from i. */
    double backward(int k, int j, int i) {
        return p[k][i] > 0 ? p[k][i] * Math.exp(f[k][i] - m(i, j) - s[k][j]) : 0;
    }

    /** Returns exp(d_j + d_l − m_jl/λ)/r_j. */
    double own(double[] d, int j, int l) {
        return Math.exp(d[l] - m(j, l) - t[j]);
    }

    private double m(int i, int j) {
        return cost[i * n + j] / lambda;
    }

    private double logColumn(int k, int j, double[] terms) {
        for (int i = 0; i < n; i++) {
            terms[i] = p[k][i] > 0 ? Math.log(p[k][i]) + f[k][i] - m(i, j) : Double.NEGATIVE_INFINITY;
        }
        return logSum(terms);
    }

    private double logBlurred(double[] d, int j, double[] terms) {
        for (int l = 0; l < n; l++) {
            terms[l] = d[l] - m(j, l);
        }
        return logSum(terms);
    }

    private static double logSum(double[] terms) {
        double top = Arrays.stream(terms).max().orElseThrow();
        double sum = 0;
        for (double term : terms) {
            double y = term - top;
            sum += y > -745 ? Math.exp(y) : 0;
        }
        return top + Math.log(sum);
    }
}
