package io.github.fisherscope.geometry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every relaxed plan, on problems drawn at random. */
class RelaxedTransportTest {
    private static final CostMatrix LINE = CostMatrix.squaredDistance(PointSet.line(6), PointSet.line(6));
    private static final DiscreteMeasure P = distribution(0.3, 0.05, 0.25, 0.1, 0.2, 0.1);
    private static final DiscreteMeasure Q = distribution(0.1, 0.4, 0.05, 0.05, 0.1, 0.3);

    @ParameterizedTest
    @CsvSource({
        "1,1,1",
        "1,7,0.1",
        "7,1,0.1",
        "3,5,1e-4",
        "5,3,1e-3",
        "20,20,1e-4",
        "20,20,1e-3",
        "40,25,1e-2",
        "25,40,1",
        "30,30,1e6",
        "60,60,1e-3",
        "100,100,0.05"
    })
    void marginalsAreRightAndTheDualityGapIsRounding(int n, int m, double lambda) {
        Random random = new Random(7);
        CostMatrix cost = new CostMatrix(
                n, m, RealVector.takingOver(random.doubles((long) n * m).toArray()));
        RelaxedPlan plan = solver(cost).solve(random(n, random), random(m, random), lambda);

        assertThat(plan.converged())
                .as("error %s after %d sweeps and %d steps", plan.marginalError(), plan.sweeps(), plan.newtonSteps())
                .isTrue();
        assertThat(plan.marginalError()).isLessThan(1e-12);
        assertThat(plan.primalCost()).isCloseTo(plan.cost(), within(1e-12));
        assertThat(plan.plan().stream().allMatch(x -> x >= 0 && x <= 1)).isTrue();
    }

    /** The plans between p and q, p and p, q and q serve two divergences each; the other two have one of their own. */
    @Test
    void divergencesOfOnePairShareTheirPlans() {
        DiscreteMeasure p = distribution(0.1, 0.2, 0.3, 0.15, 0.15, 0.1);
        DiscreteMeasure q = distribution(0.3, 0.1, 0.1, 0.2, 0.1, 0.2);
        TransportDivergences divergences = TransportDivergences.of(solver(LINE), 0.4);
        TransportDivergences.Pair pair = divergences.between(p, q);

        assertThat(pair.plan()).isSameAs(pair.plan());
        assertThat(pair.relaxed()).isEqualTo(divergences.relaxed(p, q));
        assertThat(pair.reverse()).isEqualTo(divergences.relaxed(q, p));
        assertThat(pair.sinkhorn()).isEqualTo(divergences.sinkhorn(p, q));
        assertThat(pair.ofPlans()).isEqualTo(divergences.ofPlans(p, q));
        assertThat(pair.problems()).isEqualTo(5);
    }

    /** A single sweep and no Newton step solve none of the problems, and each divergence says so. */
    @Test
    void divergencesOfPlansThatDidNotConvergeSaySo() {
        DiscreteMeasure p = distribution(0.1, 0.2, 0.3, 0.15, 0.15, 0.1);
        DiscreteMeasure q = distribution(0.3, 0.1, 0.1, 0.2, 0.1, 0.2);
        TransportDivergences.Pair pair = TransportDivergences.of(
                        RelaxedTransport.of(
                                LINE, RelaxedConfig.defaults().withMaxSweeps(1).withMaxNewtonSteps(0)),
                        0.4)
                .between(p, q);
        assertThat(pair.relaxed().converged()).isFalse();
        assertThat(pair.sinkhorn().converged()).isFalse();
        assertThat(pair.ofPlans().converged()).isFalse();
    }

    /** The example of POT's own documentation: ot.sinkhorn(a, b, M, 1), ot.sinkhorn2(a, b, M, 1) and ot.emd(a, b, M). */
    @Test
    void thePlanIsThatOfPythonOptimalTransport() {
        CostMatrix cost = new CostMatrix(2, 2, RealVector.of(0, 1, 1, 0));
        RelaxedPlan plan = solver(cost).solve(distribution(0.5, 0.5), distribution(0.5, 0.5), 1);
        assertThat(plan.plan().toArray())
                .containsExactly(new double[] {0.36552929, 0.13447071, 0.13447071, 0.36552929}, within(5e-9));
        assertThat(plan.transportCost()).isCloseTo(0.26894142136999516, within(1e-15));
        assertThat(ExactTransport.cost(cost, distribution(0.5, 0.5), distribution(0.5, 0.5))
                        .orElseThrow())
                .isZero();
    }

