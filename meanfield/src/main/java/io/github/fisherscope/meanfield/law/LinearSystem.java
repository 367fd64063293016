package io.github.fisherscope.meanfield.law;

/** Solves small complex linear systems by elimination with row exchanges. */
public final class LinearSystem {
    private LinearSystem() {}

    /** Returns x with {@code matrix x = right}; both arguments are overwritten. */
    public static Complex[] solve(Complex[][] matrix, Complex[] right) {
        int n = right.length;
        for (int k = 0; k < n; k++) {
            exchange(matrix, right, k);
            for (int i = k + 1; i < n; i++) {
                Complex factor = matrix[i][k].over(matrix[k][k]);
                for (int j = k; j < n; j++) {
                    matrix[i][j] = matrix[i][j].minus(factor.times(matrix[k][j]));
                }
                right[i] = right[i].minus(factor.times(right[k]));
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                right[i] = right[i].minus(matrix[i][j].times(right[j]));
            }
            right[i] = right[i].over(matrix[i][i]);
        }
        return right;
    }

    private static void exchange(Complex[][] matrix, Complex[] right, int k) {
        int best = k;
        for (int i = k + 1; i < right.length; i++) {
            if (matrix[i][k].size() > matrix[best][k].size()) {
                best = i;
            }
        }
        Complex[] row = matrix[k];
        matrix[k] = matrix[best];
        matrix[best] = row;
        Complex value = right[k];
        right[k] = right[best];
        right[best] = value;
    }
}
