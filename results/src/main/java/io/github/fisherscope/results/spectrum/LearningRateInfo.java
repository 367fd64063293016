package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The largest step sizes at which training is stable near a minimum. Bounds follow from a matrix that is the Hessian of the
 * loss there; labels that were drawn or observed give another one, and a zero matrix bounds nothing.
 *
 * @param lossNormalization the loss to which the bounds belong, in words
 * @param bound 2/λ_max of the measured network, null where it bounds nothing
 * @param predictedBound the same from theory, null when it does not apply
 * @param momentum bounds of methods with momentum; empty where {@code bound} is null
 * @param damped bounds of natural gradient with damping; empty where {@code bound} is null
 * @param trials what training itself did at rates around the bound; empty unless asked for
 */
public record LearningRateInfo(
        String lossNormalization,
        @Nullable Double bound,
        @Nullable Double predictedBound,
        List<MomentumBound> momentum,
        List<DampedBound> damped,
        List<Trial> trials) {

    public LearningRateInfo {
        if (bound != null) {
            Args.requirePositive("bound", bound);
        }
        momentum = List.copyOf(momentum);
        damped = List.copyOf(Objects.requireNonNullElse(damped, List.of())); // results of earlier versions have none
        trials = List.copyOf(Objects.requireNonNullElse(trials, List.of()));
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
     * Gradient descent on the first network from next to a minimum.
     *
     * @param learningRate η
     * @param ofBound η λ_max/2, so that 1 is the bound
     * @param steps updates asked for
     * @param lossRatio last loss over first loss; of the last finite loss when the training diverged
     * @param diverged whether it was ended because the loss had grown a million times or was no longer finite
     */
    public record Trial(double learningRate, double ofBound, int steps, double lossRatio, boolean diverged) {}

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
