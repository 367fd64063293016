package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.network.Activation;

/**
 * The number by which the kernel knows an activation, and its parameter.
 *
 * @param kind number of the case in {@code activate_entries}
 * @param parameter slope where u ≤ 0 or gain; 0 where there is none
 */
record ActivationCode(int kind, double parameter) {
    static ActivationCode of(Activation activation) {
        return switch (activation.kind()) {
            case IDENTITY -> new ActivationCode(0, 0);
            case RELU -> new ActivationCode(1, 0);
            case LEAKY_RELU -> new ActivationCode(1, ((Activation.LeakyRelu) activation).slope());
            case TANH -> new ActivationCode(2, 0);
            case ERF -> new ActivationCode(3, ((Activation.Erf) activation).gain());
            case SIGMOID -> new ActivationCode(4, 0);
            case SOFTPLUS -> new ActivationCode(5, 0);
            case GELU -> new ActivationCode(6, 0);
            case SILU -> new ActivationCode(7, 0);
        };
    }
}
