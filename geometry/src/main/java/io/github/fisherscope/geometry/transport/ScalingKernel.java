package io.github.fisherscope.geometry.transport;

import java.util.Arrays;

/**
 * The plan P_ij = p_i u_i A_ij v_j q_j with A = exp((f_i + g_j − m_ij)/λ) of one relaxed problem whose p and q are positive.
 * Updates work on the scalings u and v, products with A at memory speed; where a scaling leaves a safe range, or after a change of λ,
 * the potentials f and g take the scalings over in the logarithmic domain and A is made again. What underflows in A in
 * between is smaller than a plan's rounding by hundreds of orders.
 */
final class ScalingKernel {
    private static final double LARGEST = 1e30;
    private static final double SHORTEST_STEP = 1e-6;

    /** The largest change of a log scaling against its neighbours in one Newton step. */
    private static final double LONGEST_STEP = 8;

    /** Rounding of a sum of a column, relative to the sum. */
    private static final double ROUNDING = 4e-16;

    /** A rise of the semi-dual that rounding does not make. */
    private static final double VISIBLE_RISE = 1e-13;

    private final double[] cost;
    final double[] p;
    final double[] q;
    private final int n;
    private final int m;
    private final Lanes lanes;
    private final double[] f;
    private final double[] g;
    private final double[] a;
    private double[] u;
    private double[] v;
    private double lambda;
    private double[] previous = {};
    private double previousLambda;

    ScalingKernel(double[] cost, double[] p, double[] q, Lanes lanes) {
        this.cost = cost;
        this.p = p;
        this.q = q;
        this.n = p.length;
        this.m = q.length;
        this.lanes = lanes;
        this.f = new double[n];
        this.g = new double[m];
        this.a = new double[cost.length];
        this.u = ones(n);
        this.v = ones(m);
    }

    /**
     * Moves to another λ and makes the column sums right. The potentials are close to linear in λ where the plan is close to one
     * of least cost; they start from the line through those of the last two λ.
     */
    void moveTo(double newLambda) {
        absorb();
        double[] here = g.clone();
        if (previous.length > 0) {
            double share = (lambda - newLambda) / (previousLambda - lambda);
            for (int j = 0; j < m; j++) {
                g[j] += share * (here[j] - previous[j]);
            }
        }
        previous = lambda > 0 ? here : previous;
        previousLambda = lambda;
        lambda = newLambda;
        renew();
    }

    /**
     * Makes the row sums right by u, then the column sums by v.
     *
     * @return Σ|column sums − q| between the two, when the row sums are right
     */
    double sweep() {
        double error = scaleRows();
        scaleColumns();
        return error;
    }

    /** Makes the row sums right by u and returns Σ|column sums − q|. */
    double scaleRows() {
        double error = tryRows();
        if (!safe()) {
            absorb();
            renew();
            error = tryRows();
        }
        return error;
    }

    /** Does so without looking after the range of the scalings; infinite where a sum leaves the range of doubles. */
    private double tryRows() {
        double[] weights = new double[m];
        for (int j = 0; j < m; j++) {
            weights[j] = v[j] * q[j];
        }
        lanes.forEach(n, (from, to) -> {
            for (int i = from; i < to; i++) {
                u[i] = 1 / dot(i, weights);
            }
        });
        double[] sums = columnSums();
        double error = 0;
        for (int j = 0; j < m; j++) {
            error += q[j] * Math.abs(v[j] * sums[j] - 1);
        }
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    private void scaleColumns() {
        double[] sums = columnSums();
        for (int j = 0; j < m; j++) {
            v[j] = 1 / sums[j];
        }
    }

    /** Σ_i p_i u_i A_ij for every column. */
    private double[] columnSums() {
        double[] sums = new double[m];
        lanes.forEach(m, (from, to) -> {
            for (int i = 0; i < n; i++) {
                double weight = p[i] * u[i];
                int row = i * m;
                for (int j = from; j < to; j++) {
                    sums[j] += weight * a[row + j];
                }
            }
        });
        return sums;
    }

    private double dot(int i, double[] weights) {
        int row = i * m;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 3 < m; j += 4) {
            s0 += a[row + j] * weights[j];
            s1 += a[row + j + 1] * weights[j + 1];
            s2 += a[row + j + 2] * weights[j + 2];
            s3 += a[row + j + 3] * weights[j + 3];
        }
        for (; j < m; j++) {
            s0 += a[row + j] * weights[j];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /**
     * Takes a Newton step of the semi-dual in the column potentials, with the row sums right before and after. Its matrix is
     * the Laplacian of the graph that joins columns j and k with the weight Σ_i P_ij P_ik / p_i. The step is halved until the
     * semi-dual, which is concave, rises, or the error falls: far from the solution the first can hold without the second, and close
     * to it the second without the first, which rounding hides.
     *
     * @param error what {@link #scaleRows} has just returned
     * @return the error after the step, or NaN if no length of the step was an improvement; the plan is then as it was
     */
    double newtonStep(double error) {
        double[] sums = columnSums();
        double[] right = new double[m];
        double[] rounding = new double[m];
        for (int j = 0; j < m; j++) {
            right[j] = q[j] * (1 - v[j] * sums[j]);
            rounding[j] = ROUNDING * q[j];
        }
        double[] step = LaplacianSolver.solve(couplings(), right, rounding, LONGEST_STEP);
        double[] oldU = u.clone();
        double[] oldV = v.clone();
        for (double length = 1; length > SHORTEST_STEP; length /= 2) {
            for (int j = 0; j < m; j++) {
                v[j] = oldV[j] * Math.exp(length * step[j]);
            }
            double reached = tryRows();
            if (safe() && (reached < error || rise(p, oldU, u) + rise(q, oldV, v) > VISIBLE_RISE)) {
                return reached;
            }
        }
        u = oldU;
        v = oldV;
        return Double.NaN;
    }

    /** Σ w log(now/before): what the semi-dual, in units of λ, gains by one of the two scalings. */
    private static double rise(double[] weights, double[] before, double[] now) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * Math.log(now[i] / before[i]);
        }
        return sum;
    }

