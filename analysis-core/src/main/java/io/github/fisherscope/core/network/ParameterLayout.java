package io.github.fisherscope.core.network;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Where each weight and bias stands in the parameter vector θ: layer by layer, {@code W^l} row-major (output index
 * first), then {@code b^l} if the layer has one. Layers are counted from 1 to L as in the formulas.
 *
 * @param layers shapes of layers 1, …, L
 */
public record ParameterLayout(List<DenseShape> layers) implements ParameterBlocks {
    public ParameterLayout {
        layers = List.copyOf(layers);
    }

    /** Returns the layout of a network in which every layer has a bias. */
    public static ParameterLayout of(List<Integer> widths) {
        return of(widths, true);
    }

    /**
     * Returns the layout of a network whose layers all have a bias or all have none.
     *
     * @param widths {@code [M_0, …, M_L]}
     */
    public static ParameterLayout of(List<Integer> widths, boolean biases) {
        return new ParameterLayout(IntStream.range(1, widths.size())
                .mapToObj(l -> new DenseShape(widths.get(l - 1), widths.get(l), biases))
                .toList());
    }

    /** Returns L. */
    @Override
    public int depth() {
        return layers.size();
    }

    /** Returns the shape of layer l in [1, L]. */
    public DenseShape layer(int l) {
        return layers.get(l - 1);
    }

    /** Returns the number of parameters of layer l. */
    @Override
    public long layerParameters(int l) {
        return layer(l).parameters();
    }

    /** Returns the index of {@code W^l_{00}}; for l = L + 1 it is P. */
    public long weightOffset(int l) {
        long offset = 0;
        for (int i = 1; i < l; i++) {
            offset += layerParameters(i);
        }
        return offset;
    }

    /** Returns the index of {@code b^l_0}, which is that of the next layer's first weight if the layer has no bias. */
    public long biasOffset(int l) {
        return weightOffset(l) + layer(l).weights();
    }

    @Override
    public long blockOffset(int l) {
        return weightOffset(l);
    }

    /** Returns P. */
    @Override
    public long parameters() {
        return weightOffset(depth() + 1);
    }

    /** Returns {@code [M_0, …, M_L]}. */
    public List<Integer> widths() {
        return IntStream.rangeClosed(0, depth())
                .mapToObj(l -> l == 0 ? layer(1).inputs() : layer(l).outputs())
                .toList();
    }

    /** Returns whether any layer has a bias. */
    public boolean hasBiases() {
        return layers.stream().anyMatch(DenseShape::bias);
    }
}
