package io.github.fisherscope.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.NetworkSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Predictions for normalised outputs against stored simulations, with the tolerances of {@link SimulationTest}. */
class NormalisedSimulationTest {
    /** D4: mean subtraction, for few samples and for as many as units. */
    @ParameterizedTest
    @CsvSource({"tanh, 3, 0.64", "relu, 2, 0.1", "linear, 1, 0.1"})
    void meanSubtractionLeavesMoreThanTheLeadingFormulaSays(String activation, double w, double b) {
        int seen = 0;
        for (JsonNode entry : ReferenceData.root().at("/extra_sim/k19")) {
            int width = entry.get("M").asInt();
            int samples = entry.get("T").asInt();
            if (!entry.get("act").asString().equals(activation)) {
                continue;
            }
            seen++;
            NetworkSpec spec = NetworkSpec.of(ReferenceData.activation(activation), w, b, width, width, width, 1);
            MeanFieldPrediction p = MeanFieldTheory.predict(spec, InputMoments.standardNormal(), samples);
            NormalisationStatistics s = NormalisationStatistics.of(spec, p.order(), samples);
            var plain = new ReferenceData.Simulated(
                    entry.get("lmax_F").get(0).asDouble(),
                    entry.get("lmax_F").get(1).asDouble());
            var subtracted = new ReferenceData.Simulated(
                    entry.get("ms_sim").get(0).asDouble(),
                    entry.get("ms_sim").get(1).asDouble());
            assertThat(p.statistics().finiteWidth().largest())
                    .isCloseTo(entry.get("lmax_F_th").asDouble(), within(1e-9 * plain.mean()));
            assertThat(s.largestLeading()).isCloseTo(entry.get("ms_lead").asDouble(), within(1e-9 * plain.mean()));
            assertThat(s.largest()).isCloseTo(entry.get("ms_inputMP").asDouble(), within(1e-7 * s.largest()));
            SimulationTest.holds(
                    p.recommended().topMean(), plain, ExpectationShift.of(p).topMean());
            SimulationTest.fails(s.largestLeading(), subtracted, 0.1);
            // The input edge is a part of what is there, most of it and never all; with few samples the largest
            // eigenvalue lies below its edge by a relative T^(−2/3).
            assertThat(s.largest() / subtracted.mean()).isBetween(0.55, 1 + Math.pow(samples, -2.0 / 3));
            if (samples == width) {
                assertThat(subtracted.mean() / s.largestLeading()).isGreaterThan(3);
            }
        }
        assertThat(seen).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({"A1", "A2", "A3", "C1", "C2", "C3", "F2", "F5", "H2"})
    void meanSubtractedSecondMomentsHoldWithTheirCorrection(String id) {
        ReferenceData.Case c = ReferenceData.simulationCase(id);
        NormalisationStatistics s =
                NormalisationStatistics.of(c.spec(), SimulationTest.predict(c).order(), c.samples());
        double bias = 2.0 * c.spec().depth() / c.spec().width(1);
        SimulationTest.holds(s.mean(), c.simulated("sim.ms_mean"), 0);
        SimulationTest.holds(s.secondMoment(), c.simulated("sim.ms_second"), bias);
    }

    @ParameterizedTest
    @CsvSource({"A1", "C1", "C3", "F5"})
    void meanSubtractedSecondMomentsFailWithoutIt(String id) {
        ReferenceData.Case c = ReferenceData.simulationCase(id);
        NormalisationStatistics s =
                NormalisationStatistics.of(c.spec(), SimulationTest.predict(c).order(), c.samples());
        SimulationTest.fails(
                s.secondMomentLeading(),
                c.simulated("sim.ms_second"),
                2.0 * c.spec().depth() / c.spec().width(1));
    }

    @Test
    void batchAndLayerNormalisedTracesHold() {
        for (JsonNode entry : ReferenceData.root().at("/extra_sim/bn_ln")) {
            ReferenceData.Case c = ReferenceData.cases(new tools.jackson.databind.ObjectMapper()
                            .createArrayNode()
                            .add(entry))
                    .toList()
                    .get(0);
            NormalisationStatistics s = NormalisationStatistics.of(
                    c.spec(), SimulationTest.predict(c).order(), c.samples());
            assertThat(s.batchVariance()).isCloseTo(c.number("sig2_theory"), within(1e-9));
            var trace = new ReferenceData.Simulated(c.number("mean.bn_tr"), c.number("se.bn_tr"));
            var variance = new ReferenceData.Simulated(c.number("mean.sig2"), c.number("se.sig2"));
            var layer = new ReferenceData.Simulated(c.number("mean.ln_tr"), c.number("se.ln_tr"));
            SimulationTest.holds(s.batchVariance(), variance, 0);
            // E 1/σ² exceeds 1/E σ² by Var σ²/σ⁴, a few per cent with 5 to 10 outputs and 50 samples.
            SimulationTest.holds(s.batchTrace(), trace, 0.05);
            SimulationTest.holds(s.layerTrace().orElseThrow(), layer, 0);
        }
    }
}
