package io.github.fisherscope.reports.result;

import io.github.fisherscope.core.check.Args;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The largest step sizes at which training is stable near a minimum.
 *
 * @param lossNormalization the loss to which the bounds belong, in words
 * @param bound 2/λ_max of the measured network
 * @param predictedBound the same from theory, null when it does not apply
 * @param momentum bounds of methods with momentum
 * @param damped bounds of natural gradient with damping
 */
public record LearningRateInfo(
        String lossNormalization,
        double bound,
        @Nullable Double predictedBound,
        List<MomentumBound> momentum,
        List<DampedBound> damped) {

    public LearningRateInfo {
        Args.requirePositive("bound", bound);
        momentum = List.copyOf(momentum);
        damped = List.copyOf(Objects.requireNonNullElse(damped, List.of())); // results of earlier versions have none
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

    /**
     * The bound of natural gradient θ ← θ − η(F + ρI)⁻¹g.
     *
     * @param damping ρ &gt; 0, in units of the eigenvalues
     * @param bound 2(λ_max + ρ)/λ_max, measured
     * @param predicted the same from theory, null when it does not apply
     */
    public record DampedBound(
            double damping, double bound, @Nullable Double predicted) {}
}
