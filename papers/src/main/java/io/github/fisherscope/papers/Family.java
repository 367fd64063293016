package io.github.fisherscope.papers;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.reports.chart.Palette;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The three kinds of networks that the experiments of 2018 use, with their variances. */
enum Family {
    TANH("tanh", "tanh", 3, 0.64, Palette.BLUE),
    RELU("relu", "ReLU", 2, 0.1, Palette.VERMILION),
    LINEAR("identity", "linear", 1, 0.1, Palette.GREEN);

    private final String activation;
    private final String label;
    private final double weightVariance;
    private final double biasVariance;
    private final int color;

    Family(String activation, String label, double weightVariance, double biasVariance, int color) {
        this.activation = activation;
        this.label = label;
        this.weightVariance = weightVariance;
        this.biasVariance = biasVariance;
        this.color = color;
    }

    String activation() {
        return activation;
    }

    String label() {
        return label;
    }

    String id() {
        return label.toLowerCase(Locale.ROOT);
    }

    double weightVariance() {
        return weightVariance;
    }

    double biasVariance() {
        return biasVariance;
    }

    int color() {
        return color;
    }

    /** Returns the variances, for captions. */
    String variances() {
        return "σ_w² = %s, σ_b² = %s".formatted(trimmed(weightVariance), trimmed(biasVariance));
    }

    /** Returns the variances of every family, for captions. */
    static String allVariances() {
        return Arrays.stream(values()).map(f -> f.label + ": " + f.variances()).collect(Collectors.joining("; "));
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Returns networks with as many inputs as hidden units. */
    NetworkSpec spec(int depth, int width, int outputs) {
        return NetworkSpec.uniform(
                depth, width, width, outputs, Activation.parse(activation), weightVariance, biasVariance);
    }
}
