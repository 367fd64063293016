package io.github.fisherscope.core.fisher;

/** Probabilities e^(f_k) / Σ e^(f_c) of classes, for outputs of any size; the same bits on every JDK. */
public final class ClassProbabilities {
    private ClassProbabilities() {}

    /** Returns the probabilities. */
    public static double[] of(double[] f) {
        double[] p = new double[f.length];
        write(f, p);
        return p;
    }

    /** Writes the probabilities into {@code p}, which may be longer. */
    static void write(double[] f, double[] p) {
        double max = largest(f);
        double sum = 0;
        for (int c = 0; c < f.length; c++) {
            p[c] = StrictMath.exp(f[c] - max);
            sum += p[c];
        }
        for (int c = 0; c < f.length; c++) {
            p[c] /= sum;
        }
    }

    /** Returns log Σ e^(f_c). */
    public static double logSum(double[] f) {
        double max = largest(f);
        return max + StrictMath.log(sum(f, max));
    }

    static double largest(double[] f) {
        double max = f[0];
        for (double v : f) {
            max = Math.max(max, v);
        }
        return max;
    }

    /** Returns Σ e^(f_c − max). */
    static double sum(double[] f, double max) {
        double sum = 0;
        for (double v : f) {
            sum += StrictMath.exp(v - max);
        }
        return sum;
    }
}
