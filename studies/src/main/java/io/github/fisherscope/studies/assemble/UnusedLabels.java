package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Optional;

/** Says of labels that were given with the data and play no part; they are not looked at, and no job stops because of them. */
public final class UnusedLabels {
    private UnusedLabels() {}

    /** Returns the sentence for a matrix, or nothing where no labels were given or the matrix uses them. */
    public static Optional<String> of(StudyConfig config) {
        if (config.fisher() instanceof FisherRequest.Empirical || config.matrix() instanceof StudiedMatrix.Hessian) {
            return Optional.empty();
        }
        return of(
                config.inputs(),
                config.fisher() instanceof FisherRequest.MonteCarlo
                        ? "the average is over labels drawn from the model"
                        : "the average is over the model's own labels");
    }

    /**
     * Returns the sentence for anything else that takes data.
     *
     * @param instead what is done in place of using labels, as a clause
     */
    public static Optional<String> of(InputSource inputs, String instead) {
        if (!(inputs instanceof InputSource.Given given)) {
            return Optional.empty();
        }
        DataSource source = given.data().source();
        return Optional.ofNullable(source.labels())
                .map(labels -> "The labels (%s) play no part and were not looked at: %s.".formatted(labels, instead));
    }
}
