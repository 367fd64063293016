package io.github.fisherscope.cli;

import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.geometry.divergence.Divergences;
import io.github.fisherscope.studies.trajectory.TrainLoss;
import picocli.CommandLine.Option;

/** Which loss is trained. */
final class LossOptions {
    @Option(
            names = "--likelihood",
            paramLabel = "NAME",
            defaultValue = "gaussian",
            description =
                    "gaussian (squared error), categorical (cross-entropy), bernoulli or poisson (default ${DEFAULT-VALUE}).")
    private String likelihood = "gaussian";

    @Option(
            names = "--divergence",
            paramLabel = "NAME",
            defaultValue = "kl",
            description =
                    "With categorical and bernoulli: the divergence of the prediction from the target that is trained, kl,"
                            + " reverse-kl, jeffreys, js, squared-hellinger, pearson, neyman or alpha:A. kl is the"
                            + " cross-entropy, less the entropy of the target (default ${DEFAULT-VALUE}).")
    private String divergence = "kl";

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Share of each label's weight that is spread evenly over all classes (default ${DEFAULT-VALUE}).")
    private double smoothing;

    Likelihood likelihood() {
        return Likelihood.parse(likelihood);
    }

    TrainLoss loss() {
        return new TrainLoss(Likelihood.parse(likelihood), Divergences.parse(divergence), smoothing);
    }
}
