package io.github.fisherscope.spectra.internal;

import java.util.Arrays;

/**
 * Orthonormal basis of the span of vectors by Gram-Schmidt with repeated projection: {@code y_j = Σ_i q_i R_ij}. A vector
 * that lies in the span of the ones before it up to {@code 4 √n ε} of its own length is dropped.
 */
public final class BlockQr {
    private final double[][] q;
    private final double[][] r;

    private BlockQr(double[][] q, double[][] r) {
        this.q = q;
        this.r = r;
    }

    /** Returns the orthonormal vectors, at most as many as were given. */
    public double[][] q() {
        return q;
    }

    /** Returns R, rank × number of vectors. */
    public double[][] r() {
        return r;
    }

    public int rank() {
        return q.length;
    }

    /** Factors the given vectors, which are left as they are. */
    public static BlockQr of(double[][] vectors) {
        int k = vectors.length;
        double[][] q = new double[k][];
        double[][] r = new double[k][k];
        int rank = 0;
        for (int j = 0; j < k; j++) {
            double[] w = vectors[j].clone();
            double length = Vectors.norm(w);
            double left = length;
            for (int pass = 0; pass < 3; pass++) {
                for (int i = 0; i < rank; i++) {
                    double s = Vectors.dot(q[i], w);
                    r[i][j] += s;
                    Vectors.axpy(-s, q[i], w);
                }
                left = Vectors.norm(w);
            }
            if (left > 4 * Math.sqrt(w.length) * Math.ulp(1.0) * length) {
                r[rank][j] = left;
                Vectors.scale(1 / left, w);
                q[rank++] = w;
            }
        }
        return new BlockQr(Arrays.copyOf(q, rank), Arrays.copyOf(r, rank));
    }
}
