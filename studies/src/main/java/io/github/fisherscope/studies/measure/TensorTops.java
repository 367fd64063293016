package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterBlocks;
import io.github.fisherscope.studies.measure.NetworkMeasurement.LayerMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The C largest eigenvalues of every parameter tensor's block, each found once: on the block with all its entries where it or its
 * dual has few rows, perhaps as the dual of the whole matrix is built, and by products otherwise.
 */
final class TensorTops implements GraphFisher.BlockVisitor {
    /** Rows up to which all eigenvalues of a block are found directly. */
    private static final long MOST_ROWS_SOLVED = 500;

    /** Rows up to which a block is built, so that products with it cost next to nothing. */
    private static final long MOST_ROWS_BUILT = FisherRoutes.LARGEST_BUILT / 4;

    /** Relative residual of the largest eigenvalues of a block: their own error is about its square. */
    private static final double BLOCK_TOLERANCE = 1e-8;

    private final GraphFisher fisher;
    private final ParameterBlocks blocks;
    private final EigenvalueSearch search;
    private final ProblemShape shape;
    private final @Nullable RealVector[] tops;

    TensorTops(GraphFisher fisher, ParameterBlocks blocks, EigenvalueSearch search, ProblemShape shape) {
        this.fisher = fisher;
        this.blocks = blocks;
        this.search = search;
        this.shape = shape;
        this.tops = new RealVector[blocks.depth()];
    }

    /** Returns the numbers of the tensors whose blocks are built, counted from 1. */
    List<Integer> built() {
        return IntStream.rangeClosed(1, tops.length)
                .filter(l -> candidates(l) <= MOST_ROWS_BUILT)
                .boxed()
                .toList();
    }

    private long candidates(int layer) {
        return Math.min(blocks.layerParameters(layer), fisher.rows());
    }

    @Override
    public void take(int layer, FisherMatrix block) {
        int outputs = shape.outputs();
        long candidates = candidates(layer);
        RealVector top = candidates <= MOST_ROWS_SOLVED || 4L * outputs >= candidates
                ? block.eigenvalues()
                : search.lanczos(shape, block, outputs, BLOCK_TOLERANCE, outputs)
                        .ritzValues();
        tops[layer - 1] = top.slice(0, Math.min(top.size(), outputs));
    }

    /** Finds what is not known yet. */
    List<LayerMeasurement> measurements(FoundSpectrum found) {
        List<Integer> missing =
                built().stream().filter(l -> tops[l - 1] == null).toList();
        fisher.forEachBlock(missing, this);
        List<LayerMeasurement> layers = new ArrayList<>();
        for (int l = 1; l <= tops.length; l++) {
            if (tops[l - 1] == null) {
                try (FisherMatrix block = fisher.smaller().ofLayer(l)) {
                    take(l, block);
                }
            }
            RealVector top = tops[l - 1];
            RealVector squares = found.layerSquaredNorms();
            layers.add(LayerMeasurement.of(
                    found.layerTraces().get(l - 1),
                    squares == null ? null : (Double) squares.get(l - 1),
                    top == null ? RealVector.empty() : top,
                    shape.outputs(),
                    candidates(l),
                    blocks.layerParameters(l)));
        }
        return layers;
    }
}
