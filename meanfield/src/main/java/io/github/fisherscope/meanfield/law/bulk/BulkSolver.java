package io.github.fisherscope.meanfield.law.bulk;

import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Finds the support of the law and its density there. The points of the grid are independent of each other, so they are
 * spread over all cores, with the same bits for any number of them.
 */
final class BulkSolver {
    private static final double HEIGHT = 4e-4;
    private static final int COARSE = 40;

    /** As in the reference program, to which numbers are held; refining moves quantiles by what the documentation says. */
    private static final int FINE = 80;

    private static final int FEW = 8;
    private static final int ZOOMS = 3;
    private static final double MASS_SLACK = 0.02;

    private final GaussRule shared;
    private final CavityEquations[] equations;

    /**
     * Makes a solver.
     *
     * @param equations at a value of the factor that all samples share
     */
    BulkSolver(BulkModel model, DoubleFunction<CavityEquations> equations) {
        this.shared = model.sharedFactor();
        this.equations = new CavityEquations[shared.size()];
        for (int i = 0; i < this.equations.length; i++) {
            this.equations[i] = equations.apply(shared.node(i));
        }
    }

    /**
     * Where to look for the support.
     *
     * @param low positive
     * @param high above any eigenvalue of the bulk
     * @param height of the scan in units of the mean
     * @param seen density times position from which on a point counts
     * @param narrow whether the support may be narrow, so that it is looked at again more closely
     */
    record Search(double low, double high, double height, double seen, boolean narrow) {

        /** Returns the search for a support that is one interval about {@code mean}. */
        static Search about(double mean) {
            return new Search(0.01 * mean, 8 * mean, 0.5 * HEIGHT, 0.004, true);
        }

        /** Returns the search from below the smallest to above the largest of a kernel's eigenvalues. */
        static Search over(double smallest, double largest, int eigenvalues, double mean) {
            double low = 0.1 * smallest;
            return new Search(low, 2 * largest, Math.min(5e-4, 0.05 * low / mean), 0.2 / eigenvalues, false);
        }
    }

    /**
     * Returns the law.
     *
     * @param count number of eigenvalues of the bulk
     * @throws ArithmeticException if the iteration does not converge at some point, or mass is missing
     */
    BulkLaw solve(Search search, long count) {
        double height = search.height;
        double[] range = {search.low, search.high};
        for (int zoom = 0; zoom <= ZOOMS; zoom++) {
            double[] x = grid(range, COARSE);
            double[] density = density(x, height);
            int first = COARSE;
            int last = -1;
            for (int i = 0; i < COARSE; i++) {
                if (density[i] * x[i] > search.seen) {
                    first = Math.min(first, i);
                    last = i;
                }
            }
            if (last < 0) {
                throw new ArithmeticException("the law's support was not found");
            }
            range = new double[] {x[Math.max(first - 1, 0)], x[Math.min(last + 2, COARSE - 1)]};
            if (last - first >= FEW || !search.narrow) {
                break;
            }
            height *= 0.1;
        }
        return onGrid(range, search.narrow ? 2 * height : HEIGHT, count);
    }

    private BulkLaw onGrid(double[] range, double height, long count) {
        for (int n = FINE; n <= 4 * FINE; n *= 2) {
            double[] x = grid(range, n);
            double[] density = density(x, height);
            if (Math.abs(mass(x, density) - 1) < MASS_SLACK) {
                return new BulkLaw(x, density, count);
            }
        }
        throw new ArithmeticException("the density of the law does not integrate to 1");
    }

    private static double mass(double[] x, double[] density) {
        double sum = 0;
        for (int i = 1; i < x.length; i++) {
            sum += 0.5 * (density[i] + density[i - 1]) * (x[i] - x[i - 1]);
        }
        return sum;
    }

    private static double[] grid(double[] range, int n) {
        double step = StrictMath.log(range[1] / range[0]) / (n - 1);
        return IntStream.range(0, n)
                .mapToDouble(i -> range[0] * StrictMath.exp(i * step))
                .toArray();
    }

    /** Returns the density at each x, averaged over the factor that all samples share. */
    private double[] density(double[] x, double height) {
        double[] parts = IntStream.range(0, x.length * shared.size())
                .parallel()
                .mapToDouble(task -> part(x[task / shared.size()], task % shared.size(), height))
                .toArray();
        double[] sum = new double[x.length];
        for (int task = 0; task < parts.length; task++) {
            if (Double.isNaN(parts[task])) {
                throw new ArithmeticException("the equations of the law did not converge");
            }
            sum[task / shared.size()] += parts[task];
        }
        return sum;
    }

    private double part(double x, int node, double height) {
        return shared.weight(node) * Math.max(0, new CavitySolver(equations[node]).density(x, height));
    }
}
