package io.github.fisherscope.core.network;

/** The logistic function, free of overflow. */
final class Logistic {
    private Logistic() {}

    static double sigmoid(double u) {
        if (u >= 0) {
            return 1 / (1 + StrictMath.exp(-u));
        }
        double e = StrictMath.exp(u);
        return e / (1 + e);
    }
}
