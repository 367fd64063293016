package io.github.fisherscope.cli;

import io.github.fisherscope.formats.NetworkExport;
import io.github.fisherscope.studies.trajectory.TrainStudy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

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
        // An archive of arrays has its marks; nothing tells a file of tensors that is ours, and it is replaced.
        OutputFile.checked(OPTION, path, name.endsWith(NPZ) && Files.exists(path) ? "PK" : "");
        return new TrainedFile(path);
    }

    /** Writes the trained network so that {@code --network} reads it back. */
    void write(TrainStudy.Outcome outcome) {
        NetworkExport.write(path, outcome.network());
    }
}
