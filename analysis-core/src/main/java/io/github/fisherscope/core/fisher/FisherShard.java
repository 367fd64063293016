package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;

/**
 * Some of the samples of a data set, linearised, and the share that they have in the Fisher matrix of all of them. This is
 * the one place where a shard's network meets its samples, on whichever machine.
 *
 * <p>Memory: that of a {@link Linearization}. Answers depend on the samples and on their number in the whole data set only.
 * Uses from several threads are serialised.
 */
public final class FisherShard implements AutoCloseable {
    private static final long BLOCK_BYTES = 256L << 20;

    private final Linearization at;
    private final DataSweep sweep;

    private FisherShard(Linearization at, DataSweep sweep) {
        this.at = at;
        this.sweep = sweep;
    }

    /**
     * Linearises.
     *
     * @param data the shard's samples alone
     * @param request which Fisher matrix; observed labels are those of the shard's samples
     * @param firstSample number of the shard's first sample in the whole data set, which names its drawn labels
     * @param total T of the whole data set
     */
    public static FisherShard of(
            NeuralNetwork network, Dataset data, FisherRequest request, Backend backend, int firstSample, int total) {
        Args.requireInRange("firstSample", firstSample, 0, total - data.samples());
        Linearization at = Linearization.of(network, data, backend);
        int first = request instanceof FisherRequest.Empirical ? 0 : firstSample;
        return new FisherShard(at, DataSweep.part(at, request, first, total));
    }

    /** Returns the bytes that the linearisation of a shard takes, from sizes alone. */
    public static long bytes(NeuralNetwork network, int samples, Backend backend) {
        long units = network.widths().stream().skip(1).mapToLong(m -> m).sum();
        double numbers = (double) network.parameters() + samples * (double) (network.inputs() + 2 * units);
        return (long) (numbers * backend.precision().bytes());
    }

    /**
     * Does a task of any kind but {@link ShardTask.Kind#TILES}.
     *
     * @param own vectors of the shard's rows, entry r·T_i + t; empty unless the task needs them
     */
    public double[][] answer(ShardTask task, double[][] own) {
        return switch (task.kind()) {
            case PRODUCTS -> products(task);
            case GRADIENTS -> gradients(task, own);
            case ROWS -> dual(task).rowsOf(task.vectors());
            case MEAN_GRADIENTS ->
                products(task.firstLayer(), task.lastLayer()).meanGradients().stream()
                        .map(RealVector::toArray)
                        .toArray(double[][]::new);
            case MOMENTS -> moments();
            case DIAGONAL -> new double[][] {FisherDiagonal.streamed(sweep)};
            case TILES -> throw new IllegalArgumentException("the task TILES is one of two shards");
        };
    }

    /** Does the task {@link ShardTask.Kind#TILES} with another shard, or with this one itself. */
    public double[][] tiles(FisherShard other) {
        DualMoments squares = other == this ? blocks().accumulate(null) : blocks().against(other.blocks());
        return new double[][] {squares.layerSquaredNorms().toArray(), {squares.squaredNorm()}};
    }

    private DualTiles blocks() {
        OutputFactor factor = sweep.factorOf(at);
        int block = DualFisher.momentBlock(at, factor, WorkMemory.of(at.backend(), BLOCK_BYTES));
        return new DualTiles(at, factor, block, sweep.total());
    }

    private StreamedFisher products(int firstLayer, int lastLayer) {
        return StreamedFisher.between(sweep, firstLayer, lastLayer);
    }

    private StreamedDual dual(ShardTask task) {
        return new StreamedDual(sweep, false, task.firstLayer(), task.lastLayer());
    }

    private double[][] products(ShardTask task) {
        StreamedFisher fisher = products(task.firstLayer(), task.lastLayer());
        double[][] images = new double[task.vectors().length][fisher.dimension()];
        fisher.applyBatch(task.vectors(), images);
        return images;
    }

    private double[][] gradients(ShardTask task, double[][] own) {
        StreamedDual dual = dual(task);
        double[][] gradients = new double[own.length][];
        for (int i = 0; i < own.length; i++) {
            gradients[i] = dual.gradient(own[i]);
        }
        return gradients;
    }

    private double[][] moments() {
        ParameterMoments moments = ParameterMoments.of(sweep);
        return new double[][] {moments.layerTraces().toArray(), {moments.fisherRao(), moments.weightedDiagonal()}};
    }

    @Override
    public void close() {
        sweep.close();
    }
}
