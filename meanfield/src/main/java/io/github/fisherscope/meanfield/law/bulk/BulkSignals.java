package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.OrderParameters;

/**
 * How samples' signals differ in the hidden layers.
 *
 * @param smallestOwnShare smallest 1 − q_st/q
 * @param largestOwn largest q − q_st
 * @param piecewiseLinear whether the activation is linear on each side of 0
 */
record BulkSignals(double smallestOwnShare, double largestOwn, boolean piecewiseLinear) {

    static BulkSignals of(NetworkSpec spec, OrderParameters order) {
        double share = 1;
        double own = 0;
        for (int l = 1; l < spec.depth(); l++) {
            double q = order.q(l);
            double difference = q - Math.max(0, order.qPair(l));
            share = Math.min(share, q > 0 ? difference / q : 0);
            own = Math.max(own, difference);
        }
        return new BulkSignals(share, own, spec.activation().piecewiseLinear());
    }
}
