package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.RowGradients;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer with a broadcast parameter, whose output is linear in it: {@code ∂y/∂θ} is z, entry by entry. */
abstract class BroadcastKernel extends DiagonalKernel {
    private final BroadcastParameter parameter;
    private @Nullable Matrix z;

    BroadcastKernel(BroadcastParameter parameter, Backend backend) {
        super(backend);
        this.parameter = parameter;
    }

    final BroadcastParameter parameter() {
        return parameter;
    }

    /** Sets z of this batch, with a row for each sample; it is ones unless this is called. */
    final void derivative(Matrix newZ) {
        z = newZ;
    }

    @Override
    public final void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        super.jvp(inputTangents, null, outputTangent);
        if (direction != null) {
            parameter.addAlong(direction, z, outputTangent);
        }
    }

    @Override
    public final void addParameterVjp(Matrix cotangent, Matrix gradient) {
        parameter.addVjp(cotangent, z, gradient);
    }

    @Override
    final DiagonalChange change() {
        return new DiagonalChange(backend(), parameter);
    }

    @Override
    public final RowGradients rows(Matrix cotangents) {
        return parameter.rows(cotangents, z);
    }
}
