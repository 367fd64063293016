package io.github.fisherscope.geometry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.Reference;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BarycentresTest {
    private static final CostMatrix LINE = CostMatrix.squaredDistance(PointSet.line(5), PointSet.line(5));
    private static final List<DiscreteMeasure> ENDS = List.of(
            DiscreteMeasure.distribution("p", RealVector.of(0.7, 0.1, 0.1, 0.05, 0.05)),
            DiscreteMeasure.distribution("p", RealVector.of(0.05, 0.05, 0.1, 0.1, 0.7)));
    private static final List<DiscreteMeasure> THREE = List.of(
            DiscreteMeasure.proportionalTo("p", RealVector.of(1, 2, 3, 4, 5)),
            DiscreteMeasure.proportionalTo("p", RealVector.of(1, 0, 0, 0, 1)),
            DiscreteMeasure.proportionalTo("p", RealVector.of(0, 1, 1, 1, 0)));
    private static final RealVector HALVES = RealVector.of(0.5, 0.5);

    @Test
    void theMeanOfCostsIsThatOfTheReference() {
        for (JsonNode c : Reference.read("transport.json").get("barycenter")) {
            JsonNode problem = c.get("case");
            JsonNode m = problem.get("m");
            List<DiscreteMeasure> measures = new ArrayList<>();
            problem.get("p").forEach(p -> measures.add(DiscreteMeasure.distribution("p", Reference.vector(p))));
            Barycentre mean = means(
                            new CostMatrix(m.size(), m.size(), Reference.vector(m)),
                            problem.get("lambda").doubleValue())
                    .ofCosts(measures, Reference.vector(problem.get("weights")));

            assertThat(mean.converged()).isTrue();
            assertThat(mean.gap()).isLessThan(1e-9);
            assertThat(mean.measure().weights().toArray())
                    .containsExactly(Reference.vector(c.get("barycenter")).toArray(), within(1e-10));
        }
    }

    /** The gradient vanishes at each mean, computed from the potentials and not from the iteration. */
    @Test
    void everyMeanIsTheLeastOfItsObjective() {
        Barycentres means = means(LINE, 0.5);
        assertThat(means.ofSinkhornDivergences(ENDS, HALVES).gap()).isLessThan(1e-9);
        Barycentre relaxed = means.ofRelaxedDivergences(ENDS, HALVES);
        assertThat(relaxed.gap()).isLessThan(1e-5);
    }

    /** One distribution is its own mean under a divergence; under C_λ its mean is the blurred one. */
    @Test
    void theMeanOfOneDistribution() {
        List<DiscreteMeasure> one = ENDS.subList(0, 1);
        RealVector weight = RealVector.of(1);
        Barycentres means = means(LINE, 0.5);
        double[] p = one.get(0).weights().toArray();

        assertThat(means.ofSinkhornDivergences(one, weight).measure().weights().toArray())
                .containsExactly(p, within(1e-9));
        assertThat(means.ofRelaxedDivergences(one, weight).measure().weights().toArray())
                .containsExactly(p, within(1e-3));
        assertThat(means.ofCosts(one, weight).measure().weights().toArray())
                .containsExactly(
                        TransportDivergences.of(RelaxedTransport.of(LINE, RelaxedConfig.defaults()), 0.5)
                                .smooth(one.get(0))
                                .weights()
                                .toArray(),
                        within(1e-10));
    }

    /** For λ → 0 each state takes the mean of what the two distributions move over it; plain projections stop on the way. */
    @ParameterizedTest
    @ValueSource(doubles = {0.03, 0.02, 0.01, 1e-3})
    void smallRelaxationsConvergeToo(double lambda) {
        List<DiscreteMeasure> two = List.of(
                DiscreteMeasure.distribution("p", RealVector.of(0.2, 0.2, 0.2, 0.2, 0.2)),
                DiscreteMeasure.distribution("p", RealVector.of(0.1, 0.1, 0.2, 0.2, 0.4)));
        Barycentre costs = means(LINE, lambda).ofCosts(two, HALVES);
        assertThat(costs.converged()).isTrue();
        assertThat(costs.measure().weights().toArray())
                .containsExactly(new double[] {2 / 15.0, 2.5 / 15, 3 / 15.0, 3.5 / 15, 4 / 15.0}, within(1e-9));
        assertThat(means(LINE, lambda).ofSinkhornDivergences(two, HALVES).converged())
                .isTrue();
        assertThat(means(LINE, lambda).ofRelaxedDivergences(two, HALVES).gap()).isLessThan(1e-9);
    }

    /** Minimised by another program: SciPy's BFGS on the dual for C_λ, Nelder and Mead's method on S_λ itself. */
    @Test
    void threeDistributionsWithZerosHaveTheMeansOfAnotherProgram() {
        Barycentres means = means(LINE, 1);
        Barycentre costs = means.ofCosts(THREE, RealVector.of(0.5, 0.3, 0.2));
        assertThat(costs.measure().weights().toArray())
                .containsExactly(
                        new double[] {0.1209856, 0.21572056, 0.16954489, 0.23313037, 0.26061858}, within(1e-8));
        Barycentre sinkhorn = means.ofSinkhornDivergences(THREE, RealVector.of(0.5, 0.3, 0.2));
        assertThat(sinkhorn.gap()).isLessThan(1e-12);
        assertThat(sinkhorn.measure().weights().toArray())
                .containsExactly(
                        new double[] {0.08082976, 0.30327496, 0.11616436, 0.19013821, 0.30959271}, within(1e-6));
    }

    /** Whatever the search says of itself, another distribution is better by no more than the gap, and nothing is NaN. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1e-3, 0.02, 0.1, 1, 100, 1e6})
    void noDistributionIsBetterByMoreThanTheGap(double lambda) {
        List<DiscreteMeasure> apart = List.of(
                DiscreteMeasure.distribution("p", RealVector.of(0.5, 0.5, 0, 0, 0)),
                DiscreteMeasure.distribution("p", RealVector.of(0, 0, 0, 0.25, 0.75)));
        RealVector weights = RealVector.of(0.5, 0.3, 0.2);
        for (CostMatrix cost : List.of(LINE, CostMatrix.distance(PointSet.line(5), PointSet.line(5)))) {
            TransportDivergences divergences =
                    TransportDivergences.of(RelaxedTransport.of(cost, RelaxedConfig.defaults()), lambda);
            Barycentres means = means(cost, lambda);
            bounds(means.ofSinkhornDivergences(apart, HALVES), apart, HALVES, (p, q) -> divergences.sinkhorn(p, q));
            bounds(means.ofSinkhornDivergences(THREE, weights), THREE, weights, (p, q) -> divergences.sinkhorn(p, q));
            bounds(
                    means(cost, lambda, 200).ofRelaxedDivergences(apart, HALVES),
                    apart,
                    HALVES,
                    (p, q) -> divergences.relaxed(p, q));
            assertThat(means.ofCosts(apart, HALVES).gap()).isLessThan(1e-12 * (16 + 3 * lambda));
            assertThat(means.ofCosts(THREE, weights).gap()).isLessThan(1e-12 * (16 + 3 * lambda));
        }
    }

    private static void bounds(
            Barycentre mean,
            List<DiscreteMeasure> measures,
            RealVector weights,
            BiFunction<DiscreteMeasure, DiscreteMeasure, TransportDivergences.Value> divergence) {
        assertThat(mean.gap()).isFinite();
        double here = sum(measures, weights, mean.measure(), divergence);
        for (int j = 0; j < 5; j++) {
            double[] moved = mean.measure().weights().toArray();
            for (int i = 0; i < 5; i++) {
                moved[i] = 0.99 * moved[i] + (i == j ? 0.01 : 0);
            }
            double there = sum(measures, weights, DiscreteMeasure.distribution("q", RealVector.of(moved)), divergence);
            assertThat(here - there).isLessThanOrEqualTo(mean.gap() + 1e-9);
        }
    }

    private static double sum(
            List<DiscreteMeasure> measures,
            RealVector weights,
            DiscreteMeasure q,
            BiFunction<DiscreteMeasure, DiscreteMeasure, TransportDivergences.Value> divergence) {
        double sum = 0;
        for (int k = 0; k < measures.size(); k++) {
            sum += weights.get(k) * divergence.apply(measures.get(k), q).value();
        }
        return sum;
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> means(LINE, 1).ofCosts(ENDS, RealVector.of(0.5, 0.6)))
                .hasMessageContaining("weights");
        CostMatrix oneWay = new CostMatrix(2, 2, RealVector.of(0, 1, 2, 0));
        assertThatThrownBy(() -> means(oneWay, 1).ofSinkhornDivergences(List.of(), RealVector.of()))
                .hasMessageContaining("symmetric");
    }

    private static Barycentres means(CostMatrix cost, double lambda) {
        return means(cost, lambda, 3000);
    }

    private static Barycentres means(CostMatrix cost, double lambda, int steps) {
        return Barycentres.of(
                RelaxedTransport.of(cost, RelaxedConfig.defaults()), lambda, new Barycentres.Limits(1e-13, steps));
    }
}
