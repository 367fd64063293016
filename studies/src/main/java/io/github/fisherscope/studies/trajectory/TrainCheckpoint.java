package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.TrainingState;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.json.StrictJson;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a training in a folder: {@code checkpoint.npz} with θ, what the optimiser remembers and the path, and
 * {@code checkpoint.json} with setting and records. Both change together; a killed process leaves one whole state.
 */
final class TrainCheckpoint {
    private static final String NUMBERS = "checkpoint.npz";
    private static final String RECORDS = "checkpoint.json";
    private final Path folder;

    TrainCheckpoint(Path folder) {
        this.folder = folder;
    }

    /** Everything that a training needs to go on. */
    record Kept(TrainingState state, RealVector path, RealVector kernel, RealVector before, TrajectoryResult soFar) {}

    void write(Kept kept) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        TrainingState state = kept.state();
        arrays.put("theta", array(state.theta()));
        arrays.put("rate", array(RealVector.of(state.learningRate())));
        arrays.put("losses", array(state.losses()));
        arrays.put("path", array(kept.path()));
        arrays.put("kernel", array(kept.kernel()));
        arrays.put("before", array(kept.before()));
        for (int i = 0; i < state.memory().size(); i++) {
            arrays.put("memory" + i, array(state.memory().get(i)));
        }
        FileSet.in(folder)
                .put(NUMBERS, NpzFile.bytes(arrays))
                .put(RECORDS, kept.soFar().json().getBytes(StandardCharsets.UTF_8))
                .write();
    }

    private static NpyArray array(RealVector values) {
        return NpyArray.of(values.toArray(), values.size());
    }

    /**
     * Returns what an earlier run of the same training left.
     *
     * @param expected the setting of this run
     * @throws InvalidArgumentException if the folder holds another training
     */
    Optional<Kept> read(TrajectoryResult.Setting expected) {
        Path records = FileSet.find(folder, RECORDS);
        if (!Files.exists(records)) {
            return Optional.empty();
        }
        TrajectoryResult soFar = parse(records);
        if (!soFar.setting().equals(expected)) {
            throw InvalidArgumentException.of(
                    "checkpoint",
                    folder,
                    "it holds another training (%s, seed %s)"
                            .formatted(
                                    soFar.setting().optimizer(), soFar.setting().seed()),
                    "give another folder, or the options of that training");
        }
        Map<String, NpyArray> arrays = NpzFile.read(FileSet.find(folder, NUMBERS));
        List<RealVector> memory = new ArrayList<>();
        while (arrays.containsKey("memory" + memory.size())) {
            memory.add(vector(arrays, "memory" + memory.size()));
        }
        TrainingState state = new TrainingState(
                soFar.steps(),
                vector(arrays, "theta"),
                vector(arrays, "rate").get(0),
                memory,
                vector(arrays, "losses"));
        return Optional.of(
                new Kept(state, vector(arrays, "path"), vector(arrays, "kernel"), vector(arrays, "before"), soFar));
    }

    private static TrajectoryResult parse(Path records) {
        try {
            String text = StrictJson.text(records);
            if (!text.contains(TrajectoryResult.SCHEMA)) {
                throw InputFileException.of(records, "is no state of a training", "give another folder");
            }
            return JsonText.read(text, TrajectoryResult.class, TrajectoryResult.SCHEMA);
        } catch (IllegalArgumentException e) {
            throw InputFileException.of(
                    records, "is damaged", "remove the folder and train from the start, or give another one");
        }
    }

    private RealVector vector(Map<String, NpyArray> arrays, String name) {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw InputFileException.of(
                    folder.resolve(NUMBERS),
                    "has no array '" + name + "'",
                    "remove the folder and train from the start");
        }
        return RealVector.of(array.toArray());
    }
}
