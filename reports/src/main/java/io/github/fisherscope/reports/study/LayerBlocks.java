package io.github.fisherscope.reports.study;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.reports.study.EigenvalueSearch.Found;
import io.github.fisherscope.reports.study.EigenvalueSearch.Shape;
import io.github.fisherscope.reports.study.NetworkMeasurement.LayerMeasurement;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Measures the diagonal blocks of the layers: the C largest eigenvalues of each by block Lanczos on whichever of the block
 * (P_l numbers) and its dual (C·T numbers) has fewer rows.
 */
final class LayerBlocks {
    /** Blocks of inner layers have no gap at their top; a Ritz value then lies within this of an eigenvalue. */
    private static final double TOLERANCE = 1e-2;

    private final EigenvalueSearch search;
    private final Shape shape;

    LayerBlocks(EigenvalueSearch search, Shape shape) {
        this.search = search;
        this.shape = shape;
    }

    /**
     * Measures every layer.
     *
     * @param found traces and, where they are exact, second moments of the layers
     * @param blocks gives the block of layer l, counted from 1, or its dual; closed here if it can be closed
     */
    List<LayerMeasurement> measure(Found found, IntFunction<Block> blocks) {
        List<LayerMeasurement> layers = new ArrayList<>();
        for (int l = 1; l <= found.layerTraces().size(); l++) {
            try (Block block = blocks.apply(l)) {
                LanczosResult result = search.lanczos(shape, block.operator(), shape.outputs(), TOLERANCE);
                layers.add(new LayerMeasurement(
                        found.layerTraces().get(l - 1),
                        found.layerSquaredNorms() == null
                                ? null
                                : (Double) found.layerSquaredNorms().get(l - 1),
                        result.ritzValues()));
            }
        }
        return layers;
    }

    /**
     * A layer's block as a map.
     *
     * @param operator the map
     * @param release frees what it holds
     */
    record Block(SymmetricOperator operator, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }
}
