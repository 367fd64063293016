package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Optional;

/** Finds labels that were given with the data and play no part; they are not looked at, and no job stops because of them. */
public final class UnusedLabels {
    private UnusedLabels() {}

    /** Returns the note about a study, or nothing where no labels were given or the matrix uses them. */
    public static Optional<Note> of(StudyConfig config) {
        if (config.fisher() instanceof FisherRequest.Empirical || config.matrix() instanceof StudiedMatrix.Hessian) {
            return Optional.empty();
        }
        return of(
                config.inputs(),
                config.fisher() instanceof FisherRequest.MonteCarlo ? Note.Averaged.DRAWN_LABELS : Note.Averaged.MODEL);
    }

    /**
     * Returns the note about anything else that takes data.
     *
     * @param average what is averaged over in place of the labels
     */
    public static Optional<Note> of(InputSource inputs, Note.Averaged average) {
        if (!(inputs instanceof InputSource.Given given)) {
            return Optional.empty();
        }
        DataSource source = given.data().source();
        return Optional.ofNullable(source.labels()).map(labels -> new Note.LabelsUnused(labels, average));
    }
}
