package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.VjpChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The change of the factors of a {@link DiagonalKernel}, and of {@code ∂y/∂θ} of a {@link BroadcastKernel}. */
final class DiagonalChange implements VjpChange {
    private final Backend backend;
    private final @Nullable BroadcastParameter parameter;
    private final Map<Integer, Matrix> factors = new HashMap<>();
    private final List<Matrix> owned = new ArrayList<>();
    private @Nullable Matrix z;

    DiagonalChange(Backend backend, @Nullable BroadcastParameter parameter) {
        this.backend = backend;
        this.parameter = parameter;
    }

    /** Returns a new matrix that lives as long as this. */
    Matrix own(long rows, long columns) {
        Matrix fresh = backend.allocate(rows, columns);
        owned.add(fresh);
        return fresh;
    }

    /** Sets the change of the factor of an input. */
    void factor(int input, Matrix change) {
        factors.put(input, change);
    }

    /** Sets the change of {@code ∂y/∂θ}. */
    void derivative(Matrix change) {
        z = change;
    }

    @Override
    public void addVjp(Matrix cotangents, int input, Matrix below) {
        Matrix factor = factors.get(input);
        if (factor != null) {
            try (Matrix product = backend.allocate(cotangents.rows(), cotangents.columns())) {
                backend.hadamard(cotangents, factor, product);
                backend.add(1, product, 1, below);
            }
        }
    }

    @Override
    public void addParameterVjp(Matrix cotangents, Matrix gradient) {
        if (parameter != null && z != null) {
            parameter.addVjp(cotangents, z, gradient);
        }
    }

    @Override
    public void close() {
        owned.forEach(Matrix::close);
    }
}
