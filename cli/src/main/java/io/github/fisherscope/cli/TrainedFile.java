package io.github.fisherscope.cli;

import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkFile;
import io.github.fisherscope.studies.train.TrainStudy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The file of {@code --save}, looked at before any work. */
record TrainedFile(Path path) {
    private static final String OPTION = "--save";

    /** First bytes of a zip archive, as .npz files are. */
    private static final String ZIP = "PK";

    static TrainedFile checked(Path path) {
        if (!path.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
            throw new IllegalArgumentException(
                    "%s %s: its name must end with .npz, the format that is written".formatted(OPTION, path));
        }
        OutputFile.checked(OPTION, path, Files.exists(path) ? ZIP : "");
        return new TrainedFile(path);
    }

    /** Writes the trained network so that {@code --network} reads it back. */
    void write(TrainStudy.Outcome outcome) {
        NeuralNetwork dense = outcome.dense();
        GraphNetwork layers = outcome.layers();
        if (dense != null) {
            NetworkFile.write(path, dense);
        } else if (layers != null) {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            for (ParameterTensor tensor : layers.graph().tensors()) {
                arrays.put(
                        tensor.name(),
                        NpyArray.of(
                                layers.values(tensor).toArray(),
                                tensor.shape().dimensions().stream()
                                        .mapToInt(Integer::intValue)
                                        .toArray()));
            }
            NpzFile.write(path, arrays);
        }
    }
}
