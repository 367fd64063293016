package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.ParameterLayout;

/**
 * The sizes that the price of a Fisher matrix depends on.
 *
 * @param layout the layers
 * @param samples T
 * @param rowsPerSample R; the dual matrix has n = R·T rows
 * @param precision number format of matrices
 * @param device bytes free on the device where matrices lie; {@link Long#MAX_VALUE} if they lie in the host's memory
 */
public record ProblemSize(ParameterLayout layout, long samples, long rowsPerSample, Precision precision, long device) {
    /** Returns the sizes with matrices in the host's memory. */
    public static ProblemSize of(ParameterLayout layout, long samples, long rowsPerSample, Precision precision) {
        return new ProblemSize(layout, samples, rowsPerSample, precision, Long.MAX_VALUE);
    }

    /** Returns the same sizes with matrices on a device that has so much memory free. */
    public ProblemSize onDevice(long free) {
        return new ProblemSize(layout, samples, rowsPerSample, precision, free);
    }

    /** Returns whether matrices lie on a device with memory of its own. */
    public boolean hasDevice() {
        return device != Long.MAX_VALUE;
    }

    /** Returns the bytes of a buffer whose size can be chosen freely up to a limit. */
    public double buffer(long most) {
        return Math.min((double) most, (double) device / WorkMemory.SHARE);
    }

    public int depth() {
        return layout.depth();
    }

    /** Returns P. */
    public long parameters() {
        return layout.parameters();
    }

    /** Returns n = R·T, the number of rows of the dual matrix. */
    public long rows() {
        return rowsPerSample * samples;
    }

    /** Returns whether F has fewer rows than its dual, so that vectors are those of F. */
    public boolean onParameters() {
        return parameters() < rows();
    }

    /** Returns C. */
    public int outputs() {
        return layout.layer(depth()).outputs();
    }

    /** Returns Σ M_l over the layers l ≥ 1. */
    public long units() {
        return layout.layers().stream().mapToLong(DenseShape::outputs).sum();
    }

    /** Returns the bytes of a number of a matrix. */
    public int numberBytes() {
        return precision.bytes();
    }

    /** Returns Σ M_l M_{l-1} over layers 2 to {@code last}, which signals pass on their way between inputs and outputs. */
    double connections(int last) {
        double sum = 0;
        for (int l = 2; l <= last; l++) {
            sum += layout.layer(l).weights();
        }
        return sum;
    }

    /** Returns Σ M_l M_{l-1} over all layers. */
    double allConnections() {
        return connections(depth()) + layout.layer(1).weights();
    }

    /** Returns the bytes of one number for each row and unit. */
    double sensitivityBytes() {
        return (double) rows() * units() * numberBytes();
    }

    /** Returns the flops of one pass down for all rows. */
    double sensitivityFlops() {
        return 2.0 * rows() * connections(depth() - 1);
    }

    /** Returns the bytes of a matrix with a row and a column for each sample, for each layer. */
    double allGramBytes() {
        return (double) depth() * (double) samples * (double) samples * numberBytes();
    }
}
