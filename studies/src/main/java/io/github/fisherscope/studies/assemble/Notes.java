package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.ArrayList;
import java.util.List;

/** Finds what a reader must know about a result. */
final class Notes {
    private final StudyConfig config;
    private final MethodChoice choice;
    private final MeasuredNetworks ensemble;
    private final NetworkMeasurement first;
    private final List<Note> notes;

    private Notes(StudyConfig config, MethodChoice choice, MeasuredNetworks ensemble, List<Note> remarks) {
        this.config = config;
        this.choice = choice;
        this.ensemble = ensemble;
        this.first = ensemble.first();
        this.notes = new ArrayList<>(remarks);
    }

    /**
     * @param remarks what the reader must know about the way to the measurements
     */
    static List<Note> of(
            StudyConfig config, MethodChoice choice, MeasuredNetworks ensemble, Dataset data, List<Note> remarks) {
        Notes made = new Notes(config, choice, ensemble, remarks);
        UnusedLabels.of(config).ifPresent(made.notes::add);
        made.addConvergence();
        made.addData(data);
        made.addWhatWasLeftOut();
        made.addEstimates();
        made.addSigns();
        return List.copyOf(made.notes);
    }

    private void addConvergence() {
        long unconverged = ensemble.networks().stream()
                .filter(m -> !m.search().converged())
                .count();
        if (unconverged > 0) {
            notes.add(new Note.NotConverged(
                    unconverged, ensemble.networks().size(), first.search().end()));
        }
    }

    private void addData(Dataset data) {
        if (data.moments().constantInputs() > 0 && data.samples() > 1) {
            notes.add(new Note.ConstantInputs(data.moments().constantInputs(), data.inputs()));
        }
    }

    private void addWhatWasLeftOut() {
        if (!first.spectrum().complete()) {
            notes.add(new Note.LargestOnly(first.spectrum().count()));
        }
        if (config.matrix() instanceof StudiedMatrix.Whole && first.layers().isEmpty()) {
            notes.add(new Note.LayersLeftOut());
        }
        if (choice.streamed() && config.execution().engine() == null) {
            notes.add(new Note.InBatches(
                    config.options().trainingSteps() > 0, config.options().eigenvectors() > 0));
        }
    }

    private void addEstimates() {
        boolean estimated = first.moments().squaredNorm().standardError() > 0;
        if (estimated) {
            notes.add(new Note.SecondMomentEstimated(first.moments().squaredNorm()));
        }
        if (first.closer().hessian() != null && estimated) {
            notes.add(new Note.MeanEstimated(first.search().end()));
        }
    }

    private void addSigns() {
        if (config.matrix() instanceof StudiedMatrix.Form form && form.kind() == FisherForm.BLOCK_TRIDIAGONAL) {
            double threshold = first.spectrum().rankThreshold();
            notes.add(new Note.NegativeEigenvalues(first.spectrum().values().stream()
                    .filter(v -> v < -threshold)
                    .count()));
        }
    }
}
