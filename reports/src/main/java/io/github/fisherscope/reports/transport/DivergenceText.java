package io.github.fisherscope.reports.transport;

import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.transport.DivergenceResult;
import io.github.fisherscope.results.transport.DivergenceResult.Local;
import io.github.fisherscope.results.transport.DivergenceResult.Value;
import io.github.fisherscope.results.transport.MeasureInfo;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** A divergence in words. */
public final class DivergenceText {
    private DivergenceText() {}

    /** Returns the lines for a terminal. */
    public static String of(DivergenceResult result) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s between %s, %s states%n%n",
                result.family().name(),
                taken(result.family()),
                states(result.p())));
        text.append("  D[p : q] = ").append(result.family().formula()).append('\n');
        text.append("  p = ").append(result.p().source()).append('\n');
        text.append("  q = ").append(result.q().source()).append("\n\n");
        text.append("  D[p : q] = ").append(words(result.forward())).append('\n');
        text.append("  D[q : p] = ").append(swapped(result.reverse())).append('\n');
        Local local = result.local();
        if (local != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "%nBetween neighbours it is %s Σ d²/p %s %s Σ d³/p², that is Amari's α = %s; as a loss its Hessian is %s the Fisher matrix.%n",
                    Numbers.shortly(local.metric()),
                    local.cubic() < 0 ? "−" : "+",
                    Numbers.shortly(Math.abs(local.cubic())),
                    Numbers.shortly(local.alpha()),
                    local.hessianScale() == 1 ? "exactly" : Numbers.shortly(local.hessianScale()) + " times"));
        }
        return text.toString().replace("\r\n", "\n");
    }

    private static String taken(DivergenceResult.Family family) {
        if (family.name().startsWith("bregman:")) {
            return "vectors";
        }
        return family.measures() ? "positive measures" : "distributions";
    }

    /** The state's weights as those of p and q, which are the other way round in D[q : p]. */
    private static String swapped(Value reverse) {
        DivergenceResult.Cause cause = reverse.because();
        return words(
                cause == null
                        ? reverse
                        : new Value(
                                null,
                                true,
                                new DivergenceResult.Cause(cause.reason(), cause.index(), cause.q(), cause.p())));
    }

    private static String words(Value value) {
        Double number = value.value();
        if (number != null) {
            return Numbers.significant(number, 12);
        }
        DivergenceResult.Cause cause = Objects.requireNonNull(value.because(), "because");
        Double p = cause.p();
        Double q = cause.q();
        return p == null || q == null
                ? "infinite, because " + cause.reason()
                : String.format(
                        Locale.ROOT,
                        "infinite, because of state %d (counted from 0), where p is %s and q is %s",
                        cause.index(),
                        Numbers.shortly(p),
                        Numbers.shortly(q));
    }

    static String states(MeasureInfo measure) {
        return measure.shape().stream().map(String::valueOf).collect(Collectors.joining(" × "));
    }
}
