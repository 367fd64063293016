package io.github.fisherscope.formats;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.formats.architecture.ArchitectureNetwork;
import io.github.fisherscope.formats.architecture.DenseChain;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.TensorFile;
import io.github.fisherscope.formats.onnx.OnnxNetwork;
import io.github.fisherscope.formats.safetensors.SafetensorsFile;
import io.github.fisherscope.formats.torch.TorchFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads networks of any layers from files of other programs; the end of the name decides how. */
public final class NetworkImport {
    private static final List<String> TORCH = List.of(".pt", ".pth", ".ckpt");

    private NetworkImport() {}

    private static String name(Path file) {
        Path last = file.getFileName();
        return (last == null ? file : last).toString().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the name is that of a format that is read here. */
    public static boolean recognises(Path file) {
        String name = name(file);
        return name.endsWith(".onnx")
                || name.endsWith(".safetensors")
                || TORCH.stream().anyMatch(name::endsWith);
    }

    /**
     * Reads a network. Formats that hold tensors alone need an architecture file, unless they hold a chain of dense layers.
     *
     * @throws InputFileException if the file is of no format that is read here, is damaged, or holds what is not read
     */
    public static ImportedNetwork read(Path file, ImportOptions options) {
        RegularFile.length(file);
        String name = name(file);
        if (name.endsWith(".onnx")) {
            return OnnxNetwork.read(file, options);
        }
        TensorFile tensors = tensors(file);
        return options.architecture().isPresent()
                ? ArchitectureNetwork.read(options.architecture().get(), tensors, options)
                : DenseChain.read(tensors, options);
    }

    /**
     * Reads the tensors of a file that holds tensors alone.
     *
     * @throws InputFileException if it is of another format or damaged
     */
    public static TensorFile tensors(Path file) {
        String name = name(file);
        if (name.endsWith(".safetensors")) {
            return SafetensorsFile.read(file);
        }
        if (TORCH.stream().anyMatch(name::endsWith)) {
            return TorchFile.read(file);
        }
        throw InputFileException.of(
                file,
                "has no name of a format that is read here",
                "give .onnx, .safetensors, .pt or .pth, or .npz with the matrices of a fully connected network");
    }
}
