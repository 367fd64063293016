package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NetworkKinds;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows that all other tests rest on, against derivatives carried forward one parameter at a time. */
class PlainJacobianTest {
    static Stream<Arguments> cases() {
        return Stream.of("tanh", "tanh/none", "silu/101", "relu|sigmoid|erf", NetworkKinds.MIXED)
                .flatMap(kind -> Stream.of("gaussian", "categorical", "bernoulli", "poisson")
                        .flatMap(likelihood -> Arrays.stream(LabelExpectation.values())
                                .map(labels -> Arguments.of(kind, likelihood, labels))));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("cases")
    void rowsAreScoresTimesForwardDerivatives(String kind, String likelihood, LabelExpectation labels) {
        int samples = 3;
        FisherCase c = FisherCase.of(kind, "4,5,4,3", samples, FisherCase.request(likelihood, labels, samples, 3));
        double[][] rows = c.rows();
        int perSample = rows.length / samples;
        ScoreRows scores = new ScoreRows(c.request(), samples, 3);
        double[] factor = new double[perSample * 3];
        double[] x = new double[4];
        for (int t = 0; t < samples; t++) {
            c.data().copyRow(t, x);
            scores.write(t, c.network().output(x), factor);
            for (int i = 0; i < c.parameters(); i++) {
                double[] derivative = derivative(c, x, i);
                for (int r = 0; r < perSample; r++) {
                    double expected = 0;
                    for (int k = 0; k < 3; k++) {
                        expected += factor[3 * r + k] * derivative[k];
                    }
                    assertThat(rows[t * perSample + r][i])
                            .isCloseTo(expected, within(1e-12 * (1 + Math.abs(expected))));
                }
            }
        }
    }

    /** Returns ∂f/∂θ_i for parameter number i, counted layer by layer, weights row by row and then biases. */
    private static double[] derivative(FisherCase c, double[] x, int i) {
        double[] h = x;
        double[] dh = new double[x.length];
        int first = 0;
        for (DenseLayer layer : c.network().layers()) {
            double[] u = layer.preActivation(h);
            double[] du = new double[u.length];
            int weights = h.length * u.length;
            for (int a = 0; a < u.length; a++) {
                for (int b = 0; b < h.length; b++) {
                    du[a] += layer.weights().get(a * h.length + b) * dh[b];
                    du[a] += i == first + a * h.length + b ? h[b] : 0;
                }
                du[a] += layer.hasBias() && i == first + weights + a ? 1 : 0;
            }
            first += weights + (layer.hasBias() ? u.length : 0);
            h = new double[u.length];
            dh = new double[u.length];
            for (int a = 0; a < u.length; a++) {
                h[a] = layer.activation().value(u[a]);
                dh[a] = layer.activation().derivative(u[a]) * du[a];
            }
        }
        assertThat(first).isEqualTo(c.parameters());
        return dh;
    }
}
