package io.github.fisherscope.reports.trajectory;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.reports.FigureFiles;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.html.TablesPage;
import io.github.fisherscope.reports.html.TablesPage.Section;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.trajectory.TrajectoryArrays;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Setting;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SingularNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Snapshot;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Trained;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A trajectory as text, tables, pictures and files. */
public final class TrajectoryReport {
    private static final String RESULT = "trajectory.json";
    private static final String ARRAYS = "trajectory.npz";

    private final TrajectoryResult result;

    private TrajectoryReport(TrajectoryResult result) {
        this.result = result;
    }

    public static TrajectoryReport of(TrajectoryResult result) {
        return new TrajectoryReport(result);
    }

    /** Returns the name of every file that {@link #write} may write. */
    public static List<String> files() {
        List<String> names = new ArrayList<>(List.of("trajectory.csv", ARRAYS, "index.html"));
        names.addAll(FigureFiles.names(List.of("loss", "sharpness", "eigenvalues", "path", "kernel")));
        names.add(RESULT);
        return names;
    }

    private String theory() {
        Double predicted = result.setting().rate().predictedBound();
        return predicted == null
                ? ""
                : " Mean-field theory predicts " + bound() + " = " + Numbers.shortly(predicted) + " at the start.";
    }

    /** Returns the lines for a terminal. */
    public String terminal() {
        return setting() + "." + theory() + "\n\n" + table().terminal() + "\n" + ending() + "\n"
                + singular().map(note -> note + "\n").orElse("");
    }

    private String setting() {
        Setting s = result.setting();
        return String.format(
                Locale.ROOT,
                "Training of %s parameters on %d samples (%s; labels %s), %s likelihood%s, by %s; each step sees %s",
                Numbers.count(s.network().parameters()),
                s.data().samples(),
                s.data().source(),
                s.data().labels(),
                s.likelihood(),
                divergence(s.loss()),
                s.optimizer(),
                s.batch().order().equals("all")
                        ? "all"
                        : s.batch().size() + " (" + s.batch().order() + " order)");
    }

