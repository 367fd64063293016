package io.github.fisherscope.spectra.distance;

/**
 * Distances between distributions on the line; exact for discrete ones, O(n) after sorting.
 *
 * <p>All are metrics. On a logarithmic scale apply them to {@link SpectralMeasure#log10}; Wasserstein distances are then
 * in decades.
 */
public enum SpectralDistance {
    /** Kolmogorov-Smirnov: the largest difference of the cumulative distributions, in [0, 1]. */
    KOLMOGOROV_SMIRNOV {
        @Override
        public double between(SpectralMeasure a, SpectralMeasure b) {
            int i = 0;
            int j = 0;
            double difference = 0;
            double worst = 0;
            while (i < a.values().size() && j < b.values().size()) {
                double x = Math.min(a.values().get(i), b.values().get(j));
                while (i < a.values().size() && a.values().get(i) == x) {
                    difference += a.weights().get(i++);
                }
                while (j < b.values().size() && b.values().get(j) == x) {
                    difference -= b.weights().get(j++);
                }
                worst = Math.max(worst, Math.abs(difference));
            }
            return worst;
        }
    },
    /** Wasserstein-1: the area between the cumulative distributions, in units of λ. */
    WASSERSTEIN_1 {
        @Override
        public double between(SpectralMeasure a, SpectralMeasure b) {
            return transport(a, b, 1);
        }
    },
    /** Wasserstein-2: root mean square displacement of the monotone coupling, in units of λ. */
    WASSERSTEIN_2 {
        @Override
        public double between(SpectralMeasure a, SpectralMeasure b) {
            return Math.sqrt(transport(a, b, 2));
        }
    };

    /** Returns the distance. */
    public abstract double between(SpectralMeasure a, SpectralMeasure b);

    /** Walks along both quantile functions; in one dimension the monotone coupling is optimal. */
    private static double transport(SpectralMeasure a, SpectralMeasure b, int power) {
        int i = 0;
        int j = 0;
        double leftA = a.weights().get(0);
        double leftB = b.weights().get(0);
        double cost = 0;
        while (true) {
            double mass = Math.min(leftA, leftB);
            double d = Math.abs(a.values().get(i) - b.values().get(j));
            cost += mass * (power == 1 ? d : d * d);
            leftA -= mass;
            leftB -= mass;
            // one of the two is exactly 0 now; rounding of the total may leave the other at the last point
            if (leftA == 0) {
                if (++i == a.values().size()) {
                    return cost;
                }
                leftA = a.weights().get(i);
            }
            if (leftB == 0) {
                if (++j == b.values().size()) {
                    return cost;
                }
                leftB = b.weights().get(j);
            }
        }
    }
}
