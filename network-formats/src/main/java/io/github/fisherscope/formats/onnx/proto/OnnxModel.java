package io.github.fisherscope.formats.onnx.proto;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What a file holds.
 *
 * @param file where it stands
 * @param producer the program that wrote it, or an empty text
 * @param opset version of ONNX's own operators, 0 if the file does not say it
 * @param bytes the lengths of the file and of the files beside it that hold its tensors
 * @param graph the network
 */
public record OnnxModel(Path file, String producer, int opset, long bytes, OnnxGraph graph) {
    public OnnxModel {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(graph, "graph");
    }
}
