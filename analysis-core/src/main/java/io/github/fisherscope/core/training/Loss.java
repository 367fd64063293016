package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.ObservedLabels;
import io.github.fisherscope.core.math.RealVector;
import java.util.Objects;

/**
 * The training loss: the mean over samples of a {@link SampleLoss}. The one that belongs to a likelihood is
 * {@code −log p(y_t | f_t)}, up to a number that does not depend on the network: {@code (1/2Tσ²) Σ_t ‖f_t − y_t‖²} for the
 * Gaussian one, the cross-entropy for the categorical one. Its Hessian at zero residual is the Fisher matrix of the same
 * likelihood; that of another loss is {@link #curvature} times it.
 *
 * <p>Immutable. Cost: T C operations and as many elementary functions as the likelihood needs.
 */
public final class Loss {
    private final Likelihood likelihood;
    private final SampleLoss each;
    private final RealVector labels;
    private final int samples;
    private final int outputs;
    private final int positions;

    private Loss(Likelihood likelihood, SampleLoss each, RealVector labels, int samples, int outputs, int positions) {
        this.likelihood = Objects.requireNonNull(likelihood, "likelihood");
        this.each = Objects.requireNonNull(each, "each");
        this.labels = labels;
        this.samples = samples;
        this.outputs = outputs;
        this.positions = positions;
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
        return new Loss(likelihood, new LikelihoodLoss(likelihood), vectors, labels.size(), outputs, 1);
    }

    /**
     * Returns the mean of another loss of each sample.
     *
     * @param likelihood the likelihood whose Fisher matrix belongs to the training
     * @param each the loss of a sample
     * @param labels y, entry {@code t·C + k}; at least one sample
     * @param outputs C
     */
    public static Loss of(Likelihood likelihood, SampleLoss each, RealVector labels, int outputs) {
        Args.requireInRange("outputs", outputs, 1, Integer.MAX_VALUE);
        Args.require(
                !labels.isEmpty() && labels.size() % outputs == 0,
                "the loss needs %d numbers per sample and has %d in all",
                outputs,
                labels.size());
        return new Loss(likelihood, each, labels, labels.size() / outputs, outputs, 1);
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

    /**
     * Returns the same loss for outputs of which every S belong to one sample, position after position. Labels, outputs and
     * means go over positions; only the order of dual vectors and the choice of samples depend on S.
     *
     * @param count S ≥ 1, a divisor of the number of labels
     */
    public Loss atPositions(int count) {
        Args.require(
                count >= 1 && samples % count == 0,
                "there are %d labels and %d positions of each sample; give a label for each position",
                samples,
                count);
        return new Loss(likelihood, each, labels, samples, outputs, count);
    }

    public Likelihood likelihood() {
        return likelihood;
    }

    /** Returns by how much the Hessian exceeds the Fisher matrix at zero residual: 1 for a likelihood's own loss. */
    public double curvature() {
        return each.curvature();
    }

    /**
     * Returns a number c for which c F bounds the Gauss-Newton part of the loss's Hessian at the given outputs, and near
     * the labels: the largest {@link SampleLoss#curvature(double[], double[])} of a sample, or {@link #curvature()} if that is
     * more. Limits of the rate that hold now are those for curvature 1 over it.
     *
     * @param f entry {@code t·C + k}
     * @return c &gt; 0; infinite where outputs lie so far out that it is no number
     */
    public double curvature(double[] f) {
        requireAll(f);
        double[] output = new double[outputs];
        double[] label = new double[outputs];
        double largest = curvature();
        for (int t = 0; t < samples; t++) {
            read(f, t, output, label);
            double here = each.curvature(output, label);
            largest = Double.isNaN(here) ? Double.POSITIVE_INFINITY : Math.max(largest, here);
        }
        return largest;
    }

    /** Returns y, the vectors that the likelihood compares outputs with, entry {@code t·C + k}. */
    public RealVector labels() {
        return labels;
    }

    /** Returns T, times the number of positions where a sample has several. */
    public int samples() {
        return samples;
    }

    /** Returns S, the number of positions of a sample. */
    public int positions() {
        return positions;
    }

    /** Returns where output {@code k} of label {@code t} stands in dual vectors: {@code (k·S + s)·T + t} for position s of sample t. */
    public int dualIndex(int t, int k) {
        int count = samples / positions;
        return (k * positions + t % positions) * count + t / positions;
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
        double[] terms = new double[outputs];
        double sum = 0;
        for (int t = 0; t < samples; t++) {
            read(f, t, output, label);
            each.terms(output, label, terms);
            for (double term : terms) {
                sum += term;
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
        double[] one = new double[outputs];
        for (int t = 0; t < samples; t++) {
            read(f, t, output, label);
            each.gradient(output, label, one);
            System.arraycopy(one, 0, gradient, t * outputs, outputs);
        }
        return gradient;
    }

    /**
     * Returns w, entry {@link #dualIndex}, with {@code ∇E = Gᵀ w}: see {@link TrainingPoint#dualGradient}.
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
            each.whitenedGradient(output, label, white);
            for (int k = 0; k < outputs; k++) {
                w[dualIndex(t, k)] = scale * white[k];
            }
        }
        return w;
    }

    /** Returns the same loss over some of the samples, in the order given. */
    Loss of(int[] chosen) {
        int each = outputs * positions;
        double[] some = new double[chosen.length * each];
        for (int i = 0; i < some.length; i++) {
            some[i] = labels.get(chosen[i / each] * each + i % each);
        }
        return new Loss(
                likelihood, this.each, RealVector.takingOver(some), chosen.length * positions, outputs, positions);
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
