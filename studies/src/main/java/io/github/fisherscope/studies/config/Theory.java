package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;

/**
 * What a measurement is held against. Normally {@link io.github.fisherscope.meanfield.MeanFieldTheory#predict}; a test
 * that must see a wrong theory refused gives one.
 */
@FunctionalInterface
public interface Theory {
    /**
     * Predicts.
     *
     * @param samples T
     */
    MeanFieldPrediction predict(NetworkSpec spec, InputMoments moments, long samples);
}
