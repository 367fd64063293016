package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.math.RealVector;

/**
 * A cost m_ij = a_i + b_j + r_ij. The parts a of leaving and b of arriving fall to every plan alike: a relaxed problem has the same
 * plan with r, potentials f − a and g − b, and costs that are less by a·p + b·q. With r, whose entries are as small as that
 * allows, all digits go to what tells plans apart, however large a constant is.
 *
 * @param cost m
 * @param leaving a, the least of each row
 * @param arriving b, the least that is then left of each column
 * @param rest r ≥ 0
 */
record ReducedCost(CostMatrix cost, RealVector leaving, RealVector arriving, CostMatrix rest) {
    static ReducedCost of(CostMatrix cost) {
        int n = cost.rows();
        int m = cost.columns();
        double[] a = new double[n];
        double[] b = new double[m];
        for (int i = 0; i < n; i++) {
            a[i] = cost.get(i, 0);
            for (int j = 1; j < m; j++) {
                a[i] = Math.min(a[i], cost.get(i, j));
            }
        }
        for (int j = 0; j < m; j++) {
            b[j] = cost.get(0, j) - a[0];
            for (int i = 1; i < n; i++) {
                b[j] = Math.min(b[j], cost.get(i, j) - a[i]);
            }
        }
        double[] rest = new double[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                rest[i * m + j] = cost.get(i, j) - a[i] - b[j];
            }
        }
        return new ReducedCost(
                cost,
                RealVector.takingOver(a),
                RealVector.takingOver(b),
                new CostMatrix(n, m, RealVector.takingOver(rest)));
    }

    /** Returns a·p + b·q. */
    double shift(RealVector p, RealVector q) {
        double[] terms = new double[p.size() + q.size()];
        for (int i = 0; i < p.size(); i++) {
            terms[i] = leaving.get(i) * p.get(i);
        }
        for (int j = 0; j < q.size(); j++) {
            terms[p.size() + j] = arriving.get(j) * q.get(j);
        }
        return RealVector.takingOver(terms).sum();
    }

    /** Returns m_ij − a_i. */
    CostMatrix withoutLeaving() {
        double[] entries = new double[cost.rows() * cost.columns()];
        for (int k = 0; k < entries.length; k++) {
            entries[k] = cost.entries().get(k) - leaving.get(k / cost.columns());
        }
        return new CostMatrix(cost.rows(), cost.columns(), RealVector.takingOver(entries));
    }

    /** Returns ½ Σ (a_i − b_i)(p_i − q_i), by which the parts change a Sinkhorn divergence; 0 for those of a symmetric cost. */
    double asymmetry(RealVector p, RealVector q) {
        double[] terms = new double[p.size()];
        for (int i = 0; i < terms.length; i++) {
            double part = (leaving.get(i) - leaving.get(0)) - (arriving.get(i) - arriving.get(0));
            terms[i] = part / 2 * (p.get(i) - q.get(i));
        }
        return RealVector.takingOver(terms).sum();
    }
}
