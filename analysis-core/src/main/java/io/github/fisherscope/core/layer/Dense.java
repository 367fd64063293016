package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.DenseShape;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer {@code u = W h + b} on a backend, or {@code u = W h} if it has no bias. Samples are rows: H (T × fan-in) are
 * the inputs, U (T × fan-out) the outputs, and with a bias {@code Ĥ = (H, 1)} are the extended inputs, without one
 * {@code Ĥ = H}. The gradient of the parameters in row (r, t) is {@code δ_rt ⊗ ĥ_t}; so the layer's share of a Gram matrix
 * of gradients is {@code (Δ Δᵀ) ∘ (Ĥ Ĥᵀ)} with {@code Ĥ Ĥᵀ = H Hᵀ + 1 1ᵀ}, or H Hᵀ without a bias.
 *
 * <p>All formulas of the dense layer are here: whoever loops over layers calls them and knows neither of biases nor of
 * products with W. The activation is not part of them. Not changed after construction except by {@link #close()}.
 */
public final class Dense implements AutoCloseable {
    private final Backend backend;
    private final DenseShape shape;
    private final DenseParameters parameters;

    private Dense(Backend backend, DenseShape shape, DenseParameters parameters) {
        this.backend = backend;
        this.shape = shape;
        this.parameters = parameters;
    }

    /** Copies a layer's parameters to the backend. Memory: its parameters. */
    public static Dense of(DenseLayer layer, Backend backend) {
        return new Dense(backend, layer.shape(), DenseParameters.of(layer, backend));
    }

    /** Returns a layer at parameters that stay the caller's. */
    public static Dense at(DenseShape shape, DenseParameters parameters, Backend backend) {
        return new Dense(backend, shape, parameters);
    }

    /** Returns the same weights without the bias; they stay this object's. */
    Dense withoutBias() {
        return at(
                new DenseShape(shape.inputs(), shape.outputs(), false),
                new DenseParameters(parameters.weights(), null),
                backend);
    }

    public DenseShape shape() {
        return shape;
    }

    /** Returns W and b; they stay this object's. */
    public DenseParameters parameters() {
        return parameters;
    }

    /** Computes {@code U ← H Wᵀ + b}. Cost: 2 T times the number of weights. */
    public void forward(Matrix inputs, Matrix outputs) {
        apply(parameters, inputs, outputs);
    }

    private void apply(DenseParameters p, Matrix inputs, Matrix outputs) {
        backend.multiply(1, inputs, Transpose.NO, p.weights(), Transpose.YES, 0, outputs);
        Matrix bias = p.bias();
        if (bias != null) {
            backend.addToRows(bias, outputs);
        }
    }

    /**
     * Computes the Jacobian-vector product (JVP) {@code U̇ ← Ĥ (Ẇ, ḃ)ᵀ + Ḣ Wᵀ}: the directional derivative of U.
     *
     * @param inputTangent Ḣ, null if the inputs stand still
     * @param direction (Ẇ, ḃ), null if the parameters stand still
     */
    public void jvp(
            Matrix inputs, @Nullable Matrix inputTangent, @Nullable DenseParameters direction, Matrix outputTangent) {
        if (direction != null) {
            apply(direction, inputs, outputTangent);
        }
        if (inputTangent != null) {
            addThroughWeights(inputTangent, direction == null ? 0 : 1, outputTangent);
        }
    }

    /** Computes {@code U̇ ← Ḣ Wᵀ + beta U̇}: what a tangent of the inputs becomes. */
    public void addThroughWeights(Matrix inputTangent, double beta, Matrix outputTangent) {
        backend.multiply(1, inputTangent, Transpose.NO, parameters.weights(), Transpose.YES, beta, outputTangent);
    }

    /** Computes the vector-Jacobian product (VJP) with respect to the inputs, {@code below ← G W}. */
    public void vjpInputs(Matrix cotangent, Matrix below) {
        backend.multiply(1, cotangent, Transpose.NO, parameters.weights(), Transpose.NO, 0, below);
    }

    /** Computes the VJP with respect to the parameters, {@code gradient ← Gᵀ Ĥ + beta gradient}. */
    public void vjpParameters(Matrix cotangent, Matrix inputs, double beta, DenseParameters gradient) {
        backend.multiply(1, cotangent, Transpose.YES, inputs, Transpose.NO, beta, gradient.weights());
        Matrix bias = gradient.bias();
        if (bias != null) {
            try (Matrix sums = backend.allocate(1, cotangent.columns())) {
                backend.columnSums(cotangent, sums);
                backend.add(1, sums, beta, bias);
            }
        }
    }

    /**
     * Adds to {@code below} what the VJP with respect to the inputs gains when the parameters move and G stands still, {@code
     * below ← G Ẇ + below}.
     */
    public void addVjpInputsAlong(Matrix cotangent, DenseParameters direction, Matrix below) {
        backend.multiply(1, cotangent, Transpose.NO, direction.weights(), Transpose.NO, 1, below);
    }

    /**
     * Adds to {@code gradient} what the VJP with respect to the parameters gains when the inputs move and G stands still,
     * {@code Gᵀ (Ḣ, 0)}: a bias does not see the inputs.
     */
    public void addVjpParametersAlong(Matrix cotangent, Matrix inputTangent, DenseParameters gradient) {
        backend.multiply(1, cotangent, Transpose.YES, inputTangent, Transpose.NO, 1, gradient.weights());
    }

    /** Computes {@code sum ← Ĥ Ĥᵀ G + beta sum} through the gradient {@code Gᵀ Ĥ}: 4 T times the number of weights. */
    public void applyGram(Matrix inputs, Matrix cotangent, double beta, Matrix sum) {
        try (DenseParameters gradient = DenseParameters.zeros(shape, backend)) {
            backend.multiply(1, cotangent, Transpose.YES, inputs, Transpose.NO, 0, gradient.weights());
            Matrix bias = gradient.bias();
            if (bias != null) {
                backend.columnSums(cotangent, bias);
            }
            backend.multiply(1, inputs, Transpose.NO, gradient.weights(), Transpose.YES, beta, sum);
            if (bias != null) {
                backend.addToRows(bias, sum);
            }
        }
    }

    /** Returns Ĥ Ĥᵀ (T × T) as a new matrix that the caller closes. */
    public Matrix extendedGram(Matrix inputs) {
        Matrix gram = backend.allocate(inputs.rows(), inputs.rows());
        if (shape.bias()) {
            backend.fill(gram, 1);
        }
        backend.multiplySelfTransposed(1, inputs, shape.bias() ? 1 : 0, gram);
        return gram;
    }

    /** Returns Ĥ (T × {@link DenseShape#extendedInputs}) as a new matrix that the caller closes. */
    public Matrix extendedInputs(Matrix inputs) {
        Matrix extended = backend.allocate(inputs.rows(), shape.extendedInputs());
        backend.copy(inputs, extended.view(0, 0, inputs.rows(), shape.inputs()));
        if (shape.bias()) {
            backend.fill(extended.view(0, shape.inputs(), inputs.rows(), 1), 1);
        }
        return extended;
    }

    /**
     * Adds the tile {@code (ΔΔᵀ) ∘ (Ĥ Ĥᵀ)} to a sum and returns the sum of squares of what was added.
     *
     * @param deltaGram the tile of Δ Δᵀ, by whatever factor
     * @param inputGram H Hᵀ of the samples, without what a bias adds
     * @param row number of the sample to which the tile's first row belongs
     * @param column number of the sample to which the tile's first column belongs
     */
    public double addGramTile(Matrix deltaGram, Matrix inputGram, long row, long column, Matrix sum) {
        return backend.hadamardAccumulateSquares(deltaGram, inputGram, row, column, shape.shift(), sum);
    }

    /** Computes the squared norms {@code |δ_rt|² |ĥ_t|²} of the gradients of all rows, row (r, t) at r·T + t. */
    public double[] squaredNorms(Matrix inputs, Matrix deltas) {
        double[] inputNorms = new double[Math.toIntExact(inputs.rows())];
        double[] norms = new double[Math.toIntExact(deltas.rows())];
        backend.rowDots(inputs, inputs, inputNorms);
        backend.rowDots(deltas, deltas, norms);
        for (int i = 0; i < norms.length; i++) {
            norms[i] *= inputNorms[i % inputNorms.length] + shape.shift();
        }
        return norms;
    }

    /**
     * Adds {@code (1/T) Σ_rt (δ_rt ⊗ ĥ_t)²}, squared entry by entry, to {@code diagonal}, by one product of squares.
     *
     * @param total T, which may be more than these samples
     * @param deltas Δ, row (r, t) at r·T + t
     * @param first where the layer's parameters start in {@code diagonal}
     */
    public void addSquares(Matrix inputs, Matrix deltas, int total, double[] diagonal, int first) {
        try (Matrix squares = sumOfSquares(deltas, inputs.rows());
                Matrix squaredInputs = backend.allocate(inputs.rows(), shape.inputs());
                DenseParameters sums = DenseParameters.zeros(shape, backend)) {
            backend.hadamard(inputs, inputs, squaredInputs);
            backend.multiply(1.0 / total, squares, Transpose.YES, squaredInputs, Transpose.NO, 0, sums.weights());
            Matrix bias = sums.bias();
            if (bias != null) {
                backend.columnSums(squares, bias);
            }
            sums.forEachRow(backend, first, (matrix, row, offset, count) -> {
                double[] entries = new double[count];
                matrix.read(row, 0, entries, 0, count);
                for (int j = 0; j < count; j++) {
                    diagonal[offset + j] += matrix == bias ? entries[j] / total : entries[j];
                }
            });
        }
    }

    /** Returns {@code Σ_r δ_rt ∘ δ_rt} (T × fan-out) as a new matrix that the caller closes. */
    public Matrix sumOfSquares(Matrix deltas, long samples) {
        Matrix squares = backend.allocate(samples, deltas.columns());
        try (Matrix part = backend.allocate(samples, deltas.columns())) {
            for (long first = 0; first < deltas.rows(); first += samples) {
                Matrix rows = deltas.rowRange(first, first + samples);
                backend.hadamard(rows, rows, part);
                backend.add(1, part, 1, squares);
            }
            return squares;
        } catch (RuntimeException | Error e) {
            squares.close();
            throw e;
        }
    }

    @Override
    public void close() {
        parameters.close();
    }
}
