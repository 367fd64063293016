package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;

/**
 * The dual matrix, or that of consecutive layers, over shards: {@code g = Jᵀ Sᵀ u} is summed over shards in a fixed order,
 * goes back to all of them, and each answers the rows of its own samples.
 */
final class ShardedDual extends ShardedMatrix {
    private final int dimension;

    ShardedDual(FisherShards shards, Backend backend, int firstLayer, int lastLayer) {
        super(shards, backend, firstLayer, lastLayer);
        this.dimension = RouteMatrix.dualDimension(rows());
    }

    @Override
    public Side side() {
        return Side.DUAL;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        List<double[][]> rows = shards().each(task(ShardTask.Kind.ROWS, gradients(xs)));
        int first = 0;
        for (double[][] part : rows) {
            int samples = part[0].length / rowsPerSample();
            for (int i = 0; i < ys.length; i++) {
                for (int r = 0; r < rowsPerSample(); r++) {
                    System.arraycopy(part[i], r * samples, ys[i], r * samples() + first, samples);
                }
            }
            first += samples;
        }
    }

    private double[][] gradients(double[][] xs) {
        List<double[][]> own = new ArrayList<>();
        int first = 0;
        for (int samples : shards().sizes()) {
            double[][] part = new double[xs.length][rowsPerSample() * samples];
            for (int i = 0; i < xs.length; i++) {
                for (int r = 0; r < rowsPerSample(); r++) {
                    System.arraycopy(xs[i], r * samples() + first, part[i], r * samples, samples);
                }
            }
            own.add(part);
            first += samples;
        }
        return shards().sum(task(ShardTask.Kind.GRADIENTS, new double[0][]), own);
    }

    @Override
    public RealVector toParameters(RealVector eigenvector) {
        return RouteMatrix.unit(gradients(new double[][] {eigenvector.toArray()})[0]);
    }
}
