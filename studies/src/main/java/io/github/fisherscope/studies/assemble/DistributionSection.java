package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.DistributionInfo.Count;
import io.github.fisherscope.results.spectrum.DistributionInfo.Distance;
import io.github.fisherscope.results.spectrum.DistributionInfo.NearZero;
import io.github.fisherscope.results.spectrum.DistributionInfo.Quantile;
import io.github.fisherscope.results.spectrum.DistributionInfo.Tail;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.distance.DistanceBootstrap;
import io.github.fisherscope.spectra.distance.SpectralDistance;
import io.github.fisherscope.spectra.distance.SpectralMeasure;
import io.github.fisherscope.spectra.distribution.EigenvalueCounts;
import io.github.fisherscope.spectra.distribution.SpectralGaps;
import io.github.fisherscope.spectra.distribution.TailExponent;
import io.github.fisherscope.spectra.measure.FlatnessProfile;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.FoundVectors;
import io.github.fisherscope.studies.measure.NetworkAnalysis;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.predict.TheorySection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The measured eigenvalues as a distribution, and how far it is from the predicted one. */
final class DistributionSection {
    private static final double[] THRESHOLDS = {0.5, 0.1, 1e-2, 1e-3, 1e-4};
    private static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95};
    private static final double[] NEAR_ZERO = {1e-2, 1e-4, 1e-8, 1e-12};
    private static final double[] RADII = {0.01, 0.03, 0.1, 0.3, 1, 3};
    private static final double LOSS_TOLERANCE = 0.01;
    private static final double REQUIRED_RATIO = 2;
    private static final int MOST_OUTLIERS = 3; // times C, and ten more
    private static final int LONGEST_TAIL = 2000;
    private static final int TAIL_REPLICATES = 100;
    private static final int MOST_NETWORKS = 20;
    private static final int DISTANCE_REPLICATES = 200;
    private static final double CONFIDENCE = 0.95;

    private final StudyConfig config;
    private final TheorySection theory;
    private final NetworkMeasurement first;
    private final Spectrum spectrum;

    private DistributionSection(StudyConfig config, TheorySection theory, NetworkMeasurement first) {
        this.config = config;
        this.theory = theory;
        this.first = first;
        this.spectrum = first.spectrum();
    }

    static DistributionInfo of(StudyConfig config, TheorySection theory, MeasuredNetworks ensemble) {
        return new DistributionSection(config, theory, ensemble.first()).info(ensemble);
    }

    private DistributionInfo info(MeasuredNetworks ensemble) {
        NetworkAnalysis analysis = first.closer().analysis();
        FoundVectors vectors = first.closer().vectors();
        RealVector kept = nonZero(spectrum);
        boolean complete = spectrum.complete();
        return new DistributionInfo(
                complete && !first.indefinite() ? (Double) spectrum.spectralEntropy() : null,
                new DistributionInfo.Shares(counts(), quantiles(kept), nearZero()),
                kept.size() < 2 ? null : gap(),
                complete ? tail(kept) : null,
                vectors == null ? analysis == null ? List.of() : analysis.eigenvectors() : vectors.shares(),
                vectors == null ? null : vectors.info(spectrum.dimension()),
                new DistributionInfo.Prediction(
                        distances(ensemble), ensemble.kernels().get(0)));
    }

    /** Returns the eigenvalues above the threshold of the rank; all of a partial spectrum that are positive. */
    private static RealVector nonZero(Spectrum s) {
        double least = s.complete() ? s.rankThreshold() : 0;
        return RealVector.of(s.values().stream().filter(v -> v > least).toArray());
    }

    private List<Count> counts() {
        SpectralDensity density = first.search().density();
        List<Count> counts = new ArrayList<>();
        if ((!spectrum.complete() && density == null) || !(spectrum.max() > 0)) {
            return counts;
        }
        Double mean = theory.value(Statistic.MEAN);
        Double second = theory.value(Statistic.SECOND_MOMENT);
        for (double share : THRESHOLDS) {
            double x = share * spectrum.max();
            if (density != null && !resolves(density, x)) {
                continue;
            }
            Estimate count = spectrum.complete() || density == null
                    ? Estimate.exact(EigenvalueCounts.of(spectrum).atLeast(x))
                    : density.countAtLeast(x);
            counts.add(new Count(
                    x,
                    count.value(),
                    spectrum.complete() || Double.isNaN(count.standardError()) ? null : (Double) count.standardError(),
                    first.indefinite() // Markov's inequality needs eigenvalues that are not negative
                            ? EigenvalueCounts.bound(x, spectrum.dimension(), Double.MAX_VALUE, first.secondMoment())
                            : EigenvalueCounts.bound(x, spectrum.dimension(), first.mean(), first.secondMoment()),
                    mean == null || second == null || first.indefinite()
                            ? null
                            : (Double) EigenvalueCounts.bound(x, spectrum.dimension(), mean, second)));
        }
        return counts;
    }

    /** Returns whether a density tells eigenvalues below {@code x} from those above: a series smears them. */
    private boolean resolves(SpectralDensity density, double x) {
        return !config.method().smears() || x >= density.resolution();
    }

    private List<Quantile> quantiles(RealVector kept) {
        List<Quantile> quantiles = new ArrayList<>();
        if (!spectrum.complete() || kept.isEmpty()) {
            return quantiles;
        }
        EigenvalueCounts counts =
                EigenvalueCounts.of(Spectrum.complete(kept.toArray(), kept.size(), spectrum.method()));
        for (double q : SHARES) {
            quantiles.add(new Quantile(q, counts.quantile(q)));
        }
        return quantiles;
    }

    private List<NearZero> nearZero() {
        List<NearZero> shares = new ArrayList<>();
        SpectralDensity density = first.search().density();
        for (double threshold : NEAR_ZERO) {
            if (spectrum.complete()) {
                shares.add(new NearZero(threshold, EigenvalueCounts.of(spectrum).shareNearZero(threshold)));
            } else if (density != null && resolves(density, threshold * spectrum.max())) {
                double limit = threshold * spectrum.max();
                double below = first.indefinite() ? density.cumulative(-limit).value() : 0;
                shares.add(new NearZero(threshold, density.cumulative(limit).value() - below));
            }
        }
        return shares;
    }

    private DistributionInfo.Gap gap() {
        int outputs = config.network().outputs();
        SpectralGaps gaps = SpectralGaps.of(spectrum, MOST_OUTLIERS * outputs + 10, REQUIRED_RATIO);
        return new DistributionInfo.Gap(
                gaps.outliers(),
                gaps.outlierRatio(),
                gaps.outliers() == 0 ? null : (Double) gaps.outlierMean(),
                theory.expectedOutliers());
    }

    /** Judges the tail; of very many eigenvalues every k-th is taken, which leaves the distribution as it is. */
    private static Tail tail(RealVector kept) {
        int step = (kept.size() + LONGEST_TAIL - 1) / LONGEST_TAIL;
        double[] thinned = new double[step == 0 ? 0 : (kept.size() + step - 1) / step];
        for (int i = 0; i < thinned.length; i++) {
            thinned[i] = kept.get(i * step);
        }
        RealVector judged = RealVector.of(thinned);
        TailExponent.Verdict verdict = TailExponent.of(TAIL_REPLICATES, 1).judge(judged);
        String words = ResultSentences.tail(verdict, step, TAIL_REPLICATES);
        if (verdict instanceof TailExponent.Verdict.PowerLaw p) {
            return new Tail("POWER_LAW", p.alpha(), p.standardError(), p.from(), p.count(), p.pValue(), words);
        }
        if (verdict instanceof TailExponent.Verdict.NotAPowerLaw n) {
            return new Tail("NOT_A_POWER_LAW", n.alpha(), null, n.from(), n.count(), n.pValue(), words);
        }
        int count = ((TailExponent.Verdict.TooShort) verdict).count();
        return new Tail("TOO_SHORT", null, null, null, count, null, words);
    }

    /** Compares complete spectra with the kernel's, network by network with its own inputs. */
    private List<Distance> distances(MeasuredNetworks ensemble) {
        List<SpectralMeasure> measured = new ArrayList<>();
        List<SpectralMeasure> predicted = new ArrayList<>();
        double floor = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ensemble.networks().size(); i++) {
            NetworkMeasurement m = ensemble.networks().get(i);
            RealVector kernel = ensemble.kernels().get(i);
            RealVector kept = nonZero(m.spectrum());
            if (kernel == null || !m.spectrum().complete() || kept.isEmpty() || measured.size() == MOST_NETWORKS) {
                continue;
            }
            double[] positive = kernel.stream().filter(v -> v > 0).toArray();
            measured.add(equalWeights(kept.toArray()));
            predicted.add(equalWeights(positive));
            floor = Math.min(
                    floor,
                    Math.min(
                            kept.get(kept.size() - 1),
                            Arrays.stream(positive).min().orElse(1)));
        }
        List<Distance> distances = new ArrayList<>();
        if (!measured.isEmpty()) {
            for (SpectralDistance metric : SpectralDistance.values()) {
                distances.add(distance(metric, "linear", measured, predicted));
            }
            double least = floor;
            List<SpectralMeasure> left =
                    measured.stream().map(m -> m.log10(least)).toList();
            List<SpectralMeasure> right =
                    predicted.stream().map(m -> m.log10(least)).toList();
            distances.add(distance(SpectralDistance.WASSERSTEIN_1, "decades", left, right));
            distances.add(distance(SpectralDistance.WASSERSTEIN_2, "decades", left, right));
        }
        return distances;
    }

    private static SpectralMeasure equalWeights(double[] values) {
        return SpectralMeasure.ofNonZero(Spectrum.complete(values, values.length, "distribution"));
    }

    private static Distance distance(
            SpectralDistance metric, String scale, List<SpectralMeasure> measured, List<SpectralMeasure> predicted) {
        String name = metric.name().toLowerCase(Locale.ROOT).replace('_', '-');
        int n = measured.size();
        if (n < 2) {
            return new Distance(name, scale, metric.between(measured.get(0), predicted.get(0)), null, null, n);
        }
        DistanceBootstrap b = DistanceBootstrap.of(measured, predicted, metric, DISTANCE_REPLICATES, CONFIDENCE, 1);
        return new Distance(
                name, scale, b.distance(), b.interval().low(), b.interval().high(), n);
    }

    /** Returns the flatness profile of a complete Fisher spectrum, or null. */
    static CapacityInfo.@Nullable Flatness flatness(StudiedMatrix matrix, Spectrum spectrum) {
        boolean hessian = matrix instanceof StudiedMatrix.Whole || matrix instanceof StudiedMatrix.Normalized;
        if (!hessian || !spectrum.complete()) {
            return null;
        }
        FlatnessProfile p = FlatnessProfile.of(spectrum, RealVector.of(RADII), LOSS_TOLERANCE);
        return new CapacityInfo.Flatness(p.lossTolerance(), p.radii(), p.sharpDirections(), p.flatFraction());
    }
}
