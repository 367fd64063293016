package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The network that was measured: either drawn from a specification (variances and seed) or read from a file.
 *
 * @param widths M_0 (inputs), M_1, …, C (outputs); at least two entries
 * @param activation name of the activation of the hidden layers
 * @param weightVariance σ_w², null for a network from a file
 * @param biasVariance σ_b², null for a network from a file
 * @param seed seed of the first network, null for a network from a file
 * @param parameters P, number of weights and biases
 * @param source name of the file, null for a network drawn at random
 * @param sha256 digest of the file in hexadecimal, null for a network drawn at random
 */
public record NetworkInfo(
        List<Integer> widths,
        String activation,
        @Nullable Double weightVariance,
        @Nullable Double biasVariance,
        @Nullable String seed,
        long parameters,
        @Nullable String source,
        @Nullable String sha256) {

    public NetworkInfo {
        widths = List.copyOf(widths);
        Args.require(widths.size() >= 2, "widths is %s; it needs at least inputs and outputs", widths);
        Args.requireInRange("parameters", parameters, 1, Long.MAX_VALUE);
        if (weightVariance != null) {
            Args.requireNonNegative("weightVariance", weightVariance);
        }
        if (biasVariance != null) {
            Args.requireNonNegative("biasVariance", biasVariance);
        }
        if (seed != null) {
            Seeds.requireSeed("network", seed);
        }
    }

    /** Returns L, the number of weight layers. */
    public int depth() {
        return widths.size() - 1;
    }

    /** Returns C. */
    public int outputs() {
        return widths.get(widths.size() - 1);
    }
}
