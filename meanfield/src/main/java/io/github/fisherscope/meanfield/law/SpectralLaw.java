package io.github.fisherscope.meanfield.law;

/**
 * The limiting distribution μ of the eigenvalues of a large symmetric matrix.
 *
 * <p>The Stieltjes transform is {@code m(z) = ∫ dμ(x)/(x − z)}, whose imaginary part is positive above the real axis.
 */
public interface SpectralLaw {

    /**
     * Returns m(re + i im).
     *
     * @param re any finite number
     * @param im &gt; 0
     */
    Complex stieltjes(double re, double im);

    /** Returns the weight of the atom at zero. */
    double atomAtZero();

    /** Returns the mean eigenvalue, zeros included. */
    double mean();

    /** Returns the upper end of the support. */
    double upperEdge();

    /**
     * Returns the density at x of the law convolved with a Cauchy density of half-width {@code width}; it tends to the
     * density itself for small widths, away from atoms.
     *
     * @param width &gt; 0
     */
    default double smoothedDensity(double x, double width) {
        return stieltjes(x, width).im() / Math.PI;
    }
}
