package io.github.fisherscope.papers;

import io.github.fisherscope.core.io.LineLog;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/**
 * Experiments whose networks are all in the log already, with numbers that a test chose: what is then claimed follows from them
 * alone. The backend does not exist, so that a network which is not in the log would fail and not be measured.
 */
final class Recorded {
    /** Scatter between the networks of one size, relative. */
    static final double SCATTER = 0.02;

    private final Path state;
    /** Written at once: a log that is appended to waits for the disk at every line. */
    private final StringBuilder lines = new StringBuilder();

    private final SplittableRandom random = new SplittableRandom(7);

    Recorded(Path state) {
        this.state = state;
    }

    /** Records numbers under a job's name. */
    Recorded put(Object job, double... numbers) {
        StringJoiner text = new StringJoiner(",");
        for (double number : numbers) {
            text.add(Double.toString(number));
        }
        String content = job + "\t" + text;
        lines.append(LineLog.checksum(content)).append('\t').append(content).append('\n');
        return this;
    }

    /** Records numbers for every network of a grid: those of its size, each scattered by itself. */
    Recorded grid(List<Integer> sizes, int networks, IntFunction<double[]> ofSize) {
        for (int size : sizes) {
            double[] right = ofSize.apply(size);
            for (int n = 0; n < networks; n++) {
                put(new WidthGrid.Job(size, n), scattered(right));
            }
        }
        return this;
    }

    /** Returns the numbers times 1 + {@link #SCATTER} z with a normal z each. */
    double[] scattered(double... numbers) {
        double[] result = new double[numbers.length];
        for (int i = 0; i < result.length; i++) {
            double z = Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
            result[i] = numbers[i] * (1 + SCATTER * z);
        }
        return result;
    }

    /** Writes the log and returns the setting of an experiment that finds it. */
    ExperimentSetting setting(boolean quick) {
        try {
            Files.createDirectories(state);
            Files.writeString(state.resolve("measurements.log"), lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ExperimentSetting(
                quick, 1, Execution.defaults().withBackend("nowhere"), state, StudyListener.silent());
    }

    Outcome run(Experiment experiment) {
        return experiment.run(setting(true));
    }

    /** Returns the verdict on the claim that contains these words. */
    static Verdict verdict(Outcome outcome, String words) {
        return claim(outcome, words).verdict();
    }

    static Outcome.Claim claim(Outcome outcome, String words) {
        List<Outcome.Claim> found =
                outcome.claims().stream().filter(c -> c.text().contains(words)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " claims with '" + words + "' in " + outcome.claims());
        }
        return found.get(0);
    }

    /** Returns all that a reader sees of an outcome: verdicts, table, and what each figure shows. */
    static String text(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        for (Outcome.Claim claim : outcome.claims()) {
            text.append(claim.verdict()).append(": ").append(claim.text()).append('\n');
        }
        text.append('\n').append(outcome.table().markdown());
        for (Figure figure : outcome.figures()) {
            text.append('\n').append(figure.title()).append('\n');
            text.append(figure.alternative()).append('\n');
            for (Figure.Series series : figure.series()) {
                text.append("- ").append(series.name());
                text.append(" (")
                        .append(series.mark())
                        .append(", ")
                        .append(series.x().size());
                text.append(")\n");
            }
        }
        return text.toString();
    }
}
