package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.trace.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The distribution of the P eigenvalues of a matrix as stochastic Lanczos quadrature found it: raw nodes and weights of
 * every probe, beside the part that is known exactly. Everything else is derived from these without further products.
 *
 * @param probes one quadrature per probe; empty if everything is known exactly
 * @param exactValues eigenvalues known exactly, each of weight 1/P
 * @param dimension P
 * @param sampled number of eigenvalues the probes stand for; {@code P − sampled − |exactValues|} are exactly zero
 * @param operatorCalls products used
 * @param resolution Wasserstein-1 distance between the rules of m and m/2 steps, worst probe: how far the nodes may be
 *     from resolved
 */
public record SpectralDensity(
        List<Quadrature> probes,
        RealVector exactValues,
        long dimension,
        long sampled,
        int operatorCalls,
        double resolution) {

    public SpectralDensity {
        probes = List.copyOf(probes);
        Args.require(
                sampled >= 0 && sampled + exactValues.size() <= dimension,
                "sampled is %d beside %d exact values; together they must lie between 0 and the dimension %d",
                sampled,
                exactValues.size(),
                dimension);
        Args.require(sampled == 0 || !probes.isEmpty(), "probes is empty but %d eigenvalues are sampled", sampled);
    }

    /** Returns (1/P) tr f(A), the mean of f over all P eigenvalues. */
    public Estimate mean(DoubleUnaryOperator f) {
        return traceOf(f).affine(1.0 / dimension, 0);
    }

    /** Returns tr f(A) over all P eigenvalues; f must be finite at 0 if there are exact zeros. */
    public Estimate traceOf(DoubleUnaryOperator f) {
        double exact = exactValues.stream().map(f).sum();
        long zeros = exactZeros();
        if (zeros > 0) {
            exact += zeros * f.applyAsDouble(0);
        }
        if (sampled == 0) {
            return Estimate.exact(exact);
        }
        double[] samples = new double[probes.size()];
        for (int p = 0; p < samples.length; p++) {
            samples[p] = probes.get(p).integrate(f);
        }
        return Estimate.ofSamples(samples).affine((double) sampled, exact);
    }

    /** Returns the k-th moment tr A^k / P, k ≥ 0; free of truncation error for k up to 2m − 1 with m steps. */
    public Estimate moment(int k) {
        Args.requireInRange("k", k, 0, 1000);
        return mean(x -> Math.pow(x, k));
    }

    /** Returns ln det(I + cA) for c ≥ 0; nodes that rounding made negative count as zero. */
    public Estimate logDeterminant(double c) {
        Args.requireNonNegative("c", c);
        return traceOf(x -> Math.log1p(c * Math.max(x, 0)));
    }

    /** Returns the share of eigenvalues ≤ x. */
    public Estimate cumulative(double x) {
        return mean(v -> v <= x ? 1 : 0);
    }

    /** Returns the number of eigenvalues ≥ x. */
    public Estimate countAtLeast(double x) {
        return traceOf(v -> v >= x ? 1 : 0);
    }

    /** Returns the number of eigenvalues that are zero because of the matrix's shape. */
    public long exactZeros() {
        return dimension - sampled - exactValues.size();
    }

    /** Returns the largest node or exact value. */
    public double largestNode() {
        return points().stream().mapToDouble(Point::node).max().orElse(0);
    }

    /** Returns the smallest x with cumulative share ≥ q, q in (0, 1], of the mean over the probes. */
    public double quantile(double q) {
        Args.require(q > 0 && q <= 1, "q is %s; it must lie in (0, 1]", q);
        List<Point> sorted = points();
        double sum = 0;
        double slack = 1e-12; // weights add up to 1 to rounding only
        for (Point p : sorted) {
            sum += p.weight();
            if (sum >= q - slack) {
                return p.node();
            }
        }
        return sorted.get(sorted.size() - 1).node();
    }

    /** Returns the largest standard error of the cumulative distribution over all nodes; NaN for a single probe. */
    public double worstCumulativeError() {
        if (sampled == 0) {
            return 0;
        }
        double[] reached = new double[probes.size()];
        double worst = reached.length == 1 ? Double.NaN : 0;
        for (Point p : points()) {
            if (p.probe() >= 0) {
                reached[p.probe()] += p.weight() * reached.length;
                worst = Math.max(worst, Estimate.ofSamples(reached).standardError());
            }
        }
        return worst;
    }

    /**
     * Returns the density smoothed with a Gaussian kernel whose width is the weighted median distance between
     * neighbouring nodes: the finest detail the quadrature can resolve.
     *
     * @param points grid points, at least 2; the grid reaches 4 widths beyond the outermost nodes
     */
    public DensityCurve curve(DensityCurve.Axis axis, int points) {
        return DensitySmoother.of(this, axis).curve(points, Double.NaN);
    }

    /** Returns the density smoothed with a kernel of the given standard deviation, in λ or in decades. */
    public DensityCurve curve(DensityCurve.Axis axis, int points, double kernelWidth) {
        return DensitySmoother.of(this, axis).curve(points, Args.requirePositive("kernelWidth", kernelWidth));
    }

    /** A node with the share of all P eigenvalues it stands for; probe −1 holds the exact part. */
    record Point(double node, double weight, int probe) {}

    /** All nodes, ascending, with weights that add up to 1. */
    List<Point> points() {
        List<Point> all = new ArrayList<>();
        if (exactZeros() > 0) {
            all.add(new Point(0, (double) exactZeros() / dimension, -1));
        }
        exactValues.stream().forEach(v -> all.add(new Point(v, 1.0 / dimension, -1)));
        for (int p = 0; p < probes.size(); p++) {
            Quadrature rule = probes.get(p);
            for (int i = 0; i < rule.nodes().size(); i++) {
                double share = (double) sampled / dimension / probes.size();
                all.add(new Point(rule.nodes().get(i), rule.weights().get(i) * share, p));
            }
        }
        all.sort(Comparator.comparingDouble(Point::node));
        return all;
    }
}
