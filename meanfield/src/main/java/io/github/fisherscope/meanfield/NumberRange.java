package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import java.util.Locale;

/** Whether doubles hold the numbers of a prediction, and in words what to change where they do not. */
final class NumberRange {
    /** Squares of squares of order parameters, times a number of parameters, must stay below 1.8e308. */
    private static final double LARGEST = 1e70;

    private static final double LARGEST_GRADIENT = 1e140;
    private static final double ORDINARY = 1e3;

    private NumberRange() {}

    /**
     * Checks what everything else is made from.
     *
     * @throws InvalidArgumentException naming the argument that is farthest from ordinary
     */
    static void require(NetworkSpec spec, InputMoments moments, OrderParameters order, FisherStatistics statistics) {
        double s1 = statistics.gradientSquare();
        double s2 = Math.abs(statistics.gradientOverlap());
        String what = Math.max(s1, s2) <= LARGEST_GRADIENT
                ? ""
                : String.format(Locale.ROOT, "the squared gradient S₁ of an output is %.3g", s1);
        for (int l = 0; l < order.depth() && what.isEmpty(); l++) {
            boolean bounded = l > 0 && order.qHat(l) <= ORDINARY;
            if (l > 0 && !(order.qHat(l) > 0)) {
                what = String.format(Locale.ROOT, "the mean square activation of layer %d is %.3g", l, order.qHat(l));
            } else if (l > 0 && !(order.qHat(l) <= LARGEST * LARGEST)) {
                what = String.format(Locale.ROOT, "the mean square activation of layer %d is %.3g", l, order.qHat(l));
            } else if (!(order.q(l + 1) <= 1e250) || (l > 0 && !bounded && !(order.q(l) <= LARGEST * LARGEST))) {
                what = String.format(
                        Locale.ROOT, "the variance of the pre-activations of layer %d is %.3g", l + 1, order.q(l + 1));
            } else if (!(order.qTilde(l + 1) <= LARGEST_GRADIENT)
                    || (l > 0 && !(spec.weightVariance() * order.qTilde(l + 1) <= LARGEST_GRADIENT))) {
                what = String.format(
                        Locale.ROOT,
                        "the squared back-propagated gradient of layer %d is %.3g",
                        l + 1,
                        order.qTilde(l + 1));
            }
        }
        if (!what.isEmpty()) {
            throw refusal(
                    spec,
                    moments,
                    what + ", and products of such numbers leave the range of doubles, so there is no prediction");
        }
    }

    private static InvalidArgumentException refusal(NetworkSpec spec, InputMoments moments, String problem) {
        String culprit = culprit(spec, moments);
        Object value = switch (culprit) {
            case "activation" -> spec.activation().id();
            case "inputs" -> "of mean square " + moments.meanSquare();
            case "biasVariance" -> spec.biasVariance();
            default -> spec.weightVariance();
        };
        return InvalidArgumentException.of(
                culprit,
                value,
                String.format(Locale.ROOT, "in %d layers %s", spec.depth(), problem),
                "choose variances and inputs nearer to 1 or fewer layers");
    }

    /** Returns the name of the argument that is farthest from ordinary. */
    private static String culprit(NetworkSpec spec, InputMoments moments) {
        if (spec.activation() instanceof Activation.LeakyRelu leaky && Math.abs(leaky.slope()) > ORDINARY) {
            return "activation";
        }
        if (spec.activation() instanceof Activation.Erf erf && erf.gain() > ORDINARY) {
            return "activation";
        }
        double largest = Math.max(spec.weightVariance(), Math.max(spec.biasVariance(), moments.meanSquare()));
        if (largest == moments.meanSquare() && largest > ORDINARY) {
            return "inputs";
        }
        return largest == spec.biasVariance() ? "biasVariance" : "weightVariance";
    }
}
