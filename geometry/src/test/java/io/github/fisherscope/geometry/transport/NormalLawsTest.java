package io.github.fisherscope.geometry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.Reference;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Relaxed transport between normal laws has closed forms (Janati and others 2020). On a grid fine enough the trapezoidal
 * rule has their digits.
 */
class NormalLawsTest {
    private static final int POINTS = 420;
    private static final double TAILS = 8;

    static List<JsonNode> cases() {
        List<JsonNode> cases = new ArrayList<>();
        Reference.read("transport.json")
                .get("gaussian1d")
                .forEach(c -> c.get("rows").forEach(cases::add));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void costsAreThoseOfTheClosedForm(JsonNode c) {
        double low = Math.min(end(c, 1, -1), end(c, 2, -1));
        double high = Math.max(end(c, 1, 1), end(c, 2, 1));
        double step = (high - low) / (POINTS - 1);
        double[] cost = new double[POINTS * POINTS];
        for (int i = 0; i < POINTS; i++) {
            for (int j = 0; j < POINTS; j++) {
                cost[i * POINTS + j] = step * step * (i - j) * (i - j);
            }
        }
        CostMatrix squared = new CostMatrix(POINTS, POINTS, RealVector.takingOver(cost));
        RelaxedTransport transport = RelaxedTransport.of(squared, RelaxedConfig.defaults());
        DiscreteMeasure p = normal(c, 1, low, step);
        DiscreteMeasure q = normal(c, 2, low, step);
        double epsilon = c.get("epsilon").doubleValue();

        RelaxedPlan plan = transport.solve(p, q, epsilon);
        assertThat(plan.converged()).isTrue();
        assertThat(plan.relativeCost()).isCloseTo(c.get("entropic").doubleValue(), within(1e-9));
        assertThat(TransportDivergences.of(transport, epsilon).sinkhorn(p, q).value())
                .isCloseTo(c.get("sinkhorn_divergence").doubleValue(), within(1e-9));
    }

    private static double end(JsonNode c, int law, int side) {
        return c.get("m" + law).doubleValue() + side * TAILS * c.get("s" + law).doubleValue();
    }

    private static DiscreteMeasure normal(JsonNode c, int law, double low, double step) {
        double[] weights = new double[POINTS];
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            double z = (low + i * step - c.get("m" + law).doubleValue())
                    / c.get("s" + law).doubleValue();
            weights[i] = Math.exp(-z * z / 2);
            sum += weights[i];
        }
        for (int i = 0; i < POINTS; i++) {
            weights[i] /= sum;
        }
        return DiscreteMeasure.distribution("law", RealVector.takingOver(weights));
    }
}
