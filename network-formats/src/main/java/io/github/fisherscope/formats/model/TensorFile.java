package io.github.fisherscope.formats.model;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A file that holds named tensors and no network.
 *
 * @param file where it stands
 * @param format what it is, such as {@code safetensors}
 * @param tensors its floating-point tensors by their names, in the order of the file
 * @param skipped names of what it holds besides, such as counters of whole numbers
 */
public record TensorFile(Path file, String format, Map<String, StoredTensor> tensors, List<String> skipped) {
    public TensorFile {
        Objects.requireNonNull(file, "file");
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        skipped = List.copyOf(skipped);
    }
}
