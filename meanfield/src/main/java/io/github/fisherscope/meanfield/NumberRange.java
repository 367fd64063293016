package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import java.util.Locale;

/** Whether doubles hold the numbers of a prediction, and in words what to change where they do not. */
final class NumberRange {
    /** Squares of squares of order parameters, times a number of parameters, must stay below 1.8e308. */
    private static final double LARGEST = 1e70;

    private static final double LARGEST_GRADIENT = 1e140;
    private static final double LARGEST_VARIANCE = 1e250;
    private static final double ORDINARY = 1e3;

    private NumberRange() {}

    /**
     * Checks what the expectations over one sample tell, by the limits of {@link #require}: they cost microseconds a layer, and
     * those over pairs, which a network beyond the limits has no use for, a millisecond.
     *
     * @throws InvalidArgumentException naming the argument that is farthest from ordinary
     */
    static void requireOneSample(NetworkSpec spec, InputMoments moments) {
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        double qHat = moments.meanSquare();
        double qTilde = 1; // the largest of all layers, seen from the layer that was reached
        for (int l = 1; l < spec.depth(); l++) {
            double q = spec.weightVariance() * qHat + spec.biasVariance();
            boolean wide = !(q <= LARGEST * LARGEST);
            if (!(q <= LARGEST_VARIANCE) || (wide && l > 1 && qHat > ORDINARY)) {
                throw tooLarge(spec, moments, variance(l, q));
            }
            PointMoments point = expectation.at(q);
            qHat = point.meanSquare();
            qTilde = Math.max(1, qTilde) * spec.weightVariance() * point.derivativeMeanSquare();
        }
        if (!(qTilde <= LARGEST_GRADIENT)) {
            throw tooLarge(spec, moments, gradient("of a layer", qTilde));
        }
    }

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
            } else if (!(order.q(l + 1) <= LARGEST_VARIANCE)
                    || (l > 0 && !bounded && !(order.q(l) <= LARGEST * LARGEST))) {
                what = variance(l + 1, order.q(l + 1));
            } else if (!(order.qTilde(l + 1) <= LARGEST_GRADIENT)
                    || (l > 0 && !(spec.weightVariance() * order.qTilde(l + 1) <= LARGEST_GRADIENT))) {
                what = gradient(String.format(Locale.ROOT, "of layer %d", l + 1), order.qTilde(l + 1));
            }
        }
        if (!what.isEmpty()) {
            throw tooLarge(spec, moments, what);
        }
    }

    private static String variance(int layer, double q) {
        return String.format(Locale.ROOT, "the variance of the pre-activations of layer %d is %.3g", layer, q);
    }

    private static String gradient(String where, double qTilde) {
        return String.format(Locale.ROOT, "the squared back-propagated gradient %s is %.3g", where, qTilde);
    }

    private static InvalidArgumentException tooLarge(NetworkSpec spec, InputMoments moments, String what) {
        return refusal(
                spec,
                moments,
                what + ", and products of such numbers leave the range of doubles, so there is no prediction");
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
