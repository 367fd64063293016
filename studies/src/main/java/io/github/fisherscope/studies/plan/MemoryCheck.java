package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.studies.config.Execution;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Refuses single pieces of work on a network that would not fit, before they begin, by the plan that studies follow. */
public final class MemoryCheck {
    /** Vectors that a batch of ten and its images take, and the pair of a single product. */
    private static final int BATCH_VECTORS = 22;

    /** A Krylov basis with its images, for ten eigenvalues by blocks of ten. */
    private static final int KRYLOV_VECTORS = 240;

    /** Ten probes of 80 steps beside a Krylov basis. */
    private static final int DENSITY_VECTORS = 10 * 80 + KRYLOV_VECTORS;

    /** What is done, and kept for it. */
    public enum Work {
        /** Products with F and with its dual by every route but the built matrix, ten at a time. */
        PRODUCTS,
        /** Products with the dual matrix by every route, ten at a time. */
        ROUTES,
        /** All eigenvalues of the dual matrix. */
        ALL_EIGENVALUES,
        /** The largest eigenvalues with the sensitivities kept. */
        LARGEST,
        /** Quadrature with the dual matrix built. */
        DENSITY,
        /** tr F and tr F². */
        MOMENTS,
        /** Products or moments while the data pass through in batches. */
        BATCHES
    }

    private final MemoryLimits limits;
    private final Execution execution;

    private MemoryCheck(Execution execution, MemoryLimits limits) {
        this.execution = Objects.requireNonNull(execution, "execution");
        this.limits = limits;
    }

    /**
     * Returns a check against what is allowed of this machine's memory, and against what a backend's device has free.
     *
     * @throws io.github.fisherscope.core.backend.BackendUnavailableException if the backend cannot run here
     */
    public static MemoryCheck of(Execution execution) {
        return new MemoryCheck(execution, MemoryLimits.of(execution));
    }

    /**
     * Requires that a piece of work fits.
     *
     * @param name what to call the work
     * @param widths M_0, …, M_L; the output factor is taken to be the identity
     * @param samples T
     * @param remedy what to do otherwise, a clause that ends the message
     * @throws MemoryLimitException if it does not fit, with the sizes
     */
    public void requireFits(String name, Work work, List<Integer> widths, long samples, String remedy) {
        int outputs = widths.get(widths.size() - 1);
        CostModel cost = CostModel.of(
                        ParameterLayout.of(widths),
                        samples,
                        outputs,
                        execution.config().precision())
                .within(limits);
        for (MemoryPlan.Parts parts : parts(work, cost.memory())) {
            require(name, "this machine's memory", cost.host(parts), limits.host(), remedy);
            if (cost.apart()) {
                require(name, "the device's memory", parts.matrices(), limits.device(), remedy);
            }
        }
    }

    private static List<MemoryPlan.Parts> parts(Work work, MemoryPlan plan) {
        return switch (work) {
            case PRODUCTS ->
                List.of(
                        plan.dualProducts(ProductRoute.NETWORK, BATCH_VECTORS),
                        plan.dualProducts(ProductRoute.SENSITIVITIES, BATCH_VECTORS),
                        plan.fisherProducts(BATCH_VECTORS));
            case ROUTES ->
                List.of(
                        plan.dualProducts(ProductRoute.NETWORK, BATCH_VECTORS),
                        plan.dualProducts(ProductRoute.SENSITIVITIES, BATCH_VECTORS),
                        plan.dualProducts(ProductRoute.MATRIX, BATCH_VECTORS));
            case ALL_EIGENVALUES -> List.of(plan.allEigenvalues());
            case LARGEST -> List.of(plan.dualProducts(ProductRoute.SENSITIVITIES, KRYLOV_VECTORS));
            case DENSITY -> List.of(plan.dualProducts(ProductRoute.MATRIX, DENSITY_VECTORS));
            case MOMENTS -> List.of(plan.moments());
            case BATCHES -> List.of(plan.batches(BATCH_VECTORS));
        };
    }

    private static void require(String name, String memory, long needed, long allowed, String remedy) {
        if (needed > allowed) {
            throw new MemoryLimitException(String.format(
                    Locale.ROOT,
                    "%s needs %s of %s, and %s is allowed; %s",
                    name,
                    MethodChoice.size(needed),
                    memory,
                    MethodChoice.size(allowed),
                    remedy));
        }
    }
}
