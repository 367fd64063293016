package io.github.fisherscope.spectra.measure;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;

/**
 * How flat the landscape is in how many directions: for each radius r, the number of eigendirections along which moving
 * by r raises the quadratic loss ½ λ r² by at most the tolerance, that is λ ≤ 2δ/r².
 *
 * @param radii distances in parameter space, as given
 * @param sharpDirections number of eigenvalues above 2δ/r², one per radius
 * @param flatFraction share of the P directions that are flat, one per radius
 * @param lossTolerance δ, in units of the loss
 */
public record FlatnessProfile(
        RealVector radii, RealVector sharpDirections, RealVector flatFraction, double lossTolerance) {

    /**
     * Counts for each radius; O(number of radii · n).
     *
     * @throws IllegalArgumentException if a radius or the tolerance is not positive
     * @throws IllegalStateException if the spectrum is partial
     */
    public static FlatnessProfile of(Spectrum spectrum, RealVector radii, double lossTolerance) {
        Args.requirePositive("lossTolerance", lossTolerance);
        double[] sharp = new double[radii.size()];
        double[] flat = new double[radii.size()];
        for (int i = 0; i < sharp.length; i++) {
            double r = Args.requirePositive("radius " + i, radii.get(i));
            sharp[i] = spectrum.rank(2 * lossTolerance / (r * r));
            flat[i] = (spectrum.dimension() - sharp[i]) / spectrum.dimension();
        }
        return new FlatnessProfile(radii, RealVector.of(sharp), RealVector.of(flat), lossTolerance);
    }
}
