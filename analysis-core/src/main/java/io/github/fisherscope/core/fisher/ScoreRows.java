package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.LabelSource;
import java.util.Arrays;

/**
 * The rows {@code s_rt} of the output factor for one sample after the other, as derivatives with respect to u^L:
 * {@code Q_t = Σ_r s_rt s_rtᵀ} in the coordinates of the last layer.
 */
final class ScoreRows {
    private final FisherRequest request;
    private final Likelihood likelihood;
    private final Activation output;
    private final Labels labels;
    private final int outputs;
    private final double[] f;
    private final double[] slopes;
    private final double[] label;
    private final double[] row;

    /**
     * @param samples T, the number of samples of the whole data set
     * @throws IllegalArgumentException if the request's labels do not fit the samples, outputs or likelihood
     */
    ScoreRows(FisherRequest request, int samples, int outputs) {
        this.request = request;
        this.likelihood = request.likelihood();
        this.output = request.outputActivation();
        this.outputs = outputs;
        this.f = new double[outputs];
        this.slopes = new double[outputs];
        this.label = new double[outputs];
        this.row = new double[outputs];
        if (request instanceof FisherRequest.Empirical empirical) {
            this.labels = ObservedLabels.fitting(likelihood, empirical.labels(), samples, outputs);
        } else {
            this.labels = Labels.none();
        }
    }

    /** Returns whether every Q_t is the identity, with unit vectors as rows. */
    static boolean identity(FisherRequest request) {
        return request instanceof FisherRequest.Exact
                && request.likelihood().identityFactor()
                && request.outputActivation() instanceof Activation.Identity;
    }

    /** Returns R. */
    int perSample() {
        return request.rowsPerSample(outputs);
    }

    /**
     * Writes the R rows of one sample.
     *
     * @param t number of the sample in the whole data set
     * @param u its C values u^L
     * @param target receives R·C numbers, row by row
     */
    void write(int t, double[] u, double[] target) {
        System.arraycopy(u, 0, f, 0, outputs);
        output.evaluate(f, f, slopes, outputs);
        if (request instanceof FisherRequest.Empirical) {
            ObservedLabels.read(likelihood, labels, t, label);
            likelihood.score(f, label, row);
            put(0, 1, target);
        } else if (request instanceof FisherRequest.MonteCarlo random) {
            LabelSource source = RandomStreams.of(random.seed()).labels(random.network(), t);
            double weight = 1 / Math.sqrt(random.draws());
            for (int r = 0; r < random.draws(); r++) {
                likelihood.sample(f, source, label);
                likelihood.score(f, label, row);
                put(r, weight, target);
            }
        } else if (request instanceof FisherRequest.TopClasses) {
            TopClassRows.of(f, perSample() - 1).forEach(row, r -> put(r, 1, target));
        } else {
            for (int r = 0; r < outputs; r++) {
                Arrays.fill(row, 0);
                likelihood.factorRow(f, r, row);
                put(r, 1, target);
            }
        }
    }

    private void put(int r, double weight, double[] target) {
        for (int c = 0; c < outputs; c++) {
            target[r * outputs + c] = weight * slopes[c] * row[c];
        }
    }
}
