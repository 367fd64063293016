package io.github.fisherscope.reports.generative;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.FigureFiles;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.html.TablesPage;
import io.github.fisherscope.reports.html.TablesPage.Section;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.generative.VaeTrainingResult;
import io.github.fisherscope.results.generative.VaeTrainingResult.Setting;
import io.github.fisherscope.results.generative.VaeTrainingResult.Snapshot;
import io.github.fisherscope.results.text.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The training of an autoencoder as text, tables, pictures and files. */
public final class VaeTrainingReport {
    /** Name of the result in the folder of a report. */
    public static final String RESULT = "vae-training.json";

    private static final String PAGE = "index.html";
    private static final int MOST_CURVES = 40;

    private final VaeTrainingResult result;

    private VaeTrainingReport(VaeTrainingResult result) {
        this.result = result;
    }

    public static VaeTrainingReport of(VaeTrainingResult result) {
        return new VaeTrainingReport(result);
    }

    /** Returns the name of every file that {@link #write} may write. */
    public static List<String> files() {
        List<String> names = new ArrayList<>(List.of("vae-training.csv", PAGE));
        names.addAll(FigureFiles.names(List.of("bound", "latents")));
        names.add(RESULT);
        return names;
    }

    /** Returns the lines for a terminal. */
    public String terminal() {
        return setting() + ".\n\n" + table().terminal() + "\n" + ending() + "\n";
    }

    private String setting() {
        Setting s = result.setting();
        return String.format(
                Locale.ROOT,
                "Autoencoder %s (%s, %s decoder, %s parameters) on %d samples (%s), by %s; each step sees %s",
                s.model().words(),
                s.model().activation(),
                s.model().emission(),
                Numbers.count(s.model().parameters()),
                s.data().samples(),
                s.data().source(),
                s.optimizer(),
                s.order().equals("all") ? "all" : s.batch() + " (" + s.order() + " order)");
    }

    /** Returns on what the bound was measured. */
    private String measured() {
        int heldOut = result.setting().data().heldOut();
        return heldOut > 0 ? "on " + heldOut + " data that no step saw" : "on the data of the training";
    }

    private String ending() {
        Snapshot last = result.last();
        String how = result.diverged()
                ? "The training diverged and was stopped; what it had reached before was kept."
                : "All steps were made.";
        String latents = last.active() == 0
                ? " The model has collapsed: no latent tells more than 0.01 nats, and the decoder draws the same picture whatever the"
                        + " encoder saw. A longer warm-up, a decoder that fits the data, or a smaller variance may help."
                : String.format(
                        Locale.ROOT,
                        " %d of %d latents tell more than 0.01 nats.",
                        last.active(),
                        last.perLatent().size());
        return String.format(
                        Locale.ROOT,
                        "Bound %s → %s nats %s. ",
                        Numbers.significant(result.records().get(0).bound(), 5),
                        Numbers.withError(last.bound(), last.standardError()),
                        measured())
                + how
                + latents;
    }

    private TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        for (Snapshot r : result.records()) {
            rows.add(List.of(
                    Integer.toString(r.step()),
                    Numbers.withError(r.bound(), r.standardError()),
                    Numbers.significant(r.reconstruction(), 5),
                    Numbers.significant(r.perLatent().sum(), 4),
                    r.active() + " of " + r.perLatent().size()));
        }
        return TextTable.of(List.of("step", "bound", "log p(x | z)", "KL", "active latents"), rows);
    }

    private TextTable numbers() {
        List<List<String>> rows = new ArrayList<>();
        for (Snapshot r : result.records()) {
            rows.add(List.of(
                    Integer.toString(r.step()),
                    Double.toString(r.bound()),
                    Double.toString(r.standardError()),
                    Double.toString(r.reconstruction()),
                    Double.toString(r.perLatent().sum()),
                    Integer.toString(r.active())));
        }
        return TextTable.of(List.of("step", "bound", "standardError", "reconstruction", "divergence", "active"), rows);
    }

    /** Returns the pictures. */
    public List<Figure> figures() {
        return List.of(bound(), latents());
    }

    private Figure bound() {
        RealVector batch =
                RealVector.takingOver(result.losses().stream().map(v -> -v).toArray());
        double[] at = new double[batch.size()];
        for (int i = 0; i < at.length; i++) {
            at[i] = i;
        }
        List<Series> series = new ArrayList<>();
        if (!batch.isEmpty()) {
            series.add(Series.of(
                    "each step's batch", Origin.MEASURED, Mark.LINE, Palette.SKY, RealVector.takingOver(at), batch));
        }
        series.add(new Series(
                "measured",
                Origin.MEASURED,
                Mark.POINTS,
                Palette.BLUE,
                each(Snapshot::step),
                each(Snapshot::bound),
                each(Snapshot::standardError)));
        return new Figure(
                "bound",
                "The bound on the way",
                "Mean bound of a datum in nats, " + measured() + ", with its standard error.",
                "A curve of the bound over steps.",
                Axis.linear("step"),
                Axis.linear("bound (nats)"),
                series);
    }

    private Figure latents() {
        List<Series> series = new ArrayList<>();
        int count = result.last().perLatent().size();
        for (int i = 0; i < Math.min(count, MOST_CURVES); i++) {
            int latent = i;
            series.add(Series.of(
                    "latent " + i,
                    Origin.MEASURED,
                    Mark.LINE,
                    i % Palette.SIZE,
                    each(Snapshot::step),
                    each(r -> r.perLatent().get(latent))));
        }
        return new Figure(
                "latents",
                "What each latent tells",
                "KL of each latent's posterior from the prior, in nats, mean over data; below 0.01 a latent tells nothing.",
                "One curve for each latent over steps.",
                Axis.linear("step"),
                Axis.linear("KL (nats)"),
                series);
    }

    private RealVector each(ToDoubleFunction<Snapshot> number) {
        return RealVector.takingOver(
                result.records().stream().mapToDouble(number).toArray());
    }

    /**
     * Writes result, table, pictures and page. They change together.
     *
     * @throws UncheckedIOException if a file cannot be written or no fonts are installed
     */
    public void write(ReportConfig config, Path folder) {
        FileSet files = FileSet.in(folder);
        files.put("vae-training.csv", utf8(numbers().csv()));
        List<Figure> figures = figures();
        try {
            files.putAll(FigureFiles.of(figures, config));
            files.put(
                    PAGE,
                    utf8(TablesPage.of(
                                    "Autoencoder",
                                    result.setting().model().words(),
                                    List.of(ending(), setting() + "."),
                                    List.of(),
                                    List.of(new Section(
                                            "records", "What was measured", table(), "Bounds " + measured() + ".")),
                                    figures)
                            .html()));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        files().forEach(files::drop);
        files.put(RESULT, utf8(result.json())).write();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
