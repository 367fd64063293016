package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.random.GraphFamily;
import java.util.List;
import java.util.Objects;

/**
 * Random networks of an architecture.
 *
 * @param family the graph and how its parameters are drawn
 * @param inputShape dimensions of one sample of data, without the batch axis
 * @param tokens the number of tokens of which inputs are whole numbers; 0 for inputs that are any numbers
 * @param name the file, or the preset with all its settings
 * @param variances σ_w² and σ_b², where a line has none of its own
 * @param normalizations the number of normalisations
 */
public record DrawnArchitecture(
        GraphFamily family,
        List<Integer> inputShape,
        int tokens,
        String name,
        Variances variances,
        int normalizations) {
    public DrawnArchitecture {
        Objects.requireNonNull(family, "family");
        inputShape = List.copyOf(inputShape);
        Objects.requireNonNull(variances, "variances");
    }
}
