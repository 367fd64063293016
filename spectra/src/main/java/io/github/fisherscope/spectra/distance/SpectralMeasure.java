package io.github.fisherscope.spectra.distance;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.Quadrature;
import io.github.fisherscope.spectra.density.SpectralDensity;
import java.util.Arrays;
import java.util.List;

/**
 * A discrete probability distribution of eigenvalues.
 *
 * @param values ascending
 * @param weights positive, of sum 1
 */
public record SpectralMeasure(RealVector values, RealVector weights) {
    public SpectralMeasure {
        Args.requireSame("number of weights", weights.size(), values.size(), "give one weight per value");
        Args.require(!values.isEmpty(), "values is empty; a distribution needs at least one point");
        for (int i = 0; i < values.size(); i++) {
            Args.requireFinite("value " + i, values.get(i));
            Args.requirePositive("weight " + i, weights.get(i));
            Args.require(i == 0 || values.get(i - 1) <= values.get(i), "value %d is smaller than the one before", i);
        }
        Args.require(Math.abs(weights.sum() - 1) < 1e-9, "weights add up to %s; they must add up to 1", weights.sum());
    }

    /** Returns the distribution of a complete spectrum: mass 1/P at each candidate, the rest at zero. */
    public static SpectralMeasure of(Spectrum spectrum) {
        spectrum.trace(); // refuses a partial spectrum
        int n = spectrum.count();
        double unit = 1.0 / spectrum.dimension();
        long zeros = spectrum.dimension() - n;
        double[][] points = new double[n + (zeros > 0 ? 1 : 0)][2];
        for (int i = 0; i < n; i++) {
            points[i] = new double[] {spectrum.values().get(i), unit};
        }
        if (zeros > 0) {
            points[n] = new double[] {0, zeros * unit};
        }
        return sorted(points);
    }

    /** Returns the distribution of the stored eigenvalues alone, each of equal weight: the zeros of the shape left out. */
    public static SpectralMeasure ofNonZero(Spectrum spectrum) {
        double unit = 1.0 / spectrum.count();
        return sorted(
                spectrum.values().stream().mapToObj(v -> new double[] {v, unit}).toArray(double[][]::new));
    }

    /** Returns the distribution that quadrature estimated, averaged over its probes. */
    public static SpectralMeasure of(SpectralDensity density) {
        java.util.ArrayList<double[]> points = new java.util.ArrayList<>();
        double p = density.dimension();
        if (density.exactZeros() > 0) {
            points.add(new double[] {0, density.exactZeros() / p});
        }
        density.exactValues().stream().forEach(v -> points.add(new double[] {v, 1 / p}));
        for (Quadrature rule : density.probes()) {
            for (int i = 0; i < rule.nodes().size(); i++) {
                double weight = rule.weights().get(i)
                        * density.sampled()
                        / p
                        / density.probes().size();
                points.add(new double[] {rule.nodes().get(i), weight});
            }
        }
        return sorted(points.toArray(new double[0][]));
    }

    /** Returns the mixture of distributions with equal shares, for example of several networks. */
    public static SpectralMeasure mixture(List<SpectralMeasure> parts) {
        Args.require(!parts.isEmpty(), "parts is empty; a mixture needs at least one");
        return sorted(parts.stream()
                .flatMap(m -> java.util.stream.IntStream.range(0, m.values.size())
                        .mapToObj(i -> new double[] {m.values.get(i), m.weights.get(i) / parts.size()}))
                .toArray(double[][]::new));
    }

    /**
     * Returns the distribution of log₁₀ λ, with every value below {@code floor} &gt; 0 counted as the floor. The floor
     * decides how far away zero is, so it belongs in every report of a distance on this scale.
     */
    public SpectralMeasure log10(double floor) {
        Args.requirePositive("floor", floor);
        return new SpectralMeasure(
                RealVector.of(
                        values.stream().map(v -> Math.log10(Math.max(v, floor))).toArray()),
                weights);
    }

    private static SpectralMeasure sorted(double[][] points) {
        double[][] kept = Arrays.stream(points).filter(p -> p[1] > 0).toArray(double[][]::new);
        Arrays.sort(kept, (a, b) -> Double.compare(a[0], b[0]));
        return new SpectralMeasure(
                RealVector.of(Arrays.stream(kept).mapToDouble(p -> p[0]).toArray()),
                RealVector.of(Arrays.stream(kept).mapToDouble(p -> p[1]).toArray()));
    }
}
