package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Locale;

/** Plans the measurement of the Hessian of the loss: all eigenvalues, or both ends and a density; or a refusal. */
public final class HessianPlan {
    /** Work up to which all eigenvalues are found without being asked for: about a minute on two cores. */
    private static final double AFFORDABLE = 2.5e12;

    private static final double SLQ_NUMBERS = 1L << 27;

    private final StudyConfig config;
    private final NetworkSpec spec;
    private final FisherPrice price;
    private final double parameters;
    private final double samples;

    private HessianPlan(StudyConfig config) {
        this.config = config;
        this.spec = config.network().spec();
        this.parameters = spec.parameters();
        this.samples = config.inputs().samples();
        this.price = config.matrix()
                .price(ProblemSize.of(
                        config.network().layout(),
                        config.inputs().samples(),
                        spec.outputs(),
                        config.execution().config().precision()));
    }

    /**
     * Plans. Random inputs, which have no labels, can be planned with and not measured.
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
        return labels;
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
        Args.requireThat(
                asked != Method.KERNEL_POLYNOMIAL,
                "method",
                asked.id(),
                "it smears eigenvalues over its resolution, so that the share of negative ones of the Hessian would be wrong",
                "use the method quadrature");
        Args.requireThat(
                asked != Method.DUAL && asked != Method.SUBSPACE,
                "method",
                asked.id(),
                "it needs a matrix without negative eigenvalues, and the Hessian may have some",
                "choose one of auto, dense, lanczos, quadrature");
        boolean small = parameters <= FisherRoutes.LARGEST_BUILT;
        boolean dense = small && flops(Method.DENSE) <= AFFORDABLE && bytes(Method.DENSE) <= limit;
        Method method = asked == Method.AUTO ? dense ? Method.DENSE : Method.QUADRATURE : asked;
        if (method == Method.DENSE && !small) {
            throw new MemoryLimitException(String.format(
                    Locale.ROOT,
                    "the dense Hessian would have %d rows and is limited to %d; use the method lanczos or quadrature",
                    spec.parameters(),
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

    private MethodChoice choice(Method method, Method asked) {
        MethodReason.Kind kind = switch (method) {
            case DENSE -> MethodReason.Kind.HESSIAN_HAS_ALL;
            case QUADRATURE, KERNEL_POLYNOMIAL -> MethodReason.Kind.HESSIAN_ENDS_AND_DENSITY;
            case AUTO, DUAL, LANCZOS, SUBSPACE -> MethodReason.Kind.HESSIAN_ENDS;
        };
        long rows = (long) (samples * spec.outputs());
        MethodReason reason =
                new MethodReason(kind, asked != Method.AUTO, spec.parameters(), rows, ProductRoute.NETWORK);
        return new MethodChoice(
                method,
                ProductRoute.NETWORK,
                reason,
                new MethodChoice.Price(bytes(method), flops(method), flops(method)),
                new MethodChoice.Extent(MethodChoice.SecondMoment.COLUMNS, true, false),
                new PlanTable.OfHessian(parameters, price.product(), reason, flops(method), bytes(method)));
    }

    private double flops(Method method) {
        if (method == Method.DENSE) {
            return price.eigenvalues();
        }
        double krylov = 4 * (20 + 5.0 * spec.outputs()); // both ends of H, and of R
        double quadrature = method.density()
                ? (double) config.options().probes() * config.options().steps()
                : 2.0 * config.options().probes();
        return (krylov + quadrature) * price.product();
    }

    private long bytes(Method method) {
        double units = spec.widths().stream().mapToDouble(Integer::doubleValue).sum();
        double kept = 4 * parameters + 10 * samples * units;
        double vectors = 64 * parameters;
        int top = top(config);
        double basis = method == Method.DENSE
                ? 2 * parameters * parameters
                : 2.0 * (2 * top + 40 + 8 * spec.outputs()) * parameters;
        double probes = method.density()
                ? Math.max(
                        config.options().steps() * parameters,
                        Math.min(
                                SLQ_NUMBERS,
                                (double) config.options().probes()
                                        * config.options().steps()
                                        * parameters))
                : 0;
        double most = method == Method.DENSE ? basis : Math.max(basis, probes + 2.0 * top * parameters);
        return (long) Math.min(0x1p62, MemoryPlan.RUNTIME + 8 * (kept + vectors + most));
    }

    /** Returns how many of the largest eigenvalues an iterative method finds. */
    public static int top(StudyConfig config) {
        return Math.max(config.options().top(), config.network().spec().outputs());
    }
}
