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
        if (activation instanceof Activation.Identity) {
            return new ActivationCode(0, 0);
        } else if (activation instanceof Activation.Relu) {
            return new ActivationCode(1, 0);
        } else if (activation instanceof Activation.LeakyRelu leaky) {
            return new ActivationCode(1, leaky.slope());
        } else if (activation instanceof Activation.Tanh) {
            return new ActivationCode(2, 0);
        } else if (activation instanceof Activation.Erf erf) {
            return new ActivationCode(3, erf.gain());
        } else if (activation instanceof Activation.Sigmoid) {
            return new ActivationCode(4, 0);
        } else if (activation instanceof Activation.Softplus) {
            return new ActivationCode(5, 0);
        } else if (activation instanceof Activation.Gelu) {
            return new ActivationCode(6, 0);
        } else if (activation instanceof Activation.Silu) {
            return new ActivationCode(7, 0);
        }
        throw new IllegalArgumentException(
                "the cuda backend does not know the activation '%s'; use another backend".formatted(activation.id()));
    }
}
