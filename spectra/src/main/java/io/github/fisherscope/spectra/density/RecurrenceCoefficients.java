package io.github.fisherscope.spectra.density;

/** The numbers of the Lanczos recurrence of one start vector, and when it ends. */
final class RecurrenceCoefficients {
    private final int dimension;
    private final double[] alpha;
    private final double[] beta;
    private int steps;
    private double norm;
    private boolean exhausted;
    private boolean ended;

    RecurrenceCoefficients(int dimension, int most) {
        this.dimension = dimension;
        this.alpha = new double[most];
        this.beta = new double[most];
    }

    /** Returns the number of steps taken. */
    int steps() {
        return steps;
    }

    /** Returns whether there is no further step. */
    boolean ended() {
        return ended;
    }

    /** Returns α of the step that is being taken. */
    double alpha() {
        return alpha[steps];
    }

    /** Returns β of the last step, or 0 before the first. */
    double lastBeta() {
        return steps == 0 ? 0 : beta[steps - 1];
    }

    /** Begins a step: the norm of the image and its product with the vector it is of. */
    void begin(double imageNorm, double product) {
        norm = Math.max(norm, imageNorm);
        alpha[steps] = product;
    }

    /** Ends the step with the length that the image has left; below 4 √n ε ‖A‖ it is rounding. */
    void end(double length) {
        beta[steps] = length;
        boolean small = !(length > 4 * Math.sqrt(dimension) * Math.ulp(1.0) * norm);
        steps++;
        exhausted = small || steps == dimension;
        ended = small || steps == alpha.length;
    }

    /** Says which number was not finite. */
    ArithmeticException notFinite(double value, int entry) {
        return new ArithmeticException("the operator returned " + value + " (Lanczos step " + (steps + 1) + ", entry "
                + entry + "); check network and data");
    }

    Tridiagonalization result() {
        return new Tridiagonalization(alpha, beta, steps, exhausted);
    }
}
