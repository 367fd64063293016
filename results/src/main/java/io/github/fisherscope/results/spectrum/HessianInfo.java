package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to the Hessian H = F + R of a loss and to no Fisher matrix.
 *
 * @param loss the loss at the labels, zero at best
 * @param gradientNorm Euclidean norm of its gradient; the Hessian bounds learning rates where that is small
 * @param smallest the smallest eigenvalues, ascending: the most negative ones first
 * @param negative number of eigenvalues below zero by more than rounding, null when not all were computed
 * @param negativeFraction their share of all eigenvalues; estimated from a density, null without one
 * @param fisherMax λ_max of the Fisher matrix F
 * @param residualNorm max |λ| of the residual term R: no eigenvalue of H is farther than that from the one of F of the same
 *     rank
 * @param residualShare {@code residualNorm} over max |λ| of H
 */
public record HessianInfo(
        double loss,
        double gradientNorm,
        RealVector smallest,
        @Nullable Long negative,
        @Nullable Double negativeFraction,
        double fisherMax,
        double residualNorm,
        double residualShare) {

    public HessianInfo {
        Args.requireFinite("loss", loss);
        Args.requireNonNegative("gradientNorm", gradientNorm);
        Args.require(!smallest.isEmpty(), "smallest is empty; a Hessian has at least one eigenvalue");
        Args.requireNonNegative("fisherMax", fisherMax);
        Args.requireNonNegative("residualNorm", residualNorm);
        Args.requireNonNegative("residualShare", residualShare);
    }
}
