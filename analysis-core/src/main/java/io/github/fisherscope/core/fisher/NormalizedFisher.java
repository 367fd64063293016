package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.function.IntConsumer;

/**
 * The dual of the Fisher matrix of a network whose outputs are normalised: {@code K̄ = (1/T) S N J Jᵀ Nᵀ Sᵀ} (n × n, n =
 * R·T) with the derivative N of the normalisation, which couples samples for mean subtraction and batch norm, and the
 * factor S of the request at the normalised outputs. It has the non-zero eigenvalues of the normalised network's Fisher
 * matrix (P × P), biases in.
 *
 * <p>Source: Karakida, Akaho and Amari (2019, normalisation) treat mean subtraction, F̄* = H F* H, and batch norm; the
 * derivative of the variance is kept here in full. N removes T, or one or two directions per output or sample, so rank K̄
 * is at most C(T − 1), C(T − 2) and T(C − 2) for the three kinds.
 *
 * <p>A product costs one of {@link DualOperator} and O(n C); {@link #eigenvalues} forms K̄ from the dual matrix, n² (C + 2)
 * flops more. Not safe for several threads.
 */
public final class NormalizedFisher extends ProductMatrix {
    private final Linearization at;
    private final NormalizedOutputs outputs;
    private final DualOperator dual;
    private final int rowsPerSample;
    private final double[] rows;

    private NormalizedFisher(Linearization at, FisherRequest request, OutputNormalization normalization) {
        this.at = at;
        this.outputs = new NormalizedOutputs(normalization, at.outputs(), at.samples(), at.outputCount());
        ScoreRows scores = new ScoreRows(request, at.samples(), at.outputCount());
        this.rowsPerSample = scores.perSample();
        int perSample = rowsPerSample * at.outputCount();
        this.rows = new double[Math.multiplyExact(at.samples(), perSample)];
        double[] f = new double[at.outputCount()];
        double[] block = new double[perSample];
        for (int t = 0; t < at.samples(); t++) {
            outputs.read(t, f);
            scores.write(t, f, block);
            System.arraycopy(block, 0, rows, t * perSample, perSample);
        }
        this.dual = DualOperator.exact(at, new Likelihood.Gaussian(1));
    }

    /**
     * Returns the normalised network's Fisher matrix; {@code at} stays open.
     *
     * @throws IllegalArgumentException if an output does not vary and ε = 0, or labels do not fit
     */
    public static NormalizedFisher of(Linearization at, FisherRequest request, OutputNormalization normalization) {
        return new NormalizedFisher(at, request, normalization);
    }

    /** Returns the price of the eigenvalues of K̄, from the entries of the dual matrix. */
    public static FisherPrice price(ProblemSize size) {
        double n = (double) size.rows();
        double units = (double) size.units() + size.layout().layer(1).inputs();
        double flops = n * n * units + n * n * (size.outputs() + 2) + 4.0 / 3 * n * n * n;
        return new FisherPrice(flops, 2 * n * n, flops, Double.BYTES * (n * units + 3 * n * n));
    }

    @Override
    public Side side() {
        return Side.DUAL;
    }

    @Override
    public Backend backend() {
        return at.backend();
    }

    @Override
    public long order() {
        return dual.order();
    }

    @Override
    public long certainZeros() {
        return Math.max(0, order() - dimension());
    }

    @Override
    public RealVector toParameters(RealVector eigenvector) {
        return dual.toParameters(RealVector.of(fromScores(eigenvector.toArray())));
    }

    @Override
    public int dimension() {
        return rowsPerSample * at.samples();
    }

    /** Returns σ of output (batch norm) or sample (layer norm) {@code index}, √(variance + ε); 1 for mean subtraction. */
    public double deviation(int index) {
        return outputs.deviation(index);
    }

    @Override
    public void apply(double[] x, double[] y) {
        double[] signal = fromScores(x);
        double[] image = new double[signal.length];
        dual.apply(signal, image);
        System.arraycopy(toScores(image), 0, y, 0, y.length);
    }

    /** Returns S N x. */
    private double[] toScores(double[] x) {
        double[] changed = outputs.differentiate(x);
        int samples = at.samples();
        int c = at.outputCount();
        double[] y = new double[dimension()];
        for (int t = 0; t < samples; t++) {
            for (int r = 0; r < rowsPerSample; r++) {
                double sum = 0;
                for (int k = 0; k < c; k++) {
                    sum += rows[(t * rowsPerSample + r) * c + k] * changed[k * samples + t];
                }
                y[r * samples + t] = sum;
            }
        }
        return y;
    }

    /** Returns Nᵀ Sᵀ y. */
    private double[] fromScores(double[] y) {
        int samples = at.samples();
        int c = at.outputCount();
        double[] x = new double[c * samples];
        for (int t = 0; t < samples; t++) {
            for (int r = 0; r < rowsPerSample; r++) {
                for (int k = 0; k < c; k++) {
                    x[k * samples + t] += rows[(t * rowsPerSample + r) * c + k] * y[r * samples + t];
                }
            }
        }
        return outputs.differentiate(x);
    }

    /**
     * {@inheritDoc} From the entries of K̄.
     *
     * @throws IllegalArgumentException if K̄ would have more than 2³¹ − 9 rows
     */
    @Override
    public ExactEigenvalues exactEigenvalues() {
        try (Matrix gram = gram()) {
            return known(backend().symmetricEigenvalues(gram));
        }
    }

    /** Returns K̄ as a new matrix that the caller closes. */
    public Matrix gram() {
        int n = at.outputCount() * at.samples();
        int size = dimension();
        Args.require(n > 0, "there are no samples");
        Backend backend = at.backend();
        double[] row = new double[n];
        double[] column = new double[n];
        try (DualFisher plain = DualFisher.exact(at, new Likelihood.Gaussian(1));
                Matrix half = backend.allocate(size, n)) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    row[j] = plain.entry(i, j);
                }
                double[] image = toScores(row);
                for (int r = 0; r < size; r++) {
                    half.write(r, i, image, r, 1);
                }
            }
            Matrix gram = backend.allocate(size, size);
            for (int r = 0; r < size; r++) {
                half.read(r, 0, column, 0, n);
                gram.write(r, 0, toScores(column), 0, size);
            }
            return gram;
        }
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        at.backend().forEach(count, task);
    }

    @Override
    public void close() {
        dual.close();
    }
}
