package io.github.fisherscope.core.training;

import io.github.fisherscope.core.network.NeuralNetwork;

/**
 * What a training ended with.
 *
 * @param losses the loss before the first step and after each
 * @param network the network at the last loss
 */
public record TrainingResult(LossCurve losses, NeuralNetwork network) {}
