package io.github.fisherscope.geometry.divergence;

import java.util.Optional;

/**
 * A divergence D[p : q] ≥ 0 between two measures on the same states, zero for p = q. In all of them p is the target and
 * q the model. Values are in nats, and infinite where the definition is; none is NaN.
 */
public interface Divergence {
    /** Returns the name under which {@link Divergences#parse} makes this divergence. */
    String name();

    /** Returns the formula in one line. */
    String formula();

    /**
     * Returns D[p : q]; O(n) for n states.
     *
     * @throws io.github.fisherscope.core.check.InvalidArgumentException if the two have different numbers of states, or
     *     are no distributions although {@link #acceptsMeasures} is false
     */
    double between(DiscreteMeasure p, DiscreteMeasure q);

    /** Returns the divergence with exchanged arguments, D*[p : q] = D[q : p]. */
    Divergence dual();

    /** Returns the expansion between neighbours, or nothing where the divergence has none, such as total variation. */
    Optional<LocalForm> local();

    /** Returns whether the divergence is defined for positive measures of any mass, too. */
    boolean acceptsMeasures();
}
