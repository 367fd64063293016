package io.github.fisherscope.spectra.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.spectra.dense.DenseEigenSolver;
import io.github.fisherscope.spectra.dense.DenseLibrary;
import io.github.fisherscope.spectra.dense.EigenDecomposition;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TridiagonalQlTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 65, 120})
    void agreesWithADenseSolverOnRandomMatrices(int m) {
        SplittableRandom random = new SplittableRandom(m);
        double[] d = random.doubles(m, -1, 1).toArray();
        double[] e = random.doubles(m, 0.1, 1).toArray();
        double[][] rule = TridiagonalQl.nodesAndWeights(d, e, m);
        double[] a = new double[m * m];
        for (int i = 0; i < m; i++) {
            a[i * m + i] = d[i];
            if (i + 1 < m) {
                a[i * m + i + 1] = a[(i + 1) * m + i] = e[i];
            }
        }
        EigenDecomposition dense = DenseEigenSolver.of(DenseLibrary.EJML).decompose(a, m);
        double bound = 4 * (m + 8) * Math.ulp(1.0) * 3; // backward errors of both, ‖T‖ ≤ 3
        for (int i = 0; i < m; i++) {
            int k = m - 1 - i;
            double first = dense.vectors().get(k).get(0);
            assertThat(rule[0][i]).isCloseTo(dense.values().get(k), within(bound));
            // vector errors are the backward error over the gap, here above 1e-4; a factor of 2 for the square
            assertThat(rule[1][i]).isCloseTo(first * first, within(2e4 * bound));
        }
        assertThat(Arrays.stream(rule[1]).sum()).isCloseTo(1, within(bound));
    }

    @Test
    void reproducesGaussLegendre() {
        // β_k = k/√(4k² − 1): nodes of P₃ are 0, ±√(3/5), weights 4/9 and 5/18 of the whole
        double[] e = {1 / Math.sqrt(3), 2 / Math.sqrt(15), 0};
        double[][] rule = TridiagonalQl.nodesAndWeights(new double[3], e, 3);
        double[] nodes = {-Math.sqrt(0.6), 0, Math.sqrt(0.6)};
        double[] weights = {5.0 / 18, 4.0 / 9, 5.0 / 18};
        for (int i = 0; i < 3; i++) {
            assertThat(rule[0][i]).isCloseTo(nodes[i], within(1e-15));
            assertThat(rule[1][i]).isCloseTo(weights[i], within(1e-15));
        }
    }

    @Test
    void decoupledAndZeroMatricesAreExact() {
        double[][] rule = TridiagonalQl.nodesAndWeights(new double[] {3, 1, 2}, new double[3], 3);
        assertThat(rule[0]).containsExactly(1, 2, 3);
        assertThat(rule[1]).containsExactly(0, 0, 1);
        assertThat(TridiagonalQl.nodesAndWeights(new double[4], new double[4], 4)[0])
                .containsOnly(0.0);
    }

    @Test
    void gradedMatricesOfAnyScaleConverge() {
        double[] d = new double[40];
        double[] e = new double[40];
        for (int i = 0; i < 40; i++) {
            d[i] = Math.pow(10, 6 - i * 0.5);
            e[i] = 0.3 * d[i];
        }
        double[][] rule = TridiagonalQl.nodesAndWeights(d, e, 40);
        assertThat(Arrays.stream(rule[0]).sum()).isCloseTo(Arrays.stream(d).sum(), within(1e-8)); // 40 ε ‖T‖
        assertThat(Arrays.stream(rule[1]).sum()).isCloseTo(1, within(1e-14));
    }
}
