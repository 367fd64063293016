package io.github.fisherscope.core.backend.internal.pure;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Keeps four rows and two vectors of columns of c in registers while p runs, on the Vector API; what is left at the edges
 * goes entry by entry. Made by name where the module is present ({@link Kernels}). {@link VectorDoubles} is its twin.
 */
final class VectorFloats implements FloatKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public void accumulate(float[][] a, float[][] b, float[][] c, int m, int n, int k) {
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
            float[] a0,
            float[] a1,
            float[] a2,
            float[] a3,
            float[][] b,
            int j,
            int k,
            float[] c0,
            float[] c1,
            float[] c2,
            float[] c3) {
        FloatVector s00 = FloatVector.fromArray(SPECIES, c0, j);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c0, j + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c1, j);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c1, j + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c2, j);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c2, j + LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c3, j);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c3, j + LANES);
        for (int p = 0; p < k; p++) {
            float[] row = b[p];
            FloatVector x0 = FloatVector.fromArray(SPECIES, row, j);
            FloatVector x1 = FloatVector.fromArray(SPECIES, row, j + LANES);
            FloatVector y0 = FloatVector.broadcast(SPECIES, a0[p]);
            s00 = y0.fma(x0, s00);
            s01 = y0.fma(x1, s01);
            FloatVector y1 = FloatVector.broadcast(SPECIES, a1[p]);
            s10 = y1.fma(x0, s10);
            s11 = y1.fma(x1, s11);
            FloatVector y2 = FloatVector.broadcast(SPECIES, a2[p]);
            s20 = y2.fma(x0, s20);
            s21 = y2.fma(x1, s21);
            FloatVector y3 = FloatVector.broadcast(SPECIES, a3[p]);
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

    private static void rest(float[] a, float[][] b, int from, int to, int k, float[] c) {
        for (int p = 0; p < k && from < to; p++) {
            float factor = a[p];
            float[] row = b[p];
            for (int j = from; j < to; j++) {
                c[j] = Math.fma(factor, row[j], c[j]);
            }
        }
    }
}
