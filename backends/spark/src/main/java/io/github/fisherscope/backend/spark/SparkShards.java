package io.github.fisherscope.backend.spark;

import io.github.fisherscope.backend.spark.internal.PairWork;
import io.github.fisherscope.backend.spark.internal.SampleShard;
import io.github.fisherscope.backend.spark.internal.ShardAnswer;
import io.github.fisherscope.backend.spark.internal.ShardCache;
import io.github.fisherscope.backend.spark.internal.ShardInput;
import io.github.fisherscope.backend.spark.internal.ShardPlan;
import io.github.fisherscope.backend.spark.internal.ShardWork;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.OrderedSum;
import io.github.fisherscope.core.fisher.ShardTask;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Shards on the executors of a Spark context. Vectors that all shards need are broadcast; answers come back to the driver in
 * one job, or are summed in groups on executors first where they would fill the driver. The order of every sum is that of
 * {@link OrderedSum}, whichever way.
 */
final class SparkShards implements FisherShards {
    /** Bytes of answers up to which the driver adds all parts itself, which saves a shuffle. */
    private static final long COLLECTED = 512L << 20;

    private final JavaSparkContext context;
    private final NeuralNetwork network;
    private final FisherRequest request;
    private final ShardPlan plan;
    private final List<SampleShard> shards;
    private final Broadcast<ShardPlan> sent;
    private final JavaRDD<ShardInput> kept;

    SparkShards(
            JavaSparkContext context,
            NeuralNetwork network,
            FisherRequest request,
            ShardPlan plan,
            List<SampleShard> shards) {
        this.context = context;
        this.network = network;
        this.request = request;
        this.plan = plan;
        this.shards = List.copyOf(shards);
        this.sent = context.broadcast(plan);
        // Kept, so that Spark remembers which executor has seen a shard and asks it again.
        this.kept = context.parallelize(inputs(List.of()), shards.size())
                .map(new Unchanged())
                .cache();
    }

    @Override
    public NeuralNetwork network() {
        return network;
    }

    @Override
    public FisherRequest request() {
        return request;
    }

    @Override
    public List<Integer> sizes() {
        return shards.stream().map(SampleShard::samples).toList();
    }

    @Override
    public double[][] sum(ShardTask task, List<double[][]> own) {
        return withTask(task, sentTask -> {
            JavaRDD<ShardAnswer> answers = inputsOf(own).map(new ShardWork(sent, sentTask));
            return answerBytes(task, own) <= COLLECTED ? OrderedSum.of(sorted(answers.collect())) : grouped(answers);
        });
    }

    /** Returns the bytes of all shards' answers at most. */
    private double answerBytes(ShardTask task, List<double[][]> own) {
        double vectors = switch (task.kind()) {
            case PRODUCTS, ROWS -> task.vectors().length;
            case GRADIENTS -> own.isEmpty() ? 0 : own.get(0).length;
            case MEAN_GRADIENTS -> network.outputs();
            case DIAGONAL -> 1;
            case MOMENTS, TILES -> 0;
        };
        return vectors * network.parameters() * Double.BYTES * shards.size();
    }

    private double[][] grouped(JavaRDD<ShardAnswer> answers) {
        int size = OrderedSum.groupSize(shards.size());
        int groups = (shards.size() + size - 1) / size;
        List<ShardAnswer> sums = answers.mapToPair(answer -> new Tuple2<>(answer.number() / size, answer))
                .groupByKey(groups)
                .map(SparkShards::sumOfGroup)
                .collect();
        return OrderedSum.ofGroup(sorted(sums));
    }

    private static ShardAnswer sumOfGroup(Tuple2<Integer, Iterable<ShardAnswer>> group) {
        List<ShardAnswer> parts = new ArrayList<>();
        group._2().forEach(parts::add);
        return new ShardAnswer(group._1(), OrderedSum.ofGroup(sorted(parts)));
    }

    private static List<double[][]> sorted(List<ShardAnswer> answers) {
        return answers.stream()
                .sorted(Comparator.comparingInt(ShardAnswer::number))
                .map(ShardAnswer::vectors)
                .toList();
    }

    @Override
    public List<double[][]> each(ShardTask task) {
        return withTask(
                task, sentTask -> sorted(kept.map(new ShardWork(sent, sentTask)).collect()));
    }

    @Override
    public double[][] sumOfPairs(ShardTask task) {
        List<PairWork.Pair> pairs = new ArrayList<>();
        for (SampleShard row : shards) {
            for (SampleShard column : shards) {
                if (column.first() <= row.first()) {
                    pairs.add(new PairWork.Pair(pairs.size(), row, column));
                }
            }
        }
        return JobFailure.explained(() -> OrderedSum.of(sorted(
                context.parallelize(pairs, pairs.size()).map(new PairWork(sent)).collect())));
    }

    private JavaRDD<ShardInput> inputsOf(List<double[][]> own) {
        if (own.isEmpty()) {
            return kept;
        }
        JavaRDD<ShardInput> inputs = context.parallelize(inputs(own), shards.size());
        return kept.zipPartitions(inputs, new SecondOfTwo());
    }

    private List<ShardInput> inputs(List<double[][]> own) {
        List<ShardInput> inputs = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            inputs.add(new ShardInput(i, shards.get(i), own.isEmpty() ? new double[0][] : own.get(i)));
        }
        return inputs;
    }

    /** A job with a broadcast task. */
    private interface Job<R> {
        R run(Broadcast<ShardTask> task);
    }

    private <R> R withTask(ShardTask task, Job<R> job) {
        Broadcast<ShardTask> sentTask = context.broadcast(task);
        try {
            Supplier<R> run = () -> job.run(sentTask);
            return JobFailure.explained(run);
        } finally {
            sentTask.destroy();
        }
    }

    @Override
    public void close() {
        ShardCache.ofThisProcess().forget(plan.key());
        if (!context.sc().isStopped()) {
            kept.unpersist(false);
            sent.destroy();
        }
    }
}
