package io.github.fisherscope.studies.estimate;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import java.util.List;
import java.util.Objects;

/**
 * What a comparison of estimators runs; every instance is valid.
 *
 * @param network a random family, of which the first network is taken, or a given network
 * @param likelihood from which labels are drawn
 * @param draws numbers N of labels per sample, ascending, each at least 2
 * @param repetitions independent repetitions for each N, at least 2: the measured error is the scatter between them
 * @param relativeError wanted relative standard error
 * @param confidence level of intervals
 * @param seed of network, inputs and labels
 */
public record EstimatorStudyConfig(
        NetworkSource network,
        InputSource inputs,
        Likelihood likelihood,
        List<Integer> draws,
        int repetitions,
        double relativeError,
        double confidence,
        long seed) {

    public EstimatorStudyConfig {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(inputs, "inputs");
        Objects.requireNonNull(likelihood, "likelihood");
        draws = List.copyOf(draws);
        Args.requireThat(!draws.isEmpty(), "draws", "empty", "give at least one number of labels per sample");
        int last = 1;
        for (int n : draws) {
            Args.requireInRange("draws", n, 2, 1_000_000);
            Args.requireThat(n > last, "draws", draws, "give ascending numbers");
            last = n;
        }
        Args.requireInRange("repetitions", repetitions, 2, 10_000);
        Args.requireInRange("relativeError", relativeError, 1e-9, 1);
        Args.requireThat(
                confidence > 0 && confidence < 1,
                "confidence",
                confidence,
                "it must lie between 0 and 1, such as 0.95");
    }
}
