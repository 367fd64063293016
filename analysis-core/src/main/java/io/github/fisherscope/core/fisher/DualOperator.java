package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dual Fisher matrix as a map on ℝⁿ, n = R·T, never formed: {@code K u = (1/T) S J Jᵀ Sᵀ u}. A parameter-sized
 * vector never appears either, because the forward pass needs from the gradient of layer l only
 * {@code H (∂W)ᵀ = (H Hᵀ + 1 1ᵀ) G_l}, with the back-propagated signal G_l (T × M_l).
 *
 * <p>Restricted to one layer it is the dual of that layer's diagonal block of F.
 *
 * <p>Cost per product: 4 T M_l M_{l-1} for each hidden connection, and for each layer either 2 T² M_l (with the
 * Gram matrix H Hᵀ, when T is at most the fan-in) or 4 T M_l M_{l-1}. Memory: 2 T Σ M_l + L T² numbers. Products from
 * several threads are serialised.
 */
public final class DualOperator implements SymmetricOperator, AutoCloseable {
    private final Linearization at;
    private final Backend backend;
    private final OutputFactor factor;
    private final int firstLayer;
    private final int lastLayer;
    private final List<Matrix> owned = new ArrayList<>();
    private final Matrix[] backward;
    private final Matrix[] forward;
    private final @Nullable Matrix[] grams;

    private DualOperator(Linearization at, OutputFactor factor, int firstLayer, int lastLayer) {
        this.at = at;
        this.backend = at.backend();
        this.factor = factor;
        this.firstLayer = firstLayer;
        this.lastLayer = lastLayer;
        int depth = at.depth();
        Args.require(
                factor.dimension() <= Integer.MAX_VALUE - 8,
                "outputs times samples is %d, more than a vector holds; use fewer samples",
                factor.dimension());
        backward = new Matrix[depth + 1];
        forward = new Matrix[depth + 1];
        grams = new Matrix[depth + 1];
        for (int l = firstLayer; l <= depth; l++) {
            backward[l] = own(at.samples(), at.network().width(l));
            forward[l] = own(at.samples(), at.network().width(l));
            if (l <= lastLayer && at.samples() <= at.network().width(l - 1)) {
                grams[l] = own(at.samples(), at.samples());
                backend.fill(grams[l], 1);
                backend.multiplySelfTransposed(1, at.activations(l - 1), 1, grams[l]);
            }
        }
    }

    /** Returns the dual of the whole Fisher matrix. */
    public static DualOperator exact(Linearization at, Likelihood likelihood) {
        return new DualOperator(at, OutputFactor.exact(at, likelihood), 1, at.depth());
    }

    /** Returns the dual of the diagonal block of layer {@code layer}, counted from 1. */
    public static DualOperator ofLayer(Linearization at, Likelihood likelihood, int layer) {
        Args.requireInRange("layer", layer, 1, at.depth());
        return new DualOperator(at, OutputFactor.exact(at, likelihood), layer, layer);
    }

    private Matrix own(long rows, long columns) {
        Matrix m = backend.allocate(rows, columns);
        owned.add(m);
        return m;
    }

    @Override
    public int dimension() {
        return Math.toIntExact(factor.dimension());
    }

    @Override
    public synchronized void apply(double[] x, double[] y) {
        int depth = at.depth();
        factor.applyTransposed(x, backward[depth], 0);
        for (int l = depth; l > firstLayer; l--) {
            backend.multiply(1, backward[l], Transpose.NO, at.weights(l), Transpose.NO, 0, backward[l - 1]);
            backend.hadamard(backward[l - 1], at.slopes(l - 1), backward[l - 1]);
        }
        for (int l = firstLayer; l <= depth; l++) {
            boolean incoming = l > firstLayer;
            if (incoming) {
                backend.multiply(1, forward[l - 1], Transpose.NO, at.weights(l), Transpose.YES, 0, forward[l]);
            }
            if (l <= lastLayer) {
                addSource(l, incoming ? 1 : 0);
            }
            if (l < depth) {
                backend.hadamard(forward[l], at.slopes(l), forward[l]);
            }
        }
        factor.apply(forward[depth], 0, 1.0 / at.samples(), y);
    }

    /** Computes forward_l ← (H Hᵀ + 1 1ᵀ) G_l + beta forward_l. */
    private void addSource(int l, double beta) {
        Matrix gram = grams[l];
        if (gram != null) {
            backend.multiply(1, gram, Transpose.NO, backward[l], Transpose.NO, beta, forward[l]);
            return;
        }
        Matrix inputs = at.activations(l - 1);
        try (Matrix gradient =
                        backend.allocate(at.network().width(l), at.network().width(l - 1));
                Matrix biasGradient = backend.allocate(1, at.network().width(l))) {
            backend.multiply(1, backward[l], Transpose.YES, inputs, Transpose.NO, 0, gradient);
            backend.columnSums(backward[l], biasGradient);
            backend.multiply(1, inputs, Transpose.NO, gradient, Transpose.YES, beta, forward[l]);
            backend.addToRows(biasGradient, forward[l]);
        }
    }

    @Override
    public void close() {
        owned.forEach(Matrix::close);
    }
}
