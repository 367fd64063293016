package io.github.fisherscope.meanfield.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.Activation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deep networks: the number of evaluations stays small, and what is interpolated is what an evaluation gives. */
class LayeredExpectationTest {
    /** A patch is held to 1e-12 of the scales at three points; between others it may be off by a few times that. */
    private static final double RELATIVE = 1e-11;

    private record Arguments(double variance, double covariance) {}

    /** Walks through the layers of a network as the recursion does, and returns the arguments of each. */
    private static List<Arguments> walk(
            LayeredExpectation layers,
            GaussianExpectation exact,
            double w,
            double b,
            double square,
            double cross,
            int depth) {
        List<Arguments> arguments = new ArrayList<>();
        double q = w * square + b;
        double pair = w * cross + b;
        for (int l = 1; l < depth; l++) {
            arguments.add(new Arguments(q, pair));
            pair = w * layers.overlaps(q, pair).value() + b;
            q = w * exact.at(q).meanSquare() + b;
        }
        return arguments;
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 3, 0.64, 1, 0, 1000, 600",
        "tanh, 3, 0.64, 1, 0, 5000, 1000",
        "tanh, 3, 0.64, 1, 0, 50000, 1000",
        "tanh, 1, 0, 1, 0, 3000, 700",
        "tanh, 1, 0, 1, 0.3, 3000, 2500",
        "tanh, 1.1, 0, 1, 0.3, 3000, 700",
        "sigmoid, 3, 0.1, 1, 0, 3000, 400",
        "gelu, 1.9, 0.1, 1, 0.2, 3000, 800",
        "swish, 2, 0.5, 1, 0, 3000, 1300",
        "softplus, 0.9, 0.5, 1, 0, 3000, 400",
        "erf:0.8, 3, 0.3, 1, 0, 3000, 800",
        "relu, 2, 0, 1, 0, 3000, 1000",
        "leaky-relu:0.2, 1.9, 0.01, 1, 0, 3000, 2500"
    })
    void theNumberOfEvaluationsHardlyGrowsWithTheDepth(
            String activation, double w, double b, double square, double cross, int depth, int most) {
        GaussianExpectation exact = GaussianExpectation.of(Activation.parse(activation));
        LayeredExpectation order = LayeredExpectation.of(exact);
        LayeredExpectation moments = LayeredExpectation.of(exact);
        for (Arguments a : walk(order, exact, w, b, square, cross, depth)) {
            moments.pairMoments(a.variance(), a.covariance());
            moments.pairMoments(a.variance(), a.variance());
        }
        assertThat(order.evaluations() + moments.evaluations()).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 3, 0.64, 1, 0, 1200",
        "tanh, 1, 0, 1, 0.3, 900",
        "gelu, 1.9, 0.1, 1, 0.2, 500",
        "swish, 2, 0.5, 1, 0, 500",
        "sigmoid, 24, 1, 1, 0.9, 500",
        "relu, 2, 0, 1, 0, 900",
        "leaky-relu:0.2, 1.9, 0.001, 1, 0.4, 900"
    })
    void whatIsInterpolatedIsWhatAnEvaluationGives(
            String activation, double w, double b, double square, double cross, int depth) {
        GaussianExpectation exact = GaussianExpectation.of(Activation.parse(activation));
        LayerWalk pairs = new LayerWalk(exact::pairVector, false);
        LayerWalk same = new LayerWalk(exact::pairVector, true);
        List<Arguments> arguments = walk(LayeredExpectation.of(exact), exact, w, b, square, cross, depth);
        for (int l = 0; l < arguments.size(); l++) {
            Arguments a = arguments.get(l);
            double[] pair = pairs.next(a.variance(), a.covariance());
            double[] diagonal = same.next(a.variance(), a.variance());
            if (l % 41 == 0) {
                compare(l, pair, exact.pairVector(a.variance(), a.covariance()));
                compare(l, diagonal, exact.pairVector(a.variance(), a.variance()));
                if (l + 1 < arguments.size()) {
                    double next =
                            w * exact.overlaps(a.variance(), a.covariance()).value() + b;
                    assertThat(arguments.get(l + 1).covariance()).isCloseTo(next, within(1e-11 * a.variance()));
                }
            }
        }
        assertThat(pairs.evaluations()).as("of the pairs").isLessThan(depth);
    }

    private static void compare(int layer, double[] found, double[] expected) {
        int numbers = expected.length / 2; // the others are their scales
        for (int i = 0; i < numbers; i++) {
            assertThat(found[i])
                    .as("number %d of layer %d", i, layer)
                    .isCloseTo(expected[i], within(RELATIVE * expected[numbers + i]));
        }
    }

    /** The first hundred arguments, which all but the deepest networks have, are those of an evaluation, bit for bit. */
    @Test
    void shallowNetworksAreEvaluated() {
        GaussianExpectation exact = GaussianExpectation.of(Activation.parse("tanh"));
        LayeredExpectation layers = LayeredExpectation.of(exact);
        for (Arguments a : walk(LayeredExpectation.of(exact), exact, 3, 0.64, 1, 0, LayerWalk.DIRECT)) {
            assertThat(layers.pairMoments(a.variance(), a.covariance()))
                    .isEqualTo(exact.pairMoments(a.variance(), a.covariance()));
            assertThat(layers.overlaps(a.variance(), a.covariance()))
                    .isEqualTo(exact.overlaps(a.variance(), a.covariance()));
        }
    }

    /** A function that bends between the nodes is not interpolated. */
    @Test
    void aFunctionThatIsNotSmoothIsEvaluated() {
        LayerWalk walk = new LayerWalk((v, c) -> new double[] {Math.abs(c - 0.5000003), 1}, false);
        double covariance = 0.8;
        for (int l = 0; l < 2000; l++) {
            assertThat(walk.next(1, covariance)[0]).isCloseTo(Math.abs(covariance - 0.5000003), within(1e-11));
            covariance -= 3e-4;
        }
    }
}
