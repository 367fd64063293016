package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.VjpChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A layer each of whose outputs depends on the entry at the same place of each input. The derivative with respect to an input
 * is one factor for each entry: a matrix with a row for each sample, or one row for all of them.
 */
abstract class DiagonalKernel implements LayerKernel {
    private final Backend backend;
    private final List<Matrix> factors = new ArrayList<>();
    private final List<Matrix> owned = new ArrayList<>();

    DiagonalKernel(Backend backend) {
        this.backend = backend;
    }

    final Backend backend() {
        return backend;
    }

    /** Returns a new matrix that lives until the next forward pass. */
    final Matrix own(long rows, long columns) {
        Matrix fresh = backend.allocate(rows, columns);
        owned.add(fresh);
        return fresh;
    }

    /** Forgets the last forward pass. */
    final void begin() {
        owned.forEach(Matrix::close);
        owned.clear();
        factors.clear();
    }

    /** Sets the factor of the next input. */
    final void factor(Matrix factor) {
        factors.add(factor);
    }

    /** Returns the factor of an input. */
    final Matrix factor(int input) {
        return factors.get(input);
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        boolean begun = false;
        for (int k = 0; k < inputTangents.size(); k++) {
            Matrix tangent = inputTangents.get(k);
            if (tangent != null) {
                multiply(tangent, factors.get(k), begun ? 1 : 0, outputTangent);
                begun = true;
            }
        }
        if (!begun) {
            backend.fill(outputTangent, 0);
        }
    }

    /** Computes {@code sum ← a ∘ factor + beta sum}. */
    final void multiply(Matrix a, Matrix factor, double beta, Matrix sum) {
        if (beta == 0) {
            backend.hadamard(a, factor, sum);
            return;
        }
        try (Matrix product = backend.allocate(a.rows(), a.columns())) {
            backend.hadamard(a, factor, product);
            backend.add(1, product, beta, sum);
        }
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        multiply(cotangents, factors.get(input), beta, below);
    }

    @Override
    public final Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        DiagonalChange change = change();
        bend(inputTangents, direction, change);
        return Optional.of(change);
    }

    /** Returns a change of nothing so far. */
    DiagonalChange change() {
        return new DiagonalChange(backend, null);
    }

    /** Says how the factors change; they do not in a layer that is linear. */
    void bend(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, DiagonalChange change) {
        // linear unless a layer says more
    }

    @Override
    public void close() {
        begin();
    }
}
