package io.github.fisherscope.reports.result;

import io.github.fisherscope.core.check.Args;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest step sizes at which training is stable near a minimum.
 *
 * @param lossNormalization the loss to which the bounds belong, in words
 * @param bound 2/λ_max of the measured network
 * @param predictedBound the same from theory, null when it does not apply
 * @param momentum bounds of methods with momentum
 */
public record LearningRateInfo(
        String lossNormalization, double bound, @Nullable Double predictedBound, List<MomentumBound> momentum) {

    public LearningRateInfo {
        Args.requirePositive("bound", bound);
        momentum = List.copyOf(momentum);
    }

    /**
     * The bound of one method with momentum.
     *
     * @param method {@code heavy ball} or {@code Nesterov}
     * @param momentum μ in [0, 1)
     * @param bound largest stable step size, measured
     * @param predicted the same from theory, null when it does not apply
     */
    public record MomentumBound(
            String method,
            double momentum,
            double bound,
            @Nullable Double predicted) {}
}
