package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.check.Args;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of one number and its derivative, for layers that theory does not treat: those it does are {@link
 * io.github.fisherscope.core.network.Activation}. Computed with {@link StrictMath}, so that the same input gives the same
 * bits on every JDK. At a kink the derivative is that of the left side, unless it says otherwise.
 *
 * @param name what messages call it, with its numbers
 * @param value the function
 * @param derivative its derivative
 */
public record ScalarFunction(String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {
    private static final double ROOT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBIC = 0.044715;

    private static ScalarFunction of(String name, DoubleUnaryOperator value, DoubleUnaryOperator derivative) {
        return new ScalarFunction(name, value, derivative);
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
                u -> u > 0 ? 1 : alpha * StrictMath.exp(u));
    }

    /** γ times {@link #elu}. */
    public static ScalarFunction selu(double alpha, double gamma) {
        ScalarFunction elu = elu(alpha);
        return of(
                named("selu", alpha, gamma),
                u -> gamma * elu.value.applyAsDouble(u),
                u -> gamma * elu.derivative.applyAsDouble(u));
    }

    /** u for u &gt; 0, α (e^(u/α) − 1) otherwise. */
    public static ScalarFunction celu(double alpha) {
        Args.require(alpha != 0, "alpha of celu is 0; it divides, and cannot be");
        return of(
                named("celu", alpha),
                u -> u > 0 ? u : alpha * StrictMath.expm1(u / alpha),
                u -> u > 0 ? 1 : StrictMath.exp(u / alpha));
    }

    /** The approximation of GELU by tanh: ½ u (1 + tanh(√(2/π) (u + 0.044715 u³))). */
    public static ScalarFunction geluTanh() {
        return of("gelu-tanh", u -> 0.5 * u * (1 + geluTanhOf(u)), u -> {
            double t = geluTanhOf(u);
            double inner = ROOT_TWO_OVER_PI * (1 + 3 * CUBIC * u * u);
            return 0.5 * (1 + t) + 0.5 * u * (1 - t) * (1 + t) * inner;
        });
    }

    private static double geluTanhOf(double u) {
        return StrictMath.tanh(ROOT_TWO_OVER_PI * (u + CUBIC * u * u * u));
    }

    /** u tanh(log(1 + eᵘ)). */
    public static ScalarFunction mish() {
        return of("mish", u -> u * StrictMath.tanh(softplus(u)), u -> {
            double t = StrictMath.tanh(softplus(u));
            return t + u * (1 - t) * (1 + t) * sigmoid(u);
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
        return of(named("swish", alpha), u -> u * sigmoid(alpha * u), u -> {
            double s = sigmoid(alpha * u);
            return s * (1 + alpha * u * sigmoid(-alpha * u));
        });
    }

    /** αu + β cut off at 0 and 1. */
    public static ScalarFunction hardSigmoid(double alpha, double beta) {
        return of(
                named("hard-sigmoid", alpha, beta),
                u -> Math.max(0, Math.min(1, alpha * u + beta)),
                u -> alpha * u + beta > 0 && alpha * u + beta < 1 ? alpha : 0);
    }

    /** u times u/6 + ½, cut off at 0 and 1. */
    public static ScalarFunction hardSwish() {
        return of(
                "hard-swish",
                u -> u * Math.max(0, Math.min(1, u / 6 + 0.5)),
                u -> u <= -3 ? 0 : u > 3 ? 1 : u / 3 + 0.5);
    }

    /** u/(1 + |u|). */
    public static ScalarFunction softsign() {
        return of("softsign", u -> u / (1 + Math.abs(u)), u -> 1 / ((1 + Math.abs(u)) * (1 + Math.abs(u))));
    }

    public static ScalarFunction exp() {
        return of("exp", StrictMath::exp, StrictMath::exp);
    }

    public static ScalarFunction log() {
        return of("log", StrictMath::log, u -> 1 / u);
    }

    public static ScalarFunction sqrt() {
        return of("sqrt", Math::sqrt, u -> 0.5 / Math.sqrt(u));
    }

    /** |u|, with derivative 0 at 0. */
    public static ScalarFunction abs() {
        return of("abs", Math::abs, Math::signum);
    }

    public static ScalarFunction negate() {
        return of("negate", u -> -u, u -> -1);
    }

    public static ScalarFunction reciprocal() {
        return of("reciprocal", u -> 1 / u, u -> -1 / (u * u));
    }

    public static ScalarFunction square() {
        return of("square", u -> u * u, u -> 2 * u);
    }

    /** u cut off at two ends, each of which may be infinite; the derivative is 1 at the ends themselves. */
    public static ScalarFunction clip(double low, double high) {
        Args.require(low <= high, "clip has the ends %s and %s; the first must not exceed the second", low, high);
        return of(
                "clip:" + low + ":" + high, u -> Math.max(low, Math.min(high, u)), u -> u >= low && u <= high ? 1 : 0);
    }

    /** uᵖ. */
    public static ScalarFunction power(double p) {
        return of(
                named("power", p),
                u -> StrictMath.pow(u, p),
                u -> p == 0 ? 0 : p == 1 ? 1 : p * StrictMath.pow(u, p - 1));
    }

    /** u for u &gt; α, 0 otherwise. */
    public static ScalarFunction thresholdedRelu(double alpha) {
        return of(named("thresholded-relu", alpha), u -> u > alpha ? u : 0, u -> u > alpha ? 1 : 0);
    }

    /** u moved towards 0 by a bias where |u| &gt; λ, 0 elsewhere. */
    public static ScalarFunction shrink(double lambda, double bias) {
        return of(
                named("shrink", lambda, bias),
                u -> u < -lambda ? u + bias : u > lambda ? u - bias : 0,
                u -> u < -lambda || u > lambda ? 1 : 0);
    }

    public static ScalarFunction sin() {
        return of("sin", StrictMath::sin, StrictMath::cos);
    }

    public static ScalarFunction cos() {
        return of("cos", StrictMath::cos, u -> -StrictMath.sin(u));
    }
}
