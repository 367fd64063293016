package io.github.fisherscope.spectra.distribution;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;

/**
 * Gaps of a spectrum and the number of outliers above its bulk.
 *
 * @param ratios λ_i / λ_{i+1} of successive positive eigenvalues from the top, as many as were looked at
 * @param outliers number of eigenvalues above the largest of these ratios, 0 if none reaches the required one
 * @param outlierRatio that largest ratio, 1 if there is none
 * @param outlierMean mean of the outliers, NaN if there are none
 */
public record SpectralGaps(RealVector ratios, int outliers, double outlierRatio, double outlierMean) {

    /**
     * Looks for the largest ratio of successive eigenvalues among the first {@code lookAt} ones.
     *
     * @param lookAt how many of the top may be outliers, at least 1
     * @param requiredRatio least ratio &gt; 1 that counts as a gap; 2 is a sensible value
     */
    public static SpectralGaps of(Spectrum spectrum, int lookAt, double requiredRatio) {
        Args.requireInRange("lookAt", lookAt, 1, Integer.MAX_VALUE);
        Args.require(requiredRatio > 1, "requiredRatio is %s; it must be greater than 1", requiredRatio);
        double threshold = spectrum.rankThreshold();
        double[] positive =
                spectrum.values().stream().filter(v -> v > threshold).toArray();
        int n = Math.max(0, Math.min(lookAt, positive.length - 1));
        double[] ratios = new double[n];
        int best = -1;
        for (int i = 0; i < n; i++) {
            ratios[i] = positive[i] / positive[i + 1];
            if (best < 0 || ratios[i] > ratios[best]) {
                best = i;
            }
        }
        if (best < 0 || ratios[best] < requiredRatio) {
            return new SpectralGaps(RealVector.of(ratios), 0, best < 0 ? 1 : ratios[best], Double.NaN);
        }
        return new SpectralGaps(RealVector.of(ratios), best + 1, ratios[best], spectrum.topMean(best + 1));
    }
}
