package io.github.fisherscope.core.data;

/** Sums whose rounding error does not grow with the number of terms. */
final class CompensatedSum {
    private double sum;
    private double lost;

    /** Adds a number; what the addition rounds away is kept (Knuth's two-sum, exact for any order of magnitudes). */
    void add(double x) {
        double before = sum;
        double after = before + x;
        double part = after - before;
        lost += (before - (after - part)) + (x - part);
        sum = after;
    }

    double value() {
        return sum + lost;
    }

    static double of(double[] values) {
        CompensatedSum sum = new CompensatedSum();
        for (double v : values) {
            sum.add(v);
        }
        return sum.value();
    }
}
