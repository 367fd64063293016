package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.OutputFileException;
import io.github.fisherscope.formats.NetworkExport;
import io.github.fisherscope.studies.trajectory.TrainStudy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The file of {@code --save}, looked at before any work. */
record TrainedFile(Path path) {
    private static final String OPTION = "--save";
    private static final String NPZ = ".npz";

    static TrainedFile checked(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(NPZ) && !name.endsWith(".safetensors")) {
            throw new IllegalArgumentException(
                    "%s %s: its name must end with .npz or .safetensors, the formats that are written"
                            .formatted(OPTION, path));
        }
        OutputFile.checked(OPTION, path, "");
        if (Files.exists(path) && !isOurs(path)) {
            throw OutputFileException.of(
                    path,
                    "this file was not written by Fisherscope, or does not say so, so it is not replaced",
                    "move it away or choose another name");
        }
        return new TrainedFile(path);
    }

    /** A network of ours says the orientation of its matrices; tensors by their names say nothing of who wrote them. */
    private static boolean isOurs(Path path) {
        if (path.toFile().length() == 0) {
            return true;
        }
        if (!path.toString().toLowerCase(Locale.ROOT).endsWith(NPZ)) {
            return false;
        }
        try (NpzFile file = NpzFile.open(path)) {
            return file.contains("activation") && file.contains("orientation");
        } catch (InputFileException e) {
            return false;
        }
    }

    /** Refuses to write onto the network that is read, whoever wrote it. */
    void requireOther(@Nullable Path network) {
        OutputFile.requireDistinct(OPTION, path, "--network", network);
    }

    /** Writes the trained network so that {@code --network} reads it back. */
    void write(TrainStudy.Outcome outcome) {
        NetworkExport.write(path, outcome.network());
    }
}
