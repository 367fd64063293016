package io.github.fisherscope.reports.result;

import org.jspecify.annotations.Nullable;

/** Capacity and flatness measures of the network. */
public record CapacityInfo(
        @Nullable FisherRaoNorm fisherRaoNorm,
        @Nullable EffectiveDimension effectiveDimension,
        @Nullable LogVolume logVolume) {

    /**
     * The squared length of the parameters in the Fisher metric.
     *
     * @param measured θᵀFθ, the mean over the networks
     * @param standardError over the networks, null for one network
     * @param predicted exact mean-field recursion of θᵀFθ, null when it does not apply
     * @param paperValue the value of the paper, which is that of {@code diagonalMeasured}, not of θᵀFθ
     * @param diagonalMeasured Σ θ_i² F_ii over the weights, null when not computed
     */
    public record FisherRaoNorm(
            double measured,
            @Nullable Double standardError,
            @Nullable Double predicted,
            @Nullable Double paperValue,
            @Nullable Double diagonalMeasured) {}

    /**
     * The effective dimension log det(I + κF̂) / log κ with κ = γn/(2π ln n) and F̂ the Fisher matrix scaled to tr F̂ = P.
     *
     * @param predicted from the two-level spectrum of theory, null when it does not apply
     * @param n number of samples, large enough that κ &gt; 1
     * @param gamma γ in (0, 1]
     */
    public record EffectiveDimension(double value, @Nullable Double predicted, long n, double gamma) {}

    /**
     * The log-volume Σ log(1 + cλ).
     *
     * @param predicted from the two-level spectrum, an upper bound; null when it does not apply
     * @param c scale, in inverse units of the eigenvalues
     */
    public record LogVolume(double value, @Nullable Double predicted, double c) {}
}
