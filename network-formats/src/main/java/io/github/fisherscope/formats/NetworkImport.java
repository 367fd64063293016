package io.github.fisherscope.formats;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.formats.architecture.ArchitectureNetwork;
import io.github.fisherscope.formats.architecture.DenseChain;
import io.github.fisherscope.formats.dl4j.Dl4jNetwork;
import io.github.fisherscope.formats.keras.KerasNetwork;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.TensorFile;
import io.github.fisherscope.formats.onnx.OnnxNetwork;
import io.github.fisherscope.formats.safetensors.SafetensorsFile;
import io.github.fisherscope.formats.torch.TorchFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Networks in the files of other programs; a new format is one line here. */
public final class NetworkImport {
    private static final List<Format> FORMATS = List.of(
            new Format("ONNX", List.of(".onnx"), OnnxNetwork::read),
            new Format("safetensors", List.of(".safetensors"), (f, o) -> network(SafetensorsFile.read(f), o)),
            new Format("PyTorch", List.of(".pt", ".pth"), (f, o) -> network(TorchFile.read(f), o)),
            new Format("Keras", List.of(".h5", ".hdf5", ".keras"), KerasNetwork::read),
            new Format("DL4J", List.of(".zip"), Dl4jNetwork::read));

    private NetworkImport() {}

    /** A kind of file, told by the ends of names. */
    private record Format(
            String name, List<String> extensions, BiFunction<Path, ImportOptions, ImportedNetwork> reader) {}

    /** Formats that hold tensors alone need an architecture file, unless they hold a chain of dense layers. */
    private static ImportedNetwork network(TensorFile tensors, ImportOptions options) {
        return options.architecture().isPresent()
                ? ArchitectureNetwork.read(options.architecture().get(), tensors, options)
                : DenseChain.read(tensors, options);
    }

    private static Optional<Format> format(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return FORMATS.stream()
                .filter(f -> f.extensions().stream().anyMatch(name::endsWith))
                .findFirst();
    }

    /** Returns whether a file's name says that it is one of these formats. */
    public static boolean knows(Path file) {
        return format(file).isPresent();
    }

    /** Returns the formats with the ends of their files' names, for help. */
    public static String formats() {
        return FORMATS.stream()
                .map(f -> f.name() + " (" + String.join(", ", f.extensions()) + ")")
                .collect(Collectors.joining(", "));
    }

    /**
     * Reads a network.
     *
     * @throws InputFileException if the file is missing, damaged, of no known format, or has layers that are not read
     */
    public static ImportedNetwork read(Path file, ImportOptions options) {
        return format(file)
                .orElseThrow(() -> InputFileException.of(
                        file, "has a name of no format that is known", "give a file of " + formats()))
                .reader()
                .apply(file, options);
    }
}
