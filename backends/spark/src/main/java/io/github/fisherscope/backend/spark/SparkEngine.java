package io.github.fisherscope.backend.spark;

import io.github.fisherscope.backend.spark.internal.LabelMessage;
import io.github.fisherscope.backend.spark.internal.NetworkMessage;
import io.github.fisherscope.backend.spark.internal.RequestMessage;
import io.github.fisherscope.backend.spark.internal.SampleShard;
import io.github.fisherscope.backend.spark.internal.ShardPlan;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.engine.Engine;
import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.core.engine.EngineException;
import io.github.fisherscope.core.engine.SampleSource;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.LocalShards;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Apache Spark: samples divided between executors, networks and vectors broadcast to them.
 *
 * <pre>{@code
 * EngineConfig config = EngineConfig.of("local[2]", 8);
 * try (SparkEngine engine = SparkEngine.on(session.sparkContext(), config);
 *         FisherShards shards = engine.shards(network, new SampleSource.Normal(1, 0, 100_000, 784), request);
 *         Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
 *         WholeFisherMatrix fisher = FisherRoutes.sharded(shards, backend)) {
 *     double trace = fisher.trace();
 * }
 * }</pre>
 *
 * <p>Results have the same bits for any number of executors, after retries and in any order of tasks; the number of
 * partitions changes them by rounding.
 */
public final class SparkEngine implements Engine {
    private static final AtomicLong MATRICES = new AtomicLong();

    private final JavaSparkContext context;
    private final boolean owned;
    private final EngineConfig config;

    private SparkEngine(JavaSparkContext context, boolean owned, EngineConfig config) {
        this.context = context;
        this.owned = owned;
        this.config = config;
    }

    /**
     * Opens a context of its own, which is closed with this.
     *
     * @throws EngineException if there is one in this process already, or it does not start
     */
    public static SparkEngine open(EngineConfig config) {
        SparkSettings.quiet();
        try {
            SparkConf settings = SparkSettings.of(config);
            return new SparkEngine(new JavaSparkContext(settings), true, config);
        } catch (Exception e) { // Scala throws what Java would have to declare
            String line = Objects.requireNonNullElse(e.getMessage(), e.toString())
                    .lines()
                    .findFirst()
                    .orElse("");
            throw new EngineException(
                    "Spark does not start with the master " + config.master() + ": " + line
                            + "; write local[2], spark://HOST:7077, yarn or k8s://HOST, and see that it can be reached",
                    e);
        }
    }

    /**
     * Works in a context that the caller made, which stays open.
     *
     * @param config its master is the context's own
     */
    public static SparkEngine on(org.apache.spark.SparkContext context, EngineConfig config) {
        return new SparkEngine(JavaSparkContext.fromSparkContext(context), false, config);
    }

    @Override
    public String description() {
        return "Apache Spark " + context.version() + ", master " + context.master();
    }

    @Override
    public FisherShards shards(NeuralNetwork network, SampleSource samples, FisherRequest request) {
        Args.requireSame(
                "the number of inputs of the samples",
                samples.inputs(),
                network.inputs(),
                "give the network's first width that value");
        Labels labels = request instanceof FisherRequest.Empirical empirical ? empirical.labels() : Labels.none();
        int total = samples.samples();
        List<SampleShard> shards = new ArrayList<>();
        int from = 0;
        for (int size : LocalShards.sizes(total, config.partitions())) {
            int to = from + size;
            shards.add(new SampleShard(
                    from, to - from, LabelMessage.of(labels.range(from, to)), origin(samples, from, to)));
            from = to;
        }
        ShardPlan plan = new ShardPlan(
                context.sc().applicationId() + " " + MATRICES.incrementAndGet(),
                NetworkMessage.of(network),
                RequestMessage.of(request),
                total,
                config.backend(),
                config.precision(),
                config.cacheBytes());
        return new SparkShards(context, network, request, plan, shards);
    }

    private static SampleShard.Origin origin(SampleSource samples, int from, int to) {
        if (samples instanceof SampleSource.Normal normal) {
            return new SampleShard.Drawn(normal.seed(), normal.index(), normal.inputs());
        }
        if (samples instanceof SampleSource.Held held) {
            int inputs = held.inputs();
            double[] values = new double[Math.multiplyExact(to - from, inputs)];
            for (int t = from; t < to; t++) {
                held.data().copyRow(t, values, (t - from) * inputs);
            }
            return new SampleShard.Sent(
                    RealVector.takingOver(values), inputs, held.data().source().description());
        }
        SampleSource.File file = (SampleSource.File) samples;
        return new SampleShard.Stored(file.file(), file.options());
    }

    @Override
    public void close() {
        if (owned) {
            context.close();
        }
    }
}
