package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.stream.IntStream;

/**
 * The plan that minimises C_λ(P) = (⟨M, P⟩ − λ H(P))/(1+λ) among those with marginals p and q, and its dual potentials.
 *
 * <p>P_ij = p_i q_j exp((f_i + g_j − m_ij)/λ) = exp((1+λ)(α_i + β_j)/λ − m_ij/λ). For a fixed M and λ all such plans form an
 * exponential family with natural parameters (α, β), up to one constant, and expectation parameters (p, q); C_λ(p, q) is the
 * Legendre dual of {@link #potential ψ}.
 */
public final class RelaxedPlan {
    /** What the solver hands over; potentials are those of the states of positive weight. */
    record Solution(
            RealVector plan,
            RealVector f,
            RealVector g,
            RelaxedTransport.Support rows,
            RelaxedTransport.Support columns,
            Effort effort) {}

    /** The work done, and the error below which the problem counts as solved. */
    record Effort(int sweeps, int newtonSteps, double tolerance) {}

    private final ReducedCost cost;
    private final DiscreteMeasure p;
    private final DiscreteMeasure q;
    private final double lambda;
    private final RealVector plan;
    private final RealVector f;
    private final RealVector g;
    private final Effort effort;
    private final double marginalError;

    private RelaxedPlan(
            ReducedCost cost,
            DiscreteMeasure p,
            DiscreteMeasure q,
            double lambda,
            RealVector plan,
            RealVector f,
            RealVector g,
            Effort effort) {
        this.cost = cost;
        this.p = p;
        this.q = q;
        this.lambda = lambda;
        this.plan = plan;
        this.f = f;
        this.g = g;
        this.effort = effort;
        this.marginalError = marginalError(plan, p, q);
    }

    static RelaxedPlan of(ReducedCost cost, DiscreteMeasure p, DiscreteMeasure q, double lambda, Solution s) {
        // the conjugate potentials extend f and g to the states without weight, where the plan leaves them open
        double[] f = new double[p.size()];
        double[] g = new double[q.size()];
        for (int i = 0; i < f.length; i++) {
            f[i] = conjugate(i, s.columns(), s.g(), lambda, cost.rest()::get);
        }
        for (int j = 0; j < g.length; j++) {
            g[j] = conjugate(
                    j, s.rows(), s.f(), lambda, (column, row) -> cost.rest().get(row, column));
        }
        for (int k = 0; k < s.rows().size(); k++) {
            f[s.rows().state(k)] = s.f().get(k);
        }
        for (int k = 0; k < s.columns().size(); k++) {
            g[s.columns().state(k)] = s.g().get(k);
        }
        double shift = s.f().sum() / s.f().size();
        for (int i = 0; i < f.length; i++) {
            f[i] -= shift;
        }
        for (int j = 0; j < g.length; j++) {
            g[j] += shift;
        }
        return new RelaxedPlan(
                cost, p, q, lambda, s.plan(), RealVector.takingOver(f), RealVector.takingOver(g), s.effort());
    }

    private interface Costs {
        double between(int own, int other);
    }

    private static double conjugate(
            int state, RelaxedTransport.Support other, RealVector potential, double lambda, Costs cost) {
        double[] terms = new double[other.size()];
        for (int k = 0; k < terms.length; k++) {
            terms[k] = (potential.get(k) - cost.between(state, other.state(k))) / lambda;
        }
        return -lambda * SoftMaximum.of(terms, other.weights());
    }

    private static double marginalError(RealVector plan, DiscreteMeasure p, DiscreteMeasure q) {
        double error = 0;
        RealVector rows = rowSums(plan, p.size(), q.size());
        RealVector columns = columnSums(plan, p.size(), q.size());
        for (int i = 0; i < rows.size(); i++) {
            error += Math.abs(rows.get(i) - p.get(i));
        }
        for (int j = 0; j < columns.size(); j++) {
            error += Math.abs(columns.get(j) - q.get(j));
        }
        return error;
    }

    private static RealVector rowSums(RealVector plan, int n, int m) {
        double[] sums = new double[n];
        for (int k = 0; k < n * m; k++) {
            sums[k / m] += plan.get(k);
        }
        return RealVector.takingOver(sums);
    }

    private static RealVector columnSums(RealVector plan, int n, int m) {
        double[] sums = new double[m];
        for (int k = 0; k < n * m; k++) {
            sums[k % m] += plan.get(k);
        }
        return RealVector.takingOver(sums);
    }

    public double lambda() {
        return lambda;
    }

    /** Returns the plan row by row; 0 where p or q is. */
    public RealVector plan() {
        return plan;
    }

    /** Returns the mass carried from state {@code i} to state {@code j}. */
    public double get(int i, int j) {
        return plan.get(i * q.size() + j);
    }

    /** Returns Σ|row sums − p| + Σ|column sums − q| of the plan. */
    public double marginalError() {
        return marginalError;
    }

    /** Returns whether the marginals are right to the tolerance asked for. */
    public boolean converged() {
        return marginalError <= Math.max(effort.tolerance(), 1e-15 * (p.size() + q.size()));
    }

