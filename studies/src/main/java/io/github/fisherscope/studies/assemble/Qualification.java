package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.predict.FormTheory;
import io.github.fisherscope.studies.predict.TheorySection;
import io.github.fisherscope.studies.verdict.Candidate;
import io.github.fisherscope.studies.verdict.Remark;
import io.github.fisherscope.studies.verdict.Remark.Kind;
import java.util.Optional;

/** Decides which rows are not judged, and why: a condition of theory fails, or the formula does not claim the number. */
final class Qualification {
    private final TheorySection theory;
    private final boolean whole;
    private final int networks;
    private final int outputs;

    /**
     * @param whole whether the matrix is the whole Fisher matrix
     * @param networks how many were measured
     * @param outputs C
     */
    Qualification(TheorySection theory, boolean whole, int networks, int outputs) {
        this.theory = theory;
        this.whole = whole;
        this.networks = networks;
        this.outputs = outputs;
    }

    /** Returns the candidate with what theory claims about it. */
    Candidate of(Statistic statistic, Candidate candidate) {
        if (fails("gaussian-exact")) {
            return candidate.notApplicable(Remark.of(Kind.NO_PREDICTION_FOR_LABELS));
        }
        if (theory.prediction().isEmpty()) {
            return candidate.notApplicable(
                    Remark.of(fails("random-weights") ? Kind.WEIGHTS_GIVEN : Kind.NO_PREDICTION_FOR_INPUTS));
        }
        FormTheory.Value form = whole ? null : theory.ofForm(statistic);
        if (!whole && form == null) {
            return candidate.notApplicable(Remark.of(Kind.NO_PREDICTION_FOR_MATRIX));
        }
        if (fails("random-weights")) {
            return candidate.indicative(Remark.of(Kind.RANDOM_WEIGHTS));
        }
        if (fails("independent-inputs")) {
            return candidate.indicative(Remark.of(dependence(statistic)));
        }
        if (form != null) {
            Remark remark = Remark.of(form.remark());
            return form.judged() ? candidate.withRemark(remark) : candidate.indicative(remark);
        }
        return ofWhole(statistic, candidate);
    }

    private Candidate ofWhole(Statistic statistic, Candidate candidate) {
        Optional<String> narrow = theory.failure("wide");
        if (narrow.isPresent()) {
            return candidate.notApplicable(Remark.failed(Kind.TOO_NARROW, narrow.get()));
        }
        Optional<String> few = theory.failure("many-inputs");
        if (few.isPresent() && statistic != Statistic.MEAN && statistic != Statistic.FISHER_RAO_NORM) {
            return candidate.notApplicable(Remark.failed(Kind.TOO_FEW_INPUTS, few.get()));
        }
        return switch (statistic) {
            case TOP_MEAN, MAX, LEARNING_RATE_BOUND -> outlier(statistic, candidate);
            case BULK -> bulk(candidate);
            case FISHER_RAO_NORM -> norm(candidate);
            case EFFECTIVE_DIMENSION, LOG_VOLUME -> candidate.indicative(Remark.of(Kind.TWO_LEVELS));
            case MEAN, SECOND_MOMENT -> candidate;
        };
    }

    private Candidate outlier(Statistic statistic, Candidate candidate) {
        Optional<Kind> missing = outlierFailure();
        if (missing.isPresent()) {
            return candidate.notApplicable(Remark.of(missing.get()));
        }
        if (statistic == Statistic.TOP_MEAN) {
            return candidate.withRemark(Remark.of(Kind.MEAN_OF_OUTLIERS));
        }
        return outputs > 1 ? candidate.indicative(Remark.of(Kind.OUTLIERS_SPLIT)) : candidate;
    }

    private Candidate bulk(Candidate candidate) {
        if (fails("bulk-exists")) {
            return candidate.notApplicable(Remark.of(Kind.NO_BULK));
        }
        if (fails("rank")) {
            return candidate.notApplicable(Remark.of(Kind.MORE_ROWS_THAN_PARAMETERS));
        }
        return outlierFailure().isPresent() ? candidate.indicative(Remark.of(Kind.BULK_HOLDS_OUTLIERS)) : candidate;
    }

    private Candidate norm(Candidate candidate) {
        int needed = ComparisonTable.normNetworks(outputs);
        Remark scatters = Remark.of(Kind.NORM_SCATTERS);
        return networks < needed
                ? candidate.indicative(scatters, Remark.normNeeds(needed))
                : candidate.withRemark(scatters);
    }

    private Optional<Kind> outlierFailure() {
        if (fails("hidden-layer")) {
            return Optional.of(Kind.NO_HIDDEN_LAYER);
        }
        if (fails("non-centred")) {
            return Optional.of(Kind.NO_OUTLIER);
        }
        return fails("outlier-separated") ? Optional.of(Kind.OUTLIERS_MERGE) : Optional.empty();
    }

    private static Kind dependence(Statistic statistic) {
        return switch (statistic) {
            case MEAN -> Kind.LENGTHS_OF_INPUTS;
            case FISHER_RAO_NORM -> Kind.LENGTHS_OF_INPUTS_NORM;
            case SECOND_MOMENT, TOP_MEAN, MAX, BULK, LEARNING_RATE_BOUND, EFFECTIVE_DIMENSION, LOG_VOLUME ->
                Kind.OVERLAPS_OF_INPUTS;
        };
    }

    private boolean fails(String condition) {
        return theory.failure(condition).isPresent();
    }
}
