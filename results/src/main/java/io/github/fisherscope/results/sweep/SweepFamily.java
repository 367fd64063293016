package io.github.fisherscope.results.sweep;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One family of random networks at T standard normal inputs; its networks differ by their seed alone.
 *
 * @param depth L, weight layers
 * @param width M, of every hidden layer
 * @param inputs M_0
 * @param outputs C
 * @param samples T
 * @param activation name of φ in its canonical form
 * @param weightVariance σ_w²
 * @param biasVariance σ_b², null for networks without biases
 */
public record SweepFamily(
        int depth,
        int width,
        int inputs,
        int outputs,
        int samples,
        String activation,
        double weightVariance,
        @Nullable Double biasVariance) {

    public SweepFamily {
        Args.requireInRange("width", width, 1, 1 << 24);
        Args.requireInRange("inputs", inputs, 1, 1 << 24);
        Args.requireInRange("outputs", outputs, 1, 1 << 24);
        Args.requireInRange("samples", samples, 1, 1 << 30);
        Args.requirePositive("weightVariance", weightVariance);
        // Makes the same family equal however its activation was written, and refuses what is not a network.
        activation = Activation.parse(activation).id();
        checkedSpec(depth, width, inputs, outputs, activation, weightVariance, biasVariance);
    }

    /** Returns the specification of its networks. */
    public NetworkSpec spec() {
        return checkedSpec(depth, width, inputs, outputs, activation, weightVariance, biasVariance);
    }

    private static NetworkSpec checkedSpec(
            int depth,
            int width,
            int inputs,
            int outputs,
            String activation,
            double weightVariance,
            @Nullable Double biasVariance) {
        NetworkSpec spec = NetworkSpec.uniform(
                depth,
                width,
                inputs,
                outputs,
                Activation.parse(activation),
                weightVariance,
                biasVariance == null ? 0 : biasVariance);
        return biasVariance == null ? spec.withoutBiases() : spec;
    }

    /** Returns a text that names the family and never changes, since seeds are derived from it. */
    public String key() {
        return String.format(
                Locale.ROOT,
                "L=%d M=%d M0=%d C=%d T=%d %s sw2=%s sb2=%s",
                depth,
                width,
                inputs,
                outputs,
                samples,
                activation,
                weightVariance,
                biasVariance == null ? "none" : biasVariance.toString());
    }

    /**
     * Returns what families of different width have in common, in words.
     *
     * @param inputsVary whether M_0 is the width
     */
    public String series(boolean inputsVary) {
        return String.format(
                Locale.ROOT,
                "%s, L = %d, %sC = %d, T = %d, σ_w² = %s, %s",
                activation,
                depth,
                inputsVary ? "" : "M₀ = " + inputs + ", ",
                outputs,
                samples,
                trimmed(weightVariance),
                biasVariance == null ? "without biases" : "σ_b² = " + trimmed(biasVariance));
    }

    private static String trimmed(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
