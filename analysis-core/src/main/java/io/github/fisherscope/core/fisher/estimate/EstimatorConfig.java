package io.github.fisherscope.core.fisher.estimate;

import io.github.fisherscope.core.check.Args;

/**
 * How a Fisher matrix is estimated from drawn labels; every instance is valid.
 *
 * @param draws N ≥ 2 labels per sample; the variance is measured between them
 * @param seed seed of the labels; the same labels as those of the Monte-Carlo Fisher matrix with this seed
 * @param repetition number of the repetition, from 0; the labels of each are independent of the others for every seed
 * @param confidence level of intervals, in (0, 1)
 */
public record EstimatorConfig(int draws, long seed, int repetition, double confidence) {
    public EstimatorConfig {
        Args.requireInRange("draws", draws, 2, 100_000_000);
        Args.requireInRange("repetition", repetition, 0, Integer.MAX_VALUE);
        Args.requireThat(
                confidence > 0 && confidence < 1,
                "confidence",
                confidence,
                "it must lie between 0 and 1, such as 0.95");
    }

    /** Returns 200 draws (relative standard deviation 0.1 per entry for a Gaussian label), seed 1, 95 %. */
    public static EstimatorConfig defaults() {
        return new EstimatorConfig(200, 1, 0, 0.95);
    }

    public EstimatorConfig withDraws(int value) {
        return new EstimatorConfig(value, seed, repetition, confidence);
    }

    public EstimatorConfig withSeed(long value) {
        return new EstimatorConfig(draws, value, repetition, confidence);
    }

    public EstimatorConfig withRepetition(int value) {
        return new EstimatorConfig(draws, seed, value, confidence);
    }

    public EstimatorConfig withConfidence(double value) {
        return new EstimatorConfig(draws, seed, repetition, value);
    }
}
