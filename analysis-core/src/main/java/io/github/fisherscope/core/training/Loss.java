package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.ObservedLabels;
import io.github.fisherscope.core.fisher.PredictionGeometry;
import io.github.fisherscope.core.math.RealVector;
import java.util.Objects;

/**
 * The training loss that belongs to a likelihood: the mean over samples of {@code −log p(y_t | f_t)}, up to a number that
 * does not depend on the network. For the Gaussian likelihood it is {@code (1/2Tσ²) Σ_t ‖f_t − y_t‖²}, for the categorical
 * one the cross-entropy. Its Hessian at zero residual is the Fisher matrix of the same likelihood.
 *
 * <p>Immutable. Cost: T C operations and as many elementary functions as the likelihood needs.
 */
public final class Loss {
    private final Likelihood likelihood;
    private final RealVector labels;
    private final int samples;
    private final int outputs;

    private Loss(Likelihood likelihood, RealVector labels, int samples, int outputs) {
        this.likelihood = Objects.requireNonNull(likelihood, "likelihood");
        this.labels = labels;
        this.samples = samples;
        this.outputs = outputs;
    }

    /**
     * Returns the loss of a likelihood on given labels.
     *
     * @param outputs C, the number of outputs of the networks to train
     * @throws IllegalArgumentException if there are no labels, or if one is not a label of the likelihood
     */
    public static Loss of(Likelihood likelihood, Labels labels, int outputs) {
        Args.require(labels.size() > 0, "the loss needs labels and there are none; give one per sample");
        RealVector vectors = ObservedLabels.vectors(likelihood, labels, labels.size(), outputs);
        return new Loss(likelihood, vectors, labels.size(), outputs);
    }

    /**
     * Returns {@code (1/2T) Σ_t ‖f_t − y_t‖²}, the loss of the Gaussian likelihood of unit variance.
     *
     * @param targets y, entry {@code t·C + k}
     * @param outputs C
     */
    public static Loss squaredError(RealVector targets, int outputs) {
        return of(new Likelihood.Gaussian(1), new Labels.Targets(targets, outputs), outputs);
    }

    public Likelihood likelihood() {
        return likelihood;
    }

    /** Returns y, the vectors that the likelihood compares outputs with, entry {@code t·C + k}. */
    public RealVector labels() {
        return labels;
    }

    /** Returns T. */
    public int samples() {
        return samples;
    }

    /** Returns C. */
    public int outputs() {
        return outputs;
    }

    /**
     * Returns the loss at the given outputs.
     *
     * @param f entry {@code t·C + k}
     */
    public double value(double[] f) {
        requireAll(f);
        double[] output = new double[outputs];
        double[] label = new double[outputs];
        double sum = 0;
        for (int t = 0; t < samples; t++) {
            read(f, t, output, label);
            for (int k = 0; k < outputs; k++) {
                sum += likelihood.lossTerm(output, label, k);
            }
        }
        return sum / samples;
    }

    /**
     * Returns T times the derivatives of the loss with respect to the outputs, entry {@code t·C + k}: those of the sum
     * over samples.
     *
     * @param f entry {@code t·C + k}
     */
    public double[] summedGradient(double[] f) {
        requireAll(f);
        double[] gradient = new double[f.length];
        double[] output = new double[outputs];
        double[] label = new double[outputs];
        double[] score = new double[outputs];
        for (int t = 0; t < samples; t++) {
            read(f, t, output, label);
            likelihood.score(output, label, score);
            for (int k = 0; k < outputs; k++) {
                gradient[t * outputs + k] = 0.0 - score[k]; // no negative zero where the residual vanishes
            }
        }
        return gradient;
    }

    /**
     * Returns w, entry {@code k·T + t}, with {@code ∇E = Gᵀ w}: see {@link TrainingPoint#dualGradient}.
     *
     * @param f entry {@code t·C + k}
     */
    double[] dualGradient(double[] f) {
        requireAll(f);
        double[] w = new double[f.length];
        double[] output = new double[outputs];
        double[] label = new double[outputs];
        double[] white = new double[outputs];
        double scale = 1 / Math.sqrt(samples);
        for (int t = 0; t < samples; t++) {
            read(f, t, output, label);
            PredictionGeometry.whitenedScore(likelihood, output, label, white);
            for (int k = 0; k < outputs; k++) {
                w[k * samples + t] = 0.0 - scale * white[k];
            }
        }
        return w;
    }

    /** Returns the same loss over some of the samples, in the order given. */
    Loss of(int[] chosen) {
        double[] some = new double[chosen.length * outputs];
        for (int i = 0; i < some.length; i++) {
            some[i] = labels.get(chosen[i / outputs] * outputs + i % outputs);
        }
        return new Loss(likelihood, RealVector.takingOver(some), chosen.length, outputs);
    }

    private void read(double[] f, int t, double[] output, double[] label) {
        for (int k = 0; k < outputs; k++) {
            output[k] = f[t * outputs + k];
            label[k] = labels.get(t * outputs + k);
        }
    }

    private void requireAll(double[] f) {
        Args.requireSame("the number of outputs", f.length, labels.size(), "give one per sample and output");
    }
}
