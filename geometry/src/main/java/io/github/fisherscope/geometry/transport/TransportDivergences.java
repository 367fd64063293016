package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import org.jspecify.annotations.Nullable;

/**
 * The divergences that entropy-relaxed transport induces between distributions on the same n states with a cost M.
 *
 * <p>Unlike C_λ, which is not least at q = p, each of them is 0 for p = q. Every call solves one to three relaxed problems;
 * {@link #between} shares them where several divergences of the same p and q are wanted.
 */
public final class TransportDivergences {
    /**
     * A divergence, and whether all the relaxed problems behind it were solved to the tolerance asked for.
     *
     * @param value at least 0 but for {@link #sinkhorn}; infinite only for {@link #ofPlans}
     */
    public record Value(double value, boolean converged) {}

    private final RelaxedTransport transport;
    private final double lambda;
    private final GroundKernel kernel;

    private TransportDivergences(RelaxedTransport transport, double lambda) {
        this.transport = transport;
        this.lambda = lambda;
        this.kernel = new GroundKernel(transport.reduced().withoutLeaving(), lambda);
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
        RealVector arriving = transport.reduced().arriving();
        for (int i = 0; i < p.size(); i++) {
            double row = plan.restRow(i) / lambda + kernel.logNormalizer(i);
            for (int j = 0; j < n; j++) {
                if (plan.get(i, j) > 0) {
                    double column = (plan.restColumn(j) + arriving.get(j)) / lambda;
                    double x = row + column + Math.log(target.get(j));
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
        return between(p, q).sinkhorn();
    }

    /**
     * Returns KL[P(p, p) : P(p, q)], the divergence of Amari, Karakida and Oizumi (2018) without its factor γ_λ; infinite
     * where p has states that q has not. It does not tend to a Wasserstein cost.
     */
    public Value ofPlans(DiscreteMeasure p, DiscreteMeasure q) {
        return between(p, q).ofPlans();
    }

    /** Returns all divergences of q from p; the problems that they share are solved once, when the first of them is asked for. */
    public Pair between(DiscreteMeasure p, DiscreteMeasure q) {
        return new Pair(p, q);
    }

    /** Two distributions and the relaxed problems between them; for one thread. */
    public final class Pair {
        private final DiscreteMeasure p;
        private final DiscreteMeasure q;
        private @Nullable RelaxedPlan plan;
        private @Nullable RelaxedPlan stay;

        private int problems;

        private Pair(DiscreteMeasure p, DiscreteMeasure q) {
            this.p = p;
            this.q = q;
        }

        /** Returns the plan between p and q. */
        public RelaxedPlan plan() {
            RelaxedPlan known = plan;
            if (known == null) {
                known = solve(p, q);
                plan = known;
            }
            return known;
        }

        /** The plan between p and p. */
        private RelaxedPlan stay() {
            RelaxedPlan known = stay;
            if (known == null) {
                known = solve(p, p);
                stay = known;
            }
            return known;
        }

        private RelaxedPlan solve(DiscreteMeasure from, DiscreteMeasure to) {
            problems++;
            return transport.solve(from, to, lambda);
        }

        /** Returns how many relaxed problems have been solved for this pair. */
        public int problems() {
            return problems;
        }

        private boolean equal() {
            return p.weights().equals(q.weights());
        }

        /** Returns {@link TransportDivergences#relaxed} of q from p. */
        public Value relaxed() {
            problems += equal() ? 0 : 1;
            return TransportDivergences.this.relaxed(p, q);
        }

        /** Returns {@link TransportDivergences#relaxed} of p from q. */
        public Value reverse() {
            problems += equal() ? 0 : 1;
            return TransportDivergences.this.relaxed(q, p);
        }

        /** Returns {@link TransportDivergences#sinkhorn}. */
        public Value sinkhorn() {
            if (equal()) {
                return new Value(0, true);
            }
            RelaxedPlan qq = solve(q, q);
            double value = plan().restCost()
                    - stay().restCost() / 2
                    - qq.restCost() / 2
                    + transport.reduced().asymmetry(p.weights(), q.weights());
            return new Value(value, plan().converged() && stay().converged() && qq.converged());
        }

        /** Returns {@link TransportDivergences#ofPlans}. */
        public Value ofPlans() {
            if (equal()) {
                return new Value(0, true);
            }
            int n = p.size();
            double[] terms = new double[n * n];
            for (int i = 0; i < n; i++) {
                if (p.get(i) > 0 && q.get(i) == 0) {
                    return new Value(Double.POSITIVE_INFINITY, true);
                }
                for (int j = 0; j < n; j++) {
                    double mass = stay().get(i, j);
                    terms[i * n + j] = mass > 0 ? divergence(mass, plan().get(i, j), logRatio(i, j)) : plan().get(i, j);
                }
            }
            return new Value(RealVector.takingOver(terms).sum(), plan().converged() && stay().converged());
        }

        /** The logarithm of the entry of the plan between p and p over that of the plan between p and q. */
        private double logRatio(int i, int j) {
            double potentials = stay().restRow(i) - plan().restRow(i) + stay().restColumn(j) - plan().restColumn(j);
            return potentials / lambda + Math.log(p.get(j) / q.get(j));
        }
    }

    /** Returns a log(a/b) − a + b for the masses a and b of one entry and x = log(a/b), with all digits for a ≈ b. */
    private static double divergence(double a, double b, double x) {
        if (Math.abs(x) < 1e-5) {
            return a * x * x / 2 * (1 - x / 3);
        }
        return Math.abs(x) < 0.5 ? a * (Math.expm1(-x) + x) : Math.max(0, b - a + a * x);
    }
}
