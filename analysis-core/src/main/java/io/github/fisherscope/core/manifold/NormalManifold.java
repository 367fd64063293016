package io.github.fisherscope.core.manifold;

import io.github.fisherscope.core.check.Args;

/**
 * Normal distributions N(μ, σ²) with the parameters (μ, σ): {@code ds² = (dμ² + 2dσ²)/σ²}, a plane of constant curvature −½.
 * Γ^μ_{μσ} = −1/σ, Γ^σ_{μμ} = 1/(2σ), Γ^σ_{σσ} = −1/σ.
 */
public final class NormalManifold implements StatisticalManifold {
    @Override
    public int dimension() {
        return 2;
    }

    private static double sigma(double[] theta) {
        return Args.requirePositive("sigma", theta[1]);
    }

    @Override
    public double[] metric(double[] theta) {
        double precision = 1 / (sigma(theta) * sigma(theta));
        return new double[] {precision, 0, 0, 2 * precision};
    }

    @Override
    public double[] christoffel(double[] theta, double[] u) {
        double cubed = 1 / (sigma(theta) * sigma(theta) * sigma(theta));
        return new double[] {-2 * u[0] * u[1] * cubed, (u[0] * u[0] - 2 * u[1] * u[1]) * cubed};
    }

    /** Returns the distance of two normal distributions, {@code √2 arccosh(1 + ((μ₁−μ₂)²/2 + (σ₁−σ₂)²)/(2σ₁σ₂))}. */
    public double distance(double[] a, double[] b) {
        double mu = require("a", a)[0] - require("b", b)[0];
        double sigma = sigma(a) - sigma(b);
        double x = (mu * mu / 2 + sigma * sigma) / (2 * a[1] * b[1]);
        // arccosh(1 + x) = 2 asinh √(x/2), which keeps its digits for small x
        double s = Math.sqrt(x / 2);
        return 2 * Math.sqrt(2) * StrictMath.log1p(s + s * s / (1 + Math.sqrt(1 + s * s)));
    }
}
