package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.GraphLossHessian;
import io.github.fisherscope.core.fisher.GraphSize;
import io.github.fisherscope.core.fisher.ObservedLabels;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.method.SearchPrices;
import java.util.Locale;

/** Plans the measurement of the Hessian of the loss: all eigenvalues, or both ends and a density; or a refusal. */
public final class HessianPlan {
    private final StudyConfig config;
    private final FisherPrice price;
    private final long parameters;
    private final int outputs;
    private final double samples;
    /** Numbers that the samples take where the price does not count them. */
    private final double kept;

    private HessianPlan(StudyConfig config) {
        NetworkSpec spec = config.network().spec();
        this.config = config;
        this.parameters = spec.parameters();
        this.outputs = spec.outputs();
        this.samples = config.inputs().samples();
        this.price = config.matrix()
                .price(ProblemSize.of(
                        config.network().layout(),
                        config.inputs().samples(),
                        spec.outputs(),
                        config.execution().config().precision()));
        this.kept = 10 * samples * spec.widths().stream().mapToDouble(m -> m).sum();
    }

    private HessianPlan(StudyConfig config, GraphSize size) {
        this.config = config;
        this.parameters = size.parameters();
        this.outputs = size.graph().output().channels();
        this.samples = (double) size.samples() * size.graph().output().positions();
        this.price = GraphLossHessian.price(size);
        this.kept = 3 * size.batchBytes() / Double.BYTES;
    }

    /** Plans the measurement of the Hessian of a network of any layers; see the other method. */
    static MethodChoice choose(StudyConfig config, GraphSize size, long limit) {
        return new HessianPlan(config, size).choose(limit);
    }

    /**
     * Plans the measurement of the Hessian. Random inputs have no labels: they can be planned for, but not measured.
     *
     * @throws IllegalArgumentException for given inputs without labels, for another average over labels than the exact one, and for a method
     *     that is made for the dual matrix
     * @throws MemoryLimitException if it would not fit
     */
    static MethodChoice choose(StudyConfig config, MemoryLimits limits) {
        return new HessianPlan(config).choose(Math.min(limits.host(), limits.device()));
    }

    /** Returns the labels of the loss. */
    public static Labels labels(StudyConfig config) {
        Labels labels = config.inputs() instanceof InputSource.Given given
                ? given.data().labels()
                : Labels.none();
        Args.require(
                labels.size() > 0,
                "the Hessian of the loss needs labels and there are none; give data with one label per sample, or measure the Fisher matrix, which needs none");
        return config.network() instanceof NetworkSource.AnyLayers any
                ? ObservedLabels.atPositions(labels, config.inputs().samples(), any.graph())
                : labels;
    }

    private MethodChoice choose(long limit) {
        Args.require(
                config.fisher() instanceof FisherRequest.Exact,
                "the label expectation is %s, which plays no part in the Hessian of the loss on given labels; use exact",
                config.fisher().labelExpectation().id());
        if (config.inputs() instanceof InputSource.Given) {
            labels(config); // inputs that stand for those of a file which is not read yet have none
        }
        Method asked = config.method();
        if (asked != Method.AUTO) {
            asked.how().unfitForNegative().ifPresent(unfit -> {
                throw InvalidArgumentException.of("method", asked.id(), unfit.reason(), unfit.remedy());
            });
        }
        boolean small = parameters <= FisherRoutes.LARGEST_BUILT;
        Method method = asked == Method.AUTO ? automatic(small, limit) : asked;
        if (method.direct() && !small) {
            throw new MemoryLimitException(String.format(
                    Locale.ROOT,
                    "the dense Hessian would have %d rows and is limited to %d; use the method lanczos or quadrature",
                    parameters,
                    FisherRoutes.LARGEST_BUILT));
        }
        if (bytes(method) > limit) {
            throw new MemoryLimitException("the Hessian by the method %s needs %s and there are %s; %s"
                    .formatted(
                            method.id(),
                            MemorySize.of(bytes(method)),
                            MemorySize.of(limit),
                            method == Method.LANCZOS
                                    ? "use fewer samples or narrower layers"
                                    : "use the method lanczos, which needs " + MemorySize.of(bytes(Method.LANCZOS))));
        }
        return choice(method, asked);
    }

    private Method automatic(boolean small, long limit) {
        return Method.known().stream()
                .filter(method -> method.direct()
                        && method.how().unfitForNegative().isEmpty()
                        && small
                        && flops(method) <= Affordable.SEARCH
                        && bytes(method) <= limit)
                .findFirst()
                .orElse(Method.QUADRATURE);
    }

    private MethodChoice choice(Method method, Method asked) {
        MethodReason.Kind kind = MethodReason.Kind.ofHessian(method.how());
        long rows = (long) (samples * outputs);
        MethodReason reason = new MethodReason(kind, asked != Method.AUTO, parameters, rows, ProductRoute.NETWORK);
        return new MethodChoice(
                method,
                ProductRoute.NETWORK,
                reason,
                new MethodChoice.Price(bytes(method), flops(method), flops(method)),
                new MethodChoice.Extent(MethodChoice.SecondMoment.COLUMNS, true, false),
                new PlanTable.OfHessian(parameters, price.product(), reason, flops(method), bytes(method)));
    }

    private double flops(Method method) {
        return method.how().flops(prices(method), config.options());
    }

    private SearchPrices prices(Method method) {
        double moments = method.density() ? 0 : 2.0 * config.options().probes(); // two steps of each probe
        double bothEnds = 4 * (20 + 5.0 * outputs); // of H, and of R
        return SearchPrices.of(price, moments * price.product(), bothEnds);
    }

    private long bytes(Method method) {
        double vectors = 68.0 * parameters;
        int top = top(config);
        double entries = 2.0 * parameters * parameters;
        double bothEnds = 2.0 * (2 * top + 40 + 8 * outputs) * parameters;
        double search = method.how().vectors(parameters, outputs, config.options());
        double most = method.direct() ? entries : Math.max(bothEnds, search + (double) top * parameters);
        return (long) Math.min(0x1p62, MemoryPlan.RUNTIME + 8 * (kept + vectors + most));
    }

    /** Returns how many of the largest eigenvalues an iterative method finds. */
    public static int top(StudyConfig config) {
        return Math.max(config.options().top(), config.network().outputs());
    }
}
