package io.github.fisherscope.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Counts the entries of {@code reference.json}, so that none is added without a test: what uses them stands beside each.
 *
 * <p>The two networks with explicit weights are in {@code integration.GoldenNetworksTest}. Not used, for want of the points they were taken at: the numbers of {@code rmt} for Pennington-Worah and Fan-Wang, which
 * are errors that the other program saw in its own simulations, and the transforms {@code m} of the centred networks. The
 * laws are simulated anew in {@code law.RandomMatrixTest}.
 */
class ReferenceCoverageTest {
    private static final Map<String, Integer> ENTRIES = Map.ofEntries(
            // Every deterministic number: TheoryReferenceTest.
            Map.entry("/theory_cases", 20),
            // 26 deep ones: SimulationTest; N1, F1 and H2 by name in OutputLawTest and SimulationTest.
            Map.entry("/sim_cases", 29),
            Map.entry("/fisher_rao_sim", 5),
            Map.entry("/extra_sim", 5),
            Map.entry("/extra_sim/metric", 5),
            Map.entry("/extra_sim/nonlinear", 3),
            Map.entry("/extra_sim/bn_ln", 3),
            Map.entry("/extra_sim/k19", 24),
            Map.entry("/extra_sim/block1", 5),
            // The four centred edges: law.SpectralLawTest.
            Map.entry("/rmt", 14),
            // phase.PhasePointTest.
            Map.entry("/order_parameter_scales", 10),
            Map.entry("/learning_rate", 3),
            Map.entry("/softmax_outlier_count", 6),
            Map.entry("/softmax_C2_check", 2));

    @Test
    void everyEntryIsAccountedFor() {
        JsonNode root = ReferenceData.root();
        ENTRIES.forEach(
                (path, count) -> assertThat(root.at(path).size()).as(path).isEqualTo(count));
        assertThat(root.propertyNames()).allMatch(name -> ENTRIES.containsKey("/" + name));
        assertThat(root.get("extra_sim").propertyNames()).allMatch(name -> ENTRIES.containsKey("/extra_sim/" + name));
    }
}
