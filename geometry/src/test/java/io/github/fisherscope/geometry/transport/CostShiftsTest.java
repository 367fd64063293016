package io.github.fisherscope.geometry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cost of leaving a state or of arriving at one adds to everything, by hand. */
class CostShiftsTest {
    private static final CostMatrix LINE = CostMatrix.squaredDistance(PointSet.line(6), PointSet.line(6));
    private static final DiscreteMeasure P =
            DiscreteMeasure.distribution("p", RealVector.of(0.3, 0.05, 0.25, 0, 0.3, 0.1));
    private static final DiscreteMeasure Q =
            DiscreteMeasure.distribution("q", RealVector.of(0.1, 0.4, 0.05, 0.05, 0.1, 0.3));

    /** Only C_λ and ⟨M, P⟩ know of a constant; the rest keeps its digits however large it is. */
    @ParameterizedTest
    @CsvSource({"0.3,5", "0.3,1e8", "1e-3,1e8", "1e4,1e8", "2,-1e12"})
    void aConstantHidesNoDigits(double lambda, double constant) {
        TransportDivergences.Pair plain = between(LINE, lambda);
        TransportDivergences.Pair raised = between(shifted(new double[6], new double[6], constant), lambda);

        assertThat(raised.plan().plan().toArray())
                .containsExactly(plain.plan().plan().toArray(), within(1e-15));
        assertThat(raised.relaxed().value()).isEqualTo(plain.relaxed().value());
        assertThat(raised.reverse().value()).isEqualTo(plain.reverse().value());
        assertThat(raised.sinkhorn().value()).isEqualTo(plain.sinkhorn().value());
        assertThat(divergenceOfPlans(shifted(new double[6], new double[6], constant), lambda))
                .isEqualTo(divergenceOfPlans(LINE, lambda));
        double expected = plain.plan().cost() + constant / (1 + lambda);
        assertThat(raised.plan().cost()).isCloseTo(expected, within(1e-14 * (1 + Math.abs(constant))));
        assertThat(raised.plan().transportCost())
                .isCloseTo(plain.plan().transportCost() + constant, within(1e-14 * (1 + Math.abs(constant))));
    }

    /** C gets (a·p + b·q)/(1+λ), S ½ (a − b)·(p − q); D forgets the rows, and planDivergence both. */
    @ParameterizedTest
    @ValueSource(doubles = {0.2, 3})
    void costsOfLeavingAndArrivingAddWhatTheyCost(double lambda) {
        double[] a = {3, -1, 4, 1, -5, 9};
        double[] b = {2, 6, -5, 3, 5, 8};
        double ap = 3 * 0.3 - 0.05 + 4 * 0.25 - 5 * 0.3 + 9 * 0.1;
        double bq = 2 * 0.1 + 6 * 0.4 - 5 * 0.05 + 3 * 0.05 + 5 * 0.1 + 8 * 0.3;
        CostMatrix both = shifted(a, b, 0);
        RelaxedPlan plain = between(LINE, lambda).plan();
        RelaxedPlan moved = between(both, lambda).plan();
        assertThat(moved.cost()).isCloseTo(plain.cost() + (ap + bq) / (1 + lambda), within(1e-13));
        assertThat(moved.transportCost()).isCloseTo(plain.transportCost() + ap + bq, within(1e-12));
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                double exponent =
                        (moved.rowPotentials().get(i) + moved.columnPotentials().get(j) - both.get(i, j)) / lambda;
                assertThat(P.get(i) * Q.get(j) * Math.exp(exponent)).isCloseTo(moved.get(i, j), within(1e-14));
            }
        }
        double skew = 0;
        for (int i = 0; i < 6; i++) {
            skew += (a[i] - b[i]) / 2 * (P.get(i) - Q.get(i));
        }
        assertThat(between(both, lambda).sinkhorn().value())
                .isCloseTo(between(LINE, lambda).sinkhorn().value() + skew, within(1e-12));
        assertThat(between(shifted(a, new double[6], 0), lambda).relaxed().value())
                .isCloseTo(between(LINE, lambda).relaxed().value(), within(1e-13));
        assertThat(divergenceOfPlans(both, lambda)).isCloseTo(divergenceOfPlans(LINE, lambda), within(1e-12));
    }

    private static double divergenceOfPlans(CostMatrix cost, double lambda) {
        return TransportDivergences.of(RelaxedTransport.of(cost, RelaxedConfig.defaults()), lambda)
                .ofPlans(P, Q)
                .value();
    }

    private static TransportDivergences.Pair between(CostMatrix cost, double lambda) {
        return TransportDivergences.of(RelaxedTransport.of(cost, RelaxedConfig.defaults()), lambda)
                .between(P, Q);
    }

    private static CostMatrix shifted(double[] a, double[] b, double constant) {
        double[] entries = new double[36];
        for (int k = 0; k < 36; k++) {
            entries[k] = LINE.entries().get(k) + a[k / 6] + b[k % 6] + constant;
        }
        return new CostMatrix(6, 6, RealVector.takingOver(entries));
    }
}
