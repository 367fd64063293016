package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the eigenvalues of the first network say as a distribution. Everything that needs all of them is null or empty
 * where only the largest were computed.
 *
 * The file holds the components of {@code shares} and {@code prediction} beside the others.
 *
 * @param spectralEntropy −Σ p ln p in nats with p = λ / tr F
 * @param shares how many eigenvalues lie where
 * @param gap the largest gap near the top and what stands above it
 * @param tail whether the upper tail is a power law
 * @param eigenvectors over which layers the eigenvectors of the largest eigenvalues spread
 * @param vectors the eigenvectors themselves, where they were asked for; a file beside the result holds their numbers
 * @param prediction the spectrum that theory predicts for these inputs
 */
public record DistributionInfo(
        @Nullable Double spectralEntropy,
        @JsonUnwrapped Shares shares,
        @Nullable Gap gap,
        @Nullable Tail tail,
        List<Eigenvector> eigenvectors,
        @Nullable Vectors vectors,
        @JsonUnwrapped Prediction prediction) {

    public DistributionInfo {
        eigenvectors = List.copyOf(eigenvectors);
    }

    /**
     * How many eigenvalues lie where.
     *
     * @param counts N(λ ≥ x) at stated thresholds, with the bound that two moments put on it
     * @param quantiles of the eigenvalues that are not zero
     * @param nearZero share of all eigenvalues, zeros included, near zero at stated thresholds
     */
    public record Shares(List<Count> counts, List<Quantile> quantiles, List<NearZero> nearZero) {
        public Shares {
            counts = List.copyOf(counts);
            quantiles = List.copyOf(quantiles);
            nearZero = List.copyOf(nearZero);
        }
    }

    /**
     * Eigenvectors in parameter space, a row each in a file of their own, in the order of {@code eigenvectors}.
     *
     * @param parameters P, the length of each
     * @param residuals {@code ‖F v − λ v‖ / λ_max} of each, measured with the P × P matrix
     */
    public record Vectors(long parameters, RealVector residuals) {}

    /**
     * The predicted spectrum.
     *
     * @param distances from it
     * @param kernelEigenvalues the T eigenvalues of the infinite-width kernel on the inputs of the first network,
     *     descending, each C-fold; null where it does not apply or would take long
     */
    public record Prediction(
            List<Distance> distances, @Nullable RealVector kernelEigenvalues) {
        public Prediction {
            distances = List.copyOf(distances);
        }
    }

    /** Returns N(λ ≥ x) at stated thresholds. */
    public List<Count> counts() {
        return shares.counts();
    }

    /** Returns quantiles of the eigenvalues that are not zero. */
    public List<Quantile> quantiles() {
        return shares.quantiles();
    }

    /** Returns shares near zero at stated thresholds. */
    public List<NearZero> nearZero() {
        return shares.nearZero();
    }

    /** Returns distances from the predicted spectrum. */
    public List<Distance> distances() {
        return prediction.distances();
    }

    /** Returns the eigenvalues of the infinite-width kernel, or null. */
    public @Nullable RealVector kernelEigenvalues() {
        return prediction.kernelEigenvalues();
    }

    /**
     * How many eigenvalues are at least x.
     *
     * @param threshold x
     * @param count N(λ ≥ x)
     * @param standardError of a count estimated from a density, null for a count
     * @param bound min(P m/x, P s/x², P) with the measured mean and second moment
     * @param predictedBound the same with those of theory, null without them
     */
    public record Count(
            double threshold,
            double count,
            @Nullable Double standardError,
            double bound,
            @Nullable Double predictedBound) {}

    /**
     * A quantile.
     *
     * @param share q in (0, 1)
     * @param value the smallest eigenvalue x with share(λ ≤ x) ≥ q among those that are not zero
     */
    public record Quantile(double share, double value) {}

    /**
     * How many eigenvalues are near zero.
     *
     * @param relativeThreshold in units of λ_max
     * @param share of all eigenvalues
     */
    public record NearZero(double relativeThreshold, double share) {}

    /**
     * The outliers as the spectrum itself shows them.
     *
     * @param outliers eigenvalues above the largest ratio of neighbours, 0 if no ratio reaches 2
     * @param ratio that ratio
     * @param mean mean of the outliers, null without any
     * @param expected number of outliers that theory expects, null where it has none
     */
    public record Gap(
            int outliers,
            double ratio,
            @Nullable Double mean,
            @Nullable Integer expected) {}

    /**
     * Whether the density falls like λ^(−α) above some value.
     *
     * @param verdict {@code POWER_LAW} (not contradicted), {@code NOT_A_POWER_LAW} or {@code TOO_SHORT} to tell
     * @param alpha exponent of the best fit, null when too short
     * @param standardError of α, null unless a power law is not contradicted
     * @param from where the fitted tail begins
     * @param count values in it
     * @param pValue share of synthetic tails that fit worse; a power law is rejected up to 0.1
     * @param words the answer in one sentence
     */
    public record Tail(
            String verdict,
            @Nullable Double alpha,
            @Nullable Double standardError,
            @Nullable Double from,
            int count,
            @Nullable Double pValue,
            String words) {}

    /**
     * Where one eigenvector lives.
     *
     * @param index 1 for the largest eigenvalue
     * @param layerShares Σ v_i² over the parameters of layer 1 … L, of sum 1
     * @param layerDensities the same divided by the layer's share of the parameters
     * @param participation number of parameters that take part, (Σ v²)²/Σ v⁴
     */
    public record Eigenvector(
            int index, double eigenvalue, RealVector layerShares, RealVector layerDensities, double participation) {}

    /**
     * A distance between measured and predicted eigenvalues, those that are not zero, each of equal weight.
     *
     * @param metric {@code kolmogorov-smirnov}, {@code wasserstein-1} or {@code wasserstein-2}
     * @param scale {@code linear} or {@code decades}
     * @param low lower end of the 95 % bootstrap interval over networks, null for one network
     * @param high its upper end
     * @param networks whose spectra were compared
     */
    public record Distance(
            String metric,
            String scale,
            double value,
            @Nullable Double low,
            @Nullable Double high,
            int networks) {}
}
