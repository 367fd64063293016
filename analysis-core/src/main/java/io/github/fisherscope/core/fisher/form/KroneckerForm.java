package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.function.DoubleUnaryOperator;

/**
 * The K-FAC approximation of one layer's block (Martens and Grosse 2015): {@code F_l ≈ B ⊗ A} with the second moments
 * {@code A = (1/T) Σ_t ĥ_t ĥ_tᵀ} of the layer's inputs (ĥ = (h, 1), so biases are in) and
 * {@code B = (1/T) Σ_t B_t}, {@code B_t = Σ_r δ_rt δ_rtᵀ}. Here B and A average over samples, so that B ⊗ A has the
 * normalisation 1/T of the block.
 *
 * <p>Since {@code F_l = (1/T) Σ_t B_t ⊗ A_t}, the error is {@code F_l − B ⊗ A = (1/T) Σ_t (B_t − B) ⊗ (A_t − A)}, and
 * the form equals the block if and only if this covariance is zero. It is when T = 1, when B_t is the same for all
 * samples (every layer of a deep linear network with the Gaussian likelihood; the last layer of any network with it), or
 * when all samples give the layer the same inputs.
 *
 * <p>Damping is exact: {@code (B ⊗ A + ρI)⁻¹} in the eigenbasis, not the factored damping that optimisers use.
 *
 * <p>Cost: T (M_l² R + M_{l-1}²) flops to make, 2 M_l M_{l-1} (M_l + M_{l-1}) per product, 9 (M_l³ + M_{l-1}³) for the
 * eigenbasis once.
 */
final class KroneckerForm implements SpectralFisherMatrix {
    private final KroneckerFactors factors;

    /**
     * @param factors closed with this form
     */
    KroneckerForm(KroneckerFactors factors) {
        this.factors = factors;
    }

    @Override
    public FisherForm form() {
        return FisherForm.KRONECKER;
    }

    /** Returns the price for all layers. */
    static FisherPrice price(ProblemSize size) {
        double n = (double) size.rows();
        double samples = (double) size.samples();
        double flops = FormPrices.sum(size, layer -> {
            double width = layer.outputs();
            double fanIn = layer.extendedInputs();
            return 2 * n * width * width + 2 * samples * fanIn * fanIn + 9 * (Math.pow(width, 3) + Math.pow(fanIn, 3));
        });
        double factors =
                FormPrices.sum(size, layer -> Math.pow(layer.outputs(), 2) + Math.pow(layer.extendedInputs(), 2));
        double product = FormPrices.sum(size, layer -> {
            double width = layer.outputs();
            double fanIn = layer.extendedInputs();
            return 2 * width * fanIn * (width + fanIn);
        });
        double numbers = FormPrices.keptNumbers(size) + 4 * factors + 2 * (double) size.parameters();
        return new FisherPrice(0, product, flops, Double.BYTES * numbers);
    }

    @Override
    public long certainZeros() {
        return 0;
    }

    @Override
    public int dimension() {
        return factors.parameters();
    }

    @Override
    public void apply(double[] x, double[] y) {
        Backend backend = factors.backend();
        try (Matrix direction = factors.order().upload(x);
                Matrix half = backend.allocate(factors.width(), factors.fanIn())) {
            backend.multiply(1, direction, Transpose.NO, factors.inputs(), Transpose.NO, 0, half);
            backend.multiply(1, factors.sensitivities(), Transpose.NO, half, Transpose.NO, 0, direction);
            System.arraycopy(factors.order().download(direction), 0, y, 0, dimension());
        }
    }

    @Override
    public double quadraticForm(double[] v) {
        double[] y = new double[v.length];
        apply(v, y);
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += v[i] * y[i];
        }
        return sum;
    }

    @Override
    public double trace() {
        return trace(factors.inputs()) * trace(factors.sensitivities());
    }

    private static double trace(Matrix m) {
        return RealVector.of(diagonal(m)).sum();
    }

    private static double[] diagonal(Matrix m) {
        double[] d = new double[Math.toIntExact(m.rows())];
        for (int i = 0; i < d.length; i++) {
            m.read(i, i, d, i, 1);
        }
        return d;
    }

    @Override
    public double squaredNorm() {
        Backend backend = factors.backend();
        return backend.dot(factors.inputs(), factors.inputs())
                * backend.dot(factors.sensitivities(), factors.sensitivities());
    }

    @Override
    public double[] diagonal() {
        double[] a = diagonal(factors.inputs());
        double[] b = diagonal(factors.sensitivities());
        try (Matrix products = factors.backend().allocate(b.length, a.length)) {
            double[] row = new double[a.length];
            for (int i = 0; i < b.length; i++) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = b[i] * a[j];
                }
                products.write(i, 0, row, 0, row.length);
            }
            return factors.order().download(products);
        }
    }

    @Override
    public RealVector eigenvalues() {
        return Descending.of(factors.products());
    }

    @Override
    public double[] applyFunction(DoubleUnaryOperator f, double[] b) {
        Args.requireSame("the length of b", b.length, dimension(), "give one number per parameter of the layer");
        return factors.inEigenbasis(b, factors.products(), (x, scale) -> x * f.applyAsDouble(scale));
    }

    @Override
    public void close() {
        factors.close();
    }
}
