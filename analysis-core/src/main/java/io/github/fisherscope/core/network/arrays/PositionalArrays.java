package io.github.fisherscope.core.network.arrays;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers that arrays without names can make in the order in which they stand. */
final class PositionalArrays {
    private final List<NamedArray> arrays;

    PositionalArrays(List<NamedArray> arrays) {
        this.arrays = List.copyOf(arrays);
    }

    /**
     * Returns the possible layers: each matrix with the vector behind it; weights and biases in turns; all weights before
     * all biases; weights alone. Shapes decide among them.
     */
    List<List<LayerArrays>> groupings() {
        List<List<LayerArrays>> groupings = new ArrayList<>();
        boolean allMatrices = arrays.stream().allMatch(a -> a.dimensions() == 2);
        int half = arrays.size() / 2;
        boolean even = arrays.size() % 2 == 0;
        if (allMatrices) {
            groupings.add(arrays.stream().map(a -> layer(a, null)).toList());
        } else {
            List<LayerArrays> mixed = vectorsBehindMatrices();
            if (mixed != null) {
                groupings.add(mixed);
            }
        }
        if (even && allMatrices && (half > 1 || arrays.get(1).vectorLength() >= 0)) {
            groupings.add(paired(2, 1));
        }
        if (even && half > 1) {
            groupings.add(paired(1, half));
        }
        return groupings.stream().filter(PositionalArrays::plausible).distinct().toList();
    }

    /** Takes matrices at every {@code step}-th place and the biases {@code offset} places behind them. */
    private List<LayerArrays> paired(int step, int offset) {
        List<LayerArrays> layers = new ArrayList<>();
        for (int l = 0; l < arrays.size() / 2; l++) {
            layers.add(layer(arrays.get(l * step), arrays.get(l * step + offset)));
        }
        return layers;
    }

    private @Nullable List<LayerArrays> vectorsBehindMatrices() {
        List<LayerArrays> layers = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            NamedArray weights = arrays.get(i);
            boolean biasFollows = i + 1 < arrays.size() && arrays.get(i + 1).dimensions() < 2;
            if (weights.dimensions() != 2) {
                return null;
            }
            layers.add(layer(weights, biasFollows ? arrays.get(i + 1) : null));
            i += biasFollows ? 1 : 0;
        }
        return layers;
    }

    private static boolean plausible(List<LayerArrays> layers) {
        return layers.stream()
                .allMatch(l -> l.weights().dimensions() == 2 && l.weights().size() > 0);
    }

    private LayerArrays layer(NamedArray weights, @Nullable NamedArray bias) {
        String label = String.valueOf(1 + arrays.indexOf(weights));
        return new LayerArrays(label, weights, bias, ArrayName.Convention.NONE);
    }
}
