package io.github.fisherscope.spectra.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import java.util.function.Function;

/** A network at its data, of one of the kinds that have a Fisher matrix, as {@link Fisher} asks for it. */
interface FisherSource {
    /** Returns P. */
    long parameters();

    /** Returns C. */
    int outputs();

    /** Returns the number of samples, or of samples and positions, over which F is the mean. */
    long sites();

    /**
     * Asks a question about the matrix on the side with fewer rows.
     *
     * @param many whether many products are to be expected, so that it pays to keep what they share
     */
    <R> R onSmallerSide(FisherRequest request, Backend backend, boolean many, Function<WholeFisherMatrix, R> question);

    /** Asks a question about the matrix as a map of parameters. */
    <R> R onParameters(FisherRequest request, Backend backend, Function<WholeFisherMatrix, R> question);

    /** Returns tr F_l of the layers, or of the parameter tensors. */
    RealVector layerTraces(FisherRequest request, Backend backend);

    /** Returns tr F². */
    double squaredNorm(FisherRequest request, Backend backend);

    /** Returns all eigenvalues by a direct eigensolver. */
    Spectrum eigenvalues(FisherRequest request, Backend backend);

    /** Returns {@code (F + ρI)⁻¹ b}. */
    double[] solve(FisherRequest request, Backend backend, double[] b, double damping);

    /** Returns {@code log det(F + ρI)}. */
    double logDeterminant(FisherRequest request, Backend backend, double damping);

    /** Returns a form that the caller closes. */
    FisherMatrix form(FisherForm form, FisherRequest request, Backend backend);
}
