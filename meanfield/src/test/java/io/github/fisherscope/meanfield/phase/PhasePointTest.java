package io.github.fisherscope.meanfield.phase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.ReferenceData;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhasePointTest {
    private static PhasePoint point(String activation, double w, double b) {
        return PhasePoint.of(ReferenceData.activation(activation), w, b);
    }

    @ParameterizedTest
    @CsvSource({
        "tanh_3_0~64, tanh, 3, 0.64",
        "tanh_0~8_0~1, tanh, 0.8, 0.1",
        "tanh_4_0~1, tanh, 4, 0.1",
        "erf1_3_0~05, erf1, 3, 0.05",
        "softplus_0~8_0~1, softplus, 0.8, 0.1"
    })
    void fixedPointsAndSlopesMatchTheReference(String key, String activation, double w, double b) {
        PhasePoint p = point(activation, w, b);
        var expected = ReferenceData.root().get("order_parameter_scales").get(key.replace('~', '.'));
        assertThat(p.fixedPoint()).isCloseTo(expected.get("q").asDouble(), within(1e-12));
        assertThat(p.chi1()).isCloseTo(expected.get("chi1").asDouble(), within(1e-12));
        assertThat(p.chiQ()).isCloseTo(expected.get("chiq").asDouble(), within(1e-12));
        // The reference iterates the map of c and stops at 1e-12 or so.
        assertThat(p.correlation()).isCloseTo(expected.get("c").asDouble(), within(1e-10));
        assertThat(p.chiC()).isCloseTo(expected.get("chic").asDouble(), within(1e-10));
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 0.01, 1.42420529", "tanh, 0.05, 1.76095464", "tanh, 0.1, 1.98607264", "tanh, 0.3, 2.50512719",
        "tanh, 0.64, 3.03584855", "tanh, 0, 1", "erf, 0, 1.5707963267948966", "erf1, 0, 0.7853981633974483",
        "linear, 0.2, 1", "relu, 0.3, 2", "lrelu:0.5, 0.1, 1.6"
    })
    void theEdgeOfChaosLiesWhereItIsKnownToLie(String activation, double bias, double weightVariance) {
        EdgeOfChaos edge =
                EdgeOfChaos.of(ReferenceData.activation(activation), bias).orElseThrow();
        assertThat(edge.weightVariance()).isCloseTo(weightVariance, within(5e-9));
        PhasePoint p = PhasePoint.of(ReferenceData.activation(activation), edge.weightVariance(), bias);
        assertThat(p.chi1()).isCloseTo(1, within(1e-9));
        assertThat(p.phase()).isEqualTo(Phase.EDGE_OF_CHAOS);
    }

    @Test
    void criticalTanhWithoutBiasHasItsFixedPointExactlyAtZero() {
        PhasePoint p = point("tanh", 1, 0);
        assertThat(p.fixedPoint()).isZero();
        assertThat(p.chi1()).isCloseTo(1, within(1e-15));
        assertThat(p.gradientDepth()).isInfinite();
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 1.001, 0",
        "tanh, 1.3, 0",
        "tanh, 3, 0.64",
        "tanh, 0.9, 1e-6",
        "sigmoid, 5, 0.3",
        "gelu, 1.5, 0.2",
        "silu, 1, 0.4",
        "erf1, 40, 2",
        "softplus, 1, 0"
    })
    void fixedPointsAreFixedAndTheRecursionArrivesThere(String activation, double w, double b) {
        PhasePoint p = point(activation, w, b);
        Activation phi = ReferenceData.activation(activation);
        NetworkSpec deep = NetworkSpec.uniform(400, 10, 10, 1, phi, w, b);
        double reached = OrderParameters.of(deep, new InputMoments(1, 1)).q(400);
        double distance = Math.abs(reached - p.fixedPoint());
        // After n layers the distance is at most of the order χ_q^n.
        double bound = 10 * Math.pow(Math.abs(p.chiQ()), 399) + 1e-12 * (1 + p.fixedPoint());
        assertThat(distance).isLessThan(bound);
    }

    @Test
    void piecewiseLinearNetworksGrowWithoutBoundOrStayWhereTheyAre() {
        assertThat(point("relu", 2, 0.1).fixedPoint()).isInfinite();
        assertThat(point("relu", 2, 0.1).correlationDepth()).isInfinite();
        assertThat(point("relu", 2, 0).fixedPoint()).isEqualTo(2);
        assertThat(point("relu", 1, 0.3).fixedPoint()).isEqualTo(0.6);
        assertThat(point("linear", 0.5, 0.3).fixedPoint()).isEqualTo(0.6);
        assertThat(point("softplus", 3, 0.1).fixedPoint()).isInfinite();
    }

    @Test
    void theStandardTanhSettingLiesJustInsideTheOrderedPhase() {
        assertThat(point("tanh", 3, 0.64).phase()).isEqualTo(Phase.ORDERED);
        assertThat(point("tanh", 4, 0.1).phase()).isEqualTo(Phase.CHAOTIC);
    }

    @Test
    void centredChaoticNetworksForgetTheirInputsAltogether() {
        PhasePoint p = point("tanh", 3, 0);
        assertThat(p.correlation()).isZero();
        assertThat(p.chiC()).isLessThan(1);
    }

    @Test
    void aDiagramHoldsThePointsInTheOrderOfItsAxes() {
        RealVector w = RealVector.of(0.5, 1.5, 4);
        RealVector b = RealVector.of(0, 0.1);
        PhaseDiagram diagram = PhaseDiagram.of(new Activation.Tanh(), w, b);
        assertThat(diagram.point(2, 1)).isEqualTo(point("tanh", 4, 0.1));
        assertThat(diagram.point(0, 1)).isEqualTo(point("tanh", 0.5, 0.1));
        assertThat(diagram.point(2, 0).phase()).isEqualTo(Phase.CHAOTIC);
    }

    /** Bounded activations have a fixed point at any variance; ramps have one below their critical slope. */
    @ParameterizedTest
    @CsvSource({
        "tanh, 1e20, 0.1",
        "tanh, 3, 1e20",
        "sigmoid, 1e9, 0",
        "gelu, 1, 1e20",
        "softplus, 1.9, 1e8",
        "erf, 1e120, 0"
    })
    void fixedPointsOfAnySizeSolveTheirEquation(String name, double w, double b) {
        PhasePoint p = PhasePoint.of(Activation.parse(name), w, b);
        double q = p.fixedPoint();
        assertThat(q).isFinite().isGreaterThan(1e5);
        var m = GaussianExpectation.of(Activation.parse(name)).at(q);
        assertThat(w * m.meanSquare() + b).isCloseTo(q, within(1e-12 * q));
        assertThat(p.chi1()).isCloseTo(w * m.derivativeMeanSquare(), within(1e-12 * p.chi1()));
    }

    @ParameterizedTest
    @CsvSource({"gelu, 2, 1e6", "gelu, 3, 1", "silu, 2, 1e4", "softplus, 3, 1e30"})
    void rampsDivergeAtTheirCriticalSlope(String name, double w, double b) {
        assertThat(PhasePoint.of(Activation.parse(name), w, b).fixedPoint()).isInfinite();
    }

    @ParameterizedTest
    @CsvSource({"gelu, 1e4", "silu, 1e6", "tanh, 1e10"})
    void edgesAreFoundAtLargeBiases(String name, double b) {
        EdgeOfChaos edge = EdgeOfChaos.of(Activation.parse(name), b).orElseThrow();
        PhasePoint p = PhasePoint.of(Activation.parse(name), edge.weightVariance(), b);
        assertThat(p.chi1()).isCloseTo(1, within(1e-6));
    }
}
