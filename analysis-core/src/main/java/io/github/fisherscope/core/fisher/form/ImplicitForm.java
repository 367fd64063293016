package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.DualFisher;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.ImplicitFisher;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The whole Fisher matrix, known through its products with vectors. Trace, norm and diagonal are exact and need no
 * eigenvalues; {@link #solve} is by conjugate gradients; {@link #logDeterminant} is the one operation that needs the
 * whole spectrum, for which the dual matrix is formed (n² numbers) and forgotten.
 */
public final class ImplicitForm implements FisherMatrix {
    /** Relative residual at which conjugate gradients end. */
    private static final double TOLERANCE = 1e-12;

    private final Linearization at;
    private final FisherRequest request;
    private final ImplicitFisher products;
    private final boolean ownsLinearization;
    private @Nullable DualMoments moments;

    /**
     * @param ownsLinearization whether {@code at} is closed with this form
     */
    ImplicitForm(Linearization at, FisherRequest request, boolean ownsLinearization) {
        this.ownsLinearization = ownsLinearization;
        this.at = at;
        this.request = request;
        this.products = ImplicitFisher.of(at, request);
    }

    @Override
    public FisherForm form() {
        return FisherForm.IMPLICIT;
    }

    @Override
    public int dimension() {
        return products.dimension();
    }

    @Override
    public void apply(double[] x, double[] y) {
        products.apply(x, y);
    }

    @Override
    public double quadraticForm(double[] v) {
        return products.quadraticForm(v);
    }

    private DualMoments moments() {
        DualMoments m = moments;
        if (m == null) {
            m = DualFisher.moments(at, request);
            moments = m;
        }
        return m;
    }

    @Override
    public double trace() {
        return moments().trace();
    }

    @Override
    public double squaredNorm() {
        return moments().squaredNorm();
    }

    @Override
    public double[] diagonal() {
        return FisherDiagonal.of(at, request).toArray();
    }

    /**
     * {@inheritDoc} By conjugate gradients to a relative residual of 1e-12; in exact arithmetic rank F + 1 products are
     * enough, and √(λ_max/ρ) governs their number before that.
     *
     * @throws ArithmeticException if that is not reached in 10 (n + 10) products
     */
    @Override
    public double[] solve(double[] b, double damping) {
        Args.requirePositive("damping", damping);
        double[] x = new double[b.length];
        double[] residual = b.clone();
        double[] direction = b.clone();
        double[] image = new double[b.length];
        double norm = dot(b, b);
        double squares = norm;
        long limit = 10L * (request.rowsPerSample(at.outputCount()) * (long) at.samples() + 10);
        for (long step = 0; squares > TOLERANCE * TOLERANCE * norm; step++) {
            if (step == limit) {
                throw new ArithmeticException(String.format(
                        Locale.ROOT,
                        "conjugate gradients did not reach a relative residual of %s in %d products (now %s); use a larger damping or the dual form",
                        TOLERANCE,
                        limit,
                        Math.sqrt(squares / norm)));
            }
            products.apply(direction, image);
            add(damping, direction, image);
            double alpha = squares / dot(direction, image);
            add(alpha, direction, x);
            add(-alpha, image, residual);
            double next = dot(residual, residual);
            double beta = next / squares;
            for (int i = 0; i < b.length; i++) {
                direction[i] = residual[i] + beta * direction[i];
            }
            squares = next;
        }
        return x;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double alpha, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += alpha * x[i];
        }
    }

    @Override
    public double logDeterminant(double damping) {
        Args.requirePositive("damping", damping);
        double[] values = dualEigenvalues();
        double sum = (dimension() - values.length) * Math.log(damping);
        for (double v : values) {
            sum += Math.log(Math.max(v, 0) + damping);
        }
        return sum;
    }

    private double[] dualEigenvalues() {
        try (DualFisher dual = DualFisher.of(at, request)) {
            return dual.eigenvalues();
        }
    }

    /** {@inheritDoc} From the dual matrix, which is formed and forgotten: n² numbers and about 4/3 n³ flops. */
    @Override
    public RealVector eigenvalues() {
        double[] values = dualEigenvalues();
        return RealVector.of(Arrays.copyOf(values, Math.min(values.length, dimension())));
    }

    @Override
    public void close() {
        products.close();
        if (ownsLinearization) {
            at.close();
        }
    }
}
