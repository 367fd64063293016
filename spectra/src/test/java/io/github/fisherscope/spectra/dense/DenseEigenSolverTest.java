package io.github.fisherscope.spectra.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Prescribed;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DenseEigenSolverTest {
    static Stream<Arguments> spectra() {
        return Stream.of(
                Arguments.of("one by one", new double[] {3}),
                Arguments.of("zero", new double[7]),
                Arguments.of("degenerate top", Prescribed.degenerateTop(60, 10, 50)),
                Arguments.of("rank-deficient", Prescribed.rankDeficient(60, 13)),
                Arguments.of("Marchenko-Pastur", Prescribed.marchenkoPastur(80, 0.5)),
                Arguments.of("power law", Prescribed.powerLaw(80, 1.5)),
                Arguments.of("1e6 down to 1e-14", Prescribed.wideRange(61)),
                Arguments.of("both signs", new double[] {-4, -1, 0, 1, 1, 2, 8}));
    }

    /** Backward stability: a small multiple of n ε ‖A‖ for tridiagonalisation and QR, and the same for forming A. */
    static double bound(double[] eigenvalues) {
        double norm = 0;
        for (double v : eigenvalues) {
            norm = Math.max(norm, Math.abs(v));
        }
        return 4 * (eigenvalues.length + 8) * Math.ulp(1.0) * norm;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void everyLibraryFindsThePrescribedSpectrum(String name, double[] eigenvalues) {
        Prescribed a = Prescribed.of(7, eigenvalues);
        for (DenseLibrary library : DenseLibrary.values()) {
            RealVector found = DenseEigenSolver.of(library).eigenvalues(a.dense(), a.dimension());
            assertClose(found, a.eigenvalues(), bound(eigenvalues));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void librariesAgreePairwise(String name, double[] eigenvalues) {
        Prescribed a = Prescribed.of(8, eigenvalues);
        for (DenseLibrary one : DenseLibrary.values()) {
            for (DenseLibrary other : DenseLibrary.values()) {
                assertClose(
                        DenseEigenSolver.of(one).eigenvalues(a.dense(), a.dimension()),
                        DenseEigenSolver.of(other)
                                .eigenvalues(a.dense(), a.dimension())
                                .toArray(),
                        2 * bound(eigenvalues));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DenseLibrary.class)
    void vectorsSatisfyTheEigenEquationAndAreOrthonormal(DenseLibrary library) {
        double[] eigenvalues = Prescribed.degenerateTop(40, 10, 50);
        Prescribed a = Prescribed.of(9, eigenvalues);
        EigenDecomposition found = DenseEigenSolver.of(library).decompose(a.dense(), 40);
        double[] y = new double[40];
        for (int i = 0; i < 40; i++) {
            double[] v = found.vectors().get(i).toArray();
            a.apply(v, y);
            for (int k = 0; k < 40; k++) {
                assertThat(y[k] - found.values().get(i) * v[k]).isBetween(-bound(eigenvalues), bound(eigenvalues));
            }
            for (int j = 0; j <= i; j++) {
                double dot = 0;
                for (int k = 0; k < 40; k++) {
                    dot += v[k] * found.vectors().get(j).get(k);
                }
                assertThat(dot - (i == j ? 1 : 0)).isBetween(-1e-13, 1e-13); // 4 n ε = 4e-14 and a margin of 2.5
            }
        }
    }

    @ParameterizedTest
    @EnumSource(DenseLibrary.class)
    void onlyTheLowerTriangleIsReadAndTheInputIsLeftAlone(DenseLibrary library) {
        double[] a = {2, Double.NaN, 1, 2};
        RealVector found = DenseEigenSolver.of(library).eigenvalues(a, 2);
        assertThat(found.get(0)).isBetween(3 - 1e-15 * 8, 3 + 1e-15 * 8);
        assertThat(found.get(1)).isBetween(1 - 1e-15 * 8, 1 + 1e-15 * 8);
        assertThat(a).containsExactly(2, Double.NaN, 1, 2);
    }

    @Test
    void wrongArgumentsAreNamed() {
        DenseEigenSolver solver = DenseEigenSolver.of(DenseLibrary.EJML);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> solver.eigenvalues(new double[5], 2))
                .withMessageContaining("length of a is 5 but must be 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> solver.eigenvalues(new double[] {1, 0, Double.NaN, 1}, 2))
                .withMessageContaining("entry (1, 0) of a is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> solver.eigenvalues(new double[][] {{1, 2}, {3}}))
                .withMessageContaining("length of row 1 is 1");
        assertThatIllegalArgumentException().isThrownBy(() -> solver.eigenvalues(new double[0], 0));
    }

    private static void assertClose(RealVector found, double[] expected, double bound) {
        assertThat(found.size()).isEqualTo(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i)).as("eigenvalue %d", i).isBetween(expected[i] - bound, expected[i] + bound);
        }
    }
}
