package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.method.SearchEnd;

/** Something about a result that a reader must see: what did not converge, was limited, or does not carry over. */
public sealed interface Note {
    /** The device's memory ran out, and everything was measured again as planned for a part of it. */
    record DeviceMemoryRanOut(int share) implements Note {}

    /** Labels were given with the data and play no part. */
    record LabelsUnused(String labels, Averaged average) implements Note {}

    /** What is averaged over in place of labels that were given. */
    enum Averaged {
        /** Labels drawn from the model. */
        DRAWN_LABELS,
        /** The model's own distribution of labels. */
        MODEL,
        /** Labels that estimators draw from the model. */
        ESTIMATORS
    }

    /** The eigenvalues of some networks did not converge; the first network's search ended like this. */
    record NotConverged(long networks, int of, SearchEnd end) implements Note {}

    /** Some inputs are the same in every sample. */
    record ConstantInputs(int inputs, int of) implements Note {}

    /** Only some of the eigenvalues are known: this number. */
    record LargestOnly(int count) implements Note {}

    /** The blocks of single layers were not measured. */
    record LayersLeftOut() implements Note {}

    /** The data passed through in batches, which leaves out what needs all of them at once and was not asked for. */
    record InBatches(boolean trainingAsked, boolean vectorsAsked) implements Note {}

    /** The samples were divided into parts, by what the engine calls itself. */
    record Divided(String engine, int partitions, boolean vectorsAsked) implements Note {}

    /** The second moment is an estimate. */
    record SecondMomentEstimated(Estimate squaredNorm) implements Note {}

    /** The mean is an estimate too. */
    record MeanEstimated(SearchEnd end) implements Note {}

    /** A form that may be indefinite has this number of negative eigenvalues. */
    record NegativeEigenvalues(long count) implements Note {}
}
