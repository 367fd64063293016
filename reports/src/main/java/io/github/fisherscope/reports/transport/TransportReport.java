package io.github.fisherscope.reports.transport;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.chart.PictureConfig;
import io.github.fisherscope.reports.chart.Pictures;
import io.github.fisherscope.reports.chart.PlanPicture;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.transport.TransportJson;
import io.github.fisherscope.results.transport.TransportResult;
import io.github.fisherscope.results.transport.TransportResult.Divergences;
import io.github.fisherscope.results.transport.TransportResult.Relaxed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Transport as table, pictures and files. */
public final class TransportReport {
    private static final String PLAN = "plan.npy";
    private static final String PICTURE = "plan.png";
    private static final String CURVE = "relaxation.png";
    private static final String RESULT = "transport.json";

    /** Every file that it may write, the one that the others are known by last. */
    public static final List<String> FILES = List.of(PLAN, PICTURE, CURVE, RESULT);

    private final TransportResult result;
    private final List<RealVector> plans;
    private final RealVector p;
    private final RealVector q;

    private TransportReport(TransportResult result, List<RealVector> plans, RealVector p, RealVector q) {
        this.result = result;
        this.plans = List.copyOf(plans);
        this.p = p;
        this.q = q;
    }

    /**
     * Returns the report.
     *
     * @param plans the plan of each λ, row by row
     * @param p the distribution over the rows
     * @param q the distribution over the columns
     */
    public static TransportReport of(TransportResult result, List<RealVector> plans, RealVector p, RealVector q) {
        return new TransportReport(result, plans, p, q);
    }

