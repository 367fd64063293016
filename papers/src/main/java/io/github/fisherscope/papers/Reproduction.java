package io.github.fisherscope.papers;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.reports.FigureFiles;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Still;
import io.github.fisherscope.reports.html.TablesPage;
import io.github.fisherscope.reports.html.TablesPage.Section;
import io.github.fisherscope.reports.text.VerdictWords;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Runs experiments and writes each as page, PNG, CSV table and verdict, which change together. The verdict begins with the
 * settings, so that a later run with the same settings finds what is finished and goes on with the next experiment;
 * within an experiment every network is kept as soon as it is measured.
 */
public final class Reproduction {
    private static final long MAX_VERDICT = 16 << 20;

    private final ReproduceConfig config;

    private Reproduction(ReproduceConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static Reproduction of(ReproduceConfig config) {
        return new Reproduction(config);
    }

    /**
     * One finished experiment.
     *
     * @param text its verdict
     * @param agrees whether no claim disagrees
     * @param reused whether it had been finished before
     */
    public record Finished(String text, boolean agrees, boolean reused) {}

    /**
     * Asks before any work whether the files of an experiment could replace what is in the folder.
     *
     * @throws io.github.fisherscope.core.io.OutputFileException naming what is in the way
     */
    public void requireFree(Paper paper, Experiment experiment) {
        FileSet files = FileSet.in(config.folder().resolve(paper.id()));
        experiment.figures().forEach(id -> files.put(id + ".png", new byte[0]));
        List.of(".csv", ".md", ".html", ".txt").forEach(end -> files.put(experiment.name() + end, new byte[0]));
        files.requireFree();
    }

    /**
     * Runs one experiment, unless it is finished already.
     *
     * @throws UncheckedIOException if files cannot be written
     */
    public Finished run(Paper paper, Experiment experiment, StudyListener listener) {
        Path folder = config.folder().resolve(paper.id());
        Path verdict = folder.resolve(experiment.name() + ".txt");
        String head = String.format(
                Locale.ROOT,
                """
                %s, %s: %s
                %s version, seed %d, fisherscope %s
                Each point of a curve has a seed of its own: a stream of that seed, named by the point.
                """,
                paper.id(),
                experiment.name(),
                experiment.title(),
                config.quick() ? "quick" : "full",
                config.seed(),
                BuildInfo.current().version());
        Path data = experiment.takesData() ? config.data() : null;
        if (data != null) {
            head += "Data: " + data + "\n";
        }
        FileSet.makeFolder(folder);
        FileSet.settle(folder);
        if (!config.again() && Files.exists(verdict)) {
            String text = RegularFile.text(verdict, MAX_VERDICT);
            if (text.startsWith(head)) {
                return new Finished(text, !text.contains("\n[disagrees]"), true);
            }
        }
        Path state = folder.resolve(String.format(
                Locale.ROOT,
                "%s.%s-%d.streams.state",
                experiment.name(),
                config.quick() ? "quick" : "full",
                config.seed()));
        requireFree(paper, experiment);
        if (config.again()) {
            forget(state);
        }
        Outcome outcome = experiment.run(
                new ExperimentSetting(config.quick(), config.seed(), config.execution(), state, listener, data));
        return new Finished(written(paper, experiment, head, outcome), outcome.agrees(), false);
    }

    /** Writes what was found and returns its verdict. */
    private String written(Paper paper, Experiment experiment, String head, Outcome outcome) {
        List<String> drawn = Stream.concat(
                        outcome.figures().stream().map(Figure::id),
                        outcome.stills().stream().map(Still::id))
                .toList();
        if (!experiment.figures().containsAll(drawn)) {
            throw new IllegalStateException(
                    experiment.name() + " draws " + drawn + " and said " + experiment.figures());
        }
        FileSet files = pictures(config.folder().resolve(paper.id()), outcome)
                .put(experiment.name() + ".csv", utf8(outcome.table().csv()))
                .put(experiment.name() + ".md", utf8(outcome.table().markdown()))
                .put(experiment.name() + ".html", utf8(page(paper, experiment, outcome)));
        StringBuilder text = new StringBuilder(head).append('\n');
        text.append(outcome.table().terminal()).append('\n');
        for (Outcome.Claim claim : outcome.claims()) {
            text.append('[').append(VerdictWords.of(claim.verdict())).append("] ");
            text.append(claim.text()).append('\n');
        }
        files.put(experiment.name() + ".txt", utf8(text.toString())).write();
        return text.toString();
    }

    /** Returns the page of an experiment: what it found in words, its numbers, and its figures to zoom into. */
    private static String page(Paper paper, Experiment experiment, Outcome outcome) {
        List<String> answer = outcome.claims().stream()
                .map(claim -> capitalized(VerdictWords.of(claim.verdict())) + ": " + claim.text())
                .toList();
        try {
            return TablesPage.of(
                            paper.citation(),
                            capitalized(experiment.title()),
                            answer,
                            List.of(),
                            List.of(new Section(
                                    "numbers", "Numbers", outcome.table(), "The same numbers are in the CSV file.")),
                            outcome.figures())
                    .withStills(outcome.stills())
                    .html();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** Deletes what was measured before. */
    private static void forget(Path state) {
        if (!Files.isDirectory(state)) {
            return;
        }
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileSet pictures(Path folder, Outcome outcome) {
        FileSet files = FileSet.in(folder);
        try {
            files.putAll(FigureFiles.of(outcome.figures(), ReportConfig.defaults()))
                    .putAll(FigureFiles.stills(outcome.stills(), ReportConfig.defaults()));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return files;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
