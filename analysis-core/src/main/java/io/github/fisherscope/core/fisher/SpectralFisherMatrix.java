package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.function.DoubleUnaryOperator;

/** A Fisher matrix whose eigenvalues this form gives exactly, up to rounding, and with them every function of it. */
public interface SpectralFisherMatrix extends FisherMatrix {
    /** The distance of 1 from the next number in float64. */
    double UNIT = Math.ulp(1.0);

    @Override
    RealVector eigenvalues();

    @Override
    default ExactEigenvalues exactEigenvalues() {
        return new ExactEigenvalues.Known(eigenvalues());
    }

    /**
     * Returns {@code f(F) b}: f applied to the eigenvalues, the zero ones included.
     *
     * @param f finite at every eigenvalue and at 0
     */
    double[] applyFunction(DoubleUnaryOperator f, double[] b);

    /** Returns the number of eigenvalues above the {@linkplain #cutoff() cutoff} in magnitude. */
    default int rank() {
        double cutoff = cutoff();
        return (int) eigenvalues().stream().filter(v -> Math.abs(v) > cutoff).count();
    }

    /** Returns {@code k u λ_max} with k the number of stored eigenvalues: below it an eigenvalue counts as zero. */
    default double cutoff() {
        return eigenvalues().size() * UNIT * largestMagnitude();
    }

    /** Returns max |λ|. */
    default double largestMagnitude() {
        RealVector values = eigenvalues();
        return Math.max(Math.abs(values.get(0)), Math.abs(values.get(values.size() - 1)));
    }

    /**
     * Returns {@code F⁺ b} with the Moore-Penrose inverse: directions with eigenvalues up to the cutoff are left out.
     *
     * @param relativeCutoff cutoff as a fraction of the largest magnitude; 0 stands for {@link #cutoff()}
     */
    default double[] pseudoSolve(double[] b, double relativeCutoff) {
        Args.requireInRange("relativeCutoff", relativeCutoff, 0, 1);
        double least = relativeCutoff == 0 ? cutoff() : relativeCutoff * largestMagnitude();
        return applyFunction(v -> Math.abs(v) > least ? 1 / v : 0, b);
    }

    @Override
    default double[] solve(double[] b, double damping) {
        Args.requirePositive("damping", damping);
        return applyFunction(v -> 1 / (Math.max(v, 0) + damping), b);
    }

    @Override
    default double logDeterminant(double damping) {
        Args.requirePositive("damping", damping);
        RealVector values = eigenvalues();
        double sum =
                values.stream().map(v -> Math.log(Math.max(v, 0) + damping)).sum();
        return sum + (double) (dimension() - values.size()) * Math.log(damping);
    }
}
