package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.fisherscope.core.check.Args;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The network that was measured: either drawn from a specification (variances and seed) or read from a file.
 *
 * @param widths M_0 (inputs), M_1, …, C (outputs); at least two entries
 * @param activation name of the activation of the hidden layers
 * @param weightVariance σ_w², null for a network from a file
 * @param biasVariance σ_b², null for a network from a file
 * @param seed seed of the first network, null for a network from a file
 * @param parameters P, number of weights and of the biases that there are
 * @param source name of the file, null for a network drawn at random
 * @param sha256 digest of the file in hexadecimal, null for a network drawn at random
 * @param layers activation and bias of every layer; a file of an earlier version has none, and layers of the usual kind are
 *     then taken
 * @param reading how the file was understood, null for a network drawn at random
 */
public record NetworkInfo(
        List<Integer> widths,
        String activation,
        @Nullable Double weightVariance,
        @Nullable Double biasVariance,
        @Nullable String seed,
        long parameters,
        @Nullable String source,
        @Nullable String sha256,
        List<Layer> layers,
        @Nullable ReadingInfo reading) {

    /**
     * One layer.
     *
     * @param activation name of the activation after it
     * @param bias whether it has a bias
     */
    public record Layer(String activation, boolean bias) {}

    public NetworkInfo {
        widths = List.copyOf(widths);
        Args.require(widths.size() >= 2, "widths is %s; it needs at least inputs and outputs", widths);
        Args.requireInRange("parameters", parameters, 1, Long.MAX_VALUE);
        biases = biases == null ? ALL : biases;
        Args.require(
                BIASES.contains(biases), "biases is '%s'; it must be one of %s", biases, String.join(", ", BIASES));
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

    /** Makes a description of a network with biases in every layer. */
    public NetworkInfo(
            List<Integer> widths,
            String activation,
            @Nullable Double weightVariance,
            @Nullable Double biasVariance,
            @Nullable String seed,
            long parameters,
            @Nullable String source,
            @Nullable String sha256) {
        this(
                widths,
                activation,
                weightVariance,
                biasVariance,
                seed,
                parameters,
                source,
                sha256,
                usual(widths.size() - 1, activation),
                null);
    }

    /** Returns the word for a network in which so many of its layers have biases. */
    public static String biases(long layersWithBias, long layers) {
        return layersWithBias == 0 ? NONE : layersWithBias == layers ? ALL : "some";
    }

    /** Returns activation and biases in words, such as {@code tanh network without biases}, for one or several networks. */
    public String kind(boolean several) {
        String noun = activation + (several ? " networks" : " network");
        return biases.equals(ALL)
                ? noun
                : biases.equals(NONE) ? noun + " without biases" : noun + " with biases in some layers";
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
