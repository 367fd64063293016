package io.github.fisherscope.core.network;

import java.util.Locale;

/** The activations, for what has to be written down for each of them; switches over it have no default. */
public enum ActivationKind {
    IDENTITY,
    RELU,
    LEAKY_RELU,
    TANH,
    ERF,
    SIGMOID,
    SOFTPLUS,
    GELU,
    SILU;

    /** Returns the name, without a parameter. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
