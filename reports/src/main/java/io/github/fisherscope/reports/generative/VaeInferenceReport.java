package io.github.fisherscope.reports.generative;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.FigureFiles;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Still;
import io.github.fisherscope.reports.html.TablesPage;
import io.github.fisherscope.reports.html.TablesPage.Section;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.generative.VaeInferenceResult;
import io.github.fisherscope.results.generative.VaeInferenceResult.LevelCurve;
import io.github.fisherscope.results.generative.VaeInferenceResult.NoiseRun;
import io.github.fisherscope.results.generative.VaeInferenceResult.Setting;
import io.github.fisherscope.results.text.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Repeated inference as text, tables, pictures and files. */
public final class VaeInferenceReport {
    /** Name of the result in the folder of a report. */
    public static final String RESULT = "vae-inference.json";

    private static final String PAGE = "index.html";
    private static final String CURVES = "vae-inference.csv";

    private final VaeInferenceResult result;

    private VaeInferenceReport(VaeInferenceResult result) {
        this.result = result;
    }

    public static VaeInferenceReport of(VaeInferenceResult result) {
        return new VaeInferenceReport(result);
    }

    /** Returns the name of every file that {@link #write} may write. */
    public static List<String> files() {
        List<String> names = new ArrayList<>(List.of(CURVES, PAGE));
        names.addAll(FigureFiles.names(InferenceFigures.IDS));
        names.add(InferenceStills.STRIPS + ".png");
        names.add(RESULT);
        return names;
    }

    /** Returns the lines for a terminal. */
    public String terminal() {
        return setting() + "\n\n" + levels().terminal() + "\n" + runs().terminal() + "\n" + metric() + "\n";
    }

    private String setting() {
        Setting s = result.setting();
        return String.format(
                Locale.ROOT,
                "Repeated inference of %d data (%s) through %s, %s, %d steps; %s. Distances are over %s.",
                s.samples(),
                s.source(),
                s.model().words(),
                s.sampled() ? "z drawn in every step" : "by means",
                s.steps(),
                s.active() == 0
                        ? "the model has collapsed: no latent tells anything"
                        : s.active() + " of " + s.perLatent().size() + " latents active",
                s.active() == 0 ? "all latents" : "the active latents; the result has those over all as well");
    }

    private static List<LevelCurve> curves(NoiseRun run) {
        return run.active().isEmpty() ? run.all() : run.active();
    }

    private TextTable levels() {
        List<List<String>> rows = new ArrayList<>();
        for (NoiseRun run : result.runs()) {
            for (int l = 0; l < result.levels().size(); l++) {
                LevelCurve curve = curves(run).get(l);
                int end = curve.distance().size() - 1;
                RealVector other = curve.other();
                rows.add(List.of(
                        Numbers.shortly(run.noise()),
                        result.levels().get(l),
                        distance(curve, 0),
                        distance(curve, 1),
                        distance(curve, end),
                        other == null ? Numbers.NONE : Numbers.significant(other.get(end), 4),
                        Numbers.significant(curve.cosine().get(0), 3),
                        Numbers.significant(curve.nearest().get(end), 3),
                        Numbers.significant(curve.closestStep() + 1, 3)));
            }
        }
        return TextTable.of(
                List.of(
                        "noise",
                        "level",
                        "distance at step 1",
                        "2",
                        "last",
                        "other, last",
                        "cosine of step 1",
                        "nearest, last",
                        "closest at step"),
                rows);
    }

    private static String distance(LevelCurve curve, int step) {
        return Numbers.withError(
                curve.distance().get(step), curve.distanceError().get(step));
    }

    private TextTable runs() {
        List<List<String>> rows = new ArrayList<>();
        for (NoiseRun run : result.runs()) {
            rows.add(List.of(
                    Numbers.shortly(run.noise()),
                    Numbers.significant(run.ends().still(), 3),
                    Integer.toString(run.ends().groups()),
                    Numbers.significant(run.ends().toMemoryEnds(), 4),
                    Numbers.withError(run.length().mean(), run.length().standardError()),
                    Numbers.shortly(run.length().bend())));
        }
        return TextTable.of(
                List.of(
                        "noise",
                        "standing still",
                        "groups of ends",
                        "distance to the memory's end",
                        "Fisher-Rao length",
                        "length / distance of ends"),
                rows);
    }

    private String metric() {
        RealVector values = result.metric().eigenvalues();
        Double volume = result.metric().logVolume();
        return String.format(
                Locale.ROOT,
                "Metric of latent space at %d memories: mean eigenvalues from %s to %s%s.",
                result.metric().states(),
                Numbers.shortly(values.get(0)),
                Numbers.shortly(values.get(values.size() - 1)),
                volume == null ? "" : ", mean log √det G " + Numbers.shortly(volume));
    }

    private TextTable numbers() {
        List<List<String>> rows = new ArrayList<>();
        for (NoiseRun run : result.runs()) {
            for (int l = 0; l < result.levels().size(); l++) {
                add(rows, run.noise(), result.levels().get(l), "all", run.all().get(l));
                if (!run.active().isEmpty()) {
                    add(
                            rows,
                            run.noise(),
                            result.levels().get(l),
                            "active",
                            run.active().get(l));
                }
            }
        }
        return TextTable.of(
                List.of("noise", "level", "latents", "step", "distance", "standardError", "other", "cosine", "nearest"),
                rows);
    }

    private static void add(List<List<String>> rows, double noise, String level, String latents, LevelCurve curve) {
        RealVector other = curve.other();
        for (int step = 0; step < curve.distance().size(); step++) {
            rows.add(List.of(
                    Double.toString(noise),
                    level,
                    latents,
                    Integer.toString(step + 1),
                    Double.toString(curve.distance().get(step)),
                    Double.toString(curve.distanceError().get(step)),
                    other == null ? "" : Double.toString(other.get(step)),
                    step < curve.cosine().size()
                            ? Double.toString(curve.cosine().get(step))
                            : "",
                    Double.toString(curve.nearest().get(step))));
        }
    }

    /** Returns the pictures. */
    public List<Figure> figures() {
        return new InferenceFigures(result).all();
    }

    /** Returns the pictures that are no charts: images that the decoder draws, where data are images. */
    public List<Still> stills() {
        return InferenceStills.of(result);
    }

    /**
     * Writes result, curves, pictures and page. They change together.
     *
     * @throws UncheckedIOException if a file cannot be written or no fonts are installed
     */
    public void write(ReportConfig config, Path folder) {
        FileSet files = FileSet.in(folder);
        files.put(CURVES, utf8(numbers().csv()));
        List<Figure> figures = figures();
        try {
            files.putAll(FigureFiles.of(figures, config)).putAll(FigureFiles.stills(stills(), config));
            files.put(PAGE, utf8(page(figures)));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        files().forEach(files::drop);
        files.put(RESULT, utf8(result.json())).write();
    }

    private String page(List<Figure> figures) throws IOException {
        return TablesPage.of(
                        "Autoencoder",
                        "Repeated inference",
                        List.of(setting(), metric()),
                        List.of(),
                        List.of(
                                new Section(
                                        "levels",
                                        "Memory, concept and centre",
                                        levels(),
                                        "Distance of latent states to the own memory, concept and the centre; other: to the nearest one of"
                                                + " other groups; nearest: share of trajectories to which this level is the nearest."),
                                new Section(
                                        "ends",
                                        "Where trajectories end",
                                        runs(),
                                        "Standing still: share of trajectories whose last step was short beside the spread of memories.")),
                        figures)
                .withStills(stills())
                .html();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
