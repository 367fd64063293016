package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.ParameterMoments;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.studies.config.EngineChoice;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Objects;

/** Plans a study whose samples are divided between processes: an iterative method here, products there. */
public final class EnginePlan {
    /** Answers of all parts that this process adds up at once. */
    private static final double ANSWERS = 512.0 * (1 << 20);

    private final StudyConfig config;
    private final EngineChoice engine;
    private final CostModel cost;
    private final int partitions;

    private EnginePlan(StudyConfig config) {
        this.config = config;
        this.engine = Objects.requireNonNull(config.execution().engine());
        this.cost = CostModel.of(
                config.network().layout(),
                config.inputs().samples(),
                config.fisher().rowsPerSample(config.network().spec().outputs()),
                config.execution().config().precision());
        this.partitions = engine.partitionsFor(config.inputs().samples(), perSample());
    }

    /** Returns how the engine of a study is opened. */
    public static EngineConfig engineOf(StudyConfig config) {
        EnginePlan plan = new EnginePlan(config);
        return new EngineConfig(
                plan.engine.master(),
                plan.partitions,
                config.execution().backend(),
                config.execution().config().precision(),
                plan.engine.executorMemory());
    }

    /**
     * Plans the measurement of a matrix whose samples an engine divides.
     *
     * @throws IllegalArgumentException if the engine does not measure such a matrix, or not by the method asked for
     * @throws MemoryLimitException if it would not fit, naming what would
     */
    static MethodChoice choose(StudyConfig config, MemoryLimits limits) {
        EngineChoice engine = Objects.requireNonNull(config.execution().engine());
        Args.requireThat(
                !(config.network() instanceof NetworkSource.AnyLayers),
                "engine",
                engine.name(),
                "its shards hold chains of dense layers, and the network is a graph of other layers",
                "leave it out");
        return new EnginePlan(config).choose(limits.host());
    }

    private MethodChoice choose(long limit) {
        Args.requireThat(
                config.matrix() instanceof StudiedMatrix.Whole,
                "engine",
                engine.name(),
                "it divides the whole Fisher matrix and no other one",
                "leave it out");
        Method asked = config.method();
        Args.requireThat(
                !asked.direct(),
                "method",
                asked.id(),
                "it needs the whole matrix in one process, and the engine " + engine.name() + " has its products alone",
                "use lanczos, subspace, quadrature or kernel-polynomial");
        Args.requireThat(
                config.options().trainingSteps() == 0,
                "trainingSteps",
                config.options().trainingSteps(),
                "training needs all samples in one process, and the engine " + engine.name() + " divides them",
                "leave it out");
        Method method = asked == Method.AUTO ? Method.QUADRATURE : asked;
        PlanTable.EngineMemory memory = memory(method);
        requireMemory(memory, limit);
        boolean exact = cost.exactMoments() <= Affordable.DIVIDED;
        double flops =
                cost.flops(method, ProductRoute.STREAMED, config.options(), false) + (exact ? cost.exactMoments() : 0);
        MethodReason reason = new MethodReason(
                MethodReason.Kind.ofDivided(method.how()),
                asked != Method.AUTO,
                cost.parameters(),
                cost.rows(),
                ProductRoute.STREAMED);
        return new MethodChoice(
                method,
                ProductRoute.STREAMED,
                reason,
                new MethodChoice.Price(memory.driver(), flops, flops + DualMoments.backwardFlops(cost.size())),
                new MethodChoice.Extent(
                        moments(exact), false, cost.layers(ProductRoute.STREAMED) <= Affordable.DIVIDED),
                new PlanTable.OfEngine(
                        reason,
                        cost.product(ProductRoute.STREAMED),
                        flops,
                        engine.name() + ", master " + engine.master(),
                        partitions,
                        memory));
    }

    private MethodChoice.SecondMoment moments(boolean exact) {
        if (!exact) {
            return MethodChoice.SecondMoment.ESTIMATED;
        }
        return cost.momentsByColumns() ? MethodChoice.SecondMoment.COLUMNS : MethodChoice.SecondMoment.TILES;
    }

    private double perSample() {
        ProblemSize size = cost.size();
        return (size.layout().layer(1).inputs() + 2.0 * size.units()) * size.numberBytes();
    }

    /** Returns the bytes of one part at work: its linearisation, and signals, vectors or tiles beside it. */
    private double part(int parts) {
        ProblemSize all = cost.size();
        long samples = (all.samples() + parts - 1) / parts;
        ProblemSize size = ProblemSize.of(all.layout(), samples, all.rowsPerSample(), all.precision());
        double linearised = (double) size.parameters() * size.numberBytes() + samples * perSample();
        double products = FisherRoutes.priceOfProducts(size).bytes();
        double tiles = 2 * DualMoments.bytes(size) + linearised; // another part stands beside it
        return linearised + Math.max(ParameterMoments.bytes(size), Math.max(products, tiles));
    }

    /** Returns the bytes on the heap of a process that has a part: network, vectors that came and images that go. */
    private double vectors() {
        double each = 8.0 * cost.parameters();
        return each * (1 + 3.0 * Math.min(16, cost.size().rowsPerSample()));
    }

    private long executor(int parts) {
        return (long) Math.min(0x1p62, MemoryPlan.RUNTIME + vectors() + part(parts));
    }

    private PlanTable.EngineMemory memory(Method method) {
        double answers = Math.min(ANSWERS, partitions * vectors());
        double driver = cost.memory()
                        .parts(method, ProductRoute.STREAMED, config.options())
                        .total()
                + answers;
        double kept = partitions * (double) cost.parameters() * cost.size().numberBytes()
                + cost.size().samples() * perSample();
        double cached = Math.min(kept, EngineConfig.CACHE_SHARE * engine.executorMemory());
        double here = engine.inThisProcess() ? vectors() + part(partitions) + cached : 0;
        return new PlanTable.EngineMemory((long) (driver + here), executor(partitions), (long) kept);
    }

    private void requireMemory(PlanTable.EngineMemory memory, long limit) {
        if (memory.driver() > limit) {
            throw new MemoryLimitException(
                    "the process that asks needs %s of memory, and the memory limit allows %s; raise it to at least that, or use fewer samples or narrower layers"
                            .formatted(MemorySize.of(memory.driver()), MemorySize.of(limit)));
        }
        if (engine.inThisProcess() || memory.executor() <= engine.executorMemory()) {
            return;
        }
        int most = config.inputs().samples();
        if (executor(most) > engine.executorMemory()) {
            throw new MemoryLimitException(
                    "an executor needs %s for a single sample, and it has %s; give executors at least that"
                            .formatted(MemorySize.of(executor(most)), MemorySize.of(engine.executorMemory())));
        }
        throw new MemoryLimitException(
                "an executor needs %s for one of %s parts of the samples, and it has %s; use at least %s partitions, or give executors more memory"
                        .formatted(
                                MemorySize.of(memory.executor()),
                                Integer.toString(partitions),
                                MemorySize.of(engine.executorMemory()),
                                Integer.toString(fewestParts(most))));
    }

    /** Returns the smallest number of parts of which one fits; {@code most} parts do. */
    private int fewestParts(int most) {
        int low = partitions;
        int high = most;
        while (low < high) {
            int middle = low + (high - low) / 2;
            if (executor(middle) <= engine.executorMemory()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high;
    }
}
