package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.OutputNormalization.Kind;

/**
 * Normalised outputs f̄ and the derivative N of the normalisation, {@code df̄ = N df}. N is block-diagonal over outputs
 * (mean subtraction, batch norm) or samples (layer norm), each block {@code (1/σ)(I − 11ᵀ/m − f̄f̄ᵀ/m)} over its m
 * members (without the last term and with σ = 1 for mean subtraction), and symmetric. Vectors have entry k·T + t.
 */
final class NormalizedOutputs {
    private final Kind kind;
    private final int samples;
    private final int outputs;
    private final double[] values;
    private final double[] deviations;

    /** Whether N is zero: two numbers of mean 0 and variance 1 are −1 and 1 whatever the outputs are. */
    private final boolean constant;

    /**
     * @param f outputs, entry t·C + k
     * @throws IllegalArgumentException if a variance is 0 and ε too
     */
    NormalizedOutputs(OutputNormalization normalization, double[] f, int samples, int outputs) {
        this.kind = normalization.kind();
        this.samples = samples;
        this.outputs = outputs;
        this.values = new double[f.length];
        for (int t = 0; t < samples; t++) {
            for (int k = 0; k < outputs; k++) {
                values[k * samples + t] = f[t * outputs + k];
            }
        }
        this.deviations = new double[groups()];
        this.constant = kind != Kind.MEAN_SUBTRACTION && members() <= 2 && normalization.epsilon() == 0;
        for (int g = 0; g < groups(); g++) {
            deviations[g] = normalize(g, normalization.epsilon());
        }
    }

    private int groups() {
        return kind == Kind.LAYER_NORM ? samples : outputs;
    }

    private int members() {
        return kind == Kind.LAYER_NORM ? outputs : samples;
    }

    private int index(int group, int member) {
        return kind == Kind.LAYER_NORM ? member * samples + group : group * samples + member;
    }

    private double mean(int group, double[] x) {
        double sum = 0;
        for (int i = 0; i < members(); i++) {
            sum += x[index(group, i)];
        }
        return sum / members();
    }

    /** Normalises one group in place and returns σ. */
    private double normalize(int group, double epsilon) {
        double mean = mean(group, values);
        double squares = 0;
        for (int i = 0; i < members(); i++) {
            values[index(group, i)] -= mean;
            squares += values[index(group, i)] * values[index(group, i)];
        }
        if (kind == Kind.MEAN_SUBTRACTION) {
            return 1;
        }
        double deviation = Math.sqrt(squares / members() + epsilon);
        if (!(deviation > 0)) {
            String what = kind == Kind.LAYER_NORM ? "the output vector of sample " : "output ";
            throw InvalidArgumentException.of(
                    "normalization",
                    "'" + kind.id() + "'",
                    what + group + " (from 0) does not vary, so its variance cannot be normalised",
                    "give an epsilon, as in " + kind.id() + ":1e-5");
        }
        for (int i = 0; i < members(); i++) {
            values[index(group, i)] /= deviation;
        }
        return deviation;
    }

    /** Copies the normalised outputs of sample {@code t} into {@code target} (C numbers). */
    void read(int t, double[] target) {
        for (int k = 0; k < outputs; k++) {
            target[k] = values[k * samples + t];
        }
    }

    /** Returns σ of output or sample {@code group}; 1 for mean subtraction. */
    double deviation(int group) {
        return deviations[group];
    }

    /** Returns N x. */
    double[] differentiate(double[] x) {
        double[] y = new double[x.length];
        for (int g = 0; g < groups() && !constant; g++) {
            double mean = mean(g, x);
            double overlap = 0;
            for (int i = 0; i < members() && kind != Kind.MEAN_SUBTRACTION; i++) {
                overlap += values[index(g, i)] * x[index(g, i)] / members();
            }
            for (int i = 0; i < members(); i++) {
                int at = index(g, i);
                y[at] = (x[at] - mean - overlap * values[at]) / deviations[g];
            }
        }
        return y;
    }
}
