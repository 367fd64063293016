package io.github.fisherscope.backend.spark.internal;

import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.LabelExpectation;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.network.Activation;
import java.io.Serializable;

/**
 * Which Fisher matrix is meant, on its way to executors; observed labels go with each shard.
 *
 * @param expectation over which labels scores are averaged
 * @param likelihood its name
 * @param variance that of the Gaussian likelihood
 * @param outputActivation the name of ψ
 * @param draws labels per sample where they are drawn, or the number of classes that are told apart
 * @param seed of drawn labels
 * @param network number of the network in an ensemble
 */
public record RequestMessage(
        LabelExpectation expectation,
        String likelihood,
        double variance,
        String outputActivation,
        int draws,
        long seed,
        int network)
        implements Serializable {
    public static RequestMessage of(FisherRequest request) {
        FisherRequest.MonteCarlo drawn = request instanceof FisherRequest.MonteCarlo m
                ? m
                : FisherRequest.monteCarlo(request.likelihood(), 1, 0);
        return new RequestMessage(
                request.labelExpectation(),
                request.likelihood().id(),
                request.likelihood() instanceof Likelihood.Gaussian gaussian ? gaussian.variance() : 1,
                request.outputActivation().id(),
                request instanceof FisherRequest.TopClasses top ? top.classes() : drawn.draws(),
                drawn.seed(),
                drawn.network());
    }

    /**
     * Returns the request.
     *
     * @param labels those of the shard's samples
     */
    public FisherRequest request(Labels labels) {
        Likelihood parsed = Likelihood.parse(likelihood);
        Likelihood exact = parsed instanceof Likelihood.Gaussian ? new Likelihood.Gaussian(variance) : parsed;
        FisherRequest request = switch (expectation) {
            case EXACT -> FisherRequest.exact(exact);
            case MONTE_CARLO -> FisherRequest.monteCarlo(exact, draws, seed).forNetwork(network);
            case TOP_CLASSES -> FisherRequest.topClasses(exact, draws);
            case EMPIRICAL -> FisherRequest.empirical(exact, labels);
        };
        return request.withOutputActivation(Activation.parse(outputActivation));
    }
}