    /** Returns one row for each λ. */
    public TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        for (Relaxed r : result.relaxed()) {
            Divergences d = r.divergences();
            rows.add(List.of(
                    Numbers.shortly(r.lambda()),
                    Numbers.significant(r.values().cost(), 6),
                    Numbers.significant(r.values().transportCost(), 6),
                    number(d.divergence()),
                    number(d.reverseDivergence()),
                    number(d.sinkhornDivergence()),
                    String.format(Locale.ROOT, "%.1e", r.solution().marginalError()),
                    r.solution().converged() ? "yes" : "no"));
        }
        return TextTable.of(
                List.of("λ", "C_λ", "⟨M, P⟩", "D_λ[p : q]", "D_λ[q : p]", "S_λ", "marginal error", "converged"), rows);
    }

    private static String number(@Nullable Double value) {
        return value == null ? Numbers.NONE : Numbers.significant(value, 6);
    }

    private @Nullable String undefined() {
        Divergences first = result.relaxed().get(0).divergences();
        return first.divergence() == null ? first.undefined() : null;
    }

    /** Returns the lines for a terminal. */
    public String terminal() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Transport from %s (%s states) to %s (%s states), cost %s, from %s to %s%n%n",
                result.p().source(),
                DivergenceText.states(result.p()),
                result.q().source(),
                DivergenceText.states(result.q()),
                result.cost().source(),
                Numbers.shortly(result.cost().least()),
                Numbers.shortly(result.cost().largest())));
        text.append(least()).append("\n\n");
        text.append(table().terminal());
        text.append(
                "\nC_λ = (⟨M, P⟩ − λ H(P))/(1+λ) is no distance: it is least at a blurred p, not at q = p. D_λ (2019) and S_λ are 0"
                        + " for q = p");
        String undefined = undefined();
        text.append(undefined == null ? ".\n" : "; they were left out: " + undefined + ".\n");
        if (result.relaxed().stream().anyMatch(r -> !r.solution().converged())) {
            text.append(
                    "Not every plan converged: where the column says no, the numbers are those of the plan as it stands. Take a larger λ, or more sweeps.\n");
        }
        return text.toString().replace("\r\n", "\n");
    }

    private String least() {
        Double least = result.exact().wasserstein();
        String value = least == null ? "" : "Least cost W = " + Numbers.significant(least, 12);
        return switch (result.exact().wassersteinMethod()) {
            case MONOTONE_COUPLING -> value + ", from both quantile functions";
            case LINEAR_PROGRAMMING -> value + ", by linear programming";
            case NOT_COMPUTED ->
                "The least cost was not computed: the plan has too many entries for linear programming. A small λ comes close to it.";
            case NOT_CONVERGED ->
                "The least cost was not found: the simplex method gave up on these weights and costs. A small λ comes close to it.";
        };
    }

    /** Returns C_λ, D_λ and S_λ over λ, or nothing for a single λ. */
    public Optional<Figure> figure() {
        List<Relaxed> sorted = result.relaxed().stream()
                .sorted(Comparator.comparingDouble(Relaxed::lambda))
                .toList();
        if (sorted.size() < 2) {
            return Optional.empty();
        }
        RealVector x = values(sorted, Relaxed::lambda);
        List<Series> series = new ArrayList<>();
        series.add(line("C_λ", Palette.BLUE, x, values(sorted, r -> r.values().cost())));
        series.add(line("⟨M, P⟩", Palette.SKY, x, values(sorted, r -> r.values().transportCost())));
        if (undefined() == null) {
            series.add(line(
                    "D_λ[p : q]",
                    Palette.VERMILION,
                    x,
                    values(sorted, r -> defined(r.divergences().divergence()))));
            series.add(line(
                    "S_λ",
                    Palette.GREEN,
                    x,
                    values(sorted, r -> defined(r.divergences().sinkhornDivergence()))));
        }
        Double least = result.exact().wasserstein();
        if (least != null) {
            series.add(Series.of(
                    "W",
                    Origin.REFERENCE,
                    Mark.DASHED_LINE,
                    Palette.BLACK,
                    RealVector.of(x.get(0), x.get(x.size() - 1)),
                    RealVector.of(least, least)));
        }
        return Optional.of(new Figure(
                "relaxation",
                "What entropy does to the cost of transport",
                "Cost of the plan, C_λ and the divergences over the relaxation λ; W is the least cost.",
                "Lines over λ: the cost of the plan rises from W to that of independent p and q.",
                Axis.logarithmic("relaxation λ"),
                Axis.linear("cost"),
                series));
    }

    private static double defined(@Nullable Double value) {
        return Objects.requireNonNull(value, "divergence");
    }

    private static Series line(String name, int color, RealVector x, RealVector y) {
        return Series.of(name, Origin.MEASURED, Mark.LINE, color, x, y);
    }

    private static RealVector values(List<Relaxed> rows, ToDoubleFunction<Relaxed> value) {
        return RealVector.takingOver(rows.stream().mapToDouble(value).toArray());
    }

    /**
     * Writes {@code transport.json}, {@code plan.npy} (rows × columns, or λ × rows × columns for several λ), {@code plan.png} with
     * the plan of the smallest λ between its marginals, and {@code relaxation.png} for several λ. Either all files change or none.
     */
    public void write(Path folder, PictureConfig picture) {
        try {
            FileSet files = FileSet.in(folder).put(PLAN, planFile()).put(PICTURE, planPicture(picture));
            Optional<Figure> figure = figure();
            if (figure.isPresent()) {
                ByteArrayOutputStream drawn = new ByteArrayOutputStream();
                Pictures.writePng(figure.get(), picture, drawn);
                files = files.put(CURVE, drawn.toByteArray());
            }
            files.drop(CURVE) // of an earlier result with more relaxations
                    .put(RESULT, TransportJson.write(result).getBytes(StandardCharsets.UTF_8))
                    .write();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private byte[] planFile() {
        int size = p.size() * q.size();
        double[] all = new double[plans.size() * size];
        for (int k = 0; k < plans.size(); k++) {
            plans.get(k).copyTo(0, all, k * size, size);
        }
        return plans.size() == 1
                ? NpyFile.bytes(all, p.size(), q.size())
                : NpyFile.bytes(all, plans.size(), p.size(), q.size());
    }

    private byte[] planPicture(PictureConfig picture) throws IOException {
        int smallest = 0;
        for (int k = 1; k < plans.size(); k++) {
            smallest = result.relaxed().get(k).lambda()
                            < result.relaxed().get(smallest).lambda()
                    ? k
                    : smallest;
        }
        ByteArrayOutputStream drawn = new ByteArrayOutputStream();
        String title =
                "Plan for λ = " + Numbers.shortly(result.relaxed().get(smallest).lambda());
        new PlanPicture(title, plans.get(smallest), p, q).writePng(picture, drawn);
        return drawn.toByteArray();
    }
}
