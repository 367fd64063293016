package io.github.fisherscope.reports.pair;

import io.github.fisherscope.results.pair.PredictiveResult;
import io.github.fisherscope.results.pair.PredictiveResult.Expansion;
import io.github.fisherscope.results.pair.PredictiveResult.Mean;
import io.github.fisherscope.results.text.Numbers;
import java.util.Locale;

/** The divergence between the predictions of two networks in words. */
public final class PredictiveText {
    /** The metric counts as speaking for the divergence within this share. */
    private static final double CLOSE = 0.1;

    private PredictiveText() {}

    /** Returns the lines for a terminal. */
    public static String of(PredictiveResult result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s between the predictions of two networks, %s likelihood, %s inputs of %s%s%n%n  p = %s (%s, %s parameters)%n  q = %s (%s, %s parameters)%n%n",
                result.setting().family(),
                result.setting().likelihood(),
                Numbers.count(result.setting().samples()),
                result.setting().data(),
                result.setting().positions() == 1
                        ? ""
                        : ", mean over " + result.setting().positions() + " positions of each",
                result.first().file(),
                result.first().activation(),
                Numbers.count(result.first().parameters()),
                result.second().file(),
                result.second().activation(),
                Numbers.count(result.second().parameters())));
        mean(text, result.mean());
        Expansion expansion = result.expansion();
        if (expansion == null) {
            text.append("\nThere is no expansion: ")
                    .append(result.noExpansion())
                    .append(".\n");
        } else {
            expansion(text, expansion, result.mean());
        }
        if (result.setting().likelihood().equals("categorical")
                && result.setting().outputs() == 1) {
            text.append(
                    "\nThe categorical likelihood of a single output knows one class, of probability 1: every divergence and the Fisher matrix are 0. For a probability of yes or no take the likelihood bernoulli.\n");
        }
        return text.toString().replace("\r\n", "\n");
    }

    private static void mean(StringBuilder text, Mean mean) {
        Double value = mean.value();
        if (value == null) {
            text.append(String.format(
                    Locale.ROOT,
                    "  mean divergence: beyond 1.8e308, the largest number of float64; the largest is that of sample %d (counted from 0)%n",
                    mean.largestSample()));
            return;
        }
        text.append("  mean divergence        ").append(Numbers.significant(value, 6));
        if (mean.low() != null && mean.high() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    ", %s %% interval [%s, %s] over inputs like these",
                    Numbers.significant(100 * mean.confidence(), 3),
                    Numbers.significant(mean.low(), 4),
                    Numbers.significant(mean.high(), 4)));
        }
        text.append('\n');
        if (mean.largest() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "  largest of a sample    %s, at sample %d (counted from 0)%n",
                    Numbers.significant(mean.largest(), 4),
                    mean.largestSample()));
        }
    }

    private static void expansion(StringBuilder text, Expansion expansion, Mean mean) {
        text.append(String.format(
                Locale.ROOT,
                "%n  Fisher metric          %s%n  and the cubic term     %s%n  |Δθ|                   %s%n",
                Numbers.significant(expansion.quadratic(), 6),
                Numbers.significant(expansion.quadratic() + expansion.cubic(), 6),
                Numbers.shortly(expansion.stepNorm())));
        Double ratio = expansion.ratio();
        Double value = mean.value();
        if (ratio != null && value != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "%nThe divergence is %s times what the metric at the first network says: %s.%n",
                    Numbers.shortly(ratio),
                    verdict(ratio, value, expansion)));
        }
    }

    /** The metric alone, the metric with the cubic term, or neither comes within a tenth of the divergence. */
    private static String verdict(double ratio, double value, Expansion expansion) {
        if (Math.abs(ratio - 1) <= CLOSE) {
            return "the step is small enough for the Fisher matrix to speak for it";
        }
        boolean third = Math.abs(expansion.quadratic() + expansion.cubic() - value) <= CLOSE * value;
        return "the step is too long for the Fisher matrix to speak for it, "
                + (third ? "but with the cubic term it is within 10 %" : "and for the cubic term, too");
    }
}
