package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.OptionalDouble;

/**
 * The divergences that entropy-relaxed transport induces between distributions on the same n states with a cost M.
 *
 * <p>Unlike C_λ, which is not least at q = p, each of them is 0 for p = q. Every call solves one to three relaxed problems.
 */
public final class TransportDivergences {
    /** A divergence, and whether all the relaxed problems behind it were solved to the tolerance asked for. */
    public record Value(double value, boolean converged) {}

    private final RelaxedTransport transport;
    private final double lambda;
    private final GroundKernel kernel;

    private TransportDivergences(RelaxedTransport transport, double lambda) {
        this.transport = transport;
        this.lambda = lambda;
        this.kernel = new GroundKernel(transport.cost(), lambda);
    }

    /**
     * Returns the divergences for a square cost.
     *
     * @throws io.github.fisherscope.core.check.InvalidArgumentException if rows and columns of the cost are not the same states
     */
    public static TransportDivergences of(RelaxedTransport transport, double lambda) {
        CostMatrix cost = transport.cost();
        Args.requireSame(
                "cost.columns", cost.columns(), cost.rows(), "a divergence needs a cost between the states of one set");
        return new TransportDivergences(transport, Args.requirePositive("lambda", lambda));
    }

    /** Returns K̃p, the distribution that is cheapest to reach from p. */
    public DiscreteMeasure smooth(DiscreteMeasure p) {
        return kernel.smooth(p);
    }

    /**
     * Returns D_λ[p : q] = (1+λ)(C_λ(p, K̃q) − C_λ(p, K̃p)) ≥ 0 (Amari, Karakida, Oizumi and Cuturi 2019). It is 0 exactly if
     * K̃p = K̃q, so it tells p and q apart for every p and q only if K̃ is invertible; it is not symmetric. For λ → 0 it tends to the
     * Wasserstein cost if m_ii = 0 &lt; m_ij, and for λ → ∞ it falls like 1/λ.
     *
     * <p>It is computed as λ KL[P : p κ] with P the plan between p and K̃q, to which it is equal since p κ, the plan between p
     * and K̃p, has constant column potentials: the difference of two nearly equal costs is never taken.
     */
    public Value relaxed(DiscreteMeasure p, DiscreteMeasure q) {
        if (p.weights().equals(q.weights())) {
            return new Value(0, true);
        }
        DiscreteMeasure target = kernel.smooth(q);
        RelaxedPlan plan = transport.solve(p, target, lambda);
        double[] terms = new double[plan.plan().size()];
        int n = target.size();
        for (int i = 0; i < p.size(); i++) {
            double row = plan.rowPotentials().get(i) / lambda + kernel.logNormalizer(i);
            for (int j = 0; j < n; j++) {
                if (plan.get(i, j) > 0) {
                    double x = row + plan.columnPotentials().get(j) / lambda + Math.log(target.get(j));
                    terms[i * n + j] = divergence(plan.get(i, j), p.get(i) * kernel.get(i, j), x);
                } else {
                    terms[i * n + j] = p.get(i) * kernel.get(i, j);
                }
            }
        }
        return new Value(lambda * RealVector.takingOver(terms).sum(), plan.converged());
    }

    /**
     * Returns S_λ(p, q) = OT(p, q) − ½ OT(p, p) − ½ OT(q, q) with OT = min ⟨M, P⟩ + λ KL[P : p qᵀ] (Genevay, Peyré and
     * Cuturi 2018; Feydy et al. 2019). For λ → 0 it tends to the Wasserstein cost if the diagonal of M is 0, for λ → ∞ to half the energy
     * distance. It is at least 0 where exp(−M/λ) is positive definite, and may be negative for other costs.
     */
    public Value sinkhorn(DiscreteMeasure p, DiscreteMeasure q) {
        if (p.weights().equals(q.weights())) {
            return new Value(0, true);
        }
        RelaxedPlan pq = transport.solve(p, q, lambda);
        RelaxedPlan pp = transport.solve(p, p, lambda);
        RelaxedPlan qq = transport.solve(q, q, lambda);
        double value = pq.relativeCost() - pp.relativeCost() / 2 - qq.relativeCost() / 2;
        return new Value(value, pq.converged() && pp.converged() && qq.converged());
    }

    /**
     * Returns KL[P(p, p) : P(p, q)], the divergence of Amari, Karakida and Oizumi (2018) without its factor γ_λ, or nothing
     * where it is infinite since p has states that q has not. It does not tend to a Wasserstein cost.
     */
    public OptionalDouble ofPlans(DiscreteMeasure p, DiscreteMeasure q) {
        RelaxedPlan pp = transport.solve(p, p, lambda);
        RelaxedPlan pq = transport.solve(p, q, lambda);
        double[] terms = new double[pp.plan().size()];
        for (int i = 0; i < p.size(); i++) {
            for (int j = 0; j < p.size(); j++) {
                double mass = pp.get(i, j);
                if (mass > 0 && q.get(j) == 0) {
                    return OptionalDouble.empty();
                }
                terms[i * p.size() + j] = pq.get(i, j);
                if (mass > 0) {
                    double x = (pp.rowPotentials().get(i)
                                            - pq.rowPotentials().get(i)
                                            + pp.columnPotentials().get(j)
                                            - pq.columnPotentials().get(j))
                                    / lambda
                            + Math.log(p.get(j) / q.get(j));
                    terms[i * p.size() + j] = divergence(mass, pq.get(i, j), x);
                }
            }
        }
        return OptionalDouble.of(RealVector.takingOver(terms).sum());
    }

    /** Returns a log(a/b) − a + b for the masses a and b of one entry and x = log(a/b), with all digits for a ≈ b. */
    private static double divergence(double a, double b, double x) {
        if (Math.abs(x) < 1e-5) {
            return a * x * x / 2 * (1 - x / 3);
        }
        return Math.abs(x) < 0.5 ? a * (Math.expm1(-x) + x) : Math.max(0, b - a + a * x);
    }
}
