package io.github.fisherscope.bench;

import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A benchmark in words. */
public final class BenchText {
    private final BenchResult result;

    private BenchText(BenchResult result) {
        this.result = result;
    }

    public static BenchText of(BenchResult result) {
        return new BenchText(result);
    }

    /** Returns the heading and the aligned table. */
    public String terminal() {
        return heading() + "\n" + table().terminal() + "\n" + routes() + FOOTER;
    }

    private String routes() {
        StringBuilder text = new StringBuilder();
        for (RouteCheck check : result.rates().routes()) {
            text.append(String.format(
                    Locale.ROOT,
                    "cost model, %d products: takes route %s, %s s; fastest %s%n",
                    check.products(),
                    check.chosen(),
                    Numbers.significant(check.chosenSeconds(), 3),
                    check.fastest().equals(check.chosen())
                            ? "as well"
                            : "is " + check.fastest() + ", " + Numbers.significant(check.fastestSeconds(), 3) + " s"));
        }
        return text.isEmpty() ? "" : text + "\n";
    }

    private static final String FOOTER = """
            GFLOP: operations really needed, in 10⁹. share: rate over the better GEMM rate just before and just after.
            CPU share: the same by processor time, which other programs hardly move but which is blind to waiting.
            On a busy machine trust the shares and not the seconds.
            """;

    /** Returns stage, seconds, needed operations, rate and share of the GEMM rate, one row per stage. */
    public TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        for (BenchStage stage : result.rates().stages()) {
            rows.add(List.of(
                    stage.stage(),
                    Numbers.significant(stage.time().seconds(), 3),
                    Integer.toString(stage.time().runs()),
                    Numbers.significant(stage.gigaflop(), 3),
                    Numbers.significant(stage.gigaflopsPerSecond(), 3),
                    String.format(
                            Locale.ROOT,
                            "%.0f/%.0f",
                            stage.before().elapsed(),
                            stage.after().elapsed()),
                    percent(stage.shareOfGemm()),
                    percent(stage.shareOfGemmByCpu()),
                    stage.network()));
        }
        return TextTable.of(
                List.of(
                        "stage",
                        "seconds",
                        "runs",
                        "GFLOP",
                        "GFLOP/s",
                        "GEMM GFLOP/s",
                        "share",
                        "CPU share",
                        "network"),
                rows);
    }

    private static String percent(@Nullable Double share) {
        return share == null ? Numbers.NONE : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private String heading() {
        BackendInfo b = result.backend();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "fisherscope %s (%s), Java %s, %s, %d processors%n",
                result.program().version(),
                result.program().commit(),
                result.machine().java(),
                result.machine().platform(),
                result.machine().processors()));
        text.append(String.format(
                Locale.ROOT,
                "backend %s: %s on %s, %s, %d threads%n",
                b.name(),
                b.library(),
                b.device(),
                b.precision().name().toLowerCase(Locale.ROOT),
                b.threads()));
        result.machine().environment().forEach((name, value) -> text.append(name + "=" + value + "\n"));
        text.append("load " + Numbers.shortly(result.load().before()) + " before, "
                + Numbers.shortly(result.load().after()) + " after\n");
        Long peak = result.load().peakResidentBytes();
        if (peak != null) {
            text.append(String.format(Locale.ROOT, "largest resident size %.0f MiB%n", peak * 0x1p-20));
        }
        for (BenchResult.Gemm gemm : result.rates().gemm()) {
            text.append(String.format(
                    Locale.ROOT,
                    "GEMM %s, order %d: %.1f GFLOP/s%n",
                    gemm.precision(),
                    gemm.order(),
                    gemm.gigaflopsPerSecond()));
        }
        return text.toString();
    }
}
