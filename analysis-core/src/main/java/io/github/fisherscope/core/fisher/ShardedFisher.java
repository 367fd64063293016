package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;

/**
 * F, or the block of consecutive layers, over shards: every vector goes to all shards, and their images come back and are
 * summed in a fixed order.
 */
final class ShardedFisher extends ShardedMatrix {
    private final int dimension;

    ShardedFisher(FisherShards shards, Backend backend, int firstLayer, int lastLayer) {
        super(shards, backend, firstLayer, lastLayer);
        this.dimension = RouteMatrix.parameterDimension(order());
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        double[][] sum = shards().sum(task(ShardTask.Kind.PRODUCTS, xs), List.of());
        for (int i = 0; i < ys.length; i++) {
            System.arraycopy(sum[i], 0, ys[i], 0, dimension);
        }
    }

    @Override
    public double[] diagonal() {
        return ownParameterDiagonal();
    }

    @Override
    public RealVector toParameters(RealVector eigenvector) {
        return RouteMatrix.unit(eigenvector.toArray());
    }
}
