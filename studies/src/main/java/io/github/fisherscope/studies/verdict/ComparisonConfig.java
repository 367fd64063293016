package io.github.fisherscope.studies.verdict;

import io.github.fisherscope.core.check.Args;

/**
 * Options of a comparison; every instance is valid.
 *
 * @param familyErrorRate probability, at most, that a table in which every prediction is right (within its stated bias)
 *     contains a row that says it disagrees; in (0, 0.5)
 */
public record ComparisonConfig(double familyErrorRate) {

    public ComparisonConfig {
        Args.require(
                familyErrorRate > 0 && familyErrorRate < 0.5,
                "familyErrorRate is %s; it must lie strictly between 0 and 0.5",
                familyErrorRate);
    }

    /** Returns a family-wise false-alarm rate of 1 %. */
    public static ComparisonConfig defaults() {
        return new ComparisonConfig(0.01);
    }

    public ComparisonConfig withFamilyErrorRate(double rate) {
        return new ComparisonConfig(rate);
    }
}
