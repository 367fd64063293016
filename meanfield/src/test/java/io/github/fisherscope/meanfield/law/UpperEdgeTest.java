package io.github.fisherscope.meanfield.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chain's solution against sweeps up and down it, which need no derivative; and what it costs in a deep network. */
class UpperEdgeTest {
    /** A chain with random weights, ratios and shares. */
    private static final class Case {
        private final double inputRatio;
        private final double constant;
        private final double[] slopes;
        private final double[] ratios;
        private final double[] shares;

        Case(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int hidden = random.nextInt(1, 8);
            this.inputRatio = random.nextDouble(0.05, 4);
            this.constant = random.nextDouble(0, 2);
            this.slopes = random.doubles(hidden + 1, 0, 3).toArray();
            this.ratios = random.doubles(hidden, 0.05, 4).toArray();
            this.shares = random.doubles(hidden, 0, 1).toArray();
        }

        UpperEdge edge() {
            return new UpperEdge(inputRatio, constant, slopes, ratios, shares);
        }

        double unit() {
            return Math.max(constant, Arrays.stream(slopes).max().orElseThrow());
        }

        double mean() {
            return constant + Arrays.stream(slopes).sum();
        }

        /** Returns z(m) by sweeps, or infinity where they do not settle. */
        double swept(double m) {
            double[] a = slopes.clone();
            double[] x = new double[slopes.length];
            for (int n = 0; n < 200_000; n++) {
                double g = m / (1 + a[0] * inputRatio * m);
                boolean inside = 1 + a[0] * inputRatio * m > 0;
                for (int l = 1; l < slopes.length; l++) {
                    double below = shares[l - 1] * g + (1 - shares[l - 1]) * m;
                    x[l] = ratios[l - 1] * below;
                    inside &= 1 + a[l] * x[l] > 0;
                    g = below / (1 + a[l] * x[l]);
                }
                double change = 0;
                double sum = constant;
                for (int l = slopes.length - 1; l >= 1; l--) {
                    double w = a[l] / (1 + a[l] * x[l]);
                    sum += (1 - shares[l - 1]) * w;
                    double next = slopes[l - 1] + shares[l - 1] * w;
                    change = Math.max(change, Math.abs(next - a[l - 1]) / next);
                    a[l - 1] = next;
                }
                double base = 1 + a[0] * inputRatio * m;
                if (!inside || !(base > 0)) {
                    return Double.POSITIVE_INFINITY;
                }
                if (change <= 1e-15) {
                    return sum + a[0] / base - 1 / m;
                }
            }
            return Double.POSITIVE_INFINITY;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void agreesWithSweepsInsideAndOutsideTheDomain(long seed) {
        Case chain = new Case(seed);
        int solved = 0;
        int unsolved = 0;
        for (double exponent = -3; exponent <= 2; exponent += 0.05) {
            double m = -Math.pow(10, exponent) / chain.mean();
            double swept = chain.swept(m);
            double found = chain.edge().outside(m * chain.unit()) * chain.unit();
            if (Double.isInfinite(swept)) {
                assertThat(found).as("m = %s", m).isInfinite();
                unsolved++;
            } else {
                assertThat(found).as("m = %s", m).isCloseTo(swept, Offset.offset(1e-9 * swept));
                solved++;
            }
        }
        assertThat(solved).isGreaterThan(20);
        assertThat(unsolved).isGreaterThan(5);
    }

    /**
     * Layers at the edge of chaos differ a little from each other, so that sweeps would need thousands of passes: a hundred
     * times as many layers for each layer. Steps that halve a distance to a solution at the depth's scale need log(depth).
     */
    @Test
    void theCostOfALayerGrowsWithTheLogarithmOfTheDepthAtMost() {
        double shallow = costOfALayer(50);
        double deep = costOfALayer(5000);
        assertThat(deep / shallow).isLessThan(Math.log(5000) / Math.log(50));
        assertThat(deep).as("560 where every transform starts anew").isLessThan(300);
    }

    private static double costOfALayer(int hidden) {
        double[] slopes = new double[hidden + 1];
        double[] ratios = new double[hidden];
        double[] shares = new double[hidden];
        for (int l = 0; l <= hidden; l++) {
            slopes[l] = 1 / (1.0 + l);
        }
        for (int l = 0; l < hidden; l++) {
            ratios[l] = 0.1;
            shares[l] = 1 - 1 / (2.0 + l);
        }
        UpperEdge edge = new UpperEdge(0.1, 0.01, slopes, ratios, shares);
        assertThat(edge.value()).isFinite().isPositive();
        return (double) edge.layerSteps() / hidden;
    }
}
