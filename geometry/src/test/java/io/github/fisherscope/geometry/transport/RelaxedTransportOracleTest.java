package io.github.fisherscope.geometry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.geometry.Reference;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Plans, costs and divergences of an independent program. */
class RelaxedTransportOracleTest {
    record Case(JsonNode problem, JsonNode expected) {
        CostMatrix cost() {
            JsonNode m = problem.get("m");
            return new CostMatrix(m.size(), m.get(0).size(), Reference.vector(m));
        }

        DiscreteMeasure measure(String name) {
            return DiscreteMeasure.distribution(name, Reference.vector(problem.get(name)));
        }

        double number(String key) {
            return expected.get(key).doubleValue();
        }

        @Override
        public String toString() {
            return problem.get("name").asString() + ", lambda " + expected.get("lambda");
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (JsonNode problem : Reference.read("transport.json").get("transport")) {
            problem.get("lambdas").forEach(l -> cases.add(new Case(problem.get("case"), l)));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plansAndCostsAreThoseOfTheReference(Case c) {
        RelaxedPlan plan = RelaxedTransport.of(c.cost(), RelaxedConfig.defaults())
                .solve(c.measure("p"), c.measure("q"), c.number("lambda"));

        assertThat(plan.converged()).isTrue();
        assertThat(plan.marginalError()).isLessThan(1e-12);
        assertThat(plan.plan().toArray())
                .containsExactly(Reference.vector(c.expected().get("plan")).toArray(), within(1e-11));
        assertThat(plan.cost()).isCloseTo(c.number("C"), within(1e-12));
        assertThat(plan.primalCost()).isCloseTo(plan.cost(), within(1e-12));
        assertThat(plan.transportCost()).isCloseTo(c.number("transport_cost"), within(1e-11));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void divergencesAreThoseOfTheReference(Case c) {
        if (!c.expected().has("divergence_2019")) {
            return;
        }
        TransportDivergences divergences =
                TransportDivergences.of(RelaxedTransport.of(c.cost(), RelaxedConfig.defaults()), c.number("lambda"));
        DiscreteMeasure p = c.measure("p");
        DiscreteMeasure q = c.measure("q");

        assertThat(divergences.relaxed(p, q).value())
                .isCloseTo(c.number("divergence_2019"), within(1e-12 + 1e-10 * c.number("divergence_2019")));
        assertThat(divergences.relaxed(q, p).value())
                .isCloseTo(c.number("divergence_2019_reverse"), within(1e-12 + 1e-10));
        assertThat(divergences.sinkhorn(p, q).value()).isCloseTo(c.number("sinkhorn_divergence"), within(2e-12));
        assertThat(divergences.smooth(p).weights().toArray())
                .containsExactly(Reference.vector(c.expected().get("shift_p")).toArray(), within(1e-14));
        JsonNode plans = c.expected().get("divergence_2018_without_prefactor");
        if (plans.isNumber()) {
            assertThat(divergences.ofPlans(p, q).value()).isCloseTo(plans.doubleValue(), within(1e-11));
        } else {
            assertThat(divergences.ofPlans(p, q).value()).isInfinite();
        }
    }
}
