package io.github.fisherscope.core.layer.product;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An embedding: each entry of the input is a whole number, a token, and the output has a row of a table in its place. The
 * output does not change with the input, which has no derivative.
 *
 * @param entries the number of rows of the table; tokens are 0 to entries − 1, or −entries to −1 counted from behind
 * @param width the length of a row
 */
public record Lookup(int entries, int width) implements ComputedLayer {
    public Lookup {
        Args.requireInRange("the number of entries of a table", entries, 1, Integer.MAX_VALUE);
        Args.requireInRange("the width of a table", width, 1, Integer.MAX_VALUE);
    }

    @Override
    public String kind() {
        return "lookup";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Args.requireSame("the number of inputs of a lookup", inputs.size(), 1, "it takes the tokens");
        List<Integer> dimensions = new ArrayList<>(inputs.get(0).dimensions());
        dimensions.add(width);
        return new Shape(dimensions);
    }

    @Override
    public Map<String, Shape> parameters() {
        return Map.of("weight", Shape.of(entries, width));
    }

    /** {@inheritDoc} At most, if all samples have the same tokens: a row differs from 0 at the tokens of its sample alone. */
    @Override
    public double gramFlops(List<Shape> inputs, double samples, double rows) {
        return rows * rows * Math.min(inputs.get(0).size(), entries) * width;
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new LookupKernel(this, inputs.get(0).size(), parameters, backend);
    }
}