    /** Returns the number of sweeps of scaling, and with {@link #newtonSteps} what solving took. */
    public int sweeps() {
        return effort.sweeps();
    }

    public int newtonSteps() {
        return effort.newtonSteps();
    }

    /** Returns ⟨M, P⟩, which tends to the Wasserstein cost for λ → 0. */
    public double transportCost() {
        double[] terms = new double[plan.size()];
        for (int k = 0; k < terms.length; k++) {
            terms[k] = plan.get(k) * cost.rest().entries().get(k);
        }
        return RealVector.takingOver(terms).sum()
                + cost.shift(rowSums(plan, p.size(), q.size()), columnSums(plan, p.size(), q.size()));
    }

    /** Returns H(P) = −Σ P log P. */
    public double entropy() {
        return RealVector.takingOver(
                        plan.stream().map(x -> x > 0 ? -x * Math.log(x) : 0).toArray())
                .sum();
    }

    /** Returns C_λ(p, q), from the dual: its error is of second order in that of the potentials. */
    public double cost() {
        return (relativeCost() - lambda * (p.entropy() + q.entropy())) / (1 + lambda);
    }

    /** Returns C_λ of the plan itself, (⟨M, P⟩ − λ H(P))/(1+λ). */
    public double primalCost() {
        return (transportCost() - lambda * entropy()) / (1 + lambda);
    }

    /** Returns min ⟨M, P⟩ + λ KL[P : p qᵀ] = (1+λ) C_λ + λ (H(p) + H(q)); it tends to pᵀMq for λ → ∞. */
    public double relativeCost() {
        return cost.shift(p.weights(), q.weights()) + restCost();
    }

    /** Returns the relative cost without that of leaving and arriving. */
    double restCost() {
        double[] terms = new double[p.size() + q.size() + 1];
        for (int i = 0; i < p.size(); i++) {
            terms[i] = p.get(i) * f.get(i);
        }
        for (int j = 0; j < q.size(); j++) {
            terms[p.size() + j] = q.get(j) * g.get(j);
        }
        terms[terms.length - 1] = -lambda * (plan.sum() - 1);
        return RealVector.takingOver(terms).sum();
    }

    /** Returns f: P_ij = p_i q_j exp((f_i + g_j − m_ij)/λ), with mean 0 over the states where p &gt; 0. */
    public RealVector rowPotentials() {
        return raised(f, cost.leaving(), -meanLeaving());
    }

    public RealVector columnPotentials() {
        return raised(g, cost.arriving(), meanLeaving());
    }

    /** Returns the row potential of the problem without the costs of leaving and arriving. */
    double restRow(int i) {
        return f.get(i);
    }

    double restColumn(int j) {
        return g.get(j);
    }

    private double meanLeaving() {
        return IntStream.range(0, p.size())
                .filter(i -> p.get(i) > 0)
                .mapToDouble(cost.leaving()::get)
                .average()
                .orElseThrow();
    }

    private static RealVector raised(RealVector potential, RealVector part, double constant) {
        double[] x = new double[potential.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = potential.get(i) + (part.get(i) + constant);
        }
        return RealVector.takingOver(x);
    }

    /** Returns the natural parameters α = (f + λ log p)/(1+λ) = ∂C_λ/∂p up to a constant; −∞ where p is 0. */
    public RealVector alpha() {
        return natural(rowPotentials(), p);
    }

    /** Returns the natural parameters β = (g + λ log q)/(1+λ) = ∂C_λ/∂q up to a constant; −∞ where q is 0. */
    public RealVector beta() {
        return natural(columnPotentials(), q);
    }

    private RealVector natural(RealVector potential, DiscreteMeasure marginal) {
        double[] x = new double[potential.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (potential.get(i) + lambda * Math.log(marginal.get(i))) / (1 + lambda);
        }
        return RealVector.takingOver(x);
    }

    /**
     * Returns ψ_λ(α, β) = λ/(1+λ) log Σ exp((1+λ)(α_i + β_j)/λ − m_ij/λ), the potential of the family of plans; 0 for
     * parameters whose plan has mass 1. α·p + β·q = ψ + C_λ(p, q).
     */
    public double potential() {
        return lambda / (1 + lambda) * Math.log(plan.sum());
    }

    /**
     * Returns the covariance of the indicators of rows and columns under the plan, [[diag p − ppᵀ, P − pqᵀ], [·, diag q −
     * qqᵀ]], (n+m) × (n+m) row by row: the Fisher matrix of the family. The Hessian of C_λ(p, q) is λ/(1+λ) times its
     * pseudo-inverse.
     */
    public RealVector indicatorCovariance() {
        int n = p.size();
        int size = n + q.size();
        double[] covariance = new double[Math.multiplyExact(size, size)];
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                double wa = a < n ? p.get(a) : q.get(a - n);
                double wb = b < n ? p.get(b) : q.get(b - n);
                double joint = a == b ? wa : (a < n) == (b < n) ? 0 : a < n ? get(a, b - n) : get(b, a - n);
                covariance[a * size + b] = joint - wa * wb;
            }
        }
        return RealVector.takingOver(covariance);
    }
}
