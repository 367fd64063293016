package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.studies.method.SearchSettings;

/**
 * How far the iterative methods go.
 *
 * @param top K, how many of the largest eigenvalues are found; at least C always are
 * @param tolerance relative residual at which an eigenvalue counts as converged; its error is about the square of that
 * @param probes random vectors of the quadrature, at least 2 so that there is a standard error
 * @param steps Lanczos steps per probe
 * @param trainingSteps steps of gradient descent with which the learning-rate bound is tried out; 0 to leave that out
 * @param eigenvectors how many eigenvectors of the first network are made in parameter space; 0 to leave them out
 */
public record SpectrumOptions(int top, double tolerance, int probes, int steps, int trainingSteps, int eigenvectors)
        implements SearchSettings {
    public SpectrumOptions {
        Args.requireInRange("top", top, 1, 10_000);
        Args.requireInRange("tolerance", tolerance, 1e-14, 0.1);
        Args.requireInRange("probes", probes, 2, 100_000);
        Args.requireInRange("steps", steps, 2, 100_000);
        Args.requireInRange("trainingSteps", trainingSteps, 0, 1_000_000);
        Args.requireInRange("eigenvectors", eigenvectors, 0, 10_000);
    }

    /** Returns ten eigenvalues to 1e-8, and ten probes of 80 steps, the sizes customary for spectral densities. */
    public static SpectrumOptions defaults() {
        return new SpectrumOptions(10, 1e-8, 10, 80, 0, 0);
    }

    public SpectrumOptions withTop(int value) {
        return new SpectrumOptions(value, tolerance, probes, steps, trainingSteps, eigenvectors);
    }

    public SpectrumOptions withTolerance(double value) {
        return new SpectrumOptions(top, value, probes, steps, trainingSteps, eigenvectors);
    }

    public SpectrumOptions withProbes(int value) {
        return new SpectrumOptions(top, tolerance, value, steps, trainingSteps, eigenvectors);
    }

    public SpectrumOptions withSteps(int value) {
        return new SpectrumOptions(top, tolerance, probes, value, trainingSteps, eigenvectors);
    }

    public SpectrumOptions withTrainingSteps(int value) {
        return new SpectrumOptions(top, tolerance, probes, steps, value, eigenvectors);
    }

    /** Asks for eigenvectors, and for at least as many eigenvalues. */
    public SpectrumOptions withEigenvectors(int value) {
        return new SpectrumOptions(Math.max(top, value), tolerance, probes, steps, trainingSteps, value);
    }
}
