package io.github.fisherscope.geometry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.Reference;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Three ways to the least cost: linear programming, the monotone coupling, and relaxation with a vanishing λ. */
class ExactTransportTest {
    @Test
    void costsAreThoseOfTheReference() {
        for (JsonNode c : Reference.read("transport.json").get("transport")) {
            JsonNode m = c.get("case").get("m");
            CostMatrix cost = new CostMatrix(m.size(), m.get(0).size(), Reference.vector(m));
            double value = ExactTransport.cost(
                            cost,
                            measure(c.get("case").get("p")),
                            measure(c.get("case").get("q")))
                    .orElseThrow();
            assertThat(value).isCloseTo(c.get("wasserstein").doubleValue(), within(1e-14));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 17, 40})
    void linearProgrammingFindsTheMonotoneCoupling(int n) {
        Random random = new Random(n);
        PointSet from = PointSet.line(RealVector.takingOver(random.doubles(n).toArray()));
        PointSet to = PointSet.line(RealVector.takingOver(random.doubles(n + 3).toArray()));
        DiscreteMeasure p = random(n, random);
        DiscreteMeasure q = random(n + 3, random);

        assertThat(ExactTransport.cost(CostMatrix.squaredDistance(from, to), p, q)
                        .orElseThrow())
                .isCloseTo(LineTransport.cost(from, p, to, q, 2), within(1e-13));
        assertThat(ExactTransport.cost(CostMatrix.distance(from, to), p, q).orElseThrow())
                .isCloseTo(LineTransport.cost(from, p, to, q, 1), within(1e-13));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 12, 25})
    void aVanishingRelaxationFindsTheSame(int n) {
        Random random = new Random(100 + n);
        CostMatrix cost = new CostMatrix(
                n, n, RealVector.takingOver(random.doubles((long) n * n).toArray()));
        DiscreteMeasure p = random(n, random);
        DiscreteMeasure q = random(n, random);
        RelaxedPlan plan = RelaxedTransport.of(cost, RelaxedConfig.defaults()).solve(p, q, 1e-6);

        assertThat(plan.converged()).isTrue();
        assertThat(ExactTransport.cost(cost, p, q).orElseThrow()).isCloseTo(plan.transportCost(), within(1e-12));
    }

    /** Equal weights make every vertex of the problem degenerate, which a simplex method may cycle on. */
    @Test
    void equalWeightsEndToo() {
        int n = 40;
        PointSet grid = PointSet.grid(5, 8);
        double[] uniform = new double[n];
        java.util.Arrays.fill(uniform, 1.0 / n);
        DiscreteMeasure p = DiscreteMeasure.distribution("p", RealVector.of(uniform));
        assertThat(ExactTransport.cost(CostMatrix.distance(grid, grid), p, p).orElseThrow())
                .isCloseTo(0, within(1e-15));
    }

    @Test
    void aMethodThatGivesUpHasNoValue() {
        CostMatrix cost = CostMatrix.squaredDistance(PointSet.line(5), PointSet.line(5));
        DiscreteMeasure p = random(5, new Random(1));
        DiscreteMeasure q = random(5, new Random(2));
        assertThat(ExactTransport.cost(cost, p, q, 2)).isEmpty();
        assertThat(ExactTransport.cost(cost, p, q, 200)).isEqualTo(ExactTransport.cost(cost, p, q));
    }

    @Test
    void largeProblemsAreRefusedWithTheWayOut() {
        CostMatrix cost = CostMatrix.distance(PointSet.line(100), PointSet.line(100));
        assertThatThrownBy(() -> ExactTransport.cost(cost, random(100, new Random(1)), random(100, new Random(2))))
                .hasMessageContaining("cost.size is 10000")
                .hasMessageContaining("lambda");
    }

    private static DiscreteMeasure measure(JsonNode weights) {
        return DiscreteMeasure.distribution("p", Reference.vector(weights));
    }

    private static DiscreteMeasure random(int n, Random random) {
        return DiscreteMeasure.proportionalTo(
                "p", RealVector.takingOver(random.doubles(n).map(x -> x * x).toArray()));
    }
}
