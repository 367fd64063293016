package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;

/**
 * The metric that the outputs induce on inputs and hidden features, {@code A = (1/T) Σ_t (∂f/∂h)ᵀ Q_t (∂f/∂h)} with h =
 * (h⁰, …, h^{L−1}) (D × D, D = M_0 + … + M_{L−1}), from {@code ∂f/∂h^{l−1} = Δ_l W^l}. Source: Karakida, Akaho and Amari (2021),
 * Section 5; Q_t = I there. Restricted to {@code h⁰} it is the metric of input space.
 *
 * <p>Cost: 2 n Σ M_l M_{l-1} flops and n·D numbers. The linearisation stays open.
 */
public final class FeatureMetric implements AutoCloseable {
    private final Backend backend;
    /** √T times the factor Z with A = ZᵀZ. */
    private final Matrix gradients;

    private final double scale;

    private FeatureMetric(Backend backend, Matrix gradients, int samples) {
        this.backend = backend;
        this.gradients = gradients;
        this.scale = 1.0 / samples;
    }

    /** Returns the price of the eigenvalues, counted as those of the dual. */
    public static FisherPrice price(ProblemSize size) {
        return NormalizedFisher.price(size);
    }

    /** Returns the metric of inputs and all hidden features. */
    public static FeatureMetric of(Linearization at, FisherRequest request) {
        return of(at, request, at.depth() - 1);
    }

    /** Returns the metric of the inputs alone, M_0 × M_0. */
    public static FeatureMetric ofInputs(Linearization at, FisherRequest request) {
        return of(at, request, 0);
    }

    /**
     * Returns the metric of h⁰, …, h^last.
     *
     * @param last in [0, L − 1]
     */
    public static FeatureMetric of(Linearization at, FisherRequest request, int last) {
        Args.requireInRange("last", last, 0, at.depth() - 1);
        long dimension = 0;
        for (int l = 0; l <= last; l++) {
            dimension += at.layer(l + 1).shape().inputs();
        }
        OutputFactor factor = OutputFactor.of(at, request);
        Matrix gradients = at.backend().allocate(factor.dimension(), dimension);
        try (OutputSensitivities deltas = OutputSensitivities.of(at, factor)) {
            long column = 0;
            for (int l = 1; l <= last + 1; l++) {
                int fanIn = at.layer(l).shape().inputs();
                Matrix part = gradients.view(0, column, factor.dimension(), fanIn);
                at.layer(l).vjpInputs(deltas.layer(l), part);
                column += fanIn;
            }
            return new FeatureMetric(at.backend(), gradients, at.samples());
        } catch (RuntimeException | Error e) {
            gradients.close();
            throw e;
        }
    }

    /** Returns D. */
    public long dimension() {
        return gradients.columns();
    }

    /** Returns tr A. */
    public double trace() {
        return scale * backend.dot(gradients, gradients);
    }

    /** Returns tr A². */
    public double squaredNorm() {
        try (Matrix small = smaller()) {
            return backend.dot(small, small);
        }
    }

    /** Returns the min(n, D) eigenvalues that can differ from zero, descending. */
    public RealVector eigenvalues() {
        try (Matrix small = smaller()) {
            return RealVector.of(backend.symmetricEigenvalues(small));
        }
    }

    private Matrix smaller() {
        boolean dual = gradients.rows() < gradients.columns();
        long size = Math.min(gradients.rows(), gradients.columns());
        Matrix small = backend.allocate(size, size);
        if (dual) {
            backend.multiplySelfTransposed(scale, gradients, 0, small);
        } else {
            backend.multiply(scale, gradients, Transpose.YES, gradients, Transpose.NO, 0, small);
        }
        return small;
    }

    @Override
    public void close() {
        gradients.close();
    }
}
