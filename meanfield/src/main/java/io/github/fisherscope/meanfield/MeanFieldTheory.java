package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.phase.PhasePoint;

/** Mean-field theory of the Fisher information matrix of random deep networks. */
public final class MeanFieldTheory {
    private MeanFieldTheory() {}

    /**
     * Predicts the statistics of {@code F = (1/T) Σ_t J_tᵀJ_t} for networks drawn from {@code spec}.
     *
     * <p>Cost: some tens of milliseconds for a few layers; memory negligible; nothing of size M is ever formed.
     * Deterministic. Errors: relative O(1/M) in mean and largest eigenvalue, see {@link MeanFieldPrediction#validity}
     * for where the theory does not apply. Source: {@code docs/theory/equations.md}.
     *
     * @param spec the family of networks
     * @param moments second moments of the inputs
     * @param samples T ≥ 1
     * @throws IllegalArgumentException if {@code samples} is out of range, or the prediction beyond what doubles hold
     */
    public static MeanFieldPrediction predict(NetworkSpec spec, InputMoments moments, long samples) {
        Args.requireInRange("samples", samples, 1L, Integer.MAX_VALUE * 1024L);
        Args.requireThat(
                spec.weightVariance() > 0,
                "weightVariance",
                spec.weightVariance(),
                "a network without weights has no signal to propagate",
                "choose a positive number");
        NumberRange.requireOneSample(spec, moments);
        OrderParameters order = OrderParameters.of(spec, moments);
        FisherStatistics statistics = FisherStatistics.of(spec, order, samples);
        NumberRange.require(spec, moments, order, statistics);
        LayerExpectations layers = LayerExpectations.of(spec, order);
        PairCorrection correction = PairCorrection.of(spec, order, layers);
        RecommendedStatistics best = RecommendedStatistics.of(spec, order, statistics, correction);
        PredictedMeasures measures = PredictedMeasures.of(statistics, best, FisherRaoNorm.of(spec, order, layers));
        NetworkScatter scatter = ScatterModel.of(spec, order, layers, statistics, correction);
        return new MeanFieldPrediction(
                new MeanFieldPrediction.Question(spec, moments, samples),
                order,
                PhasePoint.of(spec.activation(), spec.weightVariance(), spec.biasVariance()),
                statistics,
                new MeanFieldPrediction.FiniteWidth(correction, scatter),
                best,
                measures,
                ValidityConditions.check(spec, order, statistics, correction, scatter.gradients()));
    }
}
