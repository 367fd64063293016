package io.github.fisherscope.reports.trajectory;

import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.trajectory.RatesResult;
import io.github.fisherscope.results.trajectory.RatesResult.Method;
import io.github.fisherscope.results.trajectory.RatesResult.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Learning rates that were tried, as a table. */
public final class RatesReport {
    private final RatesResult result;

    private RatesReport(RatesResult result) {
        this.result = result;
    }

    public static RatesReport of(RatesResult result) {
        return new RatesReport(result);
    }

    /** Returns the lines for a terminal. */
    public String terminal() {
        Setting s = result.setting();
        String head = String.format(
                Locale.ROOT,
                "%s parameters, %d samples (%s; labels %s), %s likelihood, divergence %s, %d steps by all samples%n"
                        + "λ_max at the start %s%s%n%n",
                Numbers.count(s.network().parameters()),
                s.data().samples(),
                s.data().source(),
                s.data().labels(),
                s.likelihood(),
                s.divergence(),
                s.steps(),
                Numbers.shortly(result.largest()),
                result.predictedLargest() == null ? "" : ", predicted " + Numbers.shortly(result.predictedLargest()));
        return head.replace("\r\n", "\n") + table().terminal() + "\n" + note() + "\n";
    }

    private String note() {
        boolean unlimited = result.methods().stream().anyMatch(m -> m.trained() != null && m.failed() == null);
        return "Trained: the largest rate found with which all steps were made and the loss fell, next to one 2 % above that"
                + " did not. The limits hold where the loss is quadratic; further away a training may calm itself down and"
                + " settle at a larger rate, or leave at a smaller one."
                + (unlimited ? " ≥: no larger rate that was tried failed." : "");
    }

    private static String trained(Method method) {
        String rate = Numbers.shortly(method.trained());
        return method.trained() != null && method.failed() == null ? "≥ " + rate : rate;
    }

    /** Returns a row for each method. */
    public TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        for (Method m : result.methods()) {
            rows.add(List.of(
                    m.name(),
                    Numbers.shortly(m.predicted()),
                    Numbers.shortly(m.limit()),
                    trained(m),
                    Numbers.shortly(ratio(m.trained(), m.limit())),
                    Numbers.shortly(m.limitAtEnd()),
                    Numbers.shortly(m.lossRatio())));
        }
        return TextTable.of(
                List.of(
                        "method",
                        "predicted limit",
                        "limit",
                        "trained",
                        "trained/limit",
                        "limit at its end",
                        "loss ratio"),
                rows);
    }

    private static @Nullable Double ratio(@Nullable Double a, @Nullable Double b) {
        return a == null || b == null ? null : (Double) (a / b);
    }
}
