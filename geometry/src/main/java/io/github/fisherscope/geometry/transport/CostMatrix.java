package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;

/**
 * What it costs to carry a unit of mass from state i of the first distribution to state j of the second.
 *
 * @param rows states of the first distribution
 * @param columns states of the second
 * @param entries the costs, row by row; finite, negative ones allowed
 */
public record CostMatrix(int rows, int columns, RealVector entries) {
    /** Most entries that distances make: 0.5 GB, and a few times that to solve. */
    private static final long LARGEST = 1L << 26;

    public CostMatrix {
        Args.requireInRange("rows", rows, 1, Integer.MAX_VALUE);
        Args.requireInRange("columns", columns, 1, Integer.MAX_VALUE);
        Args.requireSame("cost.size", entries.size(), (long) rows * columns, "give rows times columns entries");
        for (int k = 0; k < entries.size(); k++) {
            if (!Double.isFinite(entries.get(k))) {
                Args.requireFinite("cost[" + k / columns + "," + k % columns + "]", entries.get(k));
            }
        }
    }

    /** Returns the cost of squared Euclidean distance. */
    public static CostMatrix squaredDistance(PointSet from, PointSet to) {
        return between(from, to, false);
    }

    /** Returns the cost of Euclidean distance. */
    public static CostMatrix distance(PointSet from, PointSet to) {
        return between(from, to, true);
    }

    private static CostMatrix between(PointSet from, PointSet to, boolean root) {
        Args.requireSame("to.dimension", to.dimension(), from.dimension(), "both sets must lie in the same space");
        Args.requireThat(
                (long) from.size() * to.size() <= LARGEST,
                "cost",
                from.size() + " x " + to.size(),
                "a matrix of costs may have " + LARGEST + " entries; take fewer states, such as a smaller image");
        double[] entries = new double[from.size() * to.size()];
        for (int i = 0; i < from.size(); i++) {
            for (int j = 0; j < to.size(); j++) {
                double square = 0;
                for (int d = 0; d < from.dimension(); d++) {
                    double difference = from.get(i, d) - to.get(j, d);
                    square += difference * difference;
                }
                entries[i * to.size() + j] = root ? Math.sqrt(square) : square;
            }
        }
        return new CostMatrix(from.size(), to.size(), RealVector.takingOver(entries));
    }

    /** Returns the cost from state {@code i} to state {@code j}. */
    public double get(int i, int j) {
        return entries.get(i * columns + j);
    }

    /** Returns whether both distributions have the same number of states, so that they may be the same states. */
    public boolean square() {
        return rows == columns;
    }

    /** Returns the largest cost minus the least. */
    public double range() {
        return entries.stream().max().orElseThrow() - entries.stream().min().orElseThrow();
    }

    /** Returns the costs minus the least of them. */
    CostMatrix aboveLeast() {
        double least = entries.stream().min().orElseThrow();
        return new CostMatrix(
                rows,
                columns,
                RealVector.takingOver(entries.stream().map(x -> x - least).toArray()));
    }

    CostMatrix transposed() {
        double[] swapped = new double[entries.size()];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                swapped[j * rows + i] = get(i, j);
            }
        }
        return new CostMatrix(columns, rows, RealVector.takingOver(swapped));
    }
}
