package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.StoredValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arrays and the texts of a file, lists and dictionaries taken apart. */
final class StoredArrays {
    private final Path file;
    private final List<NamedArray> arrays = new ArrayList<>();
    private final Map<String, StoredText> texts = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    StoredArrays(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    List<NamedArray> arrays() {
        return arrays;
    }

    /**
     * Text that a file holds.
     *
     * @param parts the texts, one unless it is a list
     * @param list whether it is a list
     */
    record StoredText(List<String> parts, boolean list) {}

    /** Returns the texts by their names. */
    Map<String, StoredText> texts() {
        return texts;
    }

    /** Returns the names of what was left out. */
    List<String> leftOut() {
        return leftOut;
    }

    void leaveOut(String name) {
        leftOut.add(name);
    }

    /** Leaves out what the options say is no part of the network, parts of lists and dictionaries, too. */
    void leaveOut(ReadOptions options) {
        arrays.removeIf(array -> options.leavesOut(array.name()) && leftOut.add(array.name()));
        texts.keySet().removeIf(name -> options.leavesOut(name) && leftOut.add(name));
    }

    void add(NamedArray array) {
        arrays.add(array);
    }

    /**
     * Adds a value and everything in it.
     *
     * @param name the value's name; the parts of a list get it with their numbers from 0, those of a dictionary with
     *     their keys
     */
    void add(String name, StoredValue value) {
        if (value instanceof StoredValue.Numbers numbers) {
            NpyArray array = numbers.array();
            arrays.add(new NamedArray(name, array.shape(), () -> array));
        } else if (value instanceof StoredValue.Text text) {
            texts.put(name, new StoredText(List.of(text.text()), false));
        } else if (value instanceof StoredValue.Items items) {
            if (!items.items().isEmpty() && items.items().stream().allMatch(i -> i instanceof StoredValue.Text)) {
                texts.put(
                        name,
                        new StoredText(
                                items.items().stream()
                                        .map(i -> ((StoredValue.Text) i).text())
                                        .toList(),
                                true));
                return;
            }
            for (int i = 0; i < items.items().size(); i++) {
                add(name + "[" + i + "]", items.items().get(i));
            }
        } else if (value instanceof StoredValue.Fields fields) {
            fields.fields().forEach((key, part) -> add(name.isEmpty() ? key : name + "/" + key, part));
        } else {
            throw InputFileException.of(
                    file, "holds None as " + (name.isEmpty() ? "its content" : name), "leave it out of the file");
        }
    }
}
