package io.github.fisherscope.geometry.information;

/** Which mean of the masses at both ends an edge of a graph carries; the numbers depend on it, so it has a name. */
public enum EdgeMean {
    /** (a+b)/2. */
    ARITHMETIC {
        @Override
        double of(double a, double b) {
            return (a + b) / 2;
        }
    },
    /** (a−b)/(log a − log b), with which the flow of the entropy is the heat equation of the graph (Maas 2011). */
    LOGARITHMIC {
        @Override
        double of(double a, double b) {
            if (a == 0 || b == 0) {
                return 0;
            }
            double x = (a - b) / (a + b);
            return Math.abs(x) < 1e-4 ? (a + b) / 2 * (1 - x * x / 3) : (a - b) / (Math.log(a) - Math.log(b));
        }
    };

    abstract double of(double a, double b);
}
