package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The distribution of eigenvalues by stochastic Lanczos quadrature (S. Ubaru, J. Chen, Y. Saad, SIAM J. Matrix Anal. Appl.
 * 38 (2017) 1075-1099). A probe v, uniform on the unit sphere, has E[vᵀf(A)v] = tr f(A)/n, and m Lanczos steps from v give
 * the Gauss quadrature of vᵀf(A)v.
 *
 * <p>Ours beside the paper: known eigenpairs are deflated, that is taken as exact points, with the probes drawn on the
 * sphere orthogonal to them; eigenvalues known to be zero because the operator is a dual matrix of smaller order get
 * their exact weight; every probe is kept, so each number derived has a standard error.
 *
 * <p><b>Cost.</b> N·m products, of which the probes in step (see {@link QuadratureConfig#probesInStep}) share one pass
 * over the operator; 2nm²N flops for orthogonality, twice that where one pass is not enough. Where the operator lives on a device with memory of its
 * own, in float64, and the vectors take no more than half of what is free there, they lie there too; otherwise on the host,
 * in float64. <b>Error.</b> Sampling, ~√(2/(nN)), in the standard errors;
 * resolution, the Wasserstein-1 distance of an m-point Gauss quadrature from the measure of its probe, O(λ_max/m) at worst
 * (T. Chen, T. Trogdon, S. Ubaru, ICML 2021). Deterministic.
 */
public final class StochasticLanczosQuadrature {
    private final QuadratureConfig config;

    private StochasticLanczosQuadrature(QuadratureConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static StochasticLanczosQuadrature of(QuadratureConfig config) {
        return new StochasticLanczosQuadrature(config);
    }

    /** Estimates the spectral distribution of the operator itself. */
    public SpectralDensity estimate(SymmetricOperator operator) {
        return estimate(operator, operator.dimension());
    }

    /** Estimates that of a matrix of order {@code dimension} ≥ n whose other eigenvalues are exactly zero. */
    public SpectralDensity estimate(SymmetricOperator operator, long dimension) {
        return estimate(operator, dimension, RealVector.empty(), List.of());
    }

    /**
     * Estimates with known eigenpairs taken out, for example outliers found by Lanczos.
     *
     * @param dimension P ≥ n, order of the matrix that has the operator's eigenvalues and P − n zeros
     * @param values known eigenvalues of the operator
     * @param vectors their orthonormal eigenvectors; an error δ in them leaves a bias of order δ² λ
     * @throws ArithmeticException if the operator returns NaN or an infinity
     */
    public SpectralDensity estimate(
            SymmetricOperator operator, long dimension, RealVector values, List<RealVector> vectors) {
        int n = operator.dimension();
        Args.requireInRange("dimension", dimension, n, Long.MAX_VALUE);
        Args.requireSame("number of known vectors", vectors.size(), values.size(), "give one vector per value");
        double[][] known = Deflated.orthonormal(vectors, n);
        List<Quadrature> rules = new ArrayList<>();
        double[] resolution = new double[config.probes()];
        int calls = 0;
        int group = config.probesInStep(n);
        try (Deflated rest = Deflated.of(operator, known)) {
            for (int first = 0; first < config.probes() && known.length < n; first += group) {
                double[][] starts = new double[Math.min(group, config.probes() - first)][];
                for (int i = 0; i < starts.length; i++) {
                    starts[i] = Deflated.probe(config.seed(), first + i, n, known);
                }
                for (Tridiagonalization t : Tridiagonalization.run(rest, starts, config.steps())) {
                    Quadrature rule = t.quadrature(t.steps());
                    calls += t.steps();
                    int half = (t.steps() + 1) / 2;
                    resolution[rules.size()] = t.exhausted() ? 0 : StepDistance.between(rule, t.quadrature(half));
                    rules.add(rule);
                }
            }
        }
        double worst = java.util.Arrays.stream(resolution).max().orElse(0);
        return new SpectralDensity(rules, values, dimension, (long) n - known.length, calls, worst);
    }

    /**
     * Estimates to a requested accuracy: steps double until halving them moves the distribution of the first probe by at
     * most {@code accuracy · λ_max} in Wasserstein-1 distance, then probes double until the standard error of the
     * cumulative distribution is at most {@code accuracy} everywhere. Starts from, and never goes below, the configured
     * numbers; ends at the given limits, which the caller can tell from {@link SpectralDensity#resolution} and
     * {@link SpectralDensity#worstCumulativeError}.
     */
    public SpectralDensity estimateTo(
            double accuracy, SymmetricOperator operator, long dimension, int maxProbes, int maxSteps) {
        Args.requirePositive("accuracy", accuracy);
        Args.requireInRange("maxProbes", maxProbes, Math.max(2, config.probes()), 1_000_000);
        Args.requireInRange("maxSteps", maxSteps, config.steps(), 100_000);
        int steps = config.steps();
        while (true) {
            SpectralDensity first = of(config.withProbes(1).withSteps(steps)).estimate(operator, dimension);
            if (first.resolution() <= accuracy * first.largestNode() || steps == maxSteps) {
                break;
            }
            steps = Math.min(2 * steps, maxSteps);
        }
        int probes = Math.max(2, config.probes());
        while (true) {
            SpectralDensity found =
                    of(config.withProbes(probes).withSteps(steps)).estimate(operator, dimension);
            if (found.worstCumulativeError() <= accuracy || probes == maxProbes) {
                return found;
            }
            probes = Math.min(2 * probes, maxProbes);
        }
    }
}
