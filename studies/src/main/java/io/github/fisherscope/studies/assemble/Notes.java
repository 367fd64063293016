package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the sentences that a reader must see: what did not converge, was limited, or does not carry over. */
final class Notes {
    private final StudyConfig config;
    private final MethodChoice choice;
    private final MeasuredNetworks ensemble;
    private final NetworkMeasurement first;
    private final List<String> notes;

    private Notes(StudyConfig config, MethodChoice choice, MeasuredNetworks ensemble, List<String> remarks) {
        this.config = config;
        this.choice = choice;
        this.ensemble = ensemble;
        this.first = ensemble.first();
        this.notes = new ArrayList<>(remarks);
    }

    /**
     * @param remarks what the reader must know about the way to the measurements
     */
    static List<String> of(
            StudyConfig config, MethodChoice choice, MeasuredNetworks ensemble, Dataset data, List<String> remarks) {
        Notes made = new Notes(config, choice, ensemble, remarks);
        UnusedLabels.of(config).ifPresent(made.notes::add);
        made.addConvergence();
        made.addData(data);
        made.addWhatWasLeftOut();
        made.addEstimates();
        made.addSigns();
        return List.copyOf(made.notes);
    }

    private void add(String format, Object... values) {
        notes.add(String.format(Locale.ROOT, format, values));
    }

    private void addConvergence() {
        long unconverged =
                ensemble.networks().stream().filter(m -> !m.converged()).count();
        if (unconverged > 0) {
            add(
                    "The eigenvalues of %d of %d networks did not converge: %s.",
                    unconverged, ensemble.networks().size(), first.stopReason());
        }
    }

    private void addData(Dataset data) {
        if (data.moments().constantInputs() > 0 && data.samples() > 1) {
            add("%d of %d inputs are the same in every sample.", data.moments().constantInputs(), data.inputs());
        }
    }

    private void addWhatWasLeftOut() {
        if (!first.spectrum().complete()) {
            add(
                    "Only the %d largest eigenvalues were computed; rank, zero fraction, effective dimension and log-volume need all of them.",
                    first.spectrum().count());
        }
        if (config.matrix() instanceof StudiedMatrix.Whole && first.layers().isEmpty()) {
            add("The blocks of single layers were left out because they would have taken too long.");
        }
        if (choice.streamed()) {
            add(
                    "The data passed through in batches. Eigenvectors in parameter space and degeneracies were left out, and"
                            + (config.options().trainingSteps() > 0 ? " so was training, and" : "")
                            + " the largest eigenvalues were found by one route only: each needs all samples in memory at once.");
        }
    }

    private void addEstimates() {
        double error = first.squaredNorm().standardError();
        if (error > 0) {
            add(
                    "The second moment was estimated from random probes: tr F² = %.6g ± %.2g (standard error).",
                    first.squaredNorm().value(), error);
        }
        if (first.hessian() != null && error > 0) {
            notes.add("The mean of the eigenvalues is an estimate from random probes too: " + first.stopReason() + ".");
        }
    }

    private void addSigns() {
        if (config.matrix() instanceof StudiedMatrix.Form form && form.kind() == FisherForm.BLOCK_TRIDIAGONAL) {
            double threshold = first.spectrum().rankThreshold();
            add(
                    "The block-tridiagonal form is not positive semi-definite: %d of its eigenvalues are negative.",
                    first.spectrum().values().stream()
                            .filter(v -> v < -threshold)
                            .count());
        }
    }
}
