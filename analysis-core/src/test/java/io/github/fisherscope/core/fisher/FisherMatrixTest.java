package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.network.Activation;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each form against the explicit matrix, made by plain loops and solved by another library. */
class FisherMatrixTest {
    static Stream<Arguments> cases() {
        return Stream.of("gaussian", "categorical", "bernoulli", "poisson")
                .flatMap(likelihood -> Arrays.stream(LabelExpectation.values())
                        .flatMap(expectation -> Stream.of("identity", "relu", "tanh", "gelu", "tanh/none", "mixed")
                                .map(activation -> Arguments.of(likelihood, expectation, activation))));
    }

    /** What the form stands for, from gradients and by plain loops. */
    private static RealMatrix expected(FisherForm form, FisherCase c) {
        RealMatrix f = new Array2DRowRealMatrix(c.matrix());
        int p = c.parameters();
        return switch (form) {
            case DENSE, DUAL, IMPLICIT -> f;
            case KRONECKER -> kronecker(c, f, false);
            case EIGEN_KRONECKER -> kronecker(c, f, true);
            default -> {
                for (int i = 0; i < p; i++) {
                    for (int j = 0; j < p; j++) {
                        if (!kept(form, c, i, j)) {
                            f.setEntry(i, j, 0);
                        }
                    }
                }
                yield f;
            }
        };
    }

    private static boolean kept(FisherForm form, FisherCase c, int i, int j) {
        int distance = Math.abs(c.layer(i) - c.layer(j));
        return switch (form) {
            case LAYERS -> distance == 0;
            case UNITS -> distance == 0 && c.unit(i) == c.unit(j);
            case DIAGONAL -> i == j;
            default -> distance <= 1;
        };
    }

    /** Factors from the layer's inputs and from gradients, which are sensitivities times inputs. */
    private static RealMatrix kronecker(FisherCase c, RealMatrix f, boolean corrected) {
        RealMatrix result = new Array2DRowRealMatrix(c.parameters(), c.parameters());
        double[][] rows = c.rows();
        int samples = c.data().samples();
        int perSample = rows.length / samples;
        for (int l = 1; l <= c.network().depth(); l++) {
            int width = c.network().width(l);
            int fanIn = c.network().width(l - 1) + (c.network().layer(l).hasBias() ? 1 : 0);
            RealMatrix a = new Array2DRowRealMatrix(fanIn, fanIn);
            RealMatrix b = new Array2DRowRealMatrix(width, width);
            for (int t = 0; t < samples; t++) {
                ArrayRealVector h = inputs(c, t, l);
                a = a.add(h.outerProduct(h).scalarMultiply(1.0 / samples));
                for (int r = 0; r < perSample; r++) {
                    ArrayRealVector delta = sensitivities(c, l, rows[t * perSample + r], h);
                    b = b.add(delta.outerProduct(delta).scalarMultiply(1.0 / samples));
                }
            }
            put(c, l, result, corrected ? correctedBlock(c, l, f, a, b) : product(b, a));
        }
        return result;
    }

    /** Returns δ, which is the gradient with respect to biases; without them from the gradient δ ⊗ h by multiplying with h. */
    private static ArrayRealVector sensitivities(FisherCase c, int l, double[] gradient, ArrayRealVector h) {
        double[] delta = new double[c.network().width(l)];
        if (c.network().layer(l).hasBias()) {
            System.arraycopy(gradient, (int) c.network().layout().biasOffset(l), delta, 0, delta.length);
            return new ArrayRealVector(delta);
        }
        for (int i = 0; i < gradient.length; i++) {
            if (c.layer(i) == l) {
                delta[c.unit(i)] += gradient[i] * h.getEntry(c.input(i)) / h.dotProduct(h);
            }
        }
        return new ArrayRealVector(delta);
    }

