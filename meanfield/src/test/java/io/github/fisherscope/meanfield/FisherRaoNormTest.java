package io.github.fisherscope.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FisherRaoNormTest {
    /** Runs the recursion of the class's documentation upward from the one layer that is scaled. */
    private static double upward(NetworkSpec spec, OrderParameters order, int scaled, double source) {
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        double w = spec.weightVariance();
        double r = source;
        double p = source;
        for (int l = scaled; l < spec.depth(); l++) {
            PointMoments m = expectation.at(order.q(l));
            double slope = order.q(l) > 0 ? r / order.q(l) : 0;
            p = w * (slope * slope * m.stretched() + (p - slope * r) * m.derivativeMeanSquare());
            r = w * slope * m.mixed();
        }
        return spec.outputs() * p;
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 1.5, 0.1, 40",
        "tanh, 4, 0, 40",
        "relu, 2, 0.3, 40",
        "gelu, 0.5, 0, 30",
        "erf, 1, 0, 300",
        "identity, 1, 0.1, 3",
        "sigmoid, 3, 1, 1"
    })
    void layersAloneAgreeWithTheRecursionRunForEachOfThem(String activation, double w, double b, int depth) {
        int[] widths = new int[depth + 1];
        Arrays.fill(widths, 20);
        widths[depth] = 3;
        NetworkSpec spec = NetworkSpec.of(Activation.parse(activation), w, b, widths);
        OrderParameters order = OrderParameters.of(spec, InputMoments.standardNormal());

        FisherRaoNorm norm = FisherRaoNorm.of(spec, order);

        for (int l = 1; l <= depth; l++) {
            double all = upward(spec, order, l, order.q(l));
            double weights = upward(spec, order, l, w * order.qHat(l - 1));
            // Sums of positive and negative terms: rounding of a few per layer.
            assertThat(norm.perLayer().get(l - 1)).as("layer %d", l).isCloseTo(all, within(1e-13 * depth * all));
            assertThat(norm.perLayerWeights().get(l - 1))
                    .as("weights of layer %d", l)
                    .isCloseTo(weights, within(1e-13 * depth * weights));
        }
        if (depth == 1) {
            assertThat(norm.total()).isEqualTo(norm.perLayer().get(0));
        }
    }
}
