package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.network.Activation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the reader of a network is told beside the file.
 *
 * @param activations the activation of all hidden layers, or one for each hidden layer, or one for each layer with the
 *     output layer; null if the file must say it
 * @param orientation the orientation of all matrices; null if names and shapes must decide it
 * @param dataInputs the number of inputs that the network will get, which can decide the orientation; 0 if unknown
 * @param unused names of arrays that are no part of the network; with {@code *} for any characters
 */
public record ReadOptions(
        @Nullable List<Activation> activations, @Nullable Orientation orientation, int dataInputs, Set<String> unused) {
    private static final ReadOptions DEFAULTS = new ReadOptions(null, null, 0, Set.of());

    public ReadOptions {
        activations = activations == null ? null : List.copyOf(activations);
        unused = Set.copyOf(unused);
    }

    /** Returns the options of a file that says everything itself. */
    public static ReadOptions defaults() {
        return DEFAULTS;
    }

    public ReadOptions withActivations(@Nullable List<Activation> newActivations) {
        return new ReadOptions(newActivations, orientation, dataInputs, unused);
    }

    public ReadOptions withOrientation(@Nullable Orientation newOrientation) {
        return new ReadOptions(activations, newOrientation, dataInputs, unused);
    }

    public ReadOptions withDataInputs(int newDataInputs) {
        return new ReadOptions(activations, orientation, newDataInputs, unused);
    }

    public ReadOptions withUnused(Set<String> newUnused) {
        return new ReadOptions(activations, orientation, dataInputs, newUnused);
    }

    /** Returns whether the array is said to be no part of the network. */
    boolean leavesOut(String name) {
        return unused.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static boolean matches(String pattern, String name) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return pattern.equals(name);
        }
        int at = parts[0].length();
        if (!name.startsWith(parts[0])) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = name.indexOf(parts[i], at);
            if (found < 0) {
                return false;
            }
            at = found + parts[i].length();
        }
        String last = parts[parts.length - 1];
        return name.length() - last.length() >= at && name.endsWith(last);
    }
}
