package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.check.Args;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of one number and its derivatives, for layers that theory does not treat: those it does are {@link
 * io.github.fisherscope.core.network.Activation}. Computed with {@link StrictMath}, so that the same input gives the same
 * bits on every JDK. At a kink the derivative is that of the left side, unless it says otherwise.
 *
 * @param name what messages call it, with its numbers
 * @param value the function
 * @param derivative its derivative
 * @param second its second derivative; 0 at a kink
 */
public record ScalarFunction(
        String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative, DoubleUnaryOperator second) {
    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    private static ScalarFunction of(
            String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative, DoubleUnaryOperator second) {
        return new ScalarFunction(name, value, derivative, second);
    }

    /** A function whose pieces are straight. */
    private static ScalarFunction pieces(String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {
        return of(name, value, derivative, u -> 0);
    }

    private static String named(String name, double... numbers) {
        StringBuilder text = new StringBuilder(name);
        for (double number : numbers) {
            text.append(String.format(Locale.ROOT, ":%s", Args.requireFinite("a number of " + name, number)));
        }
        return text.toString();
    }

    /** u for u &gt; 0, α (eᵘ − 1) otherwise. */
    public static ScalarFunction elu(double alpha) {
        return of(
                named("elu", alpha),
                u -> u > 0 ? u : alpha * StrictMath.expm1(u),
                u -> u > 0 ? 1 : alpha * StrictMath.exp(u),
                u -> u > 0 ? 0 : alpha * StrictMath.exp(u));
    }

    /** γ times {@link #elu}. */
    public static ScalarFunction selu(double alpha, double gamma) {
        ScalarFunction elu = elu(alpha);
        return of(
                named("selu", alpha, gamma),
                u -> gamma * elu.value.applyAsDouble(u),
                u -> gamma * elu.derivative.applyAsDouble(u),
                u -> gamma * elu.second.applyAsDouble(u));
    }

    /** u for u &gt; 0, α (e^(u/α) − 1) otherwise. */
    public static ScalarFunction celu(double alpha) {
        Args.require(alpha != 0, "alpha of celu is 0; it divides, and cannot be");
        return of(
                named("celu", alpha),
                u -> u > 0 ? u : alpha * StrictMath.expm1(u / alpha),
                u -> u > 0 ? 1 : StrictMath.exp(u / alpha),
                u -> u > 0 ? 0 : StrictMath.exp(u / alpha) / alpha);
    }

    /** The approximation of GELU by tanh: ½ u (1 + tanh(√(2/π) (u + 0.044715 u³))). */
    public static ScalarFunction geluTanh() {
        return of(
                "gelu-tanh",
                u -> 0.5 * u * (1 + geluTanhOf(u)),
                u -> {
                    double t = geluTanhOf(u);
                    double inner = ROOT_TWO_OVER_PI * (1 + 3 * CUBIC * u * u);
                    return 0.5 * (1 + t) + 0.5 * u * (1 - t) * (1 + t) * inner;
                },
                u -> {
                    double t = geluTanhOf(u);
                    double inner = ROOT_TWO_OVER_PI * (1 + 3 * CUBIC * u * u);
                    double bend = ROOT_TWO_OVER_PI * 6 * CUBIC * u - 2 * t * inner * inner;
                    return (1 - t) * (1 + t) * (inner + 0.5 * u * bend);
                });
    }

    private static double geluTanhOf(double u) {
        return StrictMath.tanh(ROOT_TWO_OVER_PI * (u + CUBIC * u * u * u));
    }

    /** u tanh(log(1 + eᵘ)). */
    public static ScalarFunction mish() {
        return of(
                "mish",
                u -> u * StrictMath.tanh(softplus(u)),
                u -> {
                    double t = StrictMath.tanh(softplus(u));
                    return t + u * (1 - t) * (1 + t) * sigmoid(u);
                },
                u -> {
                    double t = StrictMath.tanh(softplus(u));
                    double s = sigmoid(u);
                    return (1 - t) * (1 + t) * (2 * s + u * (s * (1 - s) - 2 * t * s * s));
                });
    }

    private static double sigmoid(double u) {
        double e = StrictMath.exp(-Math.abs(u));
        return u >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static double softplus(double u) {
        return Math.max(u, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(u)));
    }

    /** u/(1 + e^(−αu)). */
    public static ScalarFunction swish(double alpha) {
        return of(
                named("swish", alpha),
                u -> u * sigmoid(alpha * u),
                u -> {
                    double s = sigmoid(alpha * u);
                    return s * (1 + alpha * u * sigmoid(-alpha * u));
                },
                u -> {
                    double s = sigmoid(alpha * u);
                    return alpha * s * sigmoid(-alpha * u) * (2 + alpha * u * (1 - 2 * s));
                });
    }

    /** αu + β cut off at 0 and 1. */
    public static ScalarFunction hardSigmoid(double alpha, double beta) {
        return pieces(
                named("hard-sigmoid", alpha, beta),
                u -> Math.max(0, Math.min(1, alpha * u + beta)),
                u -> alpha * u + beta > 0 && alpha * u + beta < 1 ? alpha : 0);
    }

    /** u times u/6 + ½, cut off at 0 and 1. */
    public static ScalarFunction hardSwish() {
        return of(
                "hard-swish",
                u -> u * Math.max(0, Math.min(1, u / 6 + 0.5)),
                u -> u <= -3 ? 0 : u > 3 ? 1 : u / 3 + 0.5,
                u -> u <= -3 || u > 3 ? 0 : 1.0 / 3);
    }

    /** u/(1 + |u|). */
    public static ScalarFunction softsign() {
        return of("softsign", u -> u / (1 + Math.abs(u)), u -> 1 / ((1 + Math.abs(u)) * (1 + Math.abs(u))), u -> {
            double below = 1 + Math.abs(u);
            return -2 * Math.signum(u) / (below * below * below);
        });
    }

    public static ScalarFunction exp() {
        return of("exp", StrictMath::exp, StrictMath::exp, StrictMath::exp);
    }

    public static ScalarFunction log() {
        return of("log", StrictMath::log, u -> 1 / u, u -> -1 / (u * u));
    }

    public static ScalarFunction sqrt() {
        return of("sqrt", Math::sqrt, u -> 0.5 / Math.sqrt(u), u -> -0.25 / (u * Math.sqrt(u)));
    }

    /** |u|, with derivative 0 at 0. */
    public static ScalarFunction abs() {
        return pieces("abs", Math::abs, Math::signum);
    }

    public static ScalarFunction negate() {
        return pieces("negate", u -> -u, u -> -1);
    }

    public static ScalarFunction reciprocal() {
        return of("reciprocal", u -> 1 / u, u -> -1 / (u * u), u -> 2 / (u * u * u));
    }

    public static ScalarFunction square() {
        return of("square", u -> u * u, u -> 2 * u, u -> 2);
    }

    /** u cut off at two ends, each of which may be infinite; the derivative is 1 at the ends themselves. */
    public static ScalarFunction clip(double low, double high) {
        Args.require(low <= high, "clip has the ends %s and %s; the first must not exceed the second", low, high);
        return pieces(
                "clip:" + low + ":" + high, u -> Math.max(low, Math.min(high, u)), u -> u >= low && u <= high ? 1 : 0);
    }

    /** uᵖ. */
    public static ScalarFunction power(double p) {
        return of(
                named("power", p),
                u -> StrictMath.pow(u, p),
                u -> p == 0 ? 0 : p == 1 ? 1 : p * StrictMath.pow(u, p - 1),
                u -> p == 0 || p == 1 ? 0 : p == 2 ? 2 : p * (p - 1) * StrictMath.pow(u, p - 2));
    }

    /** u for u &gt; α, 0 otherwise. */
    public static ScalarFunction thresholdedRelu(double alpha) {
        return pieces(named("thresholded-relu", alpha), u -> u > alpha ? u : 0, u -> u > alpha ? 1 : 0);
    }

    /** u moved towards 0 by a bias where |u| &gt; λ, 0 elsewhere. */
    public static ScalarFunction shrink(double lambda, double bias) {
        return pieces(
                named("shrink", lambda, bias),
                u -> u < -lambda ? u + bias : u > lambda ? u - bias : 0,
                u -> u < -lambda || u > lambda ? 1 : 0);
    }

    public static ScalarFunction sin() {
        return of("sin", StrictMath::sin, StrictMath::cos, u -> -StrictMath.sin(u));
    }

    public static ScalarFunction cos() {
        return of("cos", StrictMath::cos, u -> -StrictMath.sin(u), u -> -StrictMath.cos(u));
    }
}
