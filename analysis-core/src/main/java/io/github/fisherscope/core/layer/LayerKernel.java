package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Matrix;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A layer at fixed parameters on one backend, and at one batch of samples once {@link #forward} has run. A tensor of a batch
 * is a matrix with a row for each of the T samples; cotangents may have several rows for each sample, row (r, t) at r·T + t.
 *
 * <p>Contract, checked by {@code LayerContract} for every layer: the JVP is the derivative of the forward pass, the VJP its
 * transpose, and {@link #rows} are the gradients of the VJP, row by row.
 */
public interface LayerKernel extends AutoCloseable {
    /**
     * Computes the layer's output and remembers the inputs, and what else the passes below need. Neither the inputs nor the
     * output may change as long as these are used.
     *
     * @param inputs one matrix for each input
     */
    void forward(List<Matrix> inputs, Matrix output);

    /**
     * Computes the Jacobian-vector product (JVP): the derivative of the output along changes of inputs and parameters.
     *
     * @param inputTangents one matrix for each input, null for an input that stands still
     * @param direction a change of the parameters (1 × their number), or null if they stand still or there are none
     * @param outputTangent receives the derivative
     */
    void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent);

    /**
     * Computes the vector-Jacobian product (VJP) with respect to one input, {@code below ← Jᵀ cotangents + beta below}.
     *
     * @param cotangents one or several rows for each sample
     * @param input number of the input
     * @param below as many rows as {@code cotangents}
     */
    void vjp(Matrix cotangents, int input, double beta, Matrix below);

    /**
     * Adds the VJP with respect to the parameters, summed over samples, to {@code gradient}. Layers without parameters have
     * nothing to add.
     *
     * @param cotangent one row for each sample
     * @param gradient 1 × the number of parameters
     */
    default void addParameterVjp(Matrix cotangent, Matrix gradient) {}

    /**
     * Returns the gradients of the parameters that belong to each row of cotangents, not formed. The cotangents stay the
     * caller's and must not change as long as the rows are used. Layers without parameters have rows of length 0.
     */
    default RowGradients rows(Matrix cotangents) {
        return RowGradients.none(cotangents.rows());
    }

    /**
     * Returns how the VJPs change while inputs and parameters move, for the caller to close before the next forward pass; empty
     * if the layer does not know its second derivatives.
     *
     * @param inputTangents as for {@link #jvp}; they must not change as long as the result is used
     * @param direction as for {@link #jvp}
     */
    default Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        return Optional.empty();
    }

    /** Returns what the layer does with cotangents at single positions, if it acts on each position of several by itself. */
    default Optional<PositionKernel> byPosition() {
        return Optional.empty();
    }

    /** Frees what the kernel has on the backend, but neither parameters nor inputs. */
    @Override
    void close();
}
