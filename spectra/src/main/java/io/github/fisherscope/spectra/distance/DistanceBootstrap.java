package io.github.fisherscope.spectra.distance;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.random.RandomStreams.UniformSource;
import io.github.fisherscope.spectra.internal.Probes;
import io.github.fisherscope.spectra.trace.Estimate.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How sure a distance between two groups of spectra is. The unit that is drawn with replacement is a whole spectrum (a
 * network, a probe, an epoch): eigenvalues of one matrix repel each other, so drawing single eigenvalues would claim the
 * wrong scatter.
 *
 * @param distance between the mixtures of the two groups
 * @param interval the central interval of the bootstrap distances; a distance cannot be negative and the bootstrap adds
 *     scatter, so it leans upwards when the groups are equal: use {@code pValue} to ask whether they differ
 * @param pValue share of random regroupings of all spectra whose distance is at least the one seen (permutation test),
 *     counted with the observed one: never below 1/(replicates + 1)
 */
public record DistanceBootstrap(double distance, Interval interval, double pValue) {

    /**
     * Resamples both groups.
     *
     * @param left at least 2 spectra
     * @param right at least 2 spectra
     * @param metric the distance
     * @param replicates in [100, 1 000 000]
     * @param confidence of the interval, in (0, 1)
     * @param seed of the draws
     */
    public static DistanceBootstrap of(
            List<SpectralMeasure> left,
            List<SpectralMeasure> right,
            SpectralDistance metric,
            int replicates,
            double confidence,
            long seed) {
        Args.requireInRange("number of spectra on the left", left.size(), 2, Integer.MAX_VALUE);
        Args.requireInRange("number of spectra on the right", right.size(), 2, Integer.MAX_VALUE);
        Args.requireInRange("replicates", replicates, 100, 1_000_000);
        Args.require(confidence > 0 && confidence < 1, "confidence is %s; it must lie between 0 and 1", confidence);
        double seen = metric.between(SpectralMeasure.mixture(left), SpectralMeasure.mixture(right));
        UniformSource rng = Probes.bootstrap(seed, 0);
        double[] drawn = new double[replicates];
        for (int r = 0; r < replicates; r++) {
            drawn[r] = metric.between(draw(left, rng), draw(right, rng));
        }
        Arrays.sort(drawn);
        int cut = (int) Math.floor((1 - confidence) / 2 * replicates);
        List<SpectralMeasure> all = new ArrayList<>(left);
        all.addAll(right);
        int atLeast = 1;
        for (int r = 0; r < replicates; r++) {
            for (int i = all.size() - 1; i > 0; i--) {
                java.util.Collections.swap(all, i, rng.nextInt(i + 1));
            }
            double d = metric.between(
                    SpectralMeasure.mixture(all.subList(0, left.size())),
                    SpectralMeasure.mixture(all.subList(left.size(), all.size())));
            if (d >= seen * (1 - 1e-12)) {
                atLeast++;
            }
        }
        return new DistanceBootstrap(
                seen, new Interval(drawn[cut], drawn[replicates - 1 - cut]), (double) atLeast / (replicates + 1));
    }

    private static SpectralMeasure draw(List<SpectralMeasure> group, UniformSource rng) {
        List<SpectralMeasure> drawn = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            drawn.add(group.get(rng.nextInt(group.size())));
        }
        return SpectralMeasure.mixture(drawn);
    }
}
