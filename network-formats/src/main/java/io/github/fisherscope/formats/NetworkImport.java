package io.github.fisherscope.formats;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.network.Activation;
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
            new Format("ONNX", List.of(".onnx"), OnnxNetwork::read, Content.OUTPUTS_BY_NAME),
            new Format(
                    "safetensors",
                    List.of(".safetensors"),
                    (f, o) -> network(SafetensorsFile.read(f), o),
                    Content.TENSORS_ALONE),
            new Format(
                    "PyTorch", List.of(".pt", ".pth"), (f, o) -> network(TorchFile.read(f), o), Content.TENSORS_ALONE),
            new Format("Keras", List.of(".h5", ".hdf5", ".keras"), KerasNetwork::read, Content.LAYERS),
            new Format("DL4J", List.of(".zip"), Dl4jNetwork::read, Content.LAYERS));

    private NetworkImport() {}

    /** What a file says by itself, and so what it cannot be told. */
    private enum Content {
        TENSORS_ALONE,
        LAYERS,
        OUTPUTS_BY_NAME
    }

    /** A kind of file, told by the ends of names. */
    private record Format(
            String name,
            List<String> extensions,
            BiFunction<Path, ImportOptions, ImportedNetwork> reader,
            Content content) {
        boolean tensorsAlone() {
            return content == Content.TENSORS_ALONE;
        }

        /** Refuses options that this format would ignore. */
        void requireUsed(Path file, ImportOptions options) {
            boolean chain = tensorsAlone() && options.architecture().isEmpty();
            if (!tensorsAlone()) {
                options.architecture().ifPresent(a -> refuse("architecture", a, file, "says its layers itself"));
            }
            if (!chain && !options.activations().isEmpty()) {
                String ids = options.activations().stream().map(Activation::id).collect(Collectors.joining(","));
                String why =
                        tensorsAlone() ? "has an architecture beside it, which says all layers" : "says them itself";
                refuse("activation", ids, file, why);
            }
            if (!options.output().isEmpty() && content != Content.OUTPUTS_BY_NAME) {
                refuse("network output", options.output(), file, "is of a format without names of outputs");
            }
            if (options.keepSoftmax() && tensorsAlone()) {
                refuse("keepSoftmax", true, file, "has tensors alone, and so no softmax");
            }
            if (chain && !options.inputShape().isEmpty()) {
                String shape =
                        options.inputShape().stream().map(String::valueOf).collect(Collectors.joining(","));
                refuse("inputShape", shape, file, "has matrices alone, which say it");
            }
        }

        /** Returns the options without those that another format alone has a use for. */
        ImportOptions without(ImportOptions options, Format other) {
            ImportOptions own = options;
            if (!tensorsAlone() && other.tensorsAlone()) {
                own = own.withoutArchitecture().withActivations(List.of());
            }
            if (tensorsAlone() && !other.tensorsAlone()) {
                own = own.withKeepSoftmax(false);
            }
            return content != Content.OUTPUTS_BY_NAME && other.content == Content.OUTPUTS_BY_NAME
                    ? own.withOutput("")
                    : own;
        }

        private static void refuse(String argument, Object value, Path file, String why) {
            throw InvalidArgumentException.of(argument, value, "the file " + file + " " + why, "leave it out");
        }
    }

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

    /** Returns whether a file is told the activations of its layers, because it holds tensors alone. */
    public static boolean takesActivations(Path file) {
        return format(file).filter(Format::tensorsAlone).isPresent();
    }

    /** Returns the formats with the ends of their files' names, for help. */
    public static String formats() {
        return FORMATS.stream()
                .map(f -> f.name() + " (" + String.join(", ", f.extensions()) + ")")
                .collect(Collectors.joining(", "));
    }

    /** Returns the options of two files that are read with the same ones, without those that only the other has a use for. */
    public static ImportOptions beside(Path file, Path other, ImportOptions options) {
        Optional<Format> own = format(file);
        Optional<Format> another = format(other);
        return own.isPresent() && another.isPresent() ? own.get().without(options, another.get()) : options;
    }

    /**
     * Reads a network.
     *
     * @throws InputFileException if the file is missing, damaged, of no known format, or has layers that are not read
     * @throws io.github.fisherscope.core.check.InvalidArgumentException if the format has no use for an option
     */
    public static ImportedNetwork read(Path file, ImportOptions options) {
        Format format = format(file)
                .orElseThrow(() -> InputFileException.of(
                        file, "has a name of no format that is known", "give a file of " + formats()));
        ImportOptions remembering = options.remembering();
        ImportedNetwork read;
        try {
            read = format.reader().apply(file, remembering);
        } catch (ArithmeticException e) {
            throw InputFileException.tooLarge(
                    file,
                    "has a tensor or a network of more than " + Integer.MAX_VALUE
                            + " numbers, which is more than one array holds",
                    Remedy.of("split the tensor, or give a smaller network"));
        }
        format.requireUsed(file, options);
        remembering.requireMatched(file);
        return read;
    }
}
