package io.github.fisherscope.meanfield;

/**
 * What the predicted spectrum means for training, capacity and flatness.
 *
 * @param learningRate bounds on the learning rate from the largest eigenvalue
 * @param fisherRao the Fisher-Rao norm and its parts
 * @param twoLevel the two-level spectrum, which answers for log-volume and effective dimension
 * @param participationRatio (tr F)²/tr F²
 * @param effectiveRank tr F/λ_max
 */
public record PredictedMeasures(
        PredictedLearningRates learningRate,
        FisherRaoNorm fisherRao,
        TwoLevelSpectrum twoLevel,
        double participationRatio,
        double effectiveRank) {

    static PredictedMeasures of(FisherStatistics statistics, RecommendedStatistics best, FisherRaoNorm fisherRao) {
        long p = statistics.parameters();
        long outliers = Math.min(statistics.outputs(), p);
        long others = statistics.outputs() * (statistics.samples() - 1);
        double t = statistics.samples();
        double outlier = Math.max(0, (t - 1) / t * statistics.gradientOverlap() + statistics.gradientSquare() / t);
        TwoLevelSpectrum twoLevel =
                new TwoLevelSpectrum(outlier, outliers, best.bulk(), Math.min(others, p - outliers), p);
        double trace = p * best.mean();
        return new PredictedMeasures(
                new PredictedLearningRates(best.largest()),
                fisherRao,
                twoLevel,
                trace * trace / (p * best.secondMoment()),
                trace / best.largest());
    }
}
