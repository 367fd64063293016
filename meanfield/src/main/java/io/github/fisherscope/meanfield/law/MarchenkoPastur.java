package io.github.fisherscope.meanfield.law;

import io.github.fisherscope.core.check.Args;

/**
 * The law of {@code (scale/n) XᵀX} for an n×m matrix X of independent entries of variance 1, with γ = m/n.
 *
 * <pre>  γ z m² + (z + γ − 1) m + 1 = 0      edges (1 ± √γ)²      atom at zero max(0, 1 − 1/γ)  (scale 1)  </pre>
 *
 * <p>Source: Marchenko and Pastur 1967; {@code docs/theory/equations.md#marchenko-pastur}.
 *
 * @param ratio γ &gt; 0
 * @param scale factor of all eigenvalues, &gt; 0; also their mean
 */
public record MarchenkoPastur(double ratio, double scale) implements SpectralLaw {
    public MarchenkoPastur {
        Args.requirePositive("ratio", ratio);
        Args.requirePositive("scale", scale);
    }

    @Override
    public Complex stieltjes(double re, double im) {
        Args.requirePositive("im", im);
        Complex z = new Complex(re / scale, im / scale);
        Complex linear = z.plus(ratio - 1);
        Complex discriminant = linear.times(linear).minus(z.times(4 * ratio));
        Complex root = discriminant.root();
        Complex plus = root.minus(linear).over(z.times(2 * ratio));
        Complex minus = Complex.ZERO.minus(root).minus(linear).over(z.times(2 * ratio));
        // Exactly one of the two roots belongs to a positive measure: the one in the upper half plane that decays.
        return inUpperHalfPlane(plus, minus).times(1 / scale);
    }

    private static Complex inUpperHalfPlane(Complex a, Complex b) {
        return a.im() > b.im() ? a : b;
    }

    /** Returns the density at x, without the atom. */
    public double density(double x) {
        double low = lowerEdge();
        double high = upperEdge();
        if (!(x > low && x < high)) {
            return 0;
        }
        return Math.sqrt((high - x) * (x - low)) / (2 * Math.PI * ratio * scale * x);
    }

    /** Returns the lower end of the continuous part. */
    public double lowerEdge() {
        double root = 1 - Math.sqrt(ratio);
        return scale * root * root;
    }

    @Override
    public double upperEdge() {
        double root = 1 + Math.sqrt(ratio);
        return scale * root * root;
    }

    @Override
    public double atomAtZero() {
        return Math.max(0, 1 - 1 / ratio);
    }

    @Override
    public double mean() {
        return scale;
    }

    /** Returns nodes and weights that integrate smooth functions over the law, the atom included. */
    DiscreteMeasure quadrature(int nodes) {
        int atom = atomAtZero() > 0 ? 1 : 0;
        double[] x = new double[nodes + atom];
        double[] w = new double[nodes + atom];
        double root = 2 * Math.sqrt(ratio);
        for (int i = 0; i < nodes; i++) {
            double theta = Math.PI * (i + 0.5) / nodes;
            double sine = StrictMath.sin(theta);
            double value = 1 + ratio + root * StrictMath.cos(theta);
            x[i] = scale * value;
            w[i] = 2 * sine * sine / value / nodes;
        }
        if (atom == 1) {
            w[nodes] = atomAtZero();
        }
        return new DiscreteMeasure(x, w);
    }
}
