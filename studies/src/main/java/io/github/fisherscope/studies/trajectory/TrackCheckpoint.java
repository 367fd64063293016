package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.json.StrictJson;
import io.github.fisherscope.results.trajectory.TrackResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How far a series of networks was looked at: {@code track-state.npz} with the last parameters, the way and the first dual
 * matrix, and {@code track-state.json} with the records and digests of the networks and samples. Both change together.
 */
final class TrackCheckpoint {
    private static final String SCHEMA = "fisherscope/track-state/1";
    private static final String NUMBERS = "track-state.npz";
    private static final String RECORDS = "track-state.json";
    private static final List<String> ARRAYS = List.of("theta", "path", "kernel", "outputs");

    /** Arrays that states of older versions have not. */
    private static final Set<String> NEWER = Set.of("outputs");

    private final Path folder;

    TrackCheckpoint(Path folder) {
        this.folder = folder;
    }

    /**
     * What a run needs to go on.
     *
     * @param question digest of the samples and of what is asked about them
     * @param shape layers and tensors that all networks must have
     * @param digests of the networks that were looked at
     * @param records of them
     * @param numbers last parameters, way and first dual matrix, in this order
     */
    record Kept(
            String question,
            List<String> shape,
            List<String> digests,
            List<TrackResult.Checkpoint> records,
            List<RealVector> numbers) {}

    /** The part of it that is JSON. */
    private record Document(
            String schema,
            String question,
            List<String> shape,
            List<String> digests,
            List<TrackResult.Checkpoint> records) {}

    void write(Kept kept) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < ARRAYS.size(); i++) {
            RealVector values = kept.numbers().get(i);
            arrays.put(ARRAYS.get(i), NpyArray.of(values.toArray(), values.size()));
        }
        Document document = new Document(SCHEMA, kept.question(), kept.shape(), kept.digests(), kept.records());
        FileSet.in(folder)
                .put(NUMBERS, NpzFile.bytes(arrays))
                .put(RECORDS, JsonText.page(document).getBytes(StandardCharsets.UTF_8))
                .write();
    }

    /**
     * Returns what an earlier run over the same series left.
     *
     * @throws InvalidArgumentException if the folder holds another series, or a network has changed since
     */
    Optional<Kept> read(String question, NetworkSeries series) {
        Path records = FileSet.find(folder, RECORDS);
        if (!Files.exists(records)) {
            return Optional.empty();
        }
        Document found = parse(records);
        require(found.question().equals(question), "it belongs to other samples or options");
        List<String> names = series.names();
        int done = found.records().size();
        require(done <= names.size(), "it has looked at %s networks, more than are given now".formatted(done));
        for (int i = 0; i < done; i++) {
            String name = names.get(i);
            require(
                    found.records().get(i).file().equals(name)
                            && found.digests().get(i).equals(series.digest(name)),
                    "its network number %s is not the %s of now".formatted(i + 1, name));
        }
        Map<String, NpyArray> arrays = NpzFile.read(FileSet.find(folder, NUMBERS));
        List<RealVector> numbers = ARRAYS.stream()
                .filter(name -> arrays.containsKey(name) || !NEWER.contains(name))
                .map(name -> vector(arrays, name))
                .toList();
        return Optional.of(new Kept(question, found.shape(), found.digests(), found.records(), numbers));
    }

    private void require(boolean same, String problem) {
        if (!same) {
            throw InvalidArgumentException.of(
                    "checkpoint", folder, problem, "give another folder, or the files and options of that run");
        }
    }

    private static Document parse(Path records) {
        try {
            Document found = JsonText.read(StrictJson.text(records), Document.class, SCHEMA);
            Objects.requireNonNull(found.question(), "question");
            if (found.digests().size() == found.records().size()) {
                return found;
            }
        } catch (IllegalArgumentException | NullPointerException e) {
            // said below
        }
        throw InputFileException.of(
                records,
                "is damaged, or no state of this command",
                "remove the folder and begin anew, or give another");
    }

    private RealVector vector(Map<String, NpyArray> arrays, String name) {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw InputFileException.of(
                    folder.resolve(NUMBERS), "has no array '" + name + "'", "remove the folder and begin anew");
        }
        return RealVector.of(array.toArray());
    }
}
