package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.studies.measure.NetworkMeasurement.LayerMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Measures the diagonal blocks of the layers: the C largest eigenvalues of each by block Lanczos on whichever of the block
 * (P_l numbers) and its dual (C·T numbers) has fewer rows.
 *
 * <p>The last layer's block has the same eigenvalues for every output and gets a block of C vectors. The others have none
 * twice, and the first has no gap at its top either: there two vectors need half the products that ten do.
 */
final class LayerBlocks {
    /** Blocks of inner layers have no gap at their top; a Ritz value then lies within this of an eigenvalue. */
    private static final double TOLERANCE = 1e-2;

    /** Vectors at a time for blocks without gaps or multiplicities: more share a pass and need more products. */
    private static final int INNER_VECTORS = 2;

    /** The same if every pass over the data repeats the forward pass, whose cost these vectors share. */
    private static final int INNER_VECTORS_STREAMED = 5;

    private final EigenvalueSearch search;
    private final ProblemShape shape;
    private final int innerVectors;

    private LayerBlocks(EigenvalueSearch search, ProblemShape shape, int innerVectors) {
        this.search = search;
        this.shape = shape;
        this.innerVectors = Math.min(innerVectors, shape.outputs());
    }

    static LayerBlocks linearized(EigenvalueSearch search, ProblemShape shape) {
        return new LayerBlocks(search, shape, INNER_VECTORS);
    }

    static LayerBlocks streamed(EigenvalueSearch search, ProblemShape shape) {
        return new LayerBlocks(search, shape, INNER_VECTORS_STREAMED);
    }

    /**
     * Measures every layer.
     *
     * @param found traces and, where they are exact, second moments of the layers
     * @param layout which parameters are whose
     * @param blocks gives the block of layer l, counted from 1, on the side with fewer rows; closed here
     */
    List<LayerMeasurement> measure(FoundSpectrum found, ParameterLayout layout, IntFunction<FisherMatrix> blocks) {
        List<LayerMeasurement> layers = new ArrayList<>();
        int depth = found.layerTraces().size();
        for (int l = 1; l <= depth; l++) {
            int vectors = l == depth ? shape.outputs() : innerVectors;
            try (FisherMatrix block = blocks.apply(l)) {
                LanczosResult result = search.lanczos(shape, block, shape.outputs(), TOLERANCE, vectors);
                layers.add(LayerMeasurement.of(
                        found.layerTraces().get(l - 1),
                        found.layerSquaredNorms() == null
                                ? null
                                : (Double) found.layerSquaredNorms().get(l - 1),
                        result.ritzValues(),
                        shape.outputs(),
                        block.dimension(),
                        layout.layerParameters(l)));
            }
        }
        return layers;
    }
}
