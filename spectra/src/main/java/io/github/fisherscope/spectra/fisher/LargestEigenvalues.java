package io.github.fisherscope.spectra.fisher;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.function.UnaryOperator;

/** The largest eigenvalues of a Fisher matrix, with their eigenvectors and how far to trust them. Immutable. */
public final class LargestEigenvalues {
    private final LanczosResult found;
    private final long dimension;
    private final UnaryOperator<RealVector> toParameters;

    LargestEigenvalues(LanczosResult found, long dimension, UnaryOperator<RealVector> toParameters) {
        this.found = found;
        this.dimension = dimension;
        this.toParameters = toParameters;
    }

    /** Returns how many there are: those asked for, or all that can differ from zero if these are fewer. */
    public int size() {
        return found.ritzValues().size();
    }

    /** Returns eigenvalue {@code i}, counted from 0 in descending order. */
    public double value(int i) {
        return found.ritzValues().get(i);
    }

    /** Returns the eigenvalues, descending. */
    public RealVector values() {
        return found.ritzValues();
    }

    /**
     * Returns the eigenvector of length P and norm 1 that belongs to eigenvalue {@code i}. Cost: up to a forward and two
     * backward passes.
     */
    public RealVector vector(int i) {
        return toParameters.apply(found.ritzVectors().get(i));
    }

    /** Returns whether every value reached the tolerance; if not, {@link #details} says why. */
    public boolean converged() {
        return found.converged();
    }

    /** Returns residuals, products used and the reason to stop. */
    public LanczosResult details() {
        return found;
    }

    /** Returns the values as the top of the spectrum of the P × P matrix. */
    public Spectrum toSpectrum() {
        return found.toSpectrum(dimension);
    }
}
