package io.github.fisherscope.meanfield.phase;

/** What happens to two nearby inputs on their way through a deep network. */
public enum Phase {
    /** χ₁ &lt; 1: they converge, and gradients vanish with depth. */
    ORDERED,
    /** χ₁ = 1. */
    EDGE_OF_CHAOS,
    /** χ₁ &gt; 1: they separate, and gradients explode with depth. */
    CHAOTIC
}
