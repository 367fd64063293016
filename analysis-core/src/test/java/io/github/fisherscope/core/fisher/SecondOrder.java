package io.github.fisherscope.core.fisher;

/**
 * A number with its first derivatives along two directions and the mixed second one, computed exactly (hyper-dual numbers:
 * Fike and Alonso, AIAA 2011-886). An arithmetic of its own, which shares nothing with the passes that it checks.
 */
record SecondOrder(double value, double first, double second, double mixed) {
    static SecondOrder constant(double value) {
        return new SecondOrder(value, 0, 0, 0);
    }

    SecondOrder plus(SecondOrder o) {
        return new SecondOrder(value + o.value, first + o.first, second + o.second, mixed + o.mixed);
    }

    SecondOrder minus(SecondOrder o) {
        return plus(o.times(-1));
    }

    SecondOrder times(double factor) {
        return new SecondOrder(factor * value, factor * first, factor * second, factor * mixed);
    }

    SecondOrder times(SecondOrder o) {
        return new SecondOrder(
                value * o.value,
                value * o.first + first * o.value,
                value * o.second + second * o.value,
                value * o.mixed + first * o.second + second * o.first + mixed * o.value);
    }

    /** Returns φ of this number for known φ, φ′ and φ″ at its value. */
    private SecondOrder map(double f, double df, double ddf) {
        return new SecondOrder(f, df * first, df * second, df * mixed + ddf * first * second);
    }

    SecondOrder exp() {
        double e = Math.exp(value);
        return map(e, e, e);
    }

    SecondOrder log() {
        return map(Math.log(value), 1 / value, -1 / (value * value));
    }

    SecondOrder inverse() {
        return map(1 / value, -1 / (value * value), 2 / (value * value * value));
    }

    /** tanh u = 1 − 2/(e²ᵘ + 1). */
    SecondOrder tanh() {
        return constant(1).minus(times(2).exp().plus(constant(1)).inverse().times(2));
    }

    /** 1/(1 + e⁻ᵘ). */
    SecondOrder sigmoid() {
        return constant(1).plus(times(-1).exp()).inverse();
    }

    SecondOrder activate(String name) {
        return switch (name) {
            case "identity" -> this;
            case "relu" -> value > 0 ? this : constant(0);
            case "tanh" -> tanh();
            case "sigmoid" -> sigmoid();
            case "softplus" -> constant(1).plus(exp()).log();
            case "silu" -> times(sigmoid());
            default -> throw new IllegalArgumentException(name);
        };
    }
}
