package io.github.fisherscope.core.network.arrays;

import java.util.Locale;

/** Which index of a weight matrix counts the units of the layer. */
public enum Orientation {
    /** One row for each unit, one column for each input, as PyTorch's {@code Linear.weight}; W h is computed. */
    FAN_OUT_FAN_IN("fan-out-fan-in", "fan-out × fan-in"),
    /** One row for each input, one column for each unit, as a Keras kernel; h W is computed. */
    FAN_IN_FAN_OUT("fan-in-fan-out", "fan-in × fan-out");

    private final String id;
    private final String words;

    Orientation(String id, String words) {
        this.id = id;
        this.words = words;
    }

    /** Returns the name that {@link #parse} reads. */
    public String id() {
        return id;
    }

    /** Returns the shape of a matrix in words. */
    public String words() {
        return words;
    }

    /** Returns the other orientation. */
    public Orientation other() {
        return this == FAN_OUT_FAN_IN ? FAN_IN_FAN_OUT : FAN_OUT_FAN_IN;
    }

    /**
     * Reads an orientation from its name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Orientation parse(String text) {
        for (Orientation orientation : values()) {
            if (orientation.id.equals(text.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"))) {
                return orientation;
            }
        }
        throw new IllegalArgumentException(
                "orientation '%s' is unknown; choose fan-out-fan-in or fan-in-fan-out".formatted(text));
    }
}
