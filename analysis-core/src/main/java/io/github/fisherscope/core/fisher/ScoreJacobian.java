package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The factor {@code G = S J/√T} (n × P, n = R·T) of a Fisher matrix, {@code F = GᵀG}, held as the two thin factors of
 * each layer: row (r, t) of its part for layer l is {@code δ ⊗ ĥ/√T} with the sensitivity {@code δ = s_rtᵀ ∂f/∂u^l} and
 * the extended inputs {@code ĥ_t = (h_t^{l-1}, 1)}, or {@code h_t^{l-1}} for a layer without a bias. Forms of the Fisher matrix are built from these.
 *
 * <p>A layer's parameters are ordered as in {@link ParameterLayout}: W^l row-major, then b^l. Layers count from 1.
 *
 * <p>Memory: n Σ M_l + T Σ (M_{l-1} + 1) numbers. The linearisation stays open; not safe for several threads.
 */
public final class ScoreJacobian implements AutoCloseable {
    private final Linearization at;
    private final Backend backend;
    private final ParameterLayout layout;
    private final int rowsPerSample;
    private final OutputSensitivities sensitivities;
    private final List<Matrix> inputs = new ArrayList<>();
    private final @Nullable Matrix[] inputGrams;

    private ScoreJacobian(Linearization at, OutputFactor factor) {
        this.at = at;
        this.backend = at.backend();
        this.layout = at.network().layout();
        this.rowsPerSample = factor.rowsPerSample();
        this.sensitivities = OutputSensitivities.of(at, factor);
        this.inputGrams = new Matrix[at.depth() + 1];
        for (int l = 1; l <= at.depth(); l++) {
            inputs.add(at.layer(l).extendedInputs(at.activations(l - 1)));
        }
    }

    /**
     * Runs the backward pass for all rows of the output factor.
     *
     * @throws IllegalArgumentException if n or P exceeds the length of an array
     */
    public static ScoreJacobian of(Linearization at, FisherRequest request) {
        OutputFactor factor = OutputFactor.of(at, request);
        Args.require(
                factor.dimension() <= Integer.MAX_VALUE - 8 && at.network().parameters() <= Integer.MAX_VALUE - 8,
                "the factor of the Fisher matrix would be %d x %d; each must be at most 2147483639",
                factor.dimension(),
                at.network().parameters());
        return new ScoreJacobian(at, factor);
    }

    public Backend backend() {
        return backend;
    }

    public ParameterLayout layout() {
        return layout;
    }

    /** Returns T. */
    public int samples() {
        return at.samples();
    }

    /** Returns R. */
    public int rowsPerSample() {
        return rowsPerSample;
    }

    /** Returns n = R·T. */
    public int rows() {
        return rowsPerSample * at.samples();
    }

    /** Returns the number of parameters of layer {@code l}. */
    public int parameters(int l) {
        return Math.toIntExact(layout.layerParameters(l));
    }

    /** Returns {@code Δ_l} (n × M_l), row (r, t) at index r·T + t; it stays this object's. */
    public Matrix sensitivities(int l) {
        return sensitivities.layer(l);
    }

    /** Returns {@code Ĥ_{l-1}} (T × {@link DenseShape#extendedInputs}), the inputs of layer l and for a bias a last column of ones. */
    public Matrix inputs(int l) {
        return inputs.get(l - 1);
    }

    /** Returns {@code Ĥ_{l-1} Ĥ_{l-1}ᵀ} (T × T), made on first use and kept. */
    public Matrix inputGram(int l) {
        Matrix gram = inputGrams[l];
        if (gram == null) {
            gram = backend.allocate(samples(), samples());
            inputGrams[l] = gram;
            backend.multiplySelfTransposed(1, inputs(l), 0, gram);
        }
        return gram;
    }

    /** Returns {@code G_l v} (n numbers) for the parameters v of layer {@code l}. Cost: 2 T M_l M_{l-1} + 2 n M_l flops. */
    public double[] times(int l, double[] v) {
        Args.requireSame("the length of v", v.length, parameters(l), "give one number per parameter of the layer");
        int samples = samples();
        double[] y = new double[rows()];
        double[] part = new double[samples];
        double scale = 1 / Math.sqrt(samples);
        Matrix delta = sensitivities(l);
        try (Matrix direction = upload(l, v);
                Matrix shift = backend.allocate(samples, delta.columns())) {
            backend.multiply(1, inputs(l), Transpose.NO, direction, Transpose.YES, 0, shift);
            for (int r = 0; r < rowsPerSample; r++) {
                backend.rowDots(delta.rowRange((long) r * samples, (r + 1L) * samples), shift, part);
                for (int t = 0; t < samples; t++) {
                    y[r * samples + t] = scale * part[t];
                }
            }
        }
        return y;
    }

