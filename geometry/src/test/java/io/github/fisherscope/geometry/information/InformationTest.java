package io.github.fisherscope.geometry.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.Reference;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class InformationTest {
    @Test
    void theGraphsMatrixAndFlowAreThoseOfTheReference() {
        for (JsonNode c : Reference.read("transport.json").get("information")) {
            List<WeightedGraph.Edge> edges = new ArrayList<>();
            c.get("case")
                    .get("edges")
                    .forEach(e -> edges.add(new WeightedGraph.Edge(
                            e.get(0).asInt(), e.get(1).asInt(), e.get(2).asDouble())));
            DiscreteMeasure p = DiscreteMeasure.distribution("p", Reference.vector(c.get("p")));
            WeightedGraph graph = new WeightedGraph(p.size(), edges, EdgeMean.ARITHMETIC);

            assertThat(graph.informationMatrix(p, Reference.vector(c.get("fisher_matrix")))
                            .toArray())
                    .containsExactly(
                            Reference.vector(c.get("wasserstein_matrix")).toArray(), within(1e-12));
            assertThat(graph.naturalFlow(p, Reference.vector(c.get("case").get("energy")))
                            .toArray())
                    .containsExactly(
                            Reference.vector(c.get("wasserstein_flow_of_p_directly"))
                                    .toArray(),
                            within(1e-14));
        }
    }

    @Test
    void theLinesMatrixIsTheClosedForm() {
        assertThat(LineInformation.matrix(LineFamily.normal(1.5, 0.3)).toArray())
                .containsExactly(new double[] {1, 0, 0, 1}, within(1e-11));
        assertThat(LineInformation.matrix(LineFamily.exponential(2)).get(0)).isCloseTo(2.0 / 16, within(1e-12));
        assertThat(LineInformation.naturalGradient(LineFamily.exponential(2), RealVector.of(3))
                        .get(0))
                .isCloseTo(24, within(1e-9));
    }

    /** A fine path is a line: cells of width h carry ρ h, and an edge the weight 1/h². */
    @Test
    void aFinePathTendsToTheLine() {
        double[] errors = new double[2];
        for (int k = 0; k < 2; k++) {
            int n = k == 0 ? 200 : 400;
            double h = 16.0 / n;
            LineFamily family = LineFamily.normal(0, 1);
            double[] mass = new double[n];
            double[] jacobian = new double[n];
            for (int i = 0; i < n; i++) {
                double x = -8 + (i + 0.5) * h;
                mass[i] = family.density(x) * h;
                jacobian[i] = family.distributionGradient(x + h / 2)[0] - family.distributionGradient(x - h / 2)[0];
            }
            double drift = RealVector.of(jacobian).sum() / n;
            for (int i = 0; i < n; i++) {
                jacobian[i] -= drift;
            }
            List<WeightedGraph.Edge> edges = new ArrayList<>();
            for (int i = 1; i < n; i++) {
                edges.add(new WeightedGraph.Edge(i - 1, i, 1 / (h * h)));
            }
            DiscreteMeasure p = DiscreteMeasure.proportionalTo("p", RealVector.of(mass));
            errors[k] = Math.abs(new WeightedGraph(n, edges, EdgeMean.ARITHMETIC)
                            .informationMatrix(p, RealVector.of(jacobian))
                            .get(0)
                    - 1);
        }
        assertThat(errors[0]).isLessThan(0.01);
        assertThat(errors[1]).isLessThan(errors[0] / 3.9);
    }

    /** With the logarithmic mean, the flow of −entropy is the heat equation ṗ = −L p of the graph. */
    @Test
    void theLogarithmicMeanMakesTheEntropyFlowTheHeatEquation() {
        WeightedGraph graph = WeightedGraph.path(3, EdgeMean.LOGARITHMIC);
        DiscreteMeasure p = DiscreteMeasure.distribution("p", RealVector.of(0.5, 0.3, 0.2));
        RealVector gradient = RealVector.of(Math.log(0.5), Math.log(0.3), Math.log(0.2));

        assertThat(graph.naturalFlow(p, gradient).toArray())
                .containsExactly(new double[] {-0.2, 0.2 - 0.1, 0.1}, within(1e-15));
    }

    @Test
    void graphsInPartsAreRefused() {
        WeightedGraph parts = new WeightedGraph(3, List.of(new WeightedGraph.Edge(0, 1, 1)), EdgeMean.ARITHMETIC);
        assertThatThrownBy(() -> parts.informationMatrix(
                        DiscreteMeasure.distribution("p", RealVector.of(0.2, 0.3, 0.5)), RealVector.of(1, -1, 0)))
                .hasMessageContaining("connected");
    }

    /** Wherever the law lies and however narrow it is, the matrix is the identity, and 2/λ⁴ for exponential laws. */
    @Test
    void placeAndScaleOfALawDoNotMatter() {
        double[][] laws = {{100, 1}, {1, 0.001}, {10, 0.01}, {-3, 1e5}};
        for (double[] law : laws) {
            double[] matrix =
                    LineInformation.matrix(LineFamily.normal(law[0], law[1])).toArray();
            assertThat(matrix).containsExactly(new double[] {1, 0, 0, 1}, within(1e-6));
        }
        for (double rate : new double[] {1e-3, 1, 1e3}) {
            double expected = 2 / Math.pow(rate, 4);
            assertThat(LineInformation.matrix(LineFamily.exponential(rate)).get(0))
                    .isCloseTo(expected, within(1e-9 * expected));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> LineFamily.normal(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> LineFamily.normal(Double.NaN, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> LineFamily.exponential(-1));
    }
}
