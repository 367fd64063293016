package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Locale;

/**
 * Which method a study uses, why, and what memory it needs; decided before any work.
 *
 * @param method not AUTO
 * @param route how an iterative method multiplies; of no importance to a direct one
 * @param reason one sentence for the report
 * @param bytes planned peak of the whole process, in bytes
 * @param flops planned work of the method per network
 * @param work the same with the moments and what else is measured, as matrix products: what progress is held against
 * @param moments where tr F² comes from
 * @param eigenvectors whether there is room for eigenvectors in parameter space
 * @param layers whether the blocks of layers are measured too
 * @param explanation the table of what each method would cost
 */
public record MethodChoice(
        Method method,
        ProductRoute route,
        String reason,
        long bytes,
        double flops,
        double work,
        SecondMoment moments,
        boolean eigenvectors,
        boolean layers,
        String explanation) {
    /** Where tr F² comes from. */
    public enum SecondMoment {
        /** Every tile of the dual matrix. */
        TILES,
        /** Every column of F, some at a time. */
        COLUMNS,
        /** Random probes, with a standard error. */
        ESTIMATED
    }

    /** Work up to which everything is computed without being asked: about a minute on two cores. */
    private static final double AFFORDABLE = 2.5e12;

    private static final long LARGEST_DENSE = 20_000;

    /**
     * Chooses for a study; see the other method.
     *
     * @throws io.github.fisherscope.core.backend.BackendUnavailableException if the backend cannot run here
     */
    public static MethodChoice of(StudyConfig config) {
        return of(config, MemoryLimits.of(config.execution()));
    }

    /** Chooses for a study within limits of memory; see the other method. */
    public static MethodChoice of(StudyConfig config, MemoryLimits limits) {
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
     * Chooses.
     *
     * @param wanted the method asked for
     * @param limit bytes of the host's memory allowed
     * @throws MemoryLimitException if the method asked for does not fit, naming one that does
     */
    public static MethodChoice of(Method wanted, CostModel cost, SpectrumOptions options, long limit) {
        Method method = wanted == Method.AUTO ? automatic(cost, options, limit) : wanted;
        boolean affordable = cost.exactMoments() <= 4 * AFFORDABLE;
        ProductRoute route = cost.route(method, options, affordable, limit);
        if (method == Method.DENSE && cost.parameters() > LARGEST_DENSE) {
            throw InvalidArgumentException.of(
                    "method",
                    Method.DENSE.id(),
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
        boolean direct = direct(method);
        return new MethodChoice(
                method,
                route,
                reason(method, wanted, cost, route),
                parts.total(),
                cost.flops(method, route, options),
                cost.work(method, route, options, affordable),
                secondMoment(cost, route, direct || affordable),
                room,
                cost.layers(route) <= 4 * AFFORDABLE,
                explain(cost, options, method, route, affordable, limit) + parts.describe());
    }

    private static SecondMoment secondMoment(CostModel cost, ProductRoute route, boolean exact) {
        if (exact && cost.momentsByColumns()) {
            return SecondMoment.COLUMNS;
        }
        return exact && cost.exactMomentsBy(route) ? SecondMoment.TILES : SecondMoment.ESTIMATED;
    }

    private static boolean direct(Method method) {
        return method.direct();
    }

    /** Returns whether a matrix is built and its eigenvalues are found directly. */
    public boolean direct() {
        return direct(method);
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

    /** Returns the same choice with another route for products. */
    MethodChoice withRoute(ProductRoute other) {
        return new MethodChoice(method, other, reason, bytes, flops, work, moments, eigenvectors, layers, explanation);
    }

    private static boolean fits(CostModel cost, Method method, SpectrumOptions options, long limit) {
        return cost.fits(method, ProductRoute.NETWORK, options, limit);
    }

    private static String need(CostModel cost, Method method, ProductRoute route, SpectrumOptions options) {
        long onDevice = cost.onDevice(method, route, options);
        String host = size(cost.onHost(method, route, options));
        return onDevice == 0 ? host : "%s on the device and %s of this machine".formatted(size(onDevice), host);
    }

    /** Returns which memory is too small and how much of it there is. */
    private static String allowed(
            CostModel cost, Method method, ProductRoute route, SpectrumOptions options, long limit) {
        return cost.onHost(method, route, options) > limit
                ? "the memory limit allows " + size(limit)
                : "%s of the device are free".formatted(size(cost.device()));
    }

    private static Method automatic(CostModel cost, SpectrumOptions options, long limit) {
        double dense = cost.flops(Method.DENSE, ProductRoute.NETWORK, options);
        double dual = cost.flops(Method.DUAL, ProductRoute.NETWORK, options);
        boolean smallEnough = cost.parameters() <= LARGEST_DENSE;
        if (smallEnough && dense < dual && dense <= AFFORDABLE && fits(cost, Method.DENSE, options, limit)) {
            return Method.DENSE;
        }
        if (dual <= AFFORDABLE && fits(cost, Method.DUAL, options, limit)) {
            return Method.DUAL;
        }
        return Method.QUADRATURE;
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
                        ? size(cost.onHost(Method.DUAL, ProductRoute.NETWORK, options)) + " (method dual)"
                        : size(least) + " (method lanczos)");
    }

    private static String reason(Method method, Method wanted, CostModel cost, ProductRoute route) {
        String asked = wanted == Method.AUTO ? "" : "asked for; ";
        return asked
                + String.format(
                        Locale.ROOT,
                        switch (method) {
                            case DENSE -> "the Fisher matrix itself (P = %1$d) costs less than its dual (C·T = %2$d)";
                            case DUAL ->
                                "the dual matrix (C·T = %2$d) has all non-zero eigenvalues of the Fisher matrix (P = %1$d)";
                            default ->
                                "a full spectrum of %3$d rows would take minutes or not fit, so the largest eigenvalues are"
                                        + " found one by one"
                                        + (method.density() ? " and the others as a density" : "")
                                        + "; products go " + route.words();
                        },
                        cost.parameters(),
                        cost.rows(),
                        Math.min(cost.parameters(), cost.rows()));
    }

    private static String explain(
            CostModel cost, SpectrumOptions options, Method chosen, ProductRoute route, boolean moments, long limit) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "P = %d parameters, C·T = %d rows of the dual matrix; one product %.3g Gflop%n",
                cost.parameters(),
                cost.rows(),
                cost.product() * 1e-9));
        for (Method method : Method.values()) {
            if (method != Method.AUTO) {
                ProductRoute best = method == chosen ? route : cost.route(method, options, moments, limit);
                text.append(method == chosen ? "* " : "  ")
                        .append(cost.describe(method, best, options))
                        .append(System.lineSeparator());
            }
        }
        if (!chosen.direct()) {
            text.append(routes(cost, options, chosen, route, moments));
        }
        return text.toString();
    }

    private static String routes(
            CostModel cost, SpectrumOptions options, Method method, ProductRoute chosen, boolean moments) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%.0f products expected%s; each Gflop, with what is prepared before%n",
                cost.products(method, options),
                moments ? ", and the exact second moment" : ""));
        for (ProductRoute route : ProductRoute.values()) {
            if (cost.onParameters() && (route == ProductRoute.SENSITIVITIES || route == ProductRoute.MATRIX)) {
                continue; // these are of the dual matrix, which has more rows here
            }
            text.append(String.format(
                    Locale.ROOT,
                    "%s %-27s %9.3g each, %9.3g before, %9.3g in all %9s%n",
                    route == chosen ? "*" : " ",
                    route.words(),
                    cost.product(route) * 1e-9,
                    cost.preparation(route) * 1e-9,
                    cost.flops(method, route, options, moments) * 1e-9,
                    size(cost.bytes(method, route, options))));
        }
        return text.toString();
    }

    /** Returns the size as {@code --memory} takes it, rounded up: in MiB below ten GiB, in GiB above. */
    static String size(long bytes) {
        boolean small = bytes < 10L << 30 && bytes % (1L << 30) != 0;
        return small ? ceiling(bytes, 20) + "m" : ceiling(bytes, 30) + "g";
    }

    private static long ceiling(long bytes, int exponent) {
        return Math.max(1, (bytes + (1L << exponent) - 1) >> exponent);
    }
}
