package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.FisherFactor;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.Training;
import io.github.fisherscope.core.training.TrainingPoint;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.RateNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import io.github.fisherscope.spectra.fisher.Fisher;
import io.github.fisherscope.studies.plan.TrainPlan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Measures a network's Fisher matrix at one point of its training, on the dual side. */
final class TrajectoryWatch {
    /** Rows of the dual matrix up to which it is kept beside that of the start: 32 MB each. */
    static final int LARGEST_KERNEL = 2000;

    private final TrainSubject subject;
    private final Loss loss;
    private final int top;
    private final Backend backend;
    private double @Nullable [] firstKernel;

    TrajectoryWatch(TrainSubject subject, int top, Backend backend) {
        this.subject = subject;
        this.loss = subject.loss();
        this.top = top;
        this.backend = backend;
    }

    private boolean complete() {
        long rows = (long) loss.samples() * loss.outputs();
        return Math.min(rows, subject.trained().parameters()) <= TrainPlan.LARGEST_COMPLETE;
    }

    /** Returns λ_max. */
    double largest(TrainingPoint at, double[] theta) {
        return complete()
                ? Math.max(0, at.fisher(FisherForm.DUAL).eigenvalues().get(0))
                : subject.fisher(theta, backend).largest(1).value(0);
    }

    /** Returns √(δᵀFδ). */
    double fisherNorm(TrainingPoint at, double[] theta, double[] step) {
        double square = complete()
                ? at.fisher(FisherForm.DUAL).quadraticForm(step)
                : subject.fisher(theta, backend).quadraticForm(RealVector.of(step));
        return Math.sqrt(Math.max(0, square));
    }

    private SpectrumNow leading(double[] theta) {
        Fisher fisher = subject.fisher(theta, backend);
        RealVector values = fisher.largest(top).values();
        return new SpectrumNow(Math.max(0, values.get(0)), values, fisher.trace(), null, null, null);
    }

    /** Returns K_0 where it is kept, for a later {@link #resume}. */
    RealVector firstKernel() {
        double[] kept = firstKernel;
        return kept == null ? RealVector.empty() : RealVector.of(kept);
    }

    void resume(RealVector kernel) {
        firstKernel = kernel.isEmpty() ? null : kernel.toArray();
    }

    /** Returns the eigenvalues: all of them, 9 n³ flops where no step has decomposed the matrix yet, or the largest by Lanczos. */
    SpectrumNow spectrum(TrainingPoint at, double[] theta) {
        if (!complete()) {
            return leading(theta);
        }
        SpectralFisherMatrix fisher = at.fisher(FisherForm.DUAL);
        RealVector values = fisher.eigenvalues();
        int shown = Math.min(top, values.size());
        double trace = fisher.trace();
        double square = 0;
        for (int i = 0; i < values.size(); i++) {
            square += values.get(i) * values.get(i);
        }
        return new SpectrumNow(
                Math.max(0, values.get(0)),
                values.slice(0, shown),
                trace,
                square > 0 ? trace / square * trace : null,
                quantiles(values),
                gradientShare(at, fisher));
    }

    /** Returns quantiles by linear interpolation between order statistics. */
    private static RealVector quantiles(RealVector descending) {
        int n = descending.size();
        return RealVector.takingOver(SpectrumNow.LEVELS.stream()
                .mapToDouble(level -> {
                    double place = level * (n - 1);
                    int below = (int) place;
                    double low = descending.get(n - 1 - below);
                    double high = descending.get(Math.max(0, n - 2 - below));
                    return Math.max(0, low + (place - below) * (high - low));
                })
                .toArray());
    }

    private @Nullable Double gradientShare(TrainingPoint at, SpectralFisherMatrix fisher) {
        double[] gradient = at.summedGradient();
        double norm = dot(gradient, gradient);
        if (!(norm > 0)) {
            return null;
        }
        FisherFactor factor = fisher.factor().orElseThrow();
        double share = 0;
        for (int i = 0; i < loss.outputs() && i < fisher.rank(); i++) {
            double along = dot(gradient, factor.eigenvector(i));
            share += along / norm * along;
        }
        return Math.min(1, share);
    }

    /** Returns how the dual matrix differs from that of the first call, or null where it is too large. */
    @Nullable KernelNow kernel(TrainingPoint at) {
        if ((long) loss.samples() * loss.outputs() > LARGEST_KERNEL) {
            return null;
        }
        FisherFactor factor = at.fisher(FisherForm.DUAL).factor().orElseThrow();
        double[] k = factor.gram();
        double[] first = firstKernel;
        if (first == null) {
            first = k;
            firstKernel = k;
        }
        double difference = 0;
        for (int i = 0; i < k.length; i++) {
            difference += (k[i] - first[i]) * (k[i] - first[i]);
        }
        double start = dot(first, first);
        return start > 0 ? new KernelNow(Math.sqrt(difference / start), alignment(k)) : null;
    }

    private @Nullable Double alignment(double[] k) {
        int samples = loss.samples();
        int outputs = loss.outputs();
        double[] y = new double[samples * outputs];
        for (int c = 0; c < outputs; c++) {
            double mean = 0;
            for (int t = 0; t < samples; t++) {
                mean += loss.labels().get(t * outputs + c) / samples;
            }
            for (int t = 0; t < samples; t++) {
                y[loss.dualIndex(t, c)] = loss.labels().get(t * outputs + c) - mean;
            }
        }
        double norm = dot(y, y);
        double size = Math.sqrt(dot(k, k));
        if (!(norm > 0 && size > 0)) {
            return null;
        }
        double form = 0;
        for (int i = 0; i < y.length; i++) {
            form += y[i] * dot(Arrays.copyOfRange(k, i * y.length, (i + 1) * y.length), y);
        }
        return form / size / norm;
    }

    /** Returns the learning rate beside its limits; a limit that takes products with F only where all of it is at hand. */
    RateNow rate(Training training, double largest) {
        Optimizer optimizer = training.optimizer();
        if (!(largest > 0)) {
            return new RateNow(optimizer.learningRate(), null, null, null);
        }
        double curvature = loss.curvature(training.point().outputs());
        if (!Double.isFinite(curvature)) {
            return new RateNow(optimizer.learningRate(), null, null, null);
        }
        double limit = limit(training, largest) / curvature;
        return new RateNow(
                optimizer.learningRate(), 2 / (curvature * largest), Double.isFinite(limit) ? limit : null, curvature);
    }

    /** Returns the method's limit for a loss of curvature 1, or NaN. */
    double limit(Training training, double largest) {
        return complete()
                ? training.stabilityLimit(largest)
                : training.optimizer().stabilityLimit(largest);
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
