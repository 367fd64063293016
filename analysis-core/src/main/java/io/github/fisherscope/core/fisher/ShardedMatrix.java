package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.BatchedOperator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The Fisher matrix over shards, of all layers or of consecutive ones. The operator is divided, not the algorithm: a product
 * goes to all shards, and whoever asks for products runs here. Moments come from one pass, tr F² from the tiles of all pairs
 * of shards.
 */
abstract class ShardedMatrix extends ProductMatrix implements WholeFisherMatrix, BatchedOperator {
    private final FisherShards shards;
    private final Backend backend;
    private final int firstLayer;
    private final int lastLayer;
    private final int samples;

    ShardedMatrix(FisherShards shards, Backend backend, int firstLayer, int lastLayer) {
        this.shards = shards;
        this.backend = backend;
        this.firstLayer = firstLayer;
        this.lastLayer = lastLayer;
        this.samples = shards.sizes().stream().mapToInt(Integer::intValue).sum();
    }

    final FisherShards shards() {
        return shards;
    }

    /** Returns T. */
    final int samples() {
        return samples;
    }

    /** Returns R. */
    final int rowsPerSample() {
        return shards.request().rowsPerSample(shards.network().outputs());
    }

    /** Returns n = R·T. */
    final long rows() {
        return (long) rowsPerSample() * samples;
    }

    final ShardTask task(ShardTask.Kind kind, double[][] vectors) {
        return new ShardTask(kind, firstLayer, lastLayer, vectors);
    }

    private boolean whole() {
        return firstLayer == 1 && lastLayer == shards.network().depth();
    }

    @Override
    public final Backend backend() {
        return backend;
    }

    @Override
    public final FisherForm form() {
        return whole() ? super.form() : FisherForm.LAYERS;
    }

    @Override
    public final long order() {
        long order = 0;
        for (int l = firstLayer; l <= lastLayer; l++) {
            order += shards.network().layout().layerParameters(l);
        }
        return order;
    }

    @Override
    public final long certainZeros() {
        return Math.max(0, order() - rows());
    }

    @Override
    public final ParameterMoments parameterMoments() {
        double[][] sums = shards.sum(task(ShardTask.Kind.MOMENTS, new double[0][]), List.of());
        return new ParameterMoments(RealVector.of(sums[0]), sums[1][0], sums[1][1]);
    }

    @Override
    public final RealVector layerTraces() {
        return parameterMoments().layerTraces();
    }

    @Override
    public final double trace() {
        return layerTraces().slice(firstLayer - 1, lastLayer).sum();
    }

    /** {@inheritDoc} Empty: tiles of all pairs of shards are dear, and only {@link #squaredNorm} asks for them. */
    @Override
    public final Optional<DualMoments> knownMoments() {
        return Optional.empty();
    }

    @Override
    public final DualMoments tileMoments() {
        double[][] squares = shards.sumOfPairs(task(ShardTask.Kind.TILES, new double[0][]));
        return new DualMoments(layerTraces(), RealVector.of(squares[0]), squares[1][0]);
    }

    /** {@inheritDoc} From the tiles of all pairs of shards. */
    @Override
    public final double squaredNorm() {
        DualMoments moments = tileMoments();
        return whole() ? moments.squaredNorm() : moments.layerSquaredNorms().get(firstLayer - 1);
    }

    @Override
    public final double[] parameterDiagonal() {
        return shards.sum(task(ShardTask.Kind.DIAGONAL, new double[0][]), List.of())[0];
    }

    /** Returns the entries F_ii of the layers that take part. */
    final double[] ownParameterDiagonal() {
        double[] all = parameterDiagonal();
        int from = Math.toIntExact(shards.network().layout().weightOffset(firstLayer));
        return whole() ? all : Arrays.copyOfRange(all, from, from + Math.toIntExact(order()));
    }

    @Override
    public final FisherMatrix ofLayer(int layer) {
        Args.requireInRange("layer", layer, 1, shards.network().depth());
        return shards.network().layout().layerParameters(layer) < rows()
                ? new ShardedFisher(shards, backend, layer, layer)
                : new ShardedDual(shards, backend, layer, layer);
    }

    @Override
    public final List<RealVector> startVectors(int block) {
        int outputs = shards.network().outputs();
        Args.requireInRange("block", block, 1, outputs);
        if (!(shards.request() instanceof FisherRequest.Exact)) {
            return List.of();
        }
        if (side() == Side.DUAL) {
            return StartVectors.constants(outputs, samples, block);
        }
        double[][] means = shards.sum(task(ShardTask.Kind.MEAN_GRADIENTS, new double[0][]), List.of());
        return StartVectors.sums(Arrays.stream(means).map(RealVector::of).toList(), block);
    }

    /** Does nothing: the shards stay their owner's. */
    @Override
    public final void close() {}
}