    private static ArrayRealVector inputs(FisherCase c, int t, int l) {
        double[] h = new double[c.data().inputs()];
        c.data().copyRow(t, h);
        for (int m = 1; m < l; m++) {
            double[] next = new double[c.network().width(m)];
            for (int i = 0; i < next.length; i++) {
                double u = c.network().bias(m, i);
                for (int j = 0; j < h.length; j++) {
                    u += c.network().weight(m, i, j) * h[j];
                }
                next[i] = c.network().activation(m).value(u);
            }
            h = next;
        }
        if (!c.network().layer(l).hasBias()) {
            return new ArrayRealVector(h);
        }
        double[] extended = Arrays.copyOf(h, h.length + 1);
        extended[h.length] = 1;
        return new ArrayRealVector(extended);
    }

    /** Q diag(Qᵀ F_l Q) Qᵀ with Q the Kronecker product of eigenvectors. */
    private static RealMatrix correctedBlock(FisherCase c, int l, RealMatrix f, RealMatrix a, RealMatrix b) {
        RealMatrix q = product(eigenvectors(b), eigenvectors(a));
        int m = q.getRowDimension();
        RealMatrix block = new Array2DRowRealMatrix(m, m);
        int[] order = order(c, l);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                block.setEntry(i, j, f.getEntry(order[i], order[j]));
            }
        }
        RealMatrix rotated = q.transpose().multiply(block).multiply(q);
        double[] diagonal = new double[m];
        for (int i = 0; i < m; i++) {
            diagonal[i] = rotated.getEntry(i, i);
        }
        return q.multiply(MatrixUtils.createRealDiagonalMatrix(diagonal)).multiply(q.transpose());
    }

    private static RealMatrix eigenvectors(RealMatrix m) {
        return new EigenDecomposition(m).getV();
    }

    /** The Kronecker product. */
    private static RealMatrix product(RealMatrix b, RealMatrix a) {
        int n = a.getRowDimension();
        RealMatrix k = new Array2DRowRealMatrix(b.getRowDimension() * n, b.getColumnDimension() * n);
        for (int i = 0; i < b.getRowDimension(); i++) {
            for (int j = 0; j < b.getColumnDimension(); j++) {
                k.setSubMatrix(a.scalarMultiply(b.getEntry(i, j)).getData(), i * n, j * n);
            }
        }
        return k;
    }

    /** Index of the parameter at position unit·(number of extended inputs) + input of layer l. */
    private static int[] order(FisherCase c, int l) {
        int fanIn = c.network().width(l - 1) + (c.network().layer(l).hasBias() ? 1 : 0);
        int[] order = new int[c.network().width(l) * fanIn];
        for (int i = 0; i < c.parameters(); i++) {
            if (c.layer(i) == l) {
                order[c.unit(i) * fanIn + c.input(i)] = i;
            }
        }
        return order;
    }

    private static void put(FisherCase c, int l, RealMatrix target, RealMatrix block) {
        int[] order = order(c, l);
        for (int i = 0; i < order.length; i++) {
            for (int j = 0; j < order.length; j++) {
                target.setEntry(order[i], order[j], block.getEntry(i, j));
            }
        }
    }

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("cases")
    void everyFormIsTheMatrixItStandsForEntryByEntry(
            String likelihood, LabelExpectation expectation, String activation) {
        FisherRequest request = FisherCase.request(likelihood, expectation, 5, 3);
        checkAllForms(FisherCase.of(activation, "4,5,4,3", 5, request));
    }

    @ParameterizedTest(name = "outputs through {0}")
    @EnumSource(LabelExpectation.class)
    void everyFormKnowsNonlinearOutputs(LabelExpectation expectation) {
        FisherRequest request = FisherCase.request("gaussian", expectation, 5, 3);
        checkAllForms(FisherCase.of("tanh", "4,5,3", 5, request.withOutputActivation(Activation.parse("tanh"))));
        checkAllForms(FisherCase.of("tanh", "4,3", 9, request(expectation, "softplus")));
    }

    private static FisherRequest request(LabelExpectation expectation, String output) {
        return FisherCase.request("bernoulli", expectation, 9, 3).withOutputActivation(Activation.parse(output));
    }

    private static void checkAllForms(FisherCase c) {
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend)) {
            for (FisherForm form : FisherForm.values()) {
                RealMatrix expected = expected(form, c);
                try (FisherMatrix f = FisherForms.of(form, at, c.request())) {
                    assertThat(f.form()).isEqualTo(form);
                    FisherMatrixCheck.of(f, expected, expected).everything();
                    if (f instanceof SpectralFisherMatrix spectral) {
                        checkSpectrum(spectral, expected);
                    }
                }
            }
        }
    }

    private static void checkSpectrum(SpectralFisherMatrix f, RealMatrix expected) {
        double scale = f.largestMagnitude();
        // F F⁺ F v = F v, whatever the rank
        double[] image = new double[f.dimension()];
        f.apply(FisherMatrixCheck.probe(f.dimension()), image);
        double[] back = new double[f.dimension()];
        f.apply(f.pseudoSolve(image, 1e-10), back);
        for (int i = 0; i < back.length; i++) {
            assertThat(back[i]).as(f.form() + " F F⁺ F").isCloseTo(image[i], within(1e-8 * scale));
        }
        ArrayRealVector v = new ArrayRealVector(FisherMatrixCheck.probe(f.dimension()));
        double[] square = expected.operate(expected.operate(v)).add(v).toArray();
        double[] squareRoots = f.applyFunction(x -> 1 + x * x, FisherMatrixCheck.probe(f.dimension()));
        for (int i = 0; i < squareRoots.length; i++) {
            assertThat(squareRoots[i])
                    .as(f.form() + " I + F²")
                    .isCloseTo(square[i], within(1e-10 * (1 + scale * scale)));
        }
    }

    @Test
    void eigenvectorsOfTheMatrixComeFromItsDual() {
        FisherCase c = FisherCase.of("tanh", "4,5,3", 5, FisherRequest.exact(new Likelihood.Categorical()));
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                var f = FisherForms.spectral(FisherForm.DUAL, at, c.request())) {
            assertThat(f.rank()).isEqualTo(10); // (C − 1) T
            RealMatrix expected = new Array2DRowRealMatrix(c.matrix());
            for (int i = 0; i < 10; i++) {
                ArrayRealVector v = new ArrayRealVector(f.factor().orElseThrow().eigenvector(i));
                double lambda = f.eigenvalues().get(i);
                assertThat(v.getNorm()).isCloseTo(1, within(1e-9));
                assertThat(expected.operate(v).subtract(v.mapMultiply(lambda)).getNorm())
                        .isLessThan(1e-12 * f.eigenvalues().get(0));
            }
            assertThatThrownBy(() -> f.factor().orElseThrow().eigenvector(12))
                    .hasMessageContaining("zero up to rounding");
        }
    }

    @Test
    void impossibleRequestsSayWhatToDo() {
        FisherCase c = FisherCase.of("tanh", "4,5,4,3", 6, FisherRequest.exact(new Likelihood.Gaussian(1)));
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                FisherMatrix indefinite = FisherForms.of(FisherForm.BLOCK_TRIDIAGONAL, at, c.request());
                FisherMatrix dual = FisherForms.spectral(FisherForm.DUAL, at, c.request())) {
            assertThatThrownBy(() -> FisherForms.spectral(FisherForm.IMPLICIT, at, c.request()))
                    .hasMessageContaining("no eigenvalues");
            assertThatThrownBy(() -> indefinite.logDeterminant(1e-9)).hasMessageContaining("choose a damping above");
            assertThatThrownBy(() -> dual.solve(new double[c.parameters()], 0)).hasMessageContaining("damping is 0");
        }
    }
}
