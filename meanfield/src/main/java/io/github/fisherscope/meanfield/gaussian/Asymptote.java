package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.network.Activation;

/**
 * What a smooth activation is far from the origin: {@code φ(u) = level + slope·u} on each side to less than a rounding error,
 * once |u| exceeds {@code core}. Integrals over wide Gaussians then need quadrature only within the core, whatever the
 * variance is; the rest has closed forms.
 *
 * @param core where both sides have reached their lines
 * @param scale width over which φ bends: the distance of its nearest singularity, or that over which an entire φ rises
 * @param panel length over which φ and φ' are resolved by {@link CoreRule}'s nodes
 * @param leftLevel of φ for u &lt; −core
 * @param leftSlope of φ for u &lt; −core
 * @param rightLevel of φ for u &gt; core
 * @param rightSlope of φ for u &gt; core
 */
record Asymptote(
        double core,
        double scale,
        double panel,
        double leftLevel,
        double leftSlope,
        double rightLevel,
        double rightSlope) {

    static Asymptote of(Activation activation) {
        return switch (activation.kind()) {
            case TANH -> new Asymptote(20, Math.PI / 2, 2, -1, 0, 1, 0);
            case ERF -> {
                double g = ((Activation.Erf) activation).gain();
                yield new Asymptote(6 / g, 1 / g, 0.75 / g, -1, 0, 1, 0);
            }
            case GELU -> new Asymptote(10, 1, 1, 0, 0, 0, 1);
            case SIGMOID -> new Asymptote(40, Math.PI, 4, 0, 0, 1, 0);
            case SOFTPLUS, SILU -> new Asymptote(40, Math.PI, 4, 0, 0, 0, 1);
            case IDENTITY, RELU, LEAKY_RELU ->
                throw new IllegalArgumentException(activation.id() + " has closed forms and needs no quadrature");
        };
    }

    /** Returns the part of E φφ'u from the tails under N(0, own²). */
    double mixedTail(double own) {
        double[] m = TruncatedNormal.moments(own, 0, core);
        return rightLevel * rightSlope * m[1]
                + rightSlope * rightSlope * m[2]
                - leftLevel * leftSlope * m[1]
                + leftSlope * leftSlope * m[2];
    }

    /** Returns the part of E φ'²u² from the tails under N(0, own²). */
    double stretchedTail(double own) {
        double[] m = TruncatedNormal.moments(own, 0, core);
        return (rightSlope * rightSlope + leftSlope * leftSlope) * m[2];
    }

    /**
     * Adds the moments of both tails under N(mu, own²) to {@code out}, in the order of {@link ConditionalMoments}.
     *
     * @param own standard deviation, positive or 0
     */
    void addTails(double own, double mu, double[] out) {
        addTail(own, mu, rightLevel, rightSlope, 1, out);
        addTail(own, -mu, leftLevel, -leftSlope, -1, out);
    }

    /** Adds the moments over {@code v > core} of {@code level + slope·v}, where v = sign·u has mean {@code mu}. */
    private void addTail(double own, double mu, double level, double slope, int sign, double[] out) {
        if (level == 0 && slope == 0) {
            return;
        }
        double[] m = TruncatedNormal.moments(own, mu, core);
        if (slope == 0) { // higher moments may be beyond what doubles hold
            out[0] += level * m[0];
            out[2] += level * level * m[0];
            out[6] += level * level * level * m[0];
            out[7] += StrictMath.pow(level, 4) * m[0];
            return;
        }
        double d = sign * slope;
        double square = level * level * m[0] + 2 * level * slope * m[1] + slope * slope * m[2];
        out[0] += level * m[0] + slope * m[1];
        out[1] += d * m[0];
        out[2] += square;
        out[3] += d * d * m[0];
        out[4] += d * (level * m[0] + slope * m[1]);
        out[6] += level * level * level * m[0]
                + 3 * level * level * slope * m[1]
                + 3 * level * slope * slope * m[2]
                + slope * slope * slope * m[3];
        out[7] += StrictMath.pow(level, 4) * m[0]
                + 4 * level * level * level * slope * m[1]
                + 6 * level * level * slope * slope * m[2]
                + 4 * level * slope * slope * slope * m[3]
                + StrictMath.pow(slope, 4) * m[4];
        out[8] += d * square;
    }
}