    /** Equal weights: the plans of least cost are permutations, whose rows and columns hardly touch at small λ. */
    @ParameterizedTest
    @CsvSource({"5,1e-3", "20,1e-4", "20,1e-5", "64,1e-4", "64,1e-5"})
    void permutationsAreFoundToo(int n, double lambda) {
        Random random = new Random(n);
        CostMatrix cost = new CostMatrix(
                n, n, RealVector.takingOver(random.doubles((long) n * n).toArray()));
        double[] equal = new double[n];
        java.util.Arrays.fill(equal, 1.0 / n);
        RelaxedPlan plan = solver(cost).solve(distribution(equal), distribution(equal), lambda);

        assertThat(plan.converged()).isTrue();
        assertThat(plan.newtonSteps()).isLessThan(60);
        assertThat(plan.transportCost())
                .isCloseTo(
                        ExactTransport.cost(cost, distribution(equal), distribution(equal))
                                .orElseThrow(),
                        within(lambda));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-2, 1, 1e2, 1e6})
    void nothingIsNaNForAnyRelaxation(double lambda) {
        DiscreteMeasure[] measures = {P, Q, distribution(1, 0, 0, 0, 0, 0), distribution(0, 0, 0.5, 0, 0, 0.5)};
        TransportDivergences divergences = TransportDivergences.of(solver(LINE), lambda);
        for (DiscreteMeasure p : measures) {
            for (DiscreteMeasure q : measures) {
                RelaxedPlan plan = solver(LINE).solve(p, q, lambda);
                assertThat(plan.converged()).isTrue();
                assertThat(plan.rowPotentials().stream().allMatch(Double::isFinite))
                        .isTrue();
                assertThat(plan.columnPotentials().stream().allMatch(Double::isFinite))
                        .isTrue();
                assertThat(divergences.relaxed(p, q).value())
                        .isGreaterThanOrEqualTo(0)
                        .isFinite();
                assertThat(divergences.sinkhorn(p, q).value())
                        .isGreaterThan(-1e-12)
                        .isFinite();
            }
            assertThat(divergences.relaxed(p, p).value()).isCloseTo(0, within(1e-14));
            assertThat(divergences.sinkhorn(p, p).value()).isZero();
        }
    }

    /** α·p + β·q = ψ + C, ∂C/∂p = α and ∂C/∂q = β up to a constant each. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 3})
    void potentialsAreTheGradientOfTheCostAndItsLegendrePair(double lambda) {
        RelaxedPlan plan = solver(LINE).solve(P, Q, lambda);
        double sum = 0;
        for (int i = 0; i < 6; i++) {
            sum += plan.alpha().get(i) * P.get(i) + plan.beta().get(i) * Q.get(i);
        }
        assertThat(sum - plan.potential() - plan.cost()).isCloseTo(0, within(1e-13));

        double h = 1e-4;
        double[] up = P.weights().toArray();
        double[] down = P.weights().toArray();
        up[0] += h;
        up[3] -= h;
        down[0] -= h;
        down[3] += h;
        double difference = (solver(LINE).solve(distribution(up), Q, lambda).cost()
                        - solver(LINE).solve(distribution(down), Q, lambda).cost())
                / (2 * h);
        assertThat(plan.alpha().get(0) - plan.alpha().get(3)).isCloseTo(difference, within(1e-6));
    }

    /** The Bregman divergence of C_λ between two pairs of marginals is λ/(1+λ) KL of the plans. */
    @Test
    void theCanonicalDivergenceOfTheFamilyIsKullbackLeiblerOfThePlans() {
        double lambda = 0.7;
        RelaxedPlan first = solver(LINE).solve(P, Q, lambda);
        RelaxedPlan second = solver(LINE).solve(Q, P, lambda);
        double bregman = first.cost() - second.cost();
        double kl = 0;
        for (int i = 0; i < 6; i++) {
            bregman -= second.alpha().get(i) * (P.get(i) - Q.get(i));
            bregman -= second.beta().get(i) * (Q.get(i) - P.get(i));
            for (int j = 0; j < 6; j++) {
                kl += first.get(i, j) * Math.log(first.get(i, j) / second.get(i, j));
            }
        }
        assertThat(bregman).isCloseTo(lambda / (1 + lambda) * kl, within(1e-13));
    }

    /** Hess C = λ/(1+λ) Σ⁺, so Σ times the change of (α, β) is the change of (p, q) times λ/(1+λ). */
    @Test
    void theCovarianceOfIndicatorsIsTheMetric() {
        double lambda = 0.5;
        RelaxedPlan plan = solver(LINE).solve(P, Q, lambda);
        double h = 1e-5;
        double[] moved = P.weights().toArray();
        moved[1] += h;
        moved[4] -= h;
        RelaxedPlan other = solver(LINE).solve(distribution(moved), Q, lambda);
        RealVector covariance = plan.indicatorCovariance();
        for (int a = 0; a < 12; a++) {
            double change = 0;
            for (int b = 0; b < 12; b++) {
                double step = b < 6
                        ? other.alpha().get(b) - plan.alpha().get(b)
                        : other.beta().get(b - 6) - plan.beta().get(b - 6);
                change += covariance.get(12 * a + b) * step;
            }
            double expected = (a == 1 ? h : a == 4 ? -h : 0) * lambda / (1 + lambda);
            assertThat(change).as("row %d", a).isCloseTo(expected, within(2e-9));
        }
    }

    @Test
    void smoothingFindsTheCheapestTarget() {
        double lambda = 1.3;
        TransportDivergences divergences = TransportDivergences.of(solver(LINE), lambda);
        DiscreteMeasure smoothed = divergences.smooth(P);
        double least = solver(LINE).solve(P, smoothed, lambda).cost();
        Random random = new Random(3);
        for (int k = 0; k < 20; k++) {
            double[] moved = smoothed.weights().toArray();
            int from = random.nextInt(6);
            int to = random.nextInt(6);
            double step = 0.2 * moved[from];
            moved[from] -= step;
            moved[to] += step;
            assertThat(solver(LINE).solve(P, distribution(moved), lambda).cost())
                    .isGreaterThanOrEqualTo(least - 1e-15);
        }
    }

    @Test
    void limitsOfTheDivergencesAreTheStatedOnes() {
        double wasserstein = LineTransport.cost(PointSet.line(6), P, PointSet.line(6), Q, 2);
        TransportDivergences small = TransportDivergences.of(solver(LINE), 1e-3);
        assertThat(small.relaxed(P, Q).value()).isCloseTo(wasserstein, within(1e-2));
        assertThat(small.sinkhorn(P, Q).value()).isCloseTo(wasserstein, within(1e-2));
        assertThat(solver(LINE).solve(P, Q, 1e-3).transportCost()).isCloseTo(wasserstein, within(1e-9));

        double energy = 0;
        double spread = 0;
        for (int j = 0; j < 6; j++) {
            double column = 0;
            for (int i = 0; i < 6; i++) {
                energy += P.get(i) * LINE.get(i, j) * Q.get(j)
                        - P.get(i) * LINE.get(i, j) * P.get(j) / 2
                        - Q.get(i) * LINE.get(i, j) * Q.get(j) / 2;
                double mean = 0;
                for (int k = 0; k < 6; k++) {
                    mean += LINE.get(i, k) / 6;
                }
                column += (Q.get(i) - P.get(i)) * (LINE.get(i, j) - mean);
            }
            spread += column * column / 12;
        }
        double[] lambdas = {1e4, 1e5};
        double[] errors = new double[2];
        for (int k = 0; k < 2; k++) {
            TransportDivergences large = TransportDivergences.of(solver(LINE), lambdas[k]);
            assertThat(large.sinkhorn(P, Q).value()).isCloseTo(energy, within(30 / lambdas[k]));
            errors[k] = Math.abs(lambdas[k] * large.relaxed(P, Q).value() - spread);
        }
        assertThat(errors[1]).isLessThan(0.2 * errors[0]);
    }

    /** A kernel of equal rows maps every distribution to the same one: the divergence cannot tell them apart. */
    @Test
    void theRelaxedDivergenceIsZeroWhereSmoothingForgets() {
        CostMatrix constant = new CostMatrix(2, 2, RealVector.of(2, 2, 2, 2));
        assertThat(TransportDivergences.of(solver(constant), 0.5)
                        .relaxed(distribution(0.7, 0.3), distribution(0.4, 0.6))
                        .value())
                .isCloseTo(0, within(1e-15));
    }

    @Test
    void permutingTheStatesChangesNothing() {
        int[] order = {3, 0, 5, 1, 4, 2};
        double[] p = new double[6];
        double[] q = new double[6];
        double[] m = new double[36];
        for (int i = 0; i < 6; i++) {
            p[i] = P.get(order[i]);
            q[i] = Q.get(order[i]);
            for (int j = 0; j < 6; j++) {
                m[6 * i + j] = LINE.get(order[i], order[j]);
            }
        }
        TransportDivergences permuted = TransportDivergences.of(solver(new CostMatrix(6, 6, RealVector.of(m))), 0.4);
        TransportDivergences original = TransportDivergences.of(solver(LINE), 0.4);
        assertThat(permuted.relaxed(distribution(p), distribution(q)).value())
                .isCloseTo(original.relaxed(P, Q).value(), within(1e-13));
        assertThat(permuted.sinkhorn(distribution(p), distribution(q)).value())
                .isCloseTo(original.sinkhorn(P, Q).value(), within(1e-12));
    }

    @Test
    void aConstantAddedToTheCostShiftsTheCostAlone() {
        double lambda = 0.3;
        CostMatrix shifted = new CostMatrix(
                6,
                6,
                RealVector.takingOver(LINE.entries().stream().map(x -> x + 5).toArray()));
        RelaxedPlan a = solver(LINE).solve(P, Q, lambda);
        RelaxedPlan b = solver(shifted).solve(P, Q, lambda);
        assertThat(b.cost() - a.cost()).isCloseTo(5 / (1 + lambda), within(1e-13));
        assertThat(b.plan().toArray()).containsExactly(a.plan().toArray(), within(1e-13));
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        Random random = new Random(5);
        CostMatrix cost = new CostMatrix(
                200, 190, RealVector.takingOver(random.doubles(38_000).toArray()));
        DiscreteMeasure p = random(200, random);
        DiscreteMeasure q = random(190, random);
        RelaxedPlan one = RelaxedTransport.of(cost, RelaxedConfig.defaults().withThreads(1))
                .solve(p, q, 0.02);
        RelaxedPlan three = RelaxedTransport.of(cost, RelaxedConfig.defaults().withThreads(3))
                .solve(p, q, 0.02);
        assertThat(three.plan()).isEqualTo(one.plan());
        assertThat(three.cost()).isEqualTo(one.cost());
    }

    @Test
    void stopsAtItsLimitsAndSaysSo() {
        RelaxedConfig limits = RelaxedConfig.defaults().withMaxSweeps(3).withMaxNewtonSteps(0);
        RelaxedPlan plan = RelaxedTransport.of(LINE, limits).solve(P, Q, 0.01);
        assertThat(plan.converged()).isFalse();
        assertThat(plan.marginalError()).isGreaterThan(1e-6).isFinite();
        assertThat(plan.cost()).isFinite();
    }

    @Test
    void badArgumentsAreRefusedWithTheirName() {
        assertThatThrownBy(() -> solver(LINE).solve(P, Q, 0)).hasMessageContaining("lambda is 0.0");
        assertThatThrownBy(() -> solver(LINE).solve(distribution(0.5, 0.5), Q, 1))
                .hasMessageContaining("p.size is 2");
        assertThatThrownBy(() -> new CostMatrix(1, 2, RealVector.of(1, Double.NaN)))
                .hasMessageContaining("cost[0,1] is NaN");
        assertThatThrownBy(() -> TransportDivergences.of(solver(new CostMatrix(1, 2, RealVector.of(1, 2))), 1))
                .hasMessageContaining("cost.columns is 2");
    }

    private static RelaxedTransport solver(CostMatrix cost) {
        return RelaxedTransport.of(cost, RelaxedConfig.defaults());
    }

    private static DiscreteMeasure random(int n, Random random) {
        return DiscreteMeasure.proportionalTo(
                "p", RealVector.takingOver(random.doubles(n).map(x -> x * x).toArray()));
    }

    private static DiscreteMeasure distribution(double... weights) {
        return DiscreteMeasure.distribution("p", RealVector.of(weights));
    }
}
