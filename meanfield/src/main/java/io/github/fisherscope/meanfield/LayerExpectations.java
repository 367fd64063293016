package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.LayeredExpectation;
import io.github.fisherscope.meanfield.gaussian.PairMoments;
import io.github.fisherscope.meanfield.gaussian.PointMoments;

/** The Gaussian expectations of every hidden layer, evaluated once for all that need them. Layers count from 1. */
final class LayerExpectations {
    private final PointMoments[] points;
    private final PairMoments[] pairs;
    private final PairMoments[] same;

    private LayerExpectations(int hidden) {
        this.points = new PointMoments[hidden];
        this.pairs = new PairMoments[hidden];
        this.same = new PairMoments[hidden];
    }

    /** Evaluates them. Cost: about a millisecond a layer; layers with equal order parameters share one evaluation. */
    static LayerExpectations of(NetworkSpec spec, OrderParameters order) {
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        LayeredExpectation layers = LayeredExpectation.of(expectation);
        LayerExpectations all = new LayerExpectations(spec.depth() - 1);
        for (int l = 1; l < spec.depth(); l++) {
            int i = l - 1;
            if (l > 1 && order.q(l) == order.q(l - 1) && order.qPair(l) == order.qPair(l - 1)) {
                all.points[i] = all.points[i - 1];
                all.pairs[i] = all.pairs[i - 1];
                all.same[i] = all.same[i - 1];
            } else {
                all.points[i] = expectation.at(order.q(l));
                all.pairs[i] = layers.pairMoments(order.q(l), order.qPair(l));
                all.same[i] = layers.pairMoments(order.q(l), order.q(l));
            }
        }
        return all;
    }

    PointMoments at(int layer) {
        return points[layer - 1];
    }

    /** Returns the moments of a pair of different samples. */
    PairMoments pair(int layer) {
        return pairs[layer - 1];
    }

    /** Returns the moments of a sample paired with itself. */
    PairMoments same(int layer) {
        return same[layer - 1];
    }
}
