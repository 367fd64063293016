package io.github.fisherscope.formats.onnx.proto;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.formats.bytes.FileBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The numbers that a model keeps in files beside its own. The files must lie in the model's folder or below it, also when
 * symbolic links are followed.
 */
final class ExternalData {
    private static final String REMEDY = "export the model again and keep its files in one folder";

    private final Path model;
    private final Map<Path, Long> lengths = new HashMap<>();

    ExternalData(Path model) {
        this.model = model;
    }

    /** Returns the lengths of all files that were used. */
    long bytes() {
        return lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Returns the bytes of a tensor.
     *
     * @param tensor its name, for messages
     * @param entries the keys location, offset and length, as the file has them
     */
    ByteBuffer read(String tensor, Map<String, String> entries) {
        String location = entries.getOrDefault("location", "");
        Path file = inside(tensor, location);
        long length = lengths.computeIfAbsent(file, FileBytes::length);
        long offset = number(tensor, entries, "offset", 0);
        long count = number(tensor, entries, "length", length - Math.min(offset, length));
        if (offset > length || count > length - offset) {
            throw refused(
                    tensor,
                    "claims " + count + " bytes from " + offset + " on in '" + location + "', which has " + length);
        }
        return FileBytes.read(file, offset, count);
    }

    private Path inside(String tensor, String location) {
        Path parent = model.toAbsolutePath().normalize().getParent();
        Path folder = parent == null ? model.toAbsolutePath() : parent;
        try {
            Path file = folder.resolve(location).normalize();
            if (location.isEmpty()
                    || Path.of(location).isAbsolute()
                    || !file.startsWith(folder)
                    || file.equals(folder)) {
                throw refused(tensor, "lies in '" + location + "', outside the folder of the model");
            }
            if (Files.exists(file) && !file.toRealPath().startsWith(folder.toRealPath())) {
                throw refused(tensor, "lies in '" + location + "', a link that leaves the folder of the model");
            }
            if (!Files.exists(file)) {
                throw refused(tensor, "lies in the file '" + location + "' beside the model, which does not exist");
            }
            return file;
        } catch (InvalidPathException e) {
            throw refused(tensor, "lies in '" + location + "', which is no name of a file");
        } catch (IOException e) {
            throw InputFileException.unreadable(folder, e);
        }
    }

    private long number(String tensor, Map<String, String> entries, String key, long otherwise) {
        String text = entries.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw refused(tensor, "has the " + key + " '" + text + "' in its external data; it must be a number from 0 on");
    }

    private InputFileException refused(String tensor, String problem) {
        return InputFileException.of(model, "tensor '" + tensor + "' " + problem, REMEDY);
    }
}
