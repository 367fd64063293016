package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.ScoreJacobian;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.function.DoubleUnaryOperator;

/**
 * The EK-FAC approximation of one layer's block (George and others 2018): the eigenbasis of the K-FAC factors with the
 * exact second moments of the scores in it, {@code s_ij = (1/T) Σ_rt (U_B δ_rt)_i² (U_A ĥ_t)_j²}. Of all matrices
 * diagonal in that basis it is the nearest to the block in Frobenius norm, and so never farther than K-FAC; its trace is
 * the block's.
 *
 * <p>Cost: 9 (M_l³ + M_{l-1}³) flops for the basis and 2 n M_l² + 2 T M_{l-1}² + 2 T M_l M_{l-1} for the moments.
 */
final class EigenKroneckerForm implements SpectralFisherMatrix {
    private final KroneckerFactors factors;
    private final double[] scales;

    /**
     * @param factors closed with this form
     * @param scales s, row by row
     */
    EigenKroneckerForm(KroneckerFactors factors, double[] scales) {
        this.factors = factors;
        this.scales = scales.clone();
    }

    /** Makes the form of a layer. */
    static EigenKroneckerForm of(ScoreJacobian jacobian, int layer) {
        KroneckerFactors factors = KroneckerFactors.of(jacobian, layer);
        return new EigenKroneckerForm(
                factors, moments(factors, jacobian, jacobian.inputs(layer), jacobian.sensitivities(layer)));
    }

    private static double[] moments(KroneckerFactors factors, ScoreJacobian jacobian, Matrix inputs, Matrix delta) {
        Backend backend = factors.backend();
        int samples = jacobian.samples();
        try (Matrix rotatedInputs = backend.allocate(samples, factors.fanIn());
                Matrix squaredInputs = backend.allocate(samples, factors.fanIn());
                Matrix rotated = backend.allocate(samples, factors.width());
                Matrix squared = backend.allocate(samples, factors.width());
                Matrix squares = backend.allocate(samples, factors.width());
                Matrix moments = backend.allocate(factors.width(), factors.fanIn())) {
            backend.multiply(1, inputs, Transpose.NO, factors.ofInputs().vectors(), Transpose.YES, 0, rotatedInputs);
            backend.hadamard(rotatedInputs, rotatedInputs, squaredInputs);
            for (int r = 0; r < jacobian.rowsPerSample(); r++) {
                Matrix rows = delta.rowRange((long) r * samples, (r + 1L) * samples);
                backend.multiply(
                        1, rows, Transpose.NO, factors.ofSensitivities().vectors(), Transpose.YES, 0, rotated);
                backend.hadamard(rotated, rotated, squared);
                backend.add(1, squared, 1, squares);
            }
            backend.multiply(1.0 / samples, squares, Transpose.YES, squaredInputs, Transpose.NO, 0, moments);
            double[] result = new double[factors.width() * factors.fanIn()];
            for (int i = 0; i < factors.width(); i++) {
                moments.read(i, 0, result, i * factors.fanIn(), factors.fanIn());
            }
            return result;
        }
    }

    @Override
    public FisherForm form() {
        return FisherForm.EIGEN_KRONECKER;
    }

    /** Returns the price for all layers: that of the factors, with twice the work for each product. */
    static FisherPrice price(ProblemSize size) {
        FisherPrice factors = KroneckerForm.price(size);
        return new FisherPrice(factors.preparation(), 2 * factors.product(), factors.eigenvalues(), factors.bytes());
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
        System.arraycopy(applyFunction(v -> v, x), 0, y, 0, dimension());
    }

    @Override
    public double quadraticForm(double[] v) {
        double[] y = applyFunction(s -> s, v);
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += v[i] * y[i];
        }
        return sum;
    }

    @Override
    public double trace() {
        return RealVector.of(scales).sum();
    }

    @Override
    public double squaredNorm() {
        double sum = 0;
        for (double s : scales) {
            sum += s * s;
        }
        return sum;
    }

    @Override
    public double[] diagonal() {
        Backend backend = factors.backend();
        Matrix ua = factors.ofInputs().vectors();
        Matrix ub = factors.ofSensitivities().vectors();
        try (Matrix squaredA = backend.allocate(ua.rows(), ua.columns());
                Matrix squaredB = backend.allocate(ub.rows(), ub.columns());
                Matrix s = backend.allocate(factors.width(), factors.fanIn());
                Matrix half = backend.allocate(factors.width(), factors.fanIn())) {
            backend.hadamard(ua, ua, squaredA);
            backend.hadamard(ub, ub, squaredB);
            for (int i = 0; i < factors.width(); i++) {
                s.write(i, 0, scales, i * factors.fanIn(), factors.fanIn());
            }
            backend.multiply(1, s, Transpose.NO, squaredA, Transpose.NO, 0, half);
            backend.multiply(1, squaredB, Transpose.YES, half, Transpose.NO, 0, s);
            return factors.order().download(s);
        }
    }

    @Override
    public RealVector eigenvalues() {
        return Descending.of(scales);
    }

    @Override
    public double[] applyFunction(DoubleUnaryOperator f, double[] b) {
        Args.requireSame("the length of b", b.length, dimension(), "give one number per parameter of the layer");
        return factors.inEigenbasis(b, scales, (x, scale) -> x * f.applyAsDouble(scale));
    }

    @Override
    public void close() {
        factors.close();
    }
}
