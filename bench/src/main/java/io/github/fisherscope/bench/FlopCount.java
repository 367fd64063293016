package io.github.fisherscope.bench;

import io.github.fisherscope.core.check.Args;
import java.util.List;

/**
 * Floating-point operations that each stage really needs, for one network and T samples under the Gaussian likelihood
 * (whose output factor is the identity). A product of an m × k and a k × n matrix counts 2mkn, a symmetric product half
 * of that. Work of lower order is not counted: biases, activations, element-wise products, norms, and the
 * orthogonalisation of vectors. A stage that does more than it needs therefore shows a smaller rate.
 */
public final class FlopCount {
    private final List<Integer> widths;
    private final double samples;

    private FlopCount(List<Integer> widths, int samples) {
        this.widths = List.copyOf(widths);
        this.samples = samples;
    }

    /**
     * Counts for a network.
     *
     * @param widths M_0, …, M_L, at least two
     * @param samples T ≥ 1
     */
    public static FlopCount of(List<Integer> widths, int samples) {
        Args.require(widths.size() >= 2, "widths %s has fewer than 2 entries; give inputs and outputs", widths);
        widths.forEach(m -> Args.requireInRange("width", m, 1, Integer.MAX_VALUE));
        Args.requireInRange("samples", samples, 1, Integer.MAX_VALUE);
        return new FlopCount(widths, samples);
    }

    /** Returns n = C·T, the order of the dual matrix. */
    public double dualDimension() {
        return width(depth()) * samples;
    }

    /** The forward pass: 2 T Σ_l M_l M_{l-1}. */
    public double forward() {
        return 2 * samples * connections(1, depth());
    }

    /** The backward pass for all outputs: 2 n Σ M_l M_{l-1} over 1 &lt; l &lt; L; the last layer's signals are given. */
    public double sensitivities() {
        return 2 * dualDimension() * connections(2, depth() - 1);
    }

    /**
     * One product K u: 4 T M_l M_{l-1} for each connection above the first, back and forth, and for each layer the
     * cheaper of 2 T² M_l (through the Gram matrix of its inputs) and 4 T M_l M_{l-1} (through its gradient).
     */
    public double dualProduct() {
        double sum = 4 * samples * connections(2, depth());
        for (int l = 1; l <= depth(); l++) {
            sum += source(l);
        }
        return sum;
    }

    /**
     * One product K u from kept sensitivities: for each layer the cheaper of 2 T² M_l and 4 T M_l M_{l-1}, and 4 n M_l for
     * the sums over outputs, but for the last layer, whose sensitivities are the identity.
     */
    public double sensitivityProduct() {
        double sum = 0;
        for (int l = 1; l <= depth(); l++) {
            sum += source(l) + (l < depth() ? 4 * dualDimension() * width(l) : 0);
        }
        return sum;
    }

    /** One product K u with the built matrix: 2 n². */
    public double matrixProduct() {
        return 2 * dualDimension() * dualDimension();
    }

    /** What is prepared once for products K u: T² M_{l-1} for each Gram matrix that is used. */
    public double dualProductSetup() {
        double sum = 0;
        for (int l = 1; l <= depth(); l++) {
            sum += gramIsCheaper(l) ? samples * samples * width(l - 1) : 0;
        }
        return sum;
    }

    private double source(int l) {
        return gramIsCheaper(l) ? 2 * samples * samples * width(l) : 4 * samples * width(l) * width(l - 1);
    }

    private boolean gramIsCheaper(int l) {
        return samples < 2 * width(l - 1);
    }

    /** One product F v: 4 T M_l M_{l-1} for every connection and the same again for every one above the first. */
    public double fisherProduct() {
        return 4 * samples * (connections(1, depth()) + connections(2, depth()));
    }

    /**
     * Products with data that pass through in batches: each vector's tangents and gradients, 4 T M_l M_{l-1} for every
     * connection and the same again for every one above the first, and the forward pass of each sweep, shared by all.
     *
     * @param oneSweep whether vectors are those of F, which need one sweep, or of K, which need two
     * @param vectors that share the sweeps
     */
    public double streamedProduct(boolean oneSweep, int vectors) {
        return vectors * fisherProduct() + (oneSweep ? 1 : 2) * forward();
    }

    /**
     * Moments with data in batches: the forward pass, a tangent (the forward pass again, and once more above the first
     * layer), the backward pass for all outputs, and a product with the squared weights.
     */
    public double streamedMoments() {
        return 3 * forward() + 2 * samples * connections(2, depth()) + sensitivities();
    }

    /**
     * The dual matrix (or its moments): the backward pass, T² M_{l-1} per layer for the Gram matrices of the
     * activations, and n² M_l per layer but the last for one triangle of the products of sensitivities.
     */
    public double dualMatrix() {
        double n = dualDimension();
        double sum = sensitivities();
        for (int l = 1; l <= depth(); l++) {
            sum += samples * samples * width(l - 1);
            sum += l < depth() ? n * n * width(l) : 0;
        }
        return sum;
    }

    /** All eigenvalues of a dense symmetric matrix of order n: 4 n³ / 3, the reduction to tridiagonal form. */
    public static double eigenvalues(double n) {
        return 4 * n * n * n / 3;
    }

    /**
     * Nodes and weights of a Gauss rule from a tridiagonal matrix of order m: at least one sweep of m/2 rotations on
     * average for each eigenvalue, at 25 operations each.
     */
    public static double tridiagonal(double m) {
        return 12.5 * m * m;
    }

    private int depth() {
        return widths.size() - 1;
    }

    private double width(int l) {
        return widths.get(l);
    }

    private double connections(int from, int to) {
        double sum = 0;
        for (int l = from; l <= to; l++) {
            sum += width(l) * width(l - 1);
        }
        return sum;
    }
}
