package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import io.github.fisherscope.studies.plan.MemoryPlan;
import io.github.fisherscope.studies.plan.MemorySize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Whether an autoencoder and its training fit into memory, from the sizes alone. */
public final class VaePlan {
    /** Vectors of P numbers: the model and its copy on the backend, gradient, what Adam remembers, a state to resume from. */
    private static final int VECTORS = 8;

    private VaePlan() {}

    /**
     * Requires that the training fits.
     *
     * @param widths from the data to the latents, which count twice: mean and log variance
     * @param samples T
     * @param limit bytes that the process may take
     * @throws MemoryLimitException if it does not fit
     * @throws IllegalArgumentException if there are more parameters than an array holds
     */
    public static void requireFits(List<Integer> widths, long samples, long limit) {
        long parameters = parameters(widths);
        double units = widths.stream().mapToDouble(w -> w).sum();
        double live = VECTORS * (double) parameters + samples * (2.0 * widths.get(0) + 4 * units);
        double bytes = MemoryPlan.RUNTIME + 8 * MemoryPlan.HEAP_PER_LIVE * live;
        if (bytes > limit) {
            throw new MemoryLimitException(String.format(
                    Locale.ROOT,
                    "training an autoencoder of %d parameters needs %s, and the memory limit allows %s; use fewer hidden units or latents",
                    parameters,
                    MemorySize.of((long) Math.min(0x1p62, bytes)),
                    MemorySize.of(limit)));
        }
        Args.requireThat(
                parameters <= Integer.MAX_VALUE - 8,
                "hidden",
                widths.subList(1, widths.size() - 1),
                "the autoencoder would have " + parameters + " parameters, more than an array holds",
                "use fewer hidden units or latents");
    }

    private static long parameters(List<Integer> widths) {
        List<Integer> encoder = new ArrayList<>(widths);
        int last = encoder.size() - 1;
        encoder.set(last, 2 * encoder.get(last));
        List<Integer> decoder = new ArrayList<>(widths);
        Collections.reverse(decoder);
        return ParameterLayout.of(encoder).parameters()
                + ParameterLayout.of(decoder).parameters();
    }
}
