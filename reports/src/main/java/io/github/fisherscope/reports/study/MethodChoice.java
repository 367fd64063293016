package io.github.fisherscope.reports.study;

import io.github.fisherscope.core.network.NetworkSpec;
import java.util.Locale;

/**
 * Which method a study uses, why, and what memory it needs; decided before any work.
 *
 * @param method not AUTO
 * @param reason one sentence for the report
 * @param bytes planned peak of matrices, in bytes
 * @param flops planned work per network
 * @param exactSecondMoment whether tr F² is computed from every tile of the dual matrix, or estimated
 * @param layers whether the blocks of layers are measured too
 * @param explanation the table of what each method would cost
 */
record MethodChoice(
        Method method,
        String reason,
        long bytes,
        double flops,
        boolean exactSecondMoment,
        boolean layers,
        String explanation) {
    /** Work up to which everything is computed without being asked: about a minute on two cores. */
    private static final double AFFORDABLE = 2.5e12;

    private static final long LARGEST_DENSE = 20_000;

    /** Chooses for a study; see the other method. */
    static MethodChoice of(StudyConfig config) {
        if (!(config.matrix() instanceof StudiedMatrix.Whole)) {
            return FormPlan.choose(config);
        }
        NetworkSpec spec = config.network().spec();
        CostModel cost = CostModel.of(
                spec.widths(),
                config.inputs().samples(),
                config.fisher().rowsPerSample(spec.outputs()),
                config.execution().config().precision());
        return of(config.method(), cost, config.options(), config.execution().memoryLimit());
    }

    /**
     * Chooses.
     *
     * @param wanted the method asked for
     * @param limit bytes allowed
     * @throws MemoryLimitException if the method asked for does not fit, naming one that does
     */
    static MethodChoice of(Method wanted, CostModel cost, SpectrumOptions options, long limit) {
        Method method = wanted == Method.AUTO ? automatic(cost, limit) : wanted;
        long bytes = cost.bytes(method);
        if (method == Method.DENSE && cost.parameters() > LARGEST_DENSE) {
            throw new MemoryLimitException(String.format(
                    Locale.ROOT,
                    "--method dense would need a matrix of %d × %d; it is limited to P ≤ %d. Use --method %s",
                    cost.parameters(),
                    cost.parameters(),
                    LARGEST_DENSE,
                    cost.bytes(Method.DUAL) <= limit ? "dual" : "lanczos"));
        }
        if (bytes > limit) {
            throw new MemoryLimitException(String.format(
                    Locale.ROOT,
                    "--method %s needs %s for P = %d, C·T = %d, and --memory allows %s. %s",
                    method.id(),
                    size(bytes),
                    cost.parameters(),
                    cost.rows(),
                    size(limit),
                    remedy(cost, limit)));
        }
        boolean direct = method == Method.DUAL || method == Method.DENSE;
        return new MethodChoice(
                method,
                reason(method, wanted, cost),
                bytes,
                cost.flops(method, options.probes(), options.steps()),
                direct || cost.exactMoments() <= 4 * AFFORDABLE,
                cost.depth() * cost.krylov() <= 4 * AFFORDABLE,
                explain(cost, options, method));
    }

    private static Method automatic(CostModel cost, long limit) {
        double dense = cost.flops(Method.DENSE, 0, 0);
        double dual = cost.flops(Method.DUAL, 0, 0);
        boolean smallEnough = cost.parameters() <= LARGEST_DENSE;
        if (smallEnough && dense < dual && dense <= AFFORDABLE && cost.bytes(Method.DENSE) <= limit) {
            return Method.DENSE;
        }
        if (dual <= AFFORDABLE && cost.bytes(Method.DUAL) <= limit) {
            return Method.DUAL;
        }
        return Method.QUADRATURE;
    }

    private static String remedy(CostModel cost, long limit) {
        long least = cost.bytes(Method.LANCZOS);
        if (least <= limit) {
            return "Use --method lanczos, which needs " + size(least);
        }
        return "Use fewer samples or narrower layers, or raise --memory to at least " + size(least)
                + " (--method lanczos)";
    }

    private static String reason(Method method, Method wanted, CostModel cost) {
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
                                        + (method == Method.QUADRATURE ? " and the others as a density" : "");
                        },
                        cost.parameters(),
                        cost.rows(),
                        Math.min(cost.parameters(), cost.rows()));
    }

    private static String explain(CostModel cost, SpectrumOptions options, Method chosen) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "P = %d parameters, C·T = %d rows of the dual matrix; one product %.3g Gflop%n",
                cost.parameters(),
                cost.rows(),
                cost.product() * 1e-9));
        for (Method method : Method.values()) {
            if (method != Method.AUTO) {
                text.append(method == chosen ? "* " : "  ")
                        .append(cost.describe(method, options.probes(), options.steps()))
                        .append(System.lineSeparator());
            }
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
