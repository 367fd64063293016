package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.Dense;
import io.github.fisherscope.core.network.DenseShape;
import org.jspecify.annotations.Nullable;

/**
 * The maps {@code G ↦ Ĥ Ĥᵀ G} of consecutive layers, Ĥ the extended inputs of a layer (see {@link Dense}): through the
 * Gram matrix, 2 T² M_l flops, while T is less than twice the fan-in, otherwise through the gradient {@code GᵀĤ}, 4 T M_l
 * M_{l-1}. Memory: T² numbers for each Gram matrix kept.
 */
final class LayerGrams implements AutoCloseable {
    /** Gram matrices larger than this are not kept: 8192² numbers are half a gigabyte. */
    private static final int LARGEST_GRAM = 8192;

    /** Vectors whose products are given one by one to the backend's threads; each product of fewer is divided. */
    private static final int MANY_VECTORS = 4;

    private final Linearization at;
    private final Backend backend;
    private final @Nullable Matrix[] grams;

    LayerGrams(Linearization at, int firstLayer, int lastLayer) {
        this.at = at;
        this.backend = at.backend();
        this.grams = new Matrix[at.depth() + 1];
        for (int l = firstLayer; l <= lastLayer; l++) {
            if (keeps(at.samples(), at.layer(l).shape().inputs())) {
                grams[l] = at.layer(l).extendedGram(at.activations(l - 1));
            }
        }
    }

    private static boolean keeps(long samples, int inputs) {
        return samples < 2L * inputs && samples <= LARGEST_GRAM;
    }

    /** Returns the bytes of the Gram matrices that are kept. */
    static double bytes(ProblemSize size) {
        double count = 0;
        for (int l = 1; l <= size.depth(); l++) {
            count += keeps(size.samples(), size.layout().layer(l).inputs()) ? 1 : 0;
        }
        return count * size.samples() * size.samples() * size.numberBytes();
    }

    /** Returns the flops for one vector: each layer's Gram matrix or gradient, whichever costs less. */
    static double flops(ProblemSize size) {
        double sum = 0;
        for (int l = 1; l <= size.depth(); l++) {
            DenseShape layer = size.layout().layer(l);
            sum += Math.min(
                    2.0 * size.samples() * size.samples() * layer.outputs(), 4.0 * size.samples() * layer.weights());
        }
        return sum;
    }

    /**
     * Computes {@code sum ← Ĥ Ĥᵀ G + beta sum} for each of the vectors that lie one below the other.
     *
     * @param signals G for every vector, (count·T) × M_l
     * @param sums as {@code signals}
     */
    void apply(int l, Matrix signals, double beta, Matrix sums) {
        Matrix gram = grams[l];
        int vectors = Math.toIntExact(signals.rows() / at.samples());
        if (gram != null && vectors >= MANY_VECTORS) {
            backend.forEach(2 * vectors, half -> applyHalf(gram, half, signals, beta, sums));
            return;
        }
        for (int v = 0; v < vectors; v++) {
            Matrix signal = ofVector(signals, v);
            Matrix sum = ofVector(sums, v);
            if (gram != null) {
                backend.multiply(1, gram, Transpose.NO, signal, Transpose.NO, beta, sum);
            } else {
                at.layer(l).applyGram(at.activations(l - 1), signal, beta, sum);
            }
        }
    }

    /** Computes the upper half of a vector's sums for even numbers and the lower one for odd: large products, and no waits. */
    private void applyHalf(Matrix gram, int half, Matrix signals, double beta, Matrix sums) {
        int middle = at.samples() / 2;
        int from = half % 2 == 0 ? 0 : middle;
        int to = half % 2 == 0 ? middle : at.samples();
        backend.multiply(
                1,
                gram.rowRange(from, to),
                Transpose.NO,
                ofVector(signals, half / 2),
                Transpose.NO,
                beta,
                ofVector(sums, half / 2).rowRange(from, to));
    }

    private Matrix ofVector(Matrix stacked, int v) {
        long first = (long) v * at.samples();
        return stacked.rowRange(first, first + at.samples());
    }

    @Override
    public void close() {
        for (Matrix gram : grams) {
            if (gram != null) {
                gram.close();
            }
        }
    }
}
