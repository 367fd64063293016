package io.github.fisherscope.spectra.lanczos;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KrylovBasisTest {
    static Stream<Arguments> cases() {
        return Stream.of(1, 3, 12)
                .flatMap(b -> Stream.of(
                        Arguments.of("degenerate top", Prescribed.degenerateTop(120, 10, 300), b),
                        Arguments.of("rank-deficient", Prescribed.rankDeficient(120, 31), b),
                        Arguments.of("wide range", Prescribed.wideRange(120), b),
                        Arguments.of("Marchenko-Pastur", Prescribed.marchenkoPastur(120, 0.3), b)));
    }

    private static KrylovBasis grown(double[] eigenvalues, int block, int steps, Reorthogonalization kind) {
        KrylovBasis basis = new KrylovBasis(Prescribed.of(5, eigenvalues), eigenvalues.length, kind);
        basis.addRandom(block, 11, 0);
        while (basis.processed() < steps && basis.size() > basis.processed()) {
            basis.expand();
        }
        return basis;
    }

    /** Largest entry of A V₁ − V H, relative to ‖A‖. */
    private static double relationError(KrylovBasis basis, double[] eigenvalues) {
        Prescribed a = Prescribed.of(5, eigenvalues);
        int n = eigenvalues.length;
        double worst = 0;
        double[] y = new double[n];
        for (int j = 0; j < basis.processed(); j++) {
            a.apply(basis.vector(j), y);
            for (int i = 0; i < basis.size(); i++) {
                Vectors.axpy(-basis.coupling(i, j), basis.vector(i), y);
            }
            worst = Math.max(worst, Vectors.norm(y));
        }
        return worst / a.eigenvalues()[0];
    }

    private static double orthogonalityError(KrylovBasis basis) {
        double worst = 0;
        for (int i = 0; i < basis.size(); i++) {
            for (int j = 0; j <= i; j++) {
                worst = Math.max(worst, Math.abs(Vectors.dot(basis.vector(i), basis.vector(j)) - (i == j ? 1 : 0)));
            }
        }
        return worst;
    }

    @ParameterizedTest(name = "{0}, block {2}")
    @MethodSource("cases")
    void relationAndOrthogonalityHoldToRoundingThroughRestarts(String name, double[] eigenvalues, int block) {
        KrylovBasis basis = grown(eigenvalues, block, 48, Reorthogonalization.FULL);
        // n ε covers the products with A and V; every dropped direction is below 10 ε ‖A‖
        double bound = (eigenvalues.length + 10) * Math.ulp(1.0);
        assertThat(relationError(basis, eigenvalues)).isLessThan(bound);
        assertThat(orthogonalityError(basis)).isLessThan(bound);
        if (basis.size() > basis.processed()) {
            basis.restart(basis.ritz(), 20);
            basis.expand();
            basis.expand();
            assertThat(basis.processed()).isGreaterThan(20);
            assertThat(relationError(basis, eigenvalues)).isLessThan(2 * bound);
            assertThat(orthogonalityError(basis)).isLessThan(2 * bound);
        }
    }

    @Test
    void projectedMatrixOfOneVectorIsTridiagonal() {
        KrylovBasis basis = grown(Prescribed.marchenkoPastur(120, 0.3), 1, 40, Reorthogonalization.FULL);
        for (int j = 0; j < 40; j++) {
            for (int i = 0; i < j - 1; i++) {
                assertThat(basis.coupling(i, j)).isBetween(-1e-13, 1e-13); // n ε ‖A‖ = 6e-14
            }
            if (j > 0) {
                double asymmetry = basis.coupling(j - 1, j) - basis.coupling(j, j - 1);
                assertThat(asymmetry).isBetween(-1e-13, 1e-13);
            }
        }
    }

    @Test
    void breakdownKeepsExactlyTheInvariantSubspace() {
        // 3 distinct values, 40 times each: a Krylov space of dimension 3. (With few copies of one value β is small and
        // the rounding errors of earlier steps, divided by it, rightly count as new directions.)
        double[] three = new double[120];
        for (int i = 0; i < 120; i++) {
            three[i] = 1 + i % 3;
        }
        KrylovBasis basis = grown(three, 1, 120, Reorthogonalization.FULL);
        assertThat(basis.processed()).isEqualTo(basis.size()).isEqualTo(3);
        // all eigenvalues equal: one vector is invariant
        double[] equal = new double[50];
        java.util.Arrays.fill(equal, 4.0);
        assertThat(grown(equal, 1, 50, Reorthogonalization.FULL).size()).isEqualTo(1);
        assertThat(grown(new double[50], 3, 50, Reorthogonalization.FULL).size())
                .isEqualTo(3);
    }

    @Test
    void selectiveReorthogonalisationKeepsSemiorthogonalityWithFewerProjections() {
        double[] eigenvalues = Prescribed.powerLaw(400, 1.5);
        KrylovBasis basis = grown(eigenvalues, 1, 150, Reorthogonalization.SELECTIVE);
        // Simon: below √ε up to the growth in the step that triggers it; far from 1, where ghosts appear
        assertThat(orthogonalityError(basis)).isLessThan(1e-6).isGreaterThan(1e-14);
        assertThat(basis.fullReorthogonalizations()).isBetween(2, 100);
        double[] full =
                grown(eigenvalues, 1, 150, Reorthogonalization.FULL).ritz().values();
        double[] selective = basis.ritz().values();
        // no ghost: without reorthogonalisation λ₂ … λ₁₀ would be copies of λ₁, λ₂, …
        for (int i = 0; i < 20; i++) {
            assertThat(selective[i]).isCloseTo(full[i], org.assertj.core.api.Assertions.within(1e-13));
        }
    }
}
