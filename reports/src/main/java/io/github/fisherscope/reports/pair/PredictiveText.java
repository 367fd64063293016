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
            text.append(
                    "\nThe second network is not the first one at other parameters, or the divergence has no metric: there is no expansion.\n");
        } else {
            expansion(text, expansion);
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

    private static void expansion(StringBuilder text, Expansion expansion) {
        text.append(String.format(
                Locale.ROOT,
                "%n  Fisher metric          %s%n  and the cubic term     %s%n  |Δθ|                   %s%n",
                Numbers.significant(expansion.quadratic(), 6),
                Numbers.significant(expansion.quadratic() + expansion.cubic(), 6),
                Numbers.shortly(expansion.stepNorm())));
        Double ratio = expansion.ratio();
        if (ratio != null) {
            boolean close = Math.abs(ratio - 1) <= CLOSE;
            text.append(String.format(
                    Locale.ROOT,
                    "%nThe divergence is %s times what the metric at the first network says: %s.%n",
                    Numbers.shortly(ratio),
                    close
                            ? "the step is small enough for the Fisher matrix to speak for it"
                            : "the step is too long for the Fisher matrix to speak for it"));
        }
    }
}