    /** Returns {@code G_lᵀ y}, the parameters of layer {@code l}. Cost: as {@link #times}. */
    public double[] transposed(int l, double[] y) {
        Args.requireSame("the length of y", y.length, rows(), "give one number per row");
        int samples = samples();
        int width = layout.layer(l).outputs();
        double scale = 1 / Math.sqrt(samples);
        double[] row = new double[width];
        double[] sum = new double[width];
        try (Matrix signal = backend.allocate(samples, width);
                Matrix gradient = backend.allocate(width, inputs(l).columns())) {
            for (int t = 0; t < samples; t++) {
                Arrays.fill(sum, 0);
                for (int r = 0; r < rowsPerSample; r++) {
                    double weight = scale * y[r * samples + t];
                    sensitivities(l).read((long) r * samples + t, 0, row, 0, width);
                    for (int i = 0; i < width; i++) {
                        sum[i] += weight * row[i];
                    }
                }
                signal.write(t, 0, sum, 0, width);
            }
            backend.multiply(1, signal, Transpose.YES, inputs(l), Transpose.NO, 0, gradient);
            return download(l, gradient);
        }
    }

    /** Returns {@code K_l = G_l G_lᵀ} (n × n) as a new matrix that the caller closes. Cost: n² M_l flops. */
    public Matrix gram(int l) {
        Matrix k = backend.allocate(rows(), rows());
        try (Matrix product = backend.allocate(rows(), rows())) {
            backend.multiplySelfTransposed(1.0 / samples(), sensitivities(l), 0, product);
            backend.hadamardAccumulate(product, inputGram(l), 0, 0, 0, k);
            return k;
        } catch (RuntimeException | Error e) {
            k.close();
            throw e;
        }
    }

    /** Returns {@code Σ_r Δ_l,r ∘ Δ_l,r} (T × M_l) as a new matrix that the caller closes. */
    public Matrix squaredSensitivities(int l) {
        return at.layer(l).sumOfSquares(sensitivities(l), samples());
    }

    /** Returns the diagonal of {@code G_lᵀ G_l}. Cost: 2 T M_l M_{l-1} + 2 n M_l flops. */
    public double[] diagonal(int l) {
        Matrix from = inputs(l);
        try (Matrix squares = squaredSensitivities(l);
                Matrix squaredInputs = backend.allocate(from.rows(), from.columns());
                Matrix entries = backend.allocate(squares.columns(), from.columns())) {
            backend.hadamard(from, from, squaredInputs);
            backend.multiply(1.0 / samples(), squares, Transpose.YES, squaredInputs, Transpose.NO, 0, entries);
            return download(l, entries);
        }
    }

    /** Writes row {@code i} of {@code G_l} to the start of {@code target}. */
    public void row(int l, int i, double[] target) {
        DenseShape shape = layout.layer(l);
        int width = shape.outputs();
        int fanIn = shape.inputs();
        double[] delta = new double[width];
        double[] h = new double[shape.extendedInputs()];
        sensitivities(l).read(i, 0, delta, 0, width);
        inputs(l).read(i % samples(), 0, h, 0, h.length);
        double scale = 1 / Math.sqrt(samples());
        for (int k = 0; k < width; k++) {
            double d = scale * delta[k];
            for (int j = 0; j < fanIn; j++) {
                target[k * fanIn + j] = d * h[j];
            }
            if (shape.bias()) {
                target[width * fanIn + k] = d;
            }
        }
    }

    /**
     * Returns the parameters of layer {@code l} as the matrix (W^l, b^l) (M_l × {@link DenseShape#extendedInputs}), which the
     * caller closes.
     */
    public Matrix upload(int l, double[] v) {
        DenseShape shape = layout.layer(l);
        Matrix m = backend.allocate(shape.outputs(), shape.extendedInputs());
        for (int i = 0; i < shape.outputs(); i++) {
            m.write(i, 0, v, i * shape.inputs(), shape.inputs());
            if (shape.bias()) {
                m.write(i, shape.inputs(), v, shape.outputs() * shape.inputs() + i, 1);
            }
        }
        return m;
    }

    /** Returns the parameters of layer {@code l} from the matrix (W^l, b^l); the inverse of {@link #upload}. */
    public double[] download(int l, Matrix m) {
        DenseShape shape = layout.layer(l);
        double[] v = new double[parameters(l)];
        for (int i = 0; i < shape.outputs(); i++) {
            m.read(i, 0, v, i * shape.inputs(), shape.inputs());
            if (shape.bias()) {
                m.read(i, shape.inputs(), v, shape.outputs() * shape.inputs() + i, 1);
            }
        }
        return v;
    }

    @Override
    public void close() {
        sensitivities.close();
        inputs.forEach(Matrix::close);
        for (Matrix gram : inputGrams) {
            if (gram != null) {
                gram.close();
            }
        }
    }
}
