package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import java.util.Arrays;

/**
 * The factor S of the output Fisher matrices: for each sample t, R rows {@code s_rt} in ℝᶜ with
 * {@code Q_t = Σ_r s_rt s_rtᵀ}. The dual matrix has n = R·T rows, row (r, t) at index r·T + t. For the exact
 * expectation R = C, for S drawn labels R = S and for observed labels R = 1; for the Gaussian likelihood with unit
 * variance and linear outputs the rows are unit vectors.
 */
final class OutputFactor {
    private final int rowsPerSample;
    private final int samples;
    private final int outputs;
    private final boolean identity;
    /** Row (r, t) starts at (r·T + t)·C; empty for the identity. */
    private final double[] rows;

    private OutputFactor(int rowsPerSample, int samples, int outputs, boolean identity, double[] rows) {
        this.rowsPerSample = rowsPerSample;
        this.samples = samples;
        this.outputs = outputs;
        this.identity = identity;
        this.rows = rows;
    }

    /** Returns the factor of the exact expectation over labels. */
    static OutputFactor exact(Linearization at, Likelihood likelihood) {
        return of(at, FisherRequest.exact(likelihood));
    }

    /** Returns the factor asked for. */
    static OutputFactor of(Linearization at, FisherRequest request) {
        return of(at, request, 0, at.samples());
    }

    /**
     * Returns the factor for a linearisation at a batch of a larger data set.
     *
     * @param firstSample number of the batch's first sample in the whole data set, which names its labels
     * @param total number of samples of the whole data set
     */
    static OutputFactor of(Linearization at, FisherRequest request, int firstSample, int total) {
        return of(at.outputs(), at.outputCount(), request, firstSample, total);
    }

    /**
     * Returns the factor at given outputs.
     *
     * @param u the outputs of some samples, C numbers for each
     * @param firstSample number of the first of them in the whole data set, which names its labels
     * @param total number of samples of the whole data set
     */
    static OutputFactor of(double[] u, int outputs, FisherRequest request, int firstSample, int total) {
        int samples = u.length / outputs;
        if (ScoreRows.identity(request)) {
            return new OutputFactor(outputs, samples, outputs, true, new double[0]);
        }
        ScoreRows source = new ScoreRows(request, total, outputs);
        int perSample = source.perSample();
        Args.require(
                (long) perSample * samples <= (Integer.MAX_VALUE - 8L) / outputs,
                "the output factor would have %d rows per sample, %d samples and %d outputs, more than an array holds; use fewer draws or samples",
                perSample,
                samples,
                outputs);
        double[] rows = new double[perSample * samples * outputs];
        double[] output = new double[outputs];
        double[] block = new double[perSample * outputs];
        for (int t = 0; t < samples; t++) {
            System.arraycopy(u, t * outputs, output, 0, outputs);
            source.write(firstSample + t, output, block);
            for (int r = 0; r < perSample; r++) {
                System.arraycopy(block, r * outputs, rows, (r * samples + t) * outputs, outputs);
            }
        }
        return new OutputFactor(perSample, samples, outputs, false, rows);
    }

    /** Returns R. */
    int rowsPerSample() {
        return rowsPerSample;
    }

    /** Returns n = R·T. */
    long dimension() {
        return (long) rowsPerSample * samples;
    }

    boolean isIdentity() {
        return identity;
    }

    /** Writes the rows of samples {@code from} to {@code to} (exclusive), row (r, t) at index r·(to − from) + t − from. */
    void writeTo(Matrix target, int from, int to) {
        double[] row = new double[outputs];
        int index = 0;
        for (int r = 0; r < rowsPerSample; r++) {
            for (int t = from; t < to; t++) {
                if (identity) {
                    Arrays.fill(row, 0);
                    row[r] = 1;
                    target.write(index++, 0, row, 0, outputs);
                } else {
                    target.write(index++, 0, rows, (r * samples + t) * outputs, outputs);
                }
            }
        }
    }

