package io.github.fisherscope.meanfield.gaussian;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Averages over the circle a function that is smooth between the zeros of cos θ and of cos(θ − ψ). */
final class AngularIntegral {
    private static final double[] NODES = {
        -0.9602898564975363,
        -0.7966664774136267,
        -0.5255324099163290,
        -0.1834346424956498,
        0.1834346424956498,
        0.5255324099163290,
        0.7966664774136267,
        0.9602898564975363
    };
    private static final double[] WEIGHTS = {
        0.1012285362903763, 0.2223810344533745, 0.3137066458778873, 0.3626837833783620,
        0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763
    };
    private static final int PANELS = 8;

    private AngularIntegral() {}

    static double of(double psi, DoubleUnaryOperator f) {
        double h = Math.PI / 2;
        double[] cuts = {-Math.PI, -h, h, Math.PI, wrap(psi - h), wrap(psi + h)};
        Arrays.sort(cuts);
        double sum = 0;
        for (int i = 1; i < cuts.length; i++) {
            sum += panel(cuts[i - 1], cuts[i], f);
        }
        return sum / (2 * Math.PI);
    }

    private static double wrap(double angle) {
        return angle > Math.PI ? angle - 2 * Math.PI : angle;
    }

    private static double panel(double from, double to, DoubleUnaryOperator f) {
        double sum = 0;
        double half = (to - from) / PANELS / 2;
        for (int p = 0; p < PANELS; p++) {
            double centre = from + (2 * p + 1) * half;
            for (int i = 0; i < NODES.length; i++) {
                sum += WEIGHTS[i] * half * f.applyAsDouble(centre + half * NODES[i]);
            }
        }
        return sum;
    }
}
