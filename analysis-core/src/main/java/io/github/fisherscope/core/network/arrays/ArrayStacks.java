package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.io.NpyArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes stacks apart: where all matrices have the same shape, NumPy makes one array with three dimensions of a list of
 * them, and one matrix of a list of their biases.
 */
final class ArrayStacks {
    private ArrayStacks() {}

    static List<NamedArray> takenApart(List<NamedArray> arrays) {
        Map<List<Object>, Integer> stacked = new HashMap<>();
        for (NamedArray array : arrays) {
            ArrayName name = ArrayName.parse(array.name());
            if (array.dimensions() == 3 && name.role() == ArrayName.Role.WEIGHTS) {
                stacked.put(List.of(name.words(), name.numbers()), array.shape().get(0));
            }
        }
        List<NamedArray> flat = new ArrayList<>();
        for (NamedArray array : arrays) {
            ArrayName name = ArrayName.parse(array.name());
            boolean biases = name.role() == ArrayName.Role.BIASES
                    && array.dimensions() >= 2
                    && array.shape().get(0).equals(stacked.get(List.of(name.words(), name.numbers())));
            boolean weights = array.dimensions() == 3
                    && (name.role() == ArrayName.Role.WEIGHTS
                            || (arrays.size() == 1 && name.role() == ArrayName.Role.UNNAMED));
            if (weights || biases) {
                takeApart(array, flat);
            } else {
                flat.add(array);
            }
        }
        return flat;
    }

    private static void takeApart(NamedArray stack, List<NamedArray> parts) {
        List<Integer> shape = stack.shape().subList(1, stack.dimensions());
        int[] sizes = shape.stream().mapToInt(n -> n).toArray();
        int size = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        for (int i = 0; i < stack.shape().get(0); i++) {
            int from = i * size;
            parts.add(new NamedArray(stack.name() + "[" + i + "]", shape, () -> {
                double[] part = new double[size];
                stack.numbers().get().buffer().get(from, part);
                return NpyArray.of(part, sizes);
            }));
        }
    }
}
