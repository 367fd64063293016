package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.formats.bytes.ZipContent;
import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Opens {@code .h5} files, and {@code .keras} files, which are zip files with one inside. */
final class KerasFile {
    private static final String REMEDY = "save it again with model.save(...), or give the file of another format";

    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final String WEIGHTS = "model.weights.h5";

    private final Path file;

    private KerasFile(Path file) {
        this.file = file;
    }

    /**
     * Opens a file and makes something of the model in it.
     *
     * @throws InputFileException if it is damaged, or {@code use} refuses the model
     */
    static <T> T open(Path path, Function<KerasModel, T> use) {
        KerasFile file = new KerasFile(path);
        byte[] start = RegularFile.start(path, HDF5.length);
        try {
            if (start.length > 1 && start[0] == 'P' && start[1] == 'K') {
                return file.zipped(use);
            }
            if (!Arrays.equals(start, HDF5)) {
                throw InputFileException.of(path, "is neither HDF5 nor a zip file, as Keras writes", REMEDY);
            }
            try (HdfFile hdf = new HdfFile(path)) {
                return file.whole(hdf, use);
            }
        } catch (KerasException e) {
            throw InputFileException.of(path, String.valueOf(e.getMessage()), REMEDY);
        } catch (JacksonException e) {
            throw InputFileException.of(path, "has a configuration that is no JSON", REMEDY);
        } catch (IOException e) {
            throw InputFileException.unreadable(path, e);
        } catch (HdfException
                | IllegalArgumentException
                | IllegalStateException
                | ArithmeticException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ClassCastException
                | NullPointerException
                | BufferUnderflowException
                | UnsupportedOperationException
                | StackOverflowError e) {
            throw InputFileException.of(path, "is damaged: its HDF5 structure cannot be followed", REMEDY);
        }
    }

    private <T> T whole(HdfFile hdf, Function<KerasModel, T> use) {
        Hdf5 reader = new Hdf5(RegularFile.length(file));
        String config = reader.text(hdf, "model_config");
        if (config == null) {
            throw new KerasException("holds weights alone and no layers (attribute model_config)");
        }
        Group weights = Hdf5.group(hdf, "model_weights");
        String version = reader.text(weights, "keras_version");
        if (version == null) {
            version = reader.text(hdf, "keras_version");
        }
        return use.apply(new KerasModel(
                json(config), new LegacyVariables(reader, weights), version == null ? "" : version, "Keras HDF5"));
    }

    private <T> T zipped(Function<KerasModel, T> use) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode config = json(text(zip, "config.json"));
            JsonNode metadata = json(text(zip, "metadata.json"));
            byte[] weights = content(zip, WEIGHTS);
            try (HdfFile hdf = HdfFile.fromBytes(weights)) {
                return use.apply(new KerasModel(
                        config,
                        new PlacedVariables(new Hdf5(weights.length), hdf, ""),
                        metadata.path("keras_version").asString(""),
                        "Keras"));
            }
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private String text(ZipFile zip, String name) throws IOException {
        return new String(content(zip, name), StandardCharsets.UTF_8);
    }

    private byte[] content(ZipFile zip, String name) throws IOException {
        return ZipContent.read(file, zip, name, REMEDY);
    }
}
