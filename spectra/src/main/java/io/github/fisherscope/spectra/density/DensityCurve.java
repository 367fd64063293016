package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.math.RealVector;

/**
 * A smoothed density for plotting. Integrated over the axis it gives {@code 1 − excludedMass}, up to what the kernels leave
 * outside the grid.
 *
 * @param axis what the density is per
 * @param grid eigenvalues λ, ascending
 * @param values density per unit λ (LINEAR) or per decade (LOGARITHMIC)
 * @param standardErrors standard error over the probes at each grid point; NaN for a single probe
 * @param kernelWidth standard deviation of the Gaussian kernel, in λ or in decades
 * @param excludedMass share of the eigenvalues that the curve leaves out: exact zeros, and on a logarithmic axis whatever
 *     cannot be told from zero
 */
public record DensityCurve(
        Axis axis,
        RealVector grid,
        RealVector values,
        RealVector standardErrors,
        double kernelWidth,
        double excludedMass) {

    /** The axis along which a density is smoothed. */
    public enum Axis {
        LINEAR {
            @Override
            double coordinate(double lambda) {
                return lambda;
            }

            @Override
            double eigenvalue(double coordinate) {
                return coordinate;
            }
        },
        LOGARITHMIC {
            @Override
            double coordinate(double lambda) {
                return Math.log10(lambda);
            }

            @Override
            double eigenvalue(double coordinate) {
                return Math.pow(10, coordinate);
            }
        };

        abstract double coordinate(double lambda);

        abstract double eigenvalue(double coordinate);
    }
}
