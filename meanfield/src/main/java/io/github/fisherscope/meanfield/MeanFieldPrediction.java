package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.phase.PhasePoint;
import java.util.List;

/**
 * Everything mean-field theory says about the Fisher matrix of one specification, made without any measurement.
 *
 * @param spec the family of networks
 * @param moments what was assumed of the inputs
 * @param samples T
 * @param order order parameters
 * @param phase fixed point, order or chaos, depth scales
 * @param statistics leading-order and finite-width statistics, per network and per layer
 * @param correction fluctuations of pairs of samples at finite width
 * @param recommended the statistics to compare a measurement with
 * @param measures learning rate, Fisher-Rao norm, capacity
 * @param scatter how much single networks scatter around these expectations
 * @param validity the conditions checked, those that hold and those that fail
 */
public record MeanFieldPrediction(
        NetworkSpec spec,
        InputMoments moments,
        long samples,
        OrderParameters order,
        PhasePoint phase,
        FisherStatistics statistics,
        PairCorrection correction,
        RecommendedStatistics recommended,
        PredictedMeasures measures,
        NetworkScatter scatter,
        List<ValidityCondition> validity) {

    public MeanFieldPrediction {
        validity = List.copyOf(validity);
    }

    /** Returns whether every condition holds. */
    public boolean applies() {
        return failures().isEmpty();
    }

    /** Returns the conditions that fail. */
    public List<ValidityCondition> failures() {
        return validity.stream().filter(c -> !c.holds()).toList();
    }
}