    private static String divergence(@Nullable Trained loss) {
        if (loss == null || (loss.divergence().equals("kl") && loss.labelSmoothing() == 0)) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                ", divergence %s (its Hessian in the outputs is %s times the Fisher metric where prediction and label agree,"
                        + " and at most c times now), label smoothing %s",
                loss.divergence(),
                Numbers.shortly(loss.curvature()),
                Numbers.shortly(loss.labelSmoothing()));
    }

    /** Returns the limit of gradient descent as a formula. */
    private String bound() {
        return new TrajectoryFigures(result).steep() ? "2/(c λ_max)" : "2/λ_max";
    }

    private String note() {
        return "η: learning rate of the next step. " + bound()
                + ": the limit of gradient descent where the loss is quadratic. c: the largest Hessian over Fisher metric of a"
                + " sample at its outputs. Length: the way so far in the space of"
                + " predictions, in the Fisher-Rao metric; straightness: length over distance.";
    }

    /** Returns in a sentence how the training ended. */
    private String ending() {
        double first = result.losses().get(0);
        double last = result.losses().get(result.losses().size() - 1);
        String way = String.format(
                Locale.ROOT,
                "Loss %s → %s in %d step%s. ",
                Numbers.significant(first, 5),
                Numbers.significant(last, 5),
                result.steps(),
                result.steps() == 1 ? "" : "s");
        return way
                + switch (result.end()) {
                    case "steps" -> "All steps were made.";
                    case "target-loss" -> "The target loss was reached.";
                    case "indefinite-inverse" ->
                        "The first-order recursion was about to lose positive definiteness and was stopped: take a smaller ε, or the exact form.";
                    case "exploded-inverse" ->
                        "The adaptive inverse grew without bound in directions that no sample sees, and training was stopped: take the harmonic schedule, or natural gradients with damping.";
                    case "saturated-output" ->
                        "An output lies so far out that its Fisher information is zero in double precision: take a smaller rate, or more damping.";
                    default -> "The training diverged and was stopped; the trajectory up to there was kept." + remedy();
                };
    }

    /** Returns at which records the network was near a singular set, and where it was nearest. */
    private Optional<String> singular() {
        List<Snapshot> near =
                result.records().stream().filter(r -> r.singular() != null).toList();
        return near.stream()
                .min(Comparator.comparingDouble(TrajectoryReport::relative))
                .map(nearest -> {
                    SingularNow set = Objects.requireNonNull(nearest.singular(), "singular");
                    String beside = set.beside() == null ? "" : "; there " + set.beside();
                    return String.format(
                            Locale.ROOT,
                            "Near a singular set in %d of %d records, steps %d to %d: nearest at step %d, %s, %s away, %s of their"
                                    + " size%s. Gradients are small beside such a set, and learning can be slow.",
                            near.size(),
                            result.records().size(),
                            near.get(0).step(),
                            near.get(near.size() - 1).step(),
                            nearest.step(),
                            set.words(),
                            Numbers.shortly(set.distance()),
                            Numbers.shortly(set.relative()),
                            beside);
                });
    }

    private static double relative(Snapshot record) {
        SingularNow set = record.singular();
        return set == null ? Double.POSITIVE_INFINITY : set.relative();
    }

    private String remedy() {
        Snapshot last = result.records().get(result.records().size() - 1);
        Double limit = last.rate().limit();
        return limit != null && last.rate().value() > limit
                ? String.format(
                        Locale.ROOT,
                        " The rate %s is above %s, the limit of this method where the loss is quadratic.",
                        Numbers.shortly(last.rate().value()),
                        Numbers.shortly(limit))
                : "";
    }

    private TextTable table() {
        boolean steep = new TrajectoryFigures(result).steep();
        List<List<String>> rows = new ArrayList<>();
        for (Snapshot r : result.records()) {
            KernelNow kernel = r.kernel();
            List<String> row = new ArrayList<>(List.of(
                    Integer.toString(r.step()),
                    Numbers.significant(r.loss(), 5),
                    Numbers.shortly(r.spectrum().largest()),
                    Numbers.shortly(r.rate().value()),
                    Numbers.shortly(r.rate().bound()),
                    Numbers.shortly(r.spectrum().effectiveDimension()),
                    Numbers.shortly(kernel == null ? null : kernel.drift()),
                    Numbers.shortly(r.path().length()),
                    Numbers.shortly(r.path().straightness())));
            if (steep) {
                row.add(4, Numbers.shortly(r.rate().curvature()));
            }
            rows.add(row);
        }
        List<String> names = new ArrayList<>(
                List.of("step", "loss", "λ_max", "η", bound(), "eff. dim.", "kernel drift", "length", "straightness"));
        if (steep) {
            names.add(4, "c");
        }
        return TextTable.of(names, rows);
    }

    /** Returns all numbers of the records, a row for each. */
    public TextTable numbers() {
        List<List<String>> rows = new ArrayList<>();
        for (Snapshot r : result.records()) {
            KernelNow kernel = r.kernel();
            rows.add(List.of(
                    Integer.toString(r.step()),
                    Double.toString(r.loss()),
                    plain(r.heldOutLoss()),
                    Double.toString(r.rate().value()),
                    plain(r.rate().bound()),
                    plain(r.rate().limit()),
                    Double.toString(r.spectrum().largest()),
                    Double.toString(r.spectrum().trace()),
                    plain(r.spectrum().effectiveDimension()),
                    plain(r.spectrum().gradientShare()),
                    plain(kernel == null ? null : kernel.drift()),
                    plain(kernel == null ? null : kernel.alignment()),
                    Double.toString(r.path().length()),
                    Double.toString(r.path().energy()),
                    Double.toString(r.path().distance()),
                    plain(r.path().straightness()),
                    Double.toString(r.path().stepNorm()),
                    Double.toString(r.path().stepFisherNorm()),
                    plain(r.rate().curvature())));
        }
        return TextTable.of(
                List.of(
                        "step",
                        "loss",
                        "heldOutLoss",
                        "learningRate",
                        "bound",
                        "limit",
                        "largest",
                        "trace",
                        "effectiveDimension",
                        "gradientShare",
                        "kernelDrift",
                        "labelAlignment",
                        "length",
                        "energy",
                        "distance",
                        "straightness",
                        "stepNorm",
                        "stepFisherNorm",
                        "curvature"),
                rows);
    }

    private static String plain(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    /** Returns the pictures. */
    public List<Figure> figures() {
        return new TrajectoryFigures(result).all();
    }

    /**
     * Writes {@code trajectory.json}, {@code trajectory.csv}, {@code trajectory.npz}, the pictures and the page. They change together.
     *
     * @throws UncheckedIOException if a file cannot be written or no fonts are installed
     */
    public void write(ReportConfig config, Path folder) {
        FileSet files = FileSet.in(folder);
        files.put("trajectory.csv", utf8(numbers().csv()));
        files.put(ARRAYS, NpzFile.bytes(TrajectoryArrays.of(result)));
        List<Figure> figures = figures();
        try {
            files.putAll(FigureFiles.of(figures, config));
            if (config.html()) {
                files.put("index.html", utf8(page(figures)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        files().forEach(files::drop);
        files.put(RESULT, utf8(result.json())).write();
    }

    private String page(List<Figure> figures) throws IOException {
        return TablesPage.of(
                        "Training and its Fisher matrix",
                        result.setting().optimizer(),
                        Stream.concat(Stream.of(ending(), setting() + "." + theory()), singular().stream())
                                .toList(),
                        List.of(),
                        List.of(new Section("records", "What was looked at", table(), note())),
                        figures)
                .html();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
