package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.method.SpectralMethod.Takes;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Which method a study uses, why, and what it needs; decided before any work.
 *
 * @param method not AUTO
 * @param route how an iterative method multiplies; of no importance to a direct one
 * @param reason why
 * @param price what it takes
 * @param extent what else is measured
 * @param table what each method would cost
 */
public record MethodChoice(
        Method method, ProductRoute route, MethodReason reason, Price price, Extent extent, PlanTable table) {
    /**
     * What a study of one network takes.
     *
     * @param bytes planned peak of the whole process
     * @param flops planned work of the method
     * @param work the same with the moments and what else is measured, as matrix products: what progress is held against
     */
    public record Price(long bytes, double flops, double work) {}

    /**
     * What is measured beside the eigenvalues.
     *
     * @param moments where tr F² comes from
     * @param eigenvectors whether there is room for eigenvectors in parameter space
     * @param layers whether the blocks of layers are measured too
     */
    public record Extent(SecondMoment moments, boolean eigenvectors, boolean layers) {}

    /** Where tr F² comes from. */
    public enum SecondMoment {
        /** Every tile of the dual matrix. */
        TILES,
        /** Every column of F, some at a time. */
        COLUMNS,
        /** Random probes, with a standard error. */
        ESTIMATED
    }

    private static final long LARGEST_DENSE = 20_000;

    /**
     * Chooses for a study; see the other method.
     *
     * @throws io.github.fisherscope.core.backend.BackendUnavailableException if the backend cannot run here
     */
    public static MethodChoice of(StudyConfig config) {
        return of(config, MemoryLimits.of(config.execution()));
    }

    /** Chooses the method and the route for a study within limits of memory. */
    public static MethodChoice of(StudyConfig config, MemoryLimits limits) {
        long vectors = EigenvectorPlan.bytes(config);
        return vectors == 0
                ? choose(config, limits)
                : choose(config, EigenvectorPlan.rest(config, limits, vectors)).withMore(vectors);
    }

    private static MethodChoice choose(StudyConfig config, MemoryLimits limits) {
        if (config.execution().engine() != null) {
            return EnginePlan.choose(config, limits);
        }
        if (config.network() instanceof NetworkSource.AnyLayers network) {
            return GraphPlan.choose(config, network, limits);
        }
        if (config.matrix() instanceof StudiedMatrix.Hessian) {
            return HessianPlan.choose(config, limits);
        }
        if (!(config.matrix() instanceof StudiedMatrix.Whole)) {
            return FormPlan.choose(config, limits);
        }
        NetworkSpec spec = config.network().spec();
        CostModel cost = CostModel.of(
                config.network().layout(),
                config.inputs().samples(),
                config.fisher().rowsPerSample(spec.outputs()),
                config.execution().config().precision());
        return of(config.method(), cost.within(limits), config.options(), limits.host());
    }

    /**
     * Chooses the method and the route for the whole Fisher matrix of a fully connected network.
     *
     * @param wanted the method asked for
     * @param limit bytes of the host's memory allowed
     * @throws MemoryLimitException if the method asked for does not fit, naming one that does
     */
    public static MethodChoice of(Method wanted, CostModel cost, SpectrumOptions options, long limit) {
        Method method = wanted == Method.AUTO ? automatic(cost, options, limit) : wanted;
        boolean affordable = cost.exactMoments() <= Affordable.EXTRAS;
        ProductRoute route = cost.route(method, options, affordable, limit);
        if (!buildable(method, cost)) {
            throw InvalidArgumentException.of(
                    "method",
                    method.id(),
                    String.format(
                            Locale.ROOT,
                            "it would need a matrix of %d × %d and is limited to P ≤ %d",
                            cost.parameters(),
                            cost.parameters(),
                            LARGEST_DENSE),
                    "use the method " + (fits(cost, Method.DUAL, options, limit) ? "dual" : "lanczos"));
        }
        if (!cost.fits(method, route, options, limit)) {
            throw new MemoryLimitException(String.format(
                    Locale.ROOT,
                    "the method %s needs %s for P = %d, C·T = %d, and %s. %s",
                    method.id(),
                    need(cost, method, route, options),
                    cost.parameters(),
                    cost.rows(),
                    allowed(cost, method, route, options, limit),
                    remedy(method, cost, options, limit)));
        }
        MemoryPlan.Parts more = cost.memory().withEigenvectors(method, route, options);
        boolean room = cost.host(more) <= limit && (!cost.apart() || more.matrices() <= cost.device());
        MemoryPlan.Parts parts = room ? more : cost.memory().parts(method, route, options);
        return new MethodChoice(
                method,
                route,
                new MethodReason(
                        MethodReason.Kind.ofFisher(method.how()),
                        wanted != Method.AUTO,
                        cost.parameters(),
                        cost.rows(),
                        route),
                new Price(
                        parts.total(),
                        cost.flops(method, route, options),
                        cost.work(method, route, options, affordable)),
                new Extent(
                        secondMoment(cost, route, method.direct() || affordable),
                        room,
                        cost.layers(route) <= Affordable.EXTRAS),
                new MethodTable(cost, options, affordable, limit).of(method, route, parts));
    }

    private static SecondMoment secondMoment(CostModel cost, ProductRoute route, boolean exact) {
        if (exact && cost.momentsByColumns()) {
            return SecondMoment.COLUMNS;
        }
        return exact && cost.exactMomentsBy(route) ? SecondMoment.TILES : SecondMoment.ESTIMATED;
    }

    /** Returns whether a matrix is built and its eigenvalues are found directly. */
    public boolean direct() {
        return method.direct();
    }

    /** Returns whether all entries of the dual matrix are built, for a direct method or for products. */
    public boolean buildsDual() {
        return buildsDual(method, route);
    }

    static boolean buildsDual(Method method, ProductRoute route) {
        return switch (method.how().takes()) {
            case FISHER_ENTRIES -> false;
            case DUAL_ENTRIES -> true;
            case PRODUCTS -> route == ProductRoute.MATRIX;
        };
    }

    /** Returns how the eigenvalues of a matrix are found: parts and approximations of F directly, others by the method. */
    public String methodOf(StudiedMatrix matrix) {
        boolean chosen = matrix instanceof StudiedMatrix.Whole || matrix instanceof StudiedMatrix.Hessian;
        return chosen ? method.id() : "direct";
    }

    /** Returns whether data pass through in batches. */
    public boolean streamed() {
        return route == ProductRoute.STREAMED && !direct();
    }

    private MethodChoice withMore(long bytes) {
        Price more = new Price(price.bytes() + bytes, price.flops(), price.work());
        return new MethodChoice(method, route, reason, more, extent, table);
    }

    /** Returns the same choice with another route for products. */
    public MethodChoice withRoute(ProductRoute other) {
        return new MethodChoice(method, other, reason, price, extent, table);
    }

    private static boolean fits(CostModel cost, Method method, SpectrumOptions options, long limit) {
        return cost.fits(method, ProductRoute.NETWORK, options, limit);
    }

    private static String need(CostModel cost, Method method, ProductRoute route, SpectrumOptions options) {
        long onDevice = cost.onDevice(method, route, options);
        String host = MemorySize.of(cost.onHost(method, route, options));
        return onDevice == 0
                ? host
                : "%s on the device and %s of this machine".formatted(MemorySize.of(onDevice), host);
    }

    /** Returns which memory is too small and how much of it there is. */
    private static String allowed(
            CostModel cost, Method method, ProductRoute route, SpectrumOptions options, long limit) {
        return cost.onHost(method, route, options) > limit
                ? "the memory limit allows " + MemorySize.of(limit)
                : "%s of the device are free".formatted(MemorySize.of(cost.device()));
    }

    private static boolean buildable(Method method, CostModel cost) {
        return method.how().takes() != Takes.FISHER_ENTRIES || cost.parameters() <= LARGEST_DENSE;
    }

    /** All eigenvalues by the cheapest method that fits, otherwise the largest and a density. */
    private static Method automatic(CostModel cost, SpectrumOptions options, long limit) {
        ToDoubleFunction<Method> flops = method -> cost.flops(method, ProductRoute.NETWORK, options);
        return Method.known().stream()
                .filter(method -> method.direct()
                        && buildable(method, cost)
                        && flops.applyAsDouble(method) <= Affordable.SEARCH
                        && fits(cost, method, options, limit))
                .min(Comparator.comparingDouble(flops))
                .orElse(Method.QUADRATURE);
    }

    private static String remedy(Method asked, CostModel cost, SpectrumOptions options, long limit) {
        ProductRoute route = cost.route(Method.LANCZOS, options, false, limit);
        if (cost.fits(Method.LANCZOS, route, options, limit)) {
            return "Use the method lanczos, which needs " + need(cost, Method.LANCZOS, route, options);
        }
        if (cost.onDevice(Method.LANCZOS, ProductRoute.STREAMED, options) > cost.device()) {
            return "Use fewer samples or narrower layers, or the backend openblas, which uses this machine's memory";
        }
        long least = Math.min(
                cost.onHost(Method.LANCZOS, route, options),
                cost.onHost(Method.LANCZOS, ProductRoute.STREAMED, options));
        boolean direct = asked == Method.DUAL && cost.onHost(Method.DUAL, ProductRoute.NETWORK, options) < least;
        return "Use fewer samples or narrower layers, or raise the memory limit to at least "
                + (direct
                        ? MemorySize.of(cost.onHost(Method.DUAL, ProductRoute.NETWORK, options)) + " (method dual)"
                        : MemorySize.of(least) + " (method lanczos)");
    }
}
