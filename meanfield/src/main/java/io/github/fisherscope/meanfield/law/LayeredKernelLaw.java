package io.github.fisherscope.meanfield.law;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;

/**
 * The law of {@code K = z₋₁ I + Σ_{l=0}^{H} z_l X_lᵀX_l}, where X_0 has approximately orthogonal columns with a given law
 * μ_0 of X_0ᵀX_0, and X_l holds the normalised activations of hidden layer l, of a width proportional to the number n of
 * samples (γ_l = n/width). Layer l passes a share b_l² of its signal on linearly and 1 − b_l² as noise.
 *
 * <p>With s = (s_1, …, s_H) the unknowns, the arguments of layer l − 1 are those of layer l without the last one, with
 * (1 − b_l²)/s_l added to the constant and b_l²/s_l to the last remaining one:
 *
 * <pre>
 *   s_l = 1/z_l + γ_l t_{l−1}(shifted z, (1 − b_l², 0, …, 0, b_l²))
 *   t_l(z, w) = w_l/z_l + t_{l−1}(shifted z, (w_i − w_l z_i/z_l)_{i&lt;l})        t_0 = ∫ (w₋₁ + w_0 x)/(z₋₁ + z_0 x) dμ_0
 *   m(z) = t_H((z₋₁ − z, z_0, …, z_H), (1, 0, …, 0))
 * </pre>
 *
 * <p>All H equations are solved together: damped iteration from above the real axis, then Newton's method. Source: Fan and
 * Wang 2020 for b and γ as there; the extension to layer-dependent b_l² is derived in
 * {@code docs/theory/equations.md#linear-width}. Instances are immutable.
 */
public final class LayeredKernelLaw implements SpectralLaw {
    private static final int DAMPED_STEPS = 400;
    private static final int NEWTON_STEPS = 60;
    private static final double CONVERGED = 1e-13;
    private static final double DIFFERENCE = 1e-7;
    private static final double EDGE_HEIGHT = 1e-10;

    private final double inputRatio;
    private final DiscreteMeasure inputs;
    private final double constant;
    private final double[] slopes;
    private final double[] ratios;
    private final double[] linearShares;

    private LayeredKernelLaw(
            double inputRatio, double constant, double[] slopes, double[] ratios, double[] linearShares) {
        this.inputRatio = inputRatio;
        this.inputs = new MarchenkoPastur(inputRatio, 1).quadrature(200);
        this.constant = constant;
        this.slopes = slopes.clone();
        this.ratios = ratios.clone();
        this.linearShares = linearShares.clone();
    }

    /**
     * Returns the law for inputs whose Gram matrix follows Marchenko-Pastur.
     *
     * @param inputRatio n/M_0
     * @param constant z₋₁ ≥ 0
     * @param slopes z_0, …, z_H, not negative, the last one positive
     * @param ratios γ_1, …, γ_H
     * @param linearShares b_1², …, b_H² in [0, 1]
     */
    public static LayeredKernelLaw of(
            double inputRatio, double constant, RealVector slopes, RealVector ratios, RealVector linearShares) {
        Args.requireNonNegative("constant", constant);
        Args.requireSame("number of ratios", ratios.size(), slopes.size() - 1, "give one ratio per hidden layer");
        Args.requireSame(
                "number of linearShares", linearShares.size(), ratios.size(), "give one share per hidden layer");
        slopes.stream().forEach(z -> Args.requireNonNegative("slope", z));
        Args.requirePositive("last slope", slopes.get(slopes.size() - 1));
        ratios.stream().forEach(g -> Args.requirePositive("ratio", g));
        linearShares.stream().forEach(b -> Args.requireInRange("linearShare", b, 0, 1 + 1e-12));
        return new LayeredKernelLaw(inputRatio, constant, slopes.toArray(), ratios.toArray(), linearShares.toArray());
    }

    @Override
    public Complex stieltjes(double re, double im) {
        Args.requirePositive("im", im);
        return transform(new Complex(constant - re, -im), solve(re, im));
    }

    /** Walks down from a height where the damped iteration contracts, halving the height and polishing by Newton. */
    private Complex[] solve(double re, double im) {
        double height = Math.max(im, 2 * (scale() + Math.abs(re)));
        Complex[] s = new Complex[ratios.length];
        for (int l = 0; l < s.length; l++) {
            s[l] = Complex.real((1 + ratios[l]) / tail(l + 1));
        }
        while (true) {
            Complex base = new Complex(constant - re, -height);
            damp(base, s);
            newton(base, s);
            if (height <= im) {
                return s;
            }
            height = Math.max(im, height / 2);
        }
    }

    private double tail(int from) {
        double sum = 0;
        for (int l = from; l < slopes.length; l++) {
            sum += slopes[l];
        }
        return sum;
    }

    private double scale() {
        return mean() + constant;
    }

    private void damp(Complex base, Complex[] s) {
        for (int n = 0; n < DAMPED_STEPS; n++) {
            Complex[] target = right(base, s);
            double change = 0;
            for (int l = 0; l < s.length; l++) {
                change = Math.max(change, target[l].minus(s[l]).size() / s[l].size());
                s[l] = s[l].plus(target[l]).times(0.5);
            }
            if (change < 1e-3) {
                return;
            }
        }
    }

