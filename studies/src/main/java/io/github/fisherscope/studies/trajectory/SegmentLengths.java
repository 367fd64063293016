package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.manifold.FisherRaoCurve;
import io.github.fisherscope.core.manifold.NetworkManifold;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.results.trajectory.TrackResult.Segments;
import org.jspecify.annotations.Nullable;

/** Lengths of straight segments of parameters between checkpoints, where the metric can be integrated. */
final class SegmentLengths {
    /** Parameters times samples up to which a segment is integrated: about a second. */
    private static final long MOST = 5_000_000;

    private SegmentLengths() {}

    /** Returns a way of length 0, or null where ways from this network are not integrated. */
    static @Nullable Segments first(GraphNetwork network, Dataset data) {
        boolean small = network.graph().parameters() * data.samples() <= MOST;
        if (!small || !FullyConnected.recognize(network.graph()).covers()) {
            return null;
        }
        NeuralNetwork chain = FullyConnected.network(network);
        for (int l = 1; l <= chain.depth(); l++) {
            if (!NetworkManifold.smooth(chain.activation(l))) {
                return null;
            }
        }
        return new Segments(0, 0);
    }

    /**
     * Returns a way with one segment more.
     *
     * @param soFar the way to {@code from}, null where ways are not integrated
     * @param to the network that the segment leads to
     * @param from parameters of the network before
     */
    static @Nullable Segments after(
            @Nullable Segments soFar, GraphNetwork to, Dataset data, Likelihood likelihood, double[] from) {
        if (soFar == null) {
            return null;
        }
        NetworkManifold manifold = NetworkManifold.of(FullyConnected.network(to), data, likelihood);
        FisherRaoCurve segment = FisherRaoCurve.segment(manifold, from, manifold.parameters());
        return new Segments(soFar.length() + segment.length(), soFar.energy() + segment.energy());
    }
}
