package io.github.fisherscope.core.layer.shape;

import io.github.fisherscope.core.check.Args;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What stands outside a tensor that is padded. */
enum Padding {
    CONSTANT {
        @Override
        int source(int i, int size) {
            return i >= 0 && i < size ? i : IndexGather.CONSTANT;
        }
    },
    EDGE {
        @Override
        int source(int i, int size) {
            return Math.max(0, Math.min(size - 1, i));
        }
    },
    REFLECT {
        @Override
        int source(int i, int size) {
            if (size == 1) {
                return 0;
            }
            int folded = Math.floorMod(i, 2 * (size - 1));
            return folded < size ? folded : 2 * (size - 1) - folded;
        }
    },
    WRAP {
        @Override
        int source(int i, int size) {
            return Math.floorMod(i, size);
        }
    };

    /** Returns the coordinate within an axis of length {@code size} that stands at {@code i}, which may lie outside. */
    abstract int source(int i, int size);

    static Padding parse(String name) {
        List<String> names = Arrays.stream(values())
                .map(p -> p.name().toLowerCase(Locale.ROOT))
                .toList();
        Args.requireThat(names.contains(name), "the mode of padding", name, "it must be one of " + names);
        return values()[names.indexOf(name)];
    }
}
