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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The blocks F_{lm} with |l − m| ≤ 1 of the Fisher matrix (Karakida and Osawa 2020): {@code F = G̃ᵀ (N ⊗ I) G̃} with the
 * layers' factors G_l on the diagonal of G̃ and the tridiagonal matrix N of ones. N has negative eigenvalues from three
 * layers on, and so in general has this form: {@link #solve} and {@link #logDeterminant} need a damping above the most
 * negative one and say so.
 *
 * <p>With {@code K_l = G_l G_lᵀ = U_l Λ_l U_lᵀ} the non-zero eigenvalues are those of the nL × nL matrix with blocks
 * {@code Λ_l^½ U_lᵀ U_m Λ_m^½}, where eigenvalues of K_l that are rounding count as zero. Cost: 9 (nL)³ flops and (nL)² numbers, once.
 */
final class BlockTridiagonalForm implements SpectralFisherMatrix {
    private final ScoreJacobian jacobian;
    private final Backend backend;
    private final int depth;
    private final List<Decomposition> layers = new ArrayList<>();
    private @Nullable Decomposition joint;

    BlockTridiagonalForm(ScoreJacobian jacobian) {
        this.jacobian = jacobian;
        this.backend = jacobian.backend();
        this.depth = jacobian.layout().depth();
    }

    @Override
    public FisherForm form() {
        return FisherForm.BLOCK_TRIDIAGONAL;
    }

    /** Returns the price. */
    static FisherPrice price(ProblemSize size) {
        double n = (double) size.rows();
        double layers = FormPrices.sum(size, layer -> n * n * layer.outputs() + 9 * Math.pow(n, 3));
        double joint = 9 * Math.pow(n * size.depth(), 3);
        double numbers = FormPrices.keptNumbers(size) + 3 * Math.pow(n * size.depth(), 2);
        double product = 4 * n * (double) size.parameters();
        return new FisherPrice(layers, product, layers + joint, Double.BYTES * numbers);
    }

    @Override
    public long certainZeros() {
        return Math.max(0, dimension() - (long) jacobian.rows() * depth);
    }

    @Override
    public int dimension() {
        return offset(depth + 1);
    }

    private int offset(int l) {
        return Math.toIntExact(jacobian.layout().weightOffset(l));
    }

    private double[] part(int l, double[] v) {
        return Arrays.copyOfRange(v, offset(l), offset(l + 1));
    }

    @Override
    public void apply(double[] x, double[] y) {
        double[][] images = images(x);
        for (int l = 1; l <= depth; l++) {
            double[] sum = new double[jacobian.rows()];
            for (int m = Math.max(1, l - 1); m <= Math.min(depth, l + 1); m++) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += images[m - 1][i];
                }
            }
            System.arraycopy(jacobian.transposed(l, sum), 0, y, offset(l), jacobian.parameters(l));
        }
    }

    private double[][] images(double[] v) {
        double[][] images = new double[depth][];
        for (int l = 1; l <= depth; l++) {
            images[l - 1] = jacobian.times(l, part(l, v));
        }
        return images;
    }

    @Override
    public double quadraticForm(double[] v) {
        double[][] images = images(v);
        double sum = 0;
        for (int l = 0; l < depth; l++) {
            for (int i = 0; i < images[l].length; i++) {
                sum += images[l][i] * (images[l][i] + (l + 1 < depth ? 2 * images[l + 1][i] : 0));
            }
        }
        return sum;
    }

    @Override
    public double trace() {
        return RealVector.of(diagonal()).sum();
    }

    /** Returns Σ_l ‖K_l‖² + 2 Σ_l ⟨K_l, K_{l+1}⟩, two Gram matrices at a time. */
    @Override
    public double squaredNorm() {
        double sum = 0;
        Matrix previous = jacobian.gram(1);
        try {
            sum += backend.dot(previous, previous);
            for (int l = 2; l <= depth; l++) {
                Matrix k = jacobian.gram(l);
                sum += backend.dot(k, k) + 2 * backend.dot(previous, k);
                previous.close();
                previous = k;
            }
            return sum;
        } finally {
            previous.close();
        }
    }

    @Override
    public double[] diagonal() {
        return new RowFactors.Whole(jacobian).diagonal();
    }

    private Decomposition joint() {
        Decomposition d = joint;
        if (d == null) {
            for (int l = 1; l <= depth; l++) {
                layers.add(Decomposition.of(backend, jacobian.gram(l)));
            }
            d = Decomposition.of(backend, coupling());
            joint = d;
        }
        return d;
    }

    /** Returns the blocks Λ_l^½ U_lᵀ U_m Λ_m^½, |l − m| ≤ 1. */
    private Matrix coupling() {
        int n = jacobian.rows();
        Matrix b = backend.allocate((long) n * depth, (long) n * depth);
        double[] row = new double[n];
        for (int l = 1; l <= depth; l++) {
            for (int m = Math.max(1, l - 1); m <= l; m++) {
                Matrix block = b.view((l - 1L) * n, (m - 1L) * n, n, n);
                backend.multiply(
                        1,
                        layers.get(l - 1).vectors(),
                        Transpose.NO,
                        layers.get(m - 1).vectors(),
                        Transpose.YES,
                        0,
                        block);
                for (int i = 0; i < n; i++) {
                    block.read(i, 0, row, 0, n);
                    for (int j = 0; j < n; j++) {
                        row[j] *= root(l, i) * root(m, j);
                    }
                    block.write(i, 0, row, 0, n);
                }
            }
        }
        return b;
    }

    /** Returns the size up to which an eigenvalue of K_l is rounding. */
    private double least(int l) {
        RealVector values = layers.get(l - 1).values();
        return values.size() * UNIT * values.get(0);
    }

    private double root(int l, int i) {
        RealVector values = layers.get(l - 1).values();
        return values.get(i) > least(l) ? Math.sqrt(values.get(i)) : 0;
    }

    /** Returns the non-zero candidates: the nL of the smaller matrix, without its surplus zeros if nL exceeds P. */
    @Override
    public RealVector eigenvalues() {
        RealVector all = joint().values();
        if (all.size() <= dimension()) {
            return all;
        }
        double[] byMagnitude = all.stream()
                .boxed()
                .sorted((a, b) -> Double.compare(Math.abs(b), Math.abs(a)))
                .limit(dimension())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return Descending.of(byMagnitude);
    }

    /** {@inheritDoc} Directions whose layer eigenvalue is zero up to rounding count as zero directions of F. */
    @Override
    public double[] applyFunction(DoubleUnaryOperator f, double[] b) {
        Decomposition coupled = joint();
        int n = jacobian.rows();
        double atZero = f.applyAsDouble(0);
        double[] coordinates = new double[n * depth];
        for (int l = 1; l <= depth; l++) {
            rotate(l, jacobian.times(l, part(l, b)), coordinates);
        }
        double[] changed = coupled.apply(i -> f.applyAsDouble(coupled.values().get(i)) - atZero, coordinates);
        double[] result = new double[b.length];
        for (int l = 1; l <= depth; l++) {
            double[] y = rotateBack(l, changed);
            double[] v = jacobian.transposed(l, y);
            for (int j = 0; j < v.length; j++) {
                result[offset(l) + j] = v[j] + atZero * b[offset(l) + j];
            }
        }
        return result;
    }

    private double inverseRoot(int l, int i) {
        RealVector values = layers.get(l - 1).values();
        return values.get(i) > least(l) ? 1 / Math.sqrt(values.get(i)) : 0;
    }

    /** Writes Λ_l^{-½} U_lᵀ y to layer l's part of {@code coordinates}. */
    private void rotate(int l, double[] y, double[] coordinates) {
        int n = y.length;
        for (int i = 0; i < n; i++) {
            double[] u = layers.get(l - 1).vector(i);
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += u[k] * y[k];
            }
            coordinates[(l - 1) * n + i] = inverseRoot(l, i) * sum;
        }
    }

    /** Returns U_l Λ_l^{-½} c for layer l's part c of {@code coordinates}. */
    private double[] rotateBack(int l, double[] coordinates) {
        int n = jacobian.rows();
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double[] u = layers.get(l - 1).vector(i);
            double weight = inverseRoot(l, i) * coordinates[(l - 1) * n + i];
            for (int k = 0; k < n; k++) {
                y[k] += weight * u[k];
            }
        }
        return y;
    }

    @Override
    public double[] solve(double[] b, double damping) {
        requireDefinite(damping);
        return applyFunction(v -> 1 / (v + damping), b);
    }

    @Override
    public double logDeterminant(double damping) {
        requireDefinite(damping);
        RealVector values = eigenvalues();
        return values.stream().map(v -> Math.log(v + damping)).sum()
                + (double) (dimension() - values.size()) * Math.log(damping);
    }

    private void requireDefinite(double damping) {
        Args.requirePositive("damping", damping);
        RealVector values = eigenvalues();
        double least = values.get(values.size() - 1);
        Args.require(
                least + damping > cutoff(),
                "damping is %s, but the block-tridiagonal form has the eigenvalue %s; choose a damping above %s, or another form",
                damping,
                least,
                -least);
    }

    @Override
    public void close() {
        layers.forEach(Decomposition::close);
        Decomposition d = joint;
        if (d != null) {
            d.close();
        }
        jacobian.close();
    }
}
