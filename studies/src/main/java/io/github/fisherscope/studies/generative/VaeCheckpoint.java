package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.TrainingState;
import io.github.fisherscope.results.generative.VaeTrainingResult;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a training in a folder: {@code vae-state.npz} with θ and what the optimiser remembers, {@code vae-state.json} with
 * setting and records. Both change together; a killed process leaves one whole state.
 */
final class VaeCheckpoint {
    private static final String NUMBERS = "vae-state.npz";
    private static final String RECORDS = "vae-state.json";
    private static final String REMEDY = "remove the folder and train from the start, or give another one";

    private final Path folder;

    VaeCheckpoint(Path folder) {
        this.folder = folder;
    }

    /** Everything that a training needs to go on. */
    record Kept(TrainingState state, VaeTrainingResult soFar) {}

    void write(TrainingState state, VaeTrainingResult soFar) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("theta", array(state.theta()));
        arrays.put("rate", array(RealVector.of(state.learningRate())));
        for (int i = 0; i < state.memory().size(); i++) {
            arrays.put("memory" + i, array(state.memory().get(i)));
        }
        FileSet.in(folder)
                .put(NUMBERS, NpzFile.bytes(arrays))
                .put(RECORDS, soFar.json().getBytes(StandardCharsets.UTF_8))
                .write();
    }

    private static NpyArray array(RealVector values) {
        return NpyArray.of(values.toArray(), values.size());
    }

    /**
     * Returns what an earlier run of the same training left.
     *
     * @throws InvalidArgumentException if the folder holds another training
     */
    Optional<Kept> read(VaeTrainingResult.Setting expected) {
        Path records = FileSet.find(folder, RECORDS);
        if (!Files.exists(records)) {
            return Optional.empty();
        }
        VaeTrainingResult soFar = parse(records);
        if (!soFar.setting().equals(expected)) {
            throw InvalidArgumentException.of(
                    "checkpoint",
                    folder,
                    "it holds another training (%s by %s, seed %s)"
                            .formatted(
                                    soFar.setting().model().words(),
                                    soFar.setting().optimizer(),
                                    soFar.setting().seed()),
                    "give another folder, or the options of that training");
        }
        Map<String, NpyArray> arrays = NpzFile.read(FileSet.find(folder, NUMBERS));
        List<RealVector> memory = new ArrayList<>();
        while (arrays.containsKey("memory" + memory.size())) {
            memory.add(vector(arrays, "memory" + memory.size()));
        }
        TrainingState state = new TrainingState(
                soFar.steps(), vector(arrays, "theta"), vector(arrays, "rate").get(0), memory, soFar.losses());
        return Optional.of(new Kept(state, soFar));
    }

    private static VaeTrainingResult parse(Path records) {
        try {
            String text = StrictJson.text(records);
            if (!text.contains(VaeTrainingResult.SCHEMA)) {
                throw InputFileException.of(records, "is no state of an autoencoder's training", "give another folder");
            }
            return JsonText.read(text, VaeTrainingResult.class, VaeTrainingResult.SCHEMA);
        } catch (IllegalArgumentException e) {
            throw InputFileException.of(records, "is damaged", REMEDY);
        }
    }

    private RealVector vector(Map<String, NpyArray> arrays, String name) {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw InputFileException.of(folder.resolve(NUMBERS), "has no array '" + name + "'", REMEDY);
        }
        return RealVector.of(array.toArray());
    }
}
