package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.density.DensityCurve.Axis;
import io.github.fisherscope.spectra.density.SpectralDensity.Point;
import io.github.fisherscope.spectra.trace.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Smooths the nodes of a {@link SpectralDensity} along an axis. */
final class DensitySmoother {
    private final SpectralDensity density;
    private final Axis axis;
    private final List<Point> kept;
    private final double excluded;

    private DensitySmoother(SpectralDensity density, Axis axis, List<Point> kept, double excluded) {
        this.density = density;
        this.axis = axis;
        this.kept = kept;
        this.excluded = excluded;
    }

    static DensitySmoother of(SpectralDensity density, Axis axis) {
        long order = density.sampled() + density.exactValues().size();
        double zero = order * Math.ulp(1.0) * Math.max(0, density.largestNode());
        List<Point> kept = new ArrayList<>();
        double excluded = (double) density.exactZeros() / density.dimension();
        for (Point p : density.points()) {
            boolean structural = p.probe() < 0 && p.node() == 0 && density.exactZeros() > 0;
            if (structural) {
                continue;
            }
            if (axis == Axis.LOGARITHMIC && !(p.node() > zero)) {
                excluded += p.weight();
            } else {
                kept.add(new Point(axis.coordinate(p.node()), p.weight(), p.probe()));
            }
        }
        return new DensitySmoother(density, axis, kept, excluded);
    }

    DensityCurve curve(int points, double requestedWidth) {
        Args.requireInRange("points", points, 2, 1_000_000);
        if (kept.isEmpty()) {
            return new DensityCurve(
                    axis, RealVector.empty(), RealVector.empty(), RealVector.empty(), requestedWidth, excluded);
        }
        double width = requestedWidth > 0 ? requestedWidth : medianGap();
        double low = kept.get(0).node() - 4 * width;
        double high = kept.get(kept.size() - 1).node() + 4 * width;
        double[] grid = new double[points];
        double[] values = new double[points];
        double[] errors = new double[points];
        int n = Math.max(1, density.probes().size());
        for (int g = 0; g < points; g++) {
            double x = low + (high - low) * g / (points - 1);
            double exact = 0;
            double[] samples = new double[n];
            for (Point p : kept) {
                double u = (x - p.node()) / width;
                double k = Math.exp(-0.5 * u * u) / (width * Math.sqrt(2 * Math.PI)) * p.weight();
                if (p.probe() < 0) {
                    exact += k;
                } else {
                    samples[p.probe()] += k * n;
                }
            }
            Estimate e = Estimate.ofSamples(samples);
            grid[g] = axis.eigenvalue(x);
            values[g] = e.value() + exact;
            errors[g] = density.sampled() == 0 ? 0 : e.standardError();
        }
        return new DensityCurve(
                axis, RealVector.of(grid), RealVector.of(values), RealVector.of(errors), width, excluded);
    }

    /** The weighted median, over nodes, of half the distance between a node's two neighbours in its own probe. */
    private double medianGap() {
        List<Point> gaps = new ArrayList<>();
        for (int probe = 0; probe < density.probes().size(); probe++) {
            int index = probe;
            List<Point> own = kept.stream().filter(p -> p.probe() == index).toList();
            for (int i = 0; i < own.size() && own.size() > 1; i++) {
                double left = own.get(Math.max(0, i - 1)).node();
                double right = own.get(Math.min(own.size() - 1, i + 1)).node();
                double gap = i > 0 && i < own.size() - 1 ? (right - left) / 2 : right - left;
                gaps.add(new Point(gap, own.get(i).weight(), probe));
            }
        }
        gaps.sort(Comparator.comparingDouble(Point::node));
        double total = gaps.stream().mapToDouble(Point::weight).sum();
        double sum = 0;
        double width = 0;
        for (Point p : gaps) {
            sum += p.weight();
            width = p.node();
            if (sum >= total / 2) {
                break;
            }
        }
        double range = kept.get(kept.size() - 1).node() - kept.get(0).node();
        double scale = axis == Axis.LOGARITHMIC
                ? 1
                : Math.abs(kept.get(kept.size() - 1).node());
        double least = Math.max(1e-3 * range, 1e-3 * scale); // a single node or copies of one have no distance
        return width > least ? width : (least > 0 ? least : 1);
    }
}
