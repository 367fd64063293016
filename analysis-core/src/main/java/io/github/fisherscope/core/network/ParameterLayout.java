package io.github.fisherscope.core.network;

import java.util.List;

/**
 * Where each weight and bias stands in the parameter vector θ: layer by layer, {@code W^l} row-major (output index
 * first), then {@code b^l}. Layers are counted from 1 to L as in the formulas.
 *
 * @param widths {@code [M_0, …, M_L]}
 */
public record ParameterLayout(List<Integer> widths) {
    public ParameterLayout {
        widths = List.copyOf(widths);
    }

    public static ParameterLayout of(List<Integer> widths) {
        return new ParameterLayout(widths);
    }

    /** Returns L. */
    public int depth() {
        return widths.size() - 1;
    }

    /** Returns the number of parameters of layer l, {@code M_l (M_{l-1} + 1)}. */
    public long layerParameters(int l) {
        return (long) widths.get(l) * (widths.get(l - 1) + 1L);
    }

    /** Returns the index of {@code W^l_{00}}. */
    public long weightOffset(int l) {
        long offset = 0;
        for (int i = 1; i < l; i++) {
            offset += layerParameters(i);
        }
        return offset;
    }

    /** Returns the index of {@code b^l_0}. */
    public long biasOffset(int l) {
        return weightOffset(l) + (long) widths.get(l) * widths.get(l - 1);
    }

    /** Returns P. */
    public long parameters() {
        return weightOffset(depth() + 1);
    }
}
