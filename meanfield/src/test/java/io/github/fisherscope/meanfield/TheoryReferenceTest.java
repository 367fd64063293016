package io.github.fisherscope.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every deterministic number of the independent implementation, to 1e-9 relative: both sides round near 1e-14. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TheoryReferenceTest {
    private static final double RELATIVE = 1e-9;

    /** Quantities that vanish by symmetry come out as rounding residues below 1e-30 on both sides. */
    private static final double ZERO = 1e-30;

    /** The reference takes ∂I_φ'/∂b by a finite difference: its own error, seen against exact values of erf. */
    private static final double DIFFERENCE = 1e-7;

    /** The reference integrates V and V_x of functions with kinks by an equally spaced rule of step 0.05. */
    private static final double KINK = 2e-3;

    static Stream<ReferenceData.Case> cases() {
        return ReferenceData.theoryCases();
    }

    private final Map<String, MeanFieldPrediction> predictions = new HashMap<>();

    private MeanFieldPrediction predict(ReferenceData.Case c) {
        return predictions.computeIfAbsent(
                c.name(), n -> MeanFieldTheory.predict(c.spec(), InputMoments.standardNormal(), c.samples()));
    }

    private static void agrees(SoftAssertions softly, String what, double actual, double expected) {
        softly.assertThat(actual).as(what).isCloseTo(expected, within(RELATIVE * Math.abs(expected) + ZERO));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void orderParametersMatch(ReferenceData.Case c) {
        OrderParameters order = predict(c).order();
        SoftAssertions softly = new SoftAssertions();
        int depth = order.depth();
        assertVector(softly, c.json(), "q", order.q(), 1, depth);
        assertVector(softly, c.json(), "qst", order.qPair(), 1, depth);
        assertVector(softly, c.json(), "qhat", order.qHat(), 0, depth - 1);
        assertVector(softly, c.json(), "qhatst", order.qHatPair(), 0, depth - 1);
        assertVector(softly, c.json(), "qt", order.qTilde(), 1, depth);
        assertVector(softly, c.json(), "qtst", order.qTildePair(), 1, depth);
        softly.assertAll();
    }

    private static void assertVector(
            SoftAssertions softly, JsonNode json, String name, RealVector actual, int first, int last) {
        JsonNode expected = json.at("/order/" + name);
        for (int l = first; l <= last; l++) {
            agrees(
                    softly,
                    name + "[" + l + "]",
                    actual.get(l - first),
                    expected.get(l).asDouble());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void statisticsMatch(ReferenceData.Case c) {
        FisherStatistics s = predict(c).statistics();
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(s.parameters()).isEqualTo(c.json().get("P").asLong());
        agrees(softly, "S1", s.gradientSquare(), c.number("S1"));
        agrees(softly, "S2", s.gradientOverlap(), c.number("S2"));
        agrees(softly, "mean_fw", s.finiteWidth().mean(), c.number("mean_fw"));
        agrees(softly, "second_fw", s.finiteWidth().secondMoment(), c.number("second_fw"));
        agrees(softly, "lmax_fw", s.finiteWidth().largest(), c.number("lmax_fw"));
        agrees(softly, "bulk_fw", s.finiteWidth().bulk(), c.number("bulk_fw"));
        softly.assertThat(s.leadingOrder().isPresent()).isEqualTo(c.has("kappa1"));
        s.leadingOrder().ifPresent(k -> {
            agrees(softly, "kappa1", k.kappa1(), c.number("kappa1"));
            agrees(softly, "kappa2", k.kappa2(), c.number("kappa2"));
            agrees(softly, "alpha", k.alpha(), c.number("alpha"));
            agrees(softly, "mean_K18", k.statistics().mean(), c.number("mean_K18"));
            agrees(softly, "second_K18", k.statistics().secondMoment(), c.number("second_K18"));
            agrees(softly, "lmax_K18", k.statistics().largest(), c.number("lmax_K18"));
            agrees(softly, "bulk_K18", k.statistics().bulk(), c.number("bulk_K18"));
            agrees(softly, "eta_c", new PredictedLearningRates(s.finiteWidth().largest()).plain(), c.number("eta_c"));
        });
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void layersMatch(ReferenceData.Case c) {
        FisherStatistics s = predict(c).statistics();
        SoftAssertions softly = new SoftAssertions();
        for (LayerStatistics layer : s.layers()) {
            String path = "layers." + (layer.layer() - 1);
            agrees(softly, path + " mean", layer.mean(), c.number(path + ".block_mean"));
            agrees(softly, path + " largest", layer.largest(), c.number(path + ".block_lmax_fw"));
            agrees(softly, path + " diagonal", layer.weightDiagonal(), c.number(path + ".diag_w"));
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fisherRaoNormsMatch(ReferenceData.Case c) {
        FisherRaoNorm norm = predict(c).measures().fisherRao();
        SoftAssertions softly = new SoftAssertions();
        agrees(softly, "all", norm.total(), c.number("fisher_rao.all"));
        agrees(softly, "weights", norm.weights(), c.number("fisher_rao.weights"));
        agrees(softly, "K18", norm.diagonalWeights(), c.number("fisher_rao.K18"));
        agrees(softly, "diagonal bias", norm.diagonalBiases(), c.number("fisher_rao.diag_bias"));
        for (int l = 0; l < c.spec().depth(); l++) {
            double expected = c.number("fisher_rao.per_layer." + l);
            agrees(softly, "layer " + (l + 1), norm.perLayerWeights().get(l), expected);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pairCorrectionsMatch(ReferenceData.Case c) {
        if (!c.has("V")) {
            assertThat(c.spec().depth()).isEqualTo(1);
            return;
        }
        PairCorrection correction = predict(c).correction();
        boolean kinked = c.spec().activation().piecewiseLinear();
        double v = c.number("V");
        double cross = c.number("Vx");
        double response = c.number("S2prime");
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(correction.inputResponse()).isCloseTo(response, within(DIFFERENCE * response));
        softly.assertThat(correction.sameOutput()).isCloseTo(v, within((kinked ? KINK : DIFFERENCE) * v));
        softly.assertThat(correction.crossOutput()).isCloseTo(cross, within((kinked ? KINK : RELATIVE) * cross));
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void metricAndTangentKernelMatch(ReferenceData.Case c) {
        MeanFieldPrediction p = predict(c);
        MetricStatistics metric = MetricStatistics.of(c.spec(), p.order(), c.samples());
        TangentKernelStatistics kernel = TangentKernelStatistics.of(c.spec(), p.order(), c.samples());
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(metric.dimension())
                .isEqualTo(c.json().at("/metric/dim").asLong());
        agrees(softly, "metric mean", metric.statistics().mean(), c.number("metric.mean"));
        agrees(softly, "metric second", metric.statistics().secondMoment(), c.number("metric.second"));
        agrees(softly, "metric largest", metric.statistics().largest(), c.number("metric.lmax"));
        agrees(softly, "metric square", metric.square(), c.number("metric.at_kt1"));
        agrees(softly, "metric overlap", metric.overlap(), c.number("metric.at_kt2"));
        agrees(softly, "kernel diagonal", kernel.diagonal(), c.number("ntk.diag"));
        agrees(softly, "kernel off", kernel.offDiagonal(), c.number("ntk.off"));
        agrees(softly, "kernel mean", kernel.diagonal(), c.number("ntk.mean"));
        agrees(softly, "kernel largest", kernel.largest(), c.number("ntk.lmax"));
        agrees(softly, "kernel bulk", kernel.bulk(), c.number("ntk.bulk"));
        agrees(softly, "kernel second", kernel.secondMoment(), c.number("ntk.second"));
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void meanSubtractedStatisticsMatch(ReferenceData.Case c) {
        if (c.samples() < 2) {
            assertThat(c.samples()).isEqualTo(1);
            return;
        }
        NormalisationStatistics s =
                NormalisationStatistics.of(c.spec(), predict(c).order(), c.samples());
        SoftAssertions softly = new SoftAssertions();
        agrees(softly, "ms_mean_fw", s.mean(), c.number("ms_mean_fw"));
        agrees(softly, "ms_second_fw", s.secondMomentLeading(), c.number("ms_second_fw"));
        agrees(softly, "ms_lmax_fw", s.largestLeading(), c.number("ms_lmax_fw"));
        softly.assertAll();
    }
}
