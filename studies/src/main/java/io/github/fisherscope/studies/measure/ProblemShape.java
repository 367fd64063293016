package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.network.NeuralNetwork;

/**
 * Sizes of the problem.
 *
 * @param parameters P
 * @param samples T
 * @param outputs C
 */
record ProblemShape(long parameters, int samples, int outputs) {
    static ProblemShape of(NeuralNetwork network, int samples) {
        return new ProblemShape(network.parameters(), samples, network.outputs());
    }

    static ProblemShape of(Linearization at) {
        return of(at.network(), at.samples());
    }
}
