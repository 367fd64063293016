package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.phase.PhasePoint;
import java.util.List;

/**
 * Everything mean-field theory says about the Fisher matrix of one specification, made without any measurement.
 *
 * @param question what was asked for
 * @param order order parameters
 * @param phase fixed point, order or chaos, depth scales
 * @param statistics leading-order and finite-width statistics, per network and per layer
 * @param finiteWidth what a finite width changes
 * @param recommended the statistics to compare a measurement with
 * @param measures learning rate, Fisher-Rao norm, capacity
 * @param validity the conditions checked, those that hold and those that fail
 */
public record MeanFieldPrediction(
        Question question,
        OrderParameters order,
        PhasePoint phase,
        FisherStatistics statistics,
        FiniteWidth finiteWidth,
        RecommendedStatistics recommended,
        PredictedMeasures measures,
        List<ValidityCondition> validity) {

    /**
     * What a prediction is about.
     *
     * @param spec the family of networks
     * @param moments what was assumed of the inputs
     * @param samples T
     */
    public record Question(NetworkSpec spec, InputMoments moments, long samples) {}

    /**
     * What a finite width changes.
     *
     * @param correction fluctuations of pairs of samples
     * @param scatter how much single networks scatter around the expectations
     */
    public record FiniteWidth(PairCorrection correction, NetworkScatter scatter) {}

    public MeanFieldPrediction {
        validity = List.copyOf(validity);
    }

    /** Returns the family of networks. */
    public NetworkSpec spec() {
        return question.spec;
    }

    /** Returns what was assumed of the inputs. */
    public InputMoments moments() {
        return question.moments;
    }

    /** Returns T. */
    public long samples() {
        return question.samples;
    }

    /** Returns the fluctuations of pairs of samples at finite width. */
    public PairCorrection correction() {
        return finiteWidth.correction;
    }

    /** Returns how much single networks scatter around the expectations. */
    public NetworkScatter scatter() {
        return finiteWidth.scatter;
    }

    /** Returns the same prediction with other statistics to compare a measurement with. */
    public MeanFieldPrediction withRecommended(RecommendedStatistics other) {
        return new MeanFieldPrediction(question, order, phase, statistics, finiteWidth, other, measures, validity);
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
