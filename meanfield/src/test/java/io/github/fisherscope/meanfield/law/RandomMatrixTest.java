package io.github.fisherscope.meanfield.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import io.github.fisherscope.meanfield.internal.SymmetricEigen;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws against eigenvalues of explicit random matrices of moderate size. */
class RandomMatrixTest {
    private final ZigguratSampler.NormalizedGaussian normal =
            ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_RO_SHI_RO_128_PP.create(20260101L));

    private RealMatrix gaussian(int rows, int columns, double variance) {
        double root = Math.sqrt(variance);
        double[][] m = new double[rows][columns];
        for (double[] row : m) {
            Arrays.setAll(row, i -> root * normal.sample());
        }
        return new Array2DRowRealMatrix(m, false);
    }

    private static double[] eigenvalues(RealMatrix m) {
        int n = m.getRowDimension();
        double[] flat = new double[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(m.getRow(i), 0, flat, i * n, n);
        }
        return SymmetricEigen.values(flat, n);
    }

    private static RealMatrix kronecker(RealMatrix a, RealMatrix b) {
        int n = b.getRowDimension();
        RealMatrix product = MatrixUtils.createRealMatrix(a.getRowDimension() * n, a.getColumnDimension() * n);
        for (int i = 0; i < a.getRowDimension(); i++) {
            for (int j = 0; j < a.getColumnDimension(); j++) {
                product.setSubMatrix(b.scalarMultiply(a.getEntry(i, j)).getData(), i * n, j * n);
            }
        }
        return product;
    }

    private static Complex empirical(double[] eigenvalues, Complex z) {
        Complex sum = Complex.ZERO;
        for (double x : eigenvalues) {
            sum = sum.plus(Complex.real(x).minus(z).inverse());
        }
        return sum.times(1.0 / eigenvalues.length);
    }

    private static void agrees(SpectralLaw law, double[] eigenvalues, double bound) {
        double scale = Arrays.stream(eigenvalues).average().orElseThrow();
        for (double position : new double[] {0.3, 1, 2}) {
            Complex z = new Complex(position * scale, 0.5 * scale);
            Complex expected = empirical(eigenvalues, z);
            double error = law.stieltjes(z.re(), z.im()).minus(expected).size() / expected.size();
            assertThat(error).as("relative error of m(%s)", z).isLessThan(bound);
        }
    }

    /** Linear statistics of n eigenvalues fluctuate by O(1/n) and are biased by as much; n = 400, five times that. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "erf", "gelu"})
    void conjugateKernelsFollowTheLinearWidthLaw(String name) {
        int n = 400;
        int[] widths = {500, 600, 350};
        Activation phi = Activation.parse(name);
        PointMoments m = GaussianExpectation.of(phi).at(1);
        double deviation = Math.sqrt(m.meanSquare() - m.mean() * m.mean());
        RealMatrix h = gaussian(widths[0], n, 1.0 / widths[0]);
        for (int l = 1; l < widths.length; l++) {
            double scale = 1 / Math.sqrt(widths[l]) / deviation;
            double[][] u = gaussian(widths[l], widths[l - 1], 1).multiply(h).getData();
            for (double[] row : u) {
                Arrays.setAll(row, i -> (phi.value(row[i]) - m.mean()) * scale);
            }
            h = new Array2DRowRealMatrix(u, false);
        }
        LinearWidthLaw law = LinearWidthLaw.of(phi, n / 500.0, RealVector.of(n / 600.0, n / 350.0));
        agrees(law.conjugateKernel(), eigenvalues(h.transpose().multiply(h)), 5.0 / n * 4);
    }

    /** Finite-size effects are O(1/√n) for this matrix; the independent implementation sees 0.02 to 0.09 at n = 20. */
    @Test
    void singleHiddenLayersFollowTheirLaw() {
        int n = 20;
        SingleHiddenLayerLaw law = SingleHiddenLayerLaw.of(new Activation.Tanh());
        RealMatrix first = gaussian(n, n, 1.0 / n);
        RealMatrix second = gaussian(n, n, 1.0 / n);
        RealMatrix identity = MatrixUtils.createRealIdentityMatrix(n);
        double zeta = law.zeta();
        RealMatrix a = second.transpose()
                .multiply(second)
                .scalarMultiply(zeta)
                .add(identity.scalarMultiply(law.etaPrime() - zeta));
        RealMatrix d =
                first.multiply(first.transpose()).scalarMultiply(zeta).add(identity.scalarMultiply(law.eta() - zeta));
        RealMatrix off = kronecker(second.transpose(), first.transpose()).scalarMultiply(zeta);
        RealMatrix fisher = MatrixUtils.createRealMatrix(2 * n * n, 2 * n * n);
        fisher.setSubMatrix(kronecker(a, identity).getData(), 0, 0);
        fisher.setSubMatrix(off.getData(), 0, n * n);
        fisher.setSubMatrix(off.transpose().getData(), n * n, 0);
        fisher.setSubMatrix(kronecker(identity, d).getData(), n * n, n * n);
        agrees(law, eigenvalues(fisher), 1 / Math.sqrt(n));
    }
}
