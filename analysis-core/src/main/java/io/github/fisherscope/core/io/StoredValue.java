package io.github.fisherscope.core.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a .npy array can hold besides plain numbers: text, and Python lists and dictionaries of arrays. */
public sealed interface StoredValue {

    /**
     * An array of numbers; a single number is an array without dimensions.
     *
     * @param array the numbers
     */
    record Numbers(NpyArray array) implements StoredValue {
        public Numbers {
            Objects.requireNonNull(array, "array");
        }
    }

    /**
     * A piece of text.
     *
     * @param text the characters
     */
    record Text(String text) implements StoredValue {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * A list, a tuple, or an array whose elements are not numbers.
     *
     * @param items its elements in order
     */
    record Items(List<StoredValue> items) implements StoredValue {
        public Items {
            items = List.copyOf(items);
        }
    }

    /**
     * A dictionary.
     *
     * @param fields its values by their names, in the order of the file
     */
    record Fields(Map<String, StoredValue> fields) implements StoredValue {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /** Python's {@code None}. */
    record Nothing() implements StoredValue {}
}