    private double[][] couplings() {
        double[] rows = new double[a.length];
        for (int i = 0; i < n; i++) {
            double weight = Math.sqrt(p[i]) * u[i];
            for (int j = 0; j < m; j++) {
                rows[i * m + j] = weight * a[i * m + j] * v[j] * q[j];
            }
        }
        double[][] weights = new double[m][];
        lanes.forEach(m, (from, to) -> {
            for (int j = from; j < to; j++) {
                weights[j] = new double[j];
            }
            for (int i = 0; i < n; i++) {
                int row = i * m;
                for (int j = from; j < to; j++) {
                    double s = rows[row + j];
                    double[] target = weights[j];
                    for (int k = 0; k < target.length; k++) {
                        target[k] += s * rows[row + k];
                    }
                }
            }
        });
        return weights;
    }

    private boolean safe() {
        for (double x : u) {
            if (!(x < LARGEST && x > 1 / LARGEST)) {
                return false;
            }
        }
        for (double x : v) {
            if (!(x < LARGEST && x > 1 / LARGEST)) {
                return false;
            }
        }
        return true;
    }

    /** Hands the scalings over to the potentials; those that left the range of doubles are dropped. */
    void absorb() {
        absorb(f, u);
        absorb(g, v);
    }

    private void absorb(double[] potential, double[] scaling) {
        for (int i = 0; i < potential.length; i++) {
            double step = lambda * Math.log(scaling[i]);
            potential[i] += Double.isFinite(step) ? step : 0;
        }
        Arrays.fill(scaling, 1);
    }

    /** One sweep in the logarithmic domain, and the matrix for the potentials reached. */
    private void renew() {
        lanes.forEach(n, (from, to) -> {
            double[] terms = new double[m];
            for (int i = from; i < to; i++) {
                for (int j = 0; j < m; j++) {
                    terms[j] = (g[j] - cost[i * m + j]) / lambda;
                }
                f[i] = -lambda * SoftMaximum.of(terms, q);
            }
        });
        lanes.forEach(m, (from, to) -> {
            double[] terms = new double[n];
            for (int j = from; j < to; j++) {
                for (int i = 0; i < n; i++) {
                    terms[i] = (f[i] - cost[i * m + j]) / lambda;
                }
                g[j] = -lambda * SoftMaximum.of(terms, p);
            }
        });
        lanes.forEach(n, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int j = 0; j < m; j++) {
                    a[i * m + j] = Math.exp((f[i] + g[j] - cost[i * m + j]) / lambda);
                }
            }
        });
    }

    /** Returns the plan as it stands. */
    double[] plan() {
        double[] plan = new double[a.length];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                plan[i * m + j] = p[i] * u[i] * a[i * m + j] * v[j] * q[j];
            }
        }
        return plan;
    }

    double[] rowPotentials() {
        return f.clone();
    }

    double[] columnPotentials() {
        return g.clone();
    }

    private static double[] ones(int size) {
        double[] x = new double[size];
        Arrays.fill(x, 1);
        return x;
    }
}
