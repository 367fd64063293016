package io.github.fisherscope.spectra.measure;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;

/**
 * Capacity measures that are functionals of a complete Fisher spectrum. Zero eigenvalues contribute nothing to any of
 * them; the tiny negative ones that rounding leaves count as zero. All cost O(n).
 */
public final class CapacityMeasures {
    private CapacityMeasures() {}

    /** Returns the log-volume ln det(I + cF) = Σ ln(1 + cλ) in nats for a scale c ≥ 0. */
    public static double logVolume(Spectrum spectrum, double scale) {
        double c = Args.requireNonNegative("scale", scale);
        spectrum.trace(); // refuses a partial spectrum
        return RealVector.of(spectrum.values().stream()
                        .map(v -> Math.log1p(c * Math.max(v, 0)))
                        .toArray())
                .sum();
    }

    /**
     * Returns the effective dimension at one parameter point,
     *
     * <pre>  d = ln det(I + κ F̂) / ln κ,   κ = γ n / (2π ln n),   F̂ = P F / tr F  </pre>
     *
     * (A. Abbas et al., Nature Computational Science 1 (2021), eq. 2, with the average over parameters replaced by one
     * point). It tends to the rank as n → ∞. 0 for the zero matrix.
     *
     * @param samples n ≥ 2, the number of data the model is to be trained on
     * @param gamma γ in (0, 1]
     * @throws IllegalArgumentException also when κ ≤ 1, where the definition has no meaning: raise n or γ
     */
    public static double effectiveDimension(Spectrum spectrum, long samples, double gamma) {
        Args.requireInRange("samples", samples, 2L, Long.MAX_VALUE);
        Args.require(gamma > 0 && gamma <= 1, "gamma is %s; it must lie in (0, 1]", gamma);
        double kappa = gamma * samples / (2 * Math.PI * Math.log((double) samples));
        Args.require(
                kappa > 1,
                "gamma n / (2 pi ln n) is %s for samples = %d and gamma = %s; it must exceed 1, so raise samples",
                kappa,
                samples,
                gamma);
        double trace = spectrum.trace();
        return trace > 0 ? logVolume(spectrum, kappa * spectrum.dimension() / trace) / Math.log(kappa) : 0;
    }

    /**
     * Returns the description length in nats beyond the fit itself,
     *
     * <pre>  ‖θ‖² / (2σ²) + ½ Σ_i ln(1 + N σ² λ_i)  </pre>
     *
     * the Laplace approximation of −ln p(data) + ln p(data|θ̂) under the prior θ ~ N(0, σ²I) and N observations: exact for a
     * linear model at the mode of the posterior, an upper bound at the maximum of the likelihood. Eigenvalues with Nσ²λ ≪ 1 add
     * no volume, though their parameters count in ‖θ‖²; only when all are ≫ 1 does it become the (d/2) ln N of minimum
     * description length. K. Sun and F. Nielsen ("Lightlike neuromanifolds, Occam's razor and deep learning", 2019) put the
     * spectrum of F in this place; their own formula interpolates another prior.
     *
     * @param squaredParameterNorm ‖θ‖² ≥ 0
     * @param priorVariance σ² &gt; 0
     * @param observations N ≥ 1
     */
    public static double descriptionLength(
            Spectrum spectrum, double squaredParameterNorm, double priorVariance, long observations) {
        Args.requireNonNegative("squaredParameterNorm", squaredParameterNorm);
        Args.requirePositive("priorVariance", priorVariance);
        Args.requireInRange("observations", observations, 1L, Long.MAX_VALUE);
        return squaredParameterNorm / (2 * priorVariance) + 0.5 * logVolume(spectrum, observations * priorVariance);
    }
}
