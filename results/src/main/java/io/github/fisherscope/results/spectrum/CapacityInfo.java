package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.math.RealVector;
import org.jspecify.annotations.Nullable;

/** Capacity and flatness measures of the network; what was not computed, or not by earlier versions, is null. */
public record CapacityInfo(
        @Nullable FisherRaoNorm fisherRaoNorm,
        @Nullable EffectiveDimension effectiveDimension,
        @Nullable LogVolume logVolume,
        @Nullable Flatness flatness,
        @Nullable DescriptionLength descriptionLength,
        @Nullable Precision precision,
        @Nullable PseudoDeterminant pseudoDeterminant) {

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

    /**
     * In how many directions one may move by r before the quadratic loss ½λr² has risen by δ.
     *
     * @param lossTolerance δ, in units of the loss
     * @param radii r, distances in parameter space
     * @param sharpDirections number of eigenvalues above 2δ/r², one per radius
     * @param flatFraction share of the directions that are flat, one per radius
     */
    public record Flatness(
            double lossTolerance, RealVector radii, RealVector sharpDirections, RealVector flatFraction) {}

    /**
     * The description length beyond the fit, in nats: ‖θ‖²/(2σ²) + ½ Σ ln(1 + Nσ²λ). Laplace's form with the prior N(0, σ²I); with
     * the fit it is −ln p(data), exact for a linear model at the mode of the posterior and an upper bound at the maximum of the
     * likelihood.
     *
     * @param priorTerm ‖θ‖²/(2σ²)
     * @param informationTerm ½ Σ ln(1 + Nσ²λ)
     * @param priorVariance σ²
     * @param observations N
     */
    public record DescriptionLength(double priorTerm, double informationTerm, double priorVariance, long observations) {
        public double total() {
            return priorTerm + informationTerm;
        }
    }

    /**
     * The product of the eigenvalues that are not zero. Not a volume but in these coordinates: rescaling parameters changes it,
     * and where the rank is below P the volume is 0.
     *
     * @param rank number of factors
     * @param dimension P
     * @param logarithm its natural logarithm; log det F if the rank is P
     */
    public record PseudoDeterminant(long rank, long dimension, double logarithm) {}

    /**
     * Bits per parameter that the data justify by the Cramér-Rao bound.
     *
     * @param observations N
     * @param meanBits mean over the parameters of layer 1 … L
     * @param maxBits largest of a layer
     * @param totalBits sum over all parameters
     */
    public record Precision(long observations, RealVector meanBits, RealVector maxBits, double totalBits) {}
}
