package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherFactor;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.ScoreJacobian;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code F = ZᵀZ} with a factor Z (n × m) that is never stored: the whole Fisher matrix, or the block of a layer or of a
 * unit. Eigenvalues, solves and determinants come from the smaller of {@code ZZᵀ} (n × n, the dual) and {@code ZᵀZ}
 * (m × m); an eigenvector u of the dual gives the eigenvector {@code Zᵀu/√λ} of F.
 *
 * <p>Cost: the decomposition takes about 9 min(n, m)³ flops once and min(n, m)² numbers, which are kept. A function f of
 * F through the dual is {@code f(0) b + Zᵀ U ((f(Λ) − f(0))/Λ) Uᵀ Z b}; {@link #solve} and {@link #pseudoSolve} use
 * forms of it that do not subtract. {@link #solveFromDual} needs no decomposition.
 */
final class FactoredForm implements SpectralFisherMatrix, FisherFactor {
    private final FisherForm form;
    private final RowFactor factor;
    private final @Nullable ScoreJacobian owned;
    private @Nullable Decomposition decomposition;
    private @Nullable RealVector values;
    private double squaredNorm = Double.NaN;

    /**
     * @param owned closed with this form, if not null
     */
    FactoredForm(FisherForm form, RowFactor factor, @Nullable ScoreJacobian owned) {
        this.form = form;
        this.factor = factor;
        this.owned = owned;
    }

    @Override
    public FisherForm form() {
        return form;
    }

    /** Returns the price of the whole matrix. */
    static FisherPrice price(ProblemSize size) {
        double n = (double) size.rows();
        double p = (double) size.parameters();
        double gram = n * n * (size.units() + size.layout().layer(1).inputs());
        double least = Math.min(n, p);
        return new FisherPrice(
                0,
                4 * n * p,
                gram + FormPrices.eigenvalues(least),
                Double.BYTES * (FormPrices.keptNumbers(size) + 2 * least * least));
    }

    @Override
    public long certainZeros() {
        return Math.max(0L, (long) dimension() - rows());
    }

    @Override
    public int dimension() {
        return factor.columns();
    }

    @Override
    public Optional<FisherFactor> factor() {
        return Optional.of(this);
    }

    @Override
    public int rows() {
        return factor.rows();
    }

    @Override
    public double[] fromDual(double[] y) {
        return factor.transposed(y);
    }

    @Override
    public double[] gram() {
        try (Matrix k = factor.gram()) {
            double[] entries = new double[Math.multiplyExact(rows(), rows())];
            for (int i = 0; i < rows(); i++) {
                k.read(i, 0, entries, i * rows(), rows());
            }
            return entries;
        }
    }

    @Override
    public void apply(double[] x, double[] y) {
        System.arraycopy(factor.transposed(factor.times(x)), 0, y, 0, dimension());
    }

    @Override
    public double quadraticForm(double[] v) {
        double sum = 0;
        for (double value : factor.times(v)) {
            sum += value * value;
        }
        return sum;
    }

    @Override
    public double trace() {
        return RealVector.of(diagonal()).sum();
    }

    @Override
    public double squaredNorm() {
        if (Double.isNaN(squaredNorm)) {
            try (Matrix small = smaller()) {
                squaredNorm = factor.backend().dot(small, small);
            }
        }
        return squaredNorm;
    }

    @Override
    public double[] diagonal() {
        return factor.diagonal();
    }

    private boolean dual() {
        return factor.rows() < factor.columns();
    }

    private Matrix smaller() {
        return dual() ? factor.gram() : factor.product();
    }

    private Decomposition decomposition() {
        Decomposition d = decomposition;
        if (d == null) {
            d = Decomposition.of(factor.backend(), smaller());
            decomposition = d;
        }
        return d;
    }

    /** Takes 4/3 min(n, m)³ flops for the values alone; nothing more once the eigenvectors are known. */
    @Override
    public RealVector eigenvalues() {
        Decomposition d = decomposition;
        if (d != null) {
            return d.values();
        }
        RealVector known = values;
        if (known == null) {
            try (Matrix small = smaller()) {
                known = RealVector.of(factor.backend().symmetricEigenvalues(small));
            }
            values = known;
        }
        return known;
    }

    @Override
    public double[] eigenvector(int i) {
        RealVector values = decomposition().values();
        Args.requireInRange("eigenvalue index", i, 0, values.size() - 1);
        Args.require(
                values.get(i) > cutoff(),
                "eigenvalue %d is %s, zero up to rounding; the eigenvectors of zero are not unique",
                i,
                values.get(i));
        double[] u = decomposition().vector(i);
        if (!dual()) {
            return u;
        }
        double[] v = factor.transposed(u);
        double scale = 1 / Math.sqrt(values.get(i));
        for (int j = 0; j < v.length; j++) {
            v[j] *= scale;
        }
        return v;
    }

    @Override
    public double[] applyFunction(DoubleUnaryOperator f, double[] b) {
        RealVector values = decomposition().values();
        double atZero = f.applyAsDouble(0);
        double cutoff = cutoff();
        return dual()
                ? throughDual(
                        atZero,
                        i -> values.get(i) > cutoff ? (f.applyAsDouble(values.get(i)) - atZero) / values.get(i) : 0,
                        b)
                : decomposition().apply(i -> f.applyAsDouble(values.get(i)), b);
    }

    @Override
    public double[] solve(double[] b, double damping) {
        Args.requirePositive("damping", damping);
        RealVector values = decomposition().values();
        return dual()
                ? throughDual(1 / damping, i -> -1 / (damping * (Math.max(values.get(i), 0) + damping)), b)
                : decomposition().apply(i -> 1 / (Math.max(values.get(i), 0) + damping), b);
    }

    @Override
    public double[] solveFromDual(double[] y, double damping) {
        Args.requirePositive("damping", damping);
        Args.requireSame("the length of y", y.length, rows(), "give one number per row of the factor");
        double[] right = dual() ? y : factor.transposed(y);
        double[] solved = solveSmaller(right, damping);
        return dual() ? factor.transposed(solved) : solved;
    }

    /**
     * Solves with the smaller side by Cholesky's factors, n³/3 flops, also where a decomposition is known: the bits of a step
     * must not depend on what was looked at before it. Where ρ is lost beside λ_max in rounding, eigenvalues below 0 count
     * as 0.
     */
    private double[] solveSmaller(double[] right, double damping) {
        int n = right.length;
        double[] solved = new double[n];
        try (Matrix small = smaller();
                Matrix row = factor.backend().allocate(1, n)) {
            row.write(0, 0, right, 0, n);
            if (factor.backend().solvePositiveDefinite(damping, small, row)) {
                row.read(0, 0, solved, 0, n);
                return solved;
            }
        }
        RealVector values = decomposition().values();
        return decomposition().apply(i -> 1 / (Math.max(values.get(i), 0) + damping), right);
    }

    private double[] throughDual(double atZero, IntToDoubleFunction weight, double[] b) {
        double[] result = factor.transposed(decomposition().apply(weight, factor.times(b)));
        for (int j = 0; j < result.length; j++) {
            result[j] += atZero * b[j];
        }
        return result;
    }

    @Override
    public void close() {
        Decomposition d = decomposition;
        if (d != null) {
            d.close();
        }
        factor.close();
        if (owned != null) {
            owned.close();
        }
    }
}
