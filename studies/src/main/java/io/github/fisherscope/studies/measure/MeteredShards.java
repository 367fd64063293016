package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.ShardTask;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.List;

/**
 * Shards whose work is counted by its price, since the operations themselves happen elsewhere.
 *
 * @param backend told of the work, if it is metered
 */
record MeteredShards(FisherShards shards, ProblemSize size, Backend backend) implements FisherShards {
    private void count(ShardTask task, List<double[][]> own) {
        double product = FisherRoutes.priceOfProducts(size).product();
        double flops = switch (task.kind()) {
            case PRODUCTS -> task.vectors().length * product;
            case ROWS -> task.vectors().length * product / 2;
            case GRADIENTS -> own.isEmpty() ? 0 : own.get(0).length * product / 2;
            case MEAN_GRADIENTS -> network().outputs() * product / 2;
            case MOMENTS, DIAGONAL -> DualMoments.backwardFlops(size);
            case TILES -> (double) size.rows() * size.rows() * size.units();
        };
        if (backend instanceof MeteredBackend metered) {
            metered.count(flops);
        }
    }

    @Override
    public NeuralNetwork network() {
        return shards.network();
    }

    @Override
    public FisherRequest request() {
        return shards.request();
    }

    @Override
    public List<Integer> sizes() {
        return shards.sizes();
    }

    @Override
    public double[][] sum(ShardTask task, List<double[][]> own) {
        double[][] sum = shards.sum(task, own);
        count(task, own);
        return sum;
    }

    @Override
    public List<double[][]> each(ShardTask task) {
        List<double[][]> answers = shards.each(task);
        count(task, List.of());
        return answers;
    }

    @Override
    public double[][] sumOfPairs(ShardTask task) {
        double[][] sum = shards.sumOfPairs(task);
        count(task, List.of());
        return sum;
    }

    @Override
    public void close() {
        shards.close();
    }
}
