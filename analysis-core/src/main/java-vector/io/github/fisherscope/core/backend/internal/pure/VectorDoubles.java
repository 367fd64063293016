package io.github.fisherscope.core.backend.internal.pure;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Keeps four rows and two vectors of columns of c in registers while p runs, on the Vector API; what is left at the edges
 * goes entry by entry. Made by name where the module is present ({@link Kernels}). {@link VectorFloats} is its twin.
 */
final class VectorDoubles implements DoubleKernel {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public void accumulate(double[][] a, double[][] b, double[][] c, int m, int n, int k) {
        int rows = m - m % 4;
        int columns = n - n % (2 * LANES);
        for (int j = 0; j < columns; j += 2 * LANES) {
            for (int i = 0; i < rows; i += 4) {
                tile(a[i], a[i + 1], a[i + 2], a[i + 3], b, j, k, c[i], c[i + 1], c[i + 2], c[i + 3]);
            }
        }
        for (int i = 0; i < m; i++) {
            rest(a[i], b, i < rows ? columns : 0, n, k, c[i]);
        }
    }

    private static void tile(
            double[] a0,
            double[] a1,
            double[] a2,
            double[] a3,
            double[][] b,
            int j,
            int k,
            double[] c0,
            double[] c1,
            double[] c2,
            double[] c3) {
        DoubleVector s00 = DoubleVector.fromArray(SPECIES, c0, j);
        DoubleVector s01 = DoubleVector.fromArray(SPECIES, c0, j + LANES);
        DoubleVector s10 = DoubleVector.fromArray(SPECIES, c1, j);
        DoubleVector s11 = DoubleVector.fromArray(SPECIES, c1, j + LANES);
        DoubleVector s20 = DoubleVector.fromArray(SPECIES, c2, j);
        DoubleVector s21 = DoubleVector.fromArray(SPECIES, c2, j + LANES);
        DoubleVector s30 = DoubleVector.fromArray(SPECIES, c3, j);
        DoubleVector s31 = DoubleVector.fromArray(SPECIES, c3, j + LANES);
        for (int p = 0; p < k; p++) {
            double[] row = b[p];
            DoubleVector x0 = DoubleVector.fromArray(SPECIES, row, j);
            DoubleVector x1 = DoubleVector.fromArray(SPECIES, row, j + LANES);
            DoubleVector y0 = DoubleVector.broadcast(SPECIES, a0[p]);
            s00 = y0.fma(x0, s00);
            s01 = y0.fma(x1, s01);
            DoubleVector y1 = DoubleVector.broadcast(SPECIES, a1[p]);
            s10 = y1.fma(x0, s10);
            s11 = y1.fma(x1, s11);
            DoubleVector y2 = DoubleVector.broadcast(SPECIES, a2[p]);
            s20 = y2.fma(x0, s20);
            s21 = y2.fma(x1, s21);
            DoubleVector y3 = DoubleVector.broadcast(SPECIES, a3[p]);
            s30 = y3.fma(x0, s30);
            s31 = y3.fma(x1, s31);
        }
        s00.intoArray(c0, j);
        s01.intoArray(c0, j + LANES);
        s10.intoArray(c1, j);
        s11.intoArray(c1, j + LANES);
        s20.intoArray(c2, j);
        s21.intoArray(c2, j + LANES);
        s30.intoArray(c3, j);
        s31.intoArray(c3, j + LANES);
    }

    private static void rest(double[] a, double[][] b, int from, int to, int k, double[] c) {
        for (int p = 0; p < k && from < to; p++) {
            double factor = a[p];
            double[] row = b[p];
            for (int j = from; j < to; j++) {
                c[j] = Math.fma(factor, row[j], c[j]);
            }
        }
    }
}
