package io.github.fisherscope.contract;

/**
 * A sum of products carried in two float64 numbers, about 106 bits: the reference is exact for all that matters here.
 */
final class Accurate {
    private double high;
    private double low;

    /** Adds x·y. */
    void add(double x, double y) {
        double product = x * y;
        double productError = Math.fma(x, y, -product);
        double sum = high + product;
        double part = sum - high;
        double sumError = (high - (sum - part)) + (product - part);
        high = sum;
        low += productError + sumError;
    }

    double value() {
        return high + low;
    }

    /** Returns γ_k for the unit roundoff u. */
    static double gamma(long k, double u) {
        return k * u / (1 - k * u);
    }
}
