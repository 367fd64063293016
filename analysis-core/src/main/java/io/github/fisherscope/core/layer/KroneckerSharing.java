package io.github.fisherscope.core.layer;

/** How the positions at which weights are shared enter their Kronecker factors (K-FAC). */
public enum KroneckerSharing {
    /** Positions count as if each were a sample of its own: usual for convolutions. */
    EXPAND,
    /** A sample has the mean of its inputs and the sum of its sensitivities: for outputs that are averaged over positions. */
    REDUCE
}