    /** Computes g_t = Σ_r x_rt s_rt and writes it to row {@code firstRow + t} of {@code g}. */
    void applyTransposed(double[] x, Matrix g, long firstRow) {
        double[] sum = new double[outputs];
        for (int t = 0; t < samples; t++) {
            for (int c = 0; c < outputs; c++) {
                sum[c] = identity ? x[c * samples + t] : 0;
            }
            for (int r = 0; r < rowsPerSample && !identity; r++) {
                int offset = (r * samples + t) * outputs;
                double factor = x[r * samples + t];
                for (int c = 0; c < outputs; c++) {
                    sum[c] += factor * rows[offset + c];
                }
            }
            g.write(firstRow + t, 0, sum, 0, outputs);
        }
    }

    /** Computes y_rt = scale · s_rt · g_t with g_t read from row {@code firstRow + t} of {@code g}. */
    void apply(Matrix g, long firstRow, double scale, double[] y) {
        double[] values = new double[outputs];
        for (int t = 0; t < samples; t++) {
            g.read(firstRow + t, 0, values, 0, outputs);
            for (int r = 0; r < rowsPerSample; r++) {
                int index = r * samples + t;
                y[index] = scale * (identity ? values[r] : dot(index * outputs, values));
            }
        }
    }

    private double dot(int offset, double[] values) {
        double sum = 0;
        for (int c = 0; c < outputs; c++) {
            sum += rows[offset + c] * values[c];
        }
        return sum;
    }

    /** Copies row (r, t) to C entries of {@code target}. */
    void copyRow(int r, int t, double[] target, int offset) {
        if (identity) {
            Arrays.fill(target, offset, offset + outputs, 0);
            target[offset + r] = 1;
        } else {
            System.arraycopy(rows, (r * samples + t) * outputs, target, offset, outputs);
        }
    }

    /** Returns g_t = Σ_r x_rt s_rt for every sample, entry t·C + c. */
    double[] combine(double[] x) {
        double[] g = new double[samples * outputs];
        for (int r = 0; r < rowsPerSample; r++) {
            for (int t = 0; t < samples; t++) {
                double factor = x[r * samples + t];
                if (identity) {
                    g[t * outputs + r] = factor;
                    continue;
                }
                int offset = (r * samples + t) * outputs;
                for (int c = 0; c < outputs; c++) {
                    g[t * outputs + c] += factor * rows[offset + c];
                }
            }
        }
        return g;
    }

    /** Returns scale · s_rt · g_t for every row, entry r·T + t; g has entry t·C + c. */
    double[] project(double[] g, double scale) {
        double[] y = new double[rowsPerSample * samples];
        for (int r = 0; r < rowsPerSample; r++) {
            for (int t = 0; t < samples; t++) {
                double sum = 0;
                int offset = (r * samples + t) * outputs;
                for (int c = 0; c < outputs && !identity; c++) {
                    sum += rows[offset + c] * g[t * outputs + c];
                }
                y[r * samples + t] = scale * (identity ? g[t * outputs + r] : sum);
            }
        }
        return y;
    }

    /** Returns scale · Q_t v_t for every sample; v and the result have entry t·C + c. */
    double[] applyOutputFisher(double[] v, double scale) {
        double[] result = new double[v.length];
        for (int t = 0; t < samples; t++) {
            for (int r = 0; r < rowsPerSample; r++) {
                int offset = (r * samples + t) * outputs;
                if (identity) {
                    result[t * outputs + r] = scale * v[t * outputs + r];
                    continue;
                }
                double product = 0;
                for (int c = 0; c < outputs; c++) {
                    product += rows[offset + c] * v[t * outputs + c];
                }
                for (int c = 0; c < outputs; c++) {
                    result[t * outputs + c] += scale * product * rows[offset + c];
                }
            }
        }
        return result;
    }
}
