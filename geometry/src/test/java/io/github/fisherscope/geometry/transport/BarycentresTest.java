package io.github.fisherscope.geometry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.Reference;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BarycentresTest {
    private static final CostMatrix LINE = CostMatrix.squaredDistance(PointSet.line(5), PointSet.line(5));
    private static final List<DiscreteMeasure> ENDS = List.of(
            DiscreteMeasure.distribution("p", RealVector.of(0.7, 0.1, 0.1, 0.05, 0.05)),
            DiscreteMeasure.distribution("p", RealVector.of(0.05, 0.05, 0.1, 0.1, 0.7)));
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

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> means(LINE, 1).ofCosts(ENDS, RealVector.of(0.5, 0.6)))
                .hasMessageContaining("weights");
        CostMatrix oneWay = new CostMatrix(2, 2, RealVector.of(0, 1, 2, 0));
        assertThatThrownBy(() -> means(oneWay, 1).ofSinkhornDivergences(List.of(), RealVector.of()))
                .hasMessageContaining("symmetric");
    }

    private static Barycentres means(CostMatrix cost, double lambda) {
        return Barycentres.of(
                RelaxedTransport.of(cost, RelaxedConfig.defaults()), lambda, new Barycentres.Limits(1e-13, 3000));
    }
}