    /** Complex Newton's method; the equations are analytic, so a difference quotient gives the derivative. */
    private void newton(Complex base, Complex[] s) {
        for (int n = 0; n < NEWTON_STEPS; n++) {
            Complex[] residual = residual(base, s);
            Complex[][] jacobian = new Complex[s.length][s.length];
            for (int j = 0; j < s.length; j++) {
                Complex saved = s[j];
                Complex step = saved.times(DIFFERENCE);
                s[j] = saved.plus(step);
                Complex[] moved = residual(base, s);
                s[j] = saved;
                for (int i = 0; i < s.length; i++) {
                    jacobian[i][j] = moved[i].minus(residual[i]).over(step);
                }
            }
            Complex[] step = LinearSystem.solve(jacobian, residual);
            double change = 0;
            for (int l = 0; l < s.length; l++) {
                change = Math.max(change, step[l].size() / s[l].size());
                s[l] = s[l].minus(step[l]);
            }
            if (change < CONVERGED) {
                return;
            }
        }
    }

    private Complex[] residual(Complex base, Complex[] s) {
        Complex[] target = right(base, s);
        for (int l = 0; l < s.length; l++) {
            target[l] = s[l].minus(target[l]);
        }
        return target;
    }

    /** Returns the right-hand sides of the equations for s_1, …, s_H at the given s. */
    private Complex[] right(Complex base, Complex[] s) {
        Complex[][] z = arguments(base, s);
        Complex[] result = new Complex[s.length];
        for (int l = 1; l <= s.length; l++) {
            Complex[] w = new Complex[l + 1];
            Arrays.fill(w, Complex.ZERO);
            double share = linearShares[l - 1];
            w[0] = Complex.real(1 - share);
            w[l] = w[l].plus(share);
            result[l - 1] = z[l][l + 1].inverse().plus(descend(z, l - 1, w).times(ratios[l - 1]));
        }
        return result;
    }

    /** Row l holds the arguments (z₋₁, z_0, …, z_l) of t_l, the constant first. */
    private Complex[][] arguments(Complex base, Complex[] s) {
        int top = s.length;
        Complex[][] z = new Complex[top + 1][];
        z[top] = new Complex[top + 2];
        z[top][0] = base;
        for (int i = 0; i <= top; i++) {
            z[top][i + 1] = Complex.real(slopes[i]);
        }
        for (int l = top; l >= 1; l--) {
            z[l - 1] = Arrays.copyOf(z[l], l + 1);
            Complex inverse = s[l - 1].inverse();
            double share = linearShares[l - 1];
            z[l - 1][0] = z[l - 1][0].plus(inverse.times(1 - share));
            z[l - 1][l] = z[l - 1][l].plus(inverse.times(share));
        }
        return z;
    }

    /** Returns t_l(z, w) for the given arguments; w holds l + 2 entries. */
    private Complex descend(Complex[][] z, int l, Complex[] w) {
        Complex sum = Complex.ZERO;
        Complex[] current = w.clone();
        for (int k = l; k >= 1; k--) {
            Complex ratio = current[k + 1].over(z[k][k + 1]);
            sum = sum.plus(ratio);
            for (int i = 0; i <= k; i++) {
                current[i] = current[i].minus(ratio.times(z[k][i]));
            }
        }
        return sum.plus(inputs.ratio(current[0], current[1], z[0][0], z[0][1]));
    }

    private Complex transform(Complex base, Complex[] s) {
        Complex[] w = new Complex[s.length + 2];
        Arrays.fill(w, Complex.ZERO);
        w[0] = Complex.ONE;
        return descend(arguments(base, s), s.length, w);
    }

    /** Returns the density at x; zero outside the support and infinite nowhere (an atom at zero is not included). */
    public double density(double x) {
        double height = EDGE_HEIGHT * scale();
        return Math.max(0, stieltjes(x, height).im() / Math.PI);
    }

    /** Returns the mass that the rank leaves at zero: noise of a layer adds as many directions as it has units. */
    @Override
    public double atomAtZero() {
        if (constant > 0) {
            return 0;
        }
        double rank = slopes[0] > 0 ? 1 / inputRatio : 0;
        for (int l = 1; l < slopes.length; l++) {
            if (slopes[l] > 0 && (linearShares[l - 1] < 1 || slopes[0] == 0)) {
                rank += 1 / ratios[l - 1];
            }
        }
        return Math.max(0, 1 - rank);
    }

    @Override
    public double mean() {
        return constant + slopes[0] * inputs.mean() + tail(1);
    }

    /**
     * Returns the upper edge: the smallest value outside the spectrum to which a real transform belongs (see
     * {@link UpperEdge}). Cost: some milliseconds for fifty layers.
     */
    @Override
    public double upperEdge() {
        return new UpperEdge(inputRatio, constant, slopes, ratios, linearShares).value();
    }
}
