package io.github.fisherscope.studies.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepRecord;
import io.github.fisherscope.results.sweep.SweepResult;
import io.github.fisherscope.results.sweep.Trend;
import io.github.fisherscope.results.sweep.WidthFit;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    @TempDir
    private Path folder = Path.of("");

    private static Execution threads(int threads) {
        return Execution.defaults().withBackend("java").withConfig(new BackendConfig(Precision.DOUBLE, threads));
    }

    private static List<Map<String, Double>> values(SweepResult result) {
        return result.records().stream().map(SweepRecord::values).toList();
    }

    @Test
    void valuesDoNotDependOnThreads() {
        SweepConfig config = SweepConfig.of(TestGrids.tiny(List.of(1L, 2L, 3L)), folder.resolve("one"));
        SweepResult one = Sweep.of(config.withExecution(threads(1))).run(SweepListener.silent());
        SweepResult three = Sweep.of(
                        SweepConfig.of(config.grid(), folder.resolve("three")).withExecution(threads(3)))
                .run(SweepListener.silent());

        assertThat(values(one)).hasSize(6).doesNotHaveDuplicates().isEqualTo(values(three));
    }

    @Test
    void theRecordedSeedGivesTheSameNetworkToASpectrumStudy() {
        SweepResult sweep = Sweep.of(
                        SweepConfig.of(TestGrids.tiny(List.of(5L)), folder).withExecution(threads(1)))
                .run(SweepListener.silent());
        SweepRecord record = sweep.records().get(1);
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 20, 20, 2);

        SpectrumResult study = SpectrumStudy.of(StudyConfig.random(spec, 5)
                        .withSeed(Long.parseLong(record.networkSeed()))
                        .withExecution(threads(1)))
                .run();

        assertThat(record.values().get(Statistic.MAX.key()))
                .isEqualTo(study.spectrum().max());
        assertThat(record.values().get(Statistic.MEAN.key()))
                .isEqualTo(study.spectrum().mean());
    }

    @Test
    void finishedPointsAreNotMeasuredAgain() throws IOException {
        SweepConfig config =
                SweepConfig.of(TestGrids.tiny(List.of(1L, 2L)), folder).withExecution(threads(1));
        SweepResult first = Sweep.of(config).run(SweepListener.silent());
        byte[] log = Files.readAllBytes(folder.resolve(SweepConfig.LOG));
        List<Integer> progress = new ArrayList<>();

        SweepResult second = Sweep.of(config).run((done, total, left) -> progress.add(done));

        assertThat(progress).containsExactly(4);
        assertThat(second.records()).isEqualTo(first.records());
        assertThat(Files.readAllBytes(folder.resolve(SweepConfig.LOG))).isEqualTo(log);
    }

    @Test
    void limitsOfTanhNetworksAgreeWithTheoryAndWouldNotIfItWereWrong() {
        SweepGrid grid = new SweepGrid(
                List.of(3),
                List.of(50, 100, 200),
                null,
                List.of(1),
                List.of(20),
                List.of("tanh"),
                List.of(3.0),
                List.of(0.64),
                LongStream.rangeClosed(1, 80).boxed().toList());

        SweepResult result =
                Sweep.of(SweepConfig.of(grid, folder).withExecution(threads(2))).run(SweepListener.silent());

        Trend mean = trend(result, Statistic.MEAN);
        WidthFit fit = Objects.requireNonNull(mean.fit());
        assertThat(mean.verdict()).isEqualTo(Verdict.AGREES);
        assertThat(trend(result, Statistic.MAX).verdict()).isEqualTo(Verdict.AGREES);
        // The power: a limit wrong by 6 % lies outside the same interval.
        double allowed =
                fit.halfWidth(Trends.FAMILY_ERROR_RATE / result.trends().size());
        assertThat(allowed).isLessThan(0.06 - Math.abs(fit.intercept() - 1));
        assertThat(mean.points()).extracting(Trend.Point::width).containsExactly(50, 100, 200);
        // The two formulas differ by terms of order 1/M.
        assertThat(mean.points().get(2).finiteWidth()).isCloseTo(1, within(5.0 / 200));
    }

    private static Trend trend(SweepResult result, Statistic statistic) {
        return result.trends().stream()
                .filter(t -> t.statistic() == statistic)
                .findFirst()
                .orElseThrow();
    }

    /** Kills a real process again and again, with no chance to tidy up, until one gets through. */
    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void aKilledSweepGoesOnWithoutLosingOrRepeatingAPoint() throws IOException, InterruptedException {
        Path log = folder.resolve(SweepConfig.LOG);
        int kills = 0;
        for (int wanted = 15; wanted <= 75; wanted += 30) {
            Process child = start();
            while (child.isAlive() && lines(log).size() < wanted) {
                Thread.sleep(2);
            }
            if (child.isAlive()) {
                child.destroyForcibly().waitFor();
                kills++;
            }
            List<String> before = lines(log);
            assertThat(before).hasSizeGreaterThanOrEqualTo(wanted);
        }
        List<String> before = lines(log);

        SweepResult resumed = Sweep.of(SweepChild.config(folder)).run(SweepListener.silent());

        List<String> after = lines(log);
        assertThat(kills).as("processes killed at work").isGreaterThanOrEqualTo(2);
        assertThat(after.subList(0, before.size()))
                .as("what was finished stays")
                .isEqualTo(before);
        assertThat(after).as("a header and each point once").hasSize(121).doesNotHaveDuplicates();
        SweepResult unbroken = Sweep.of(SweepConfig.of(TestGrids.many(), folder.resolve("unbroken"))
                        .withExecution(threads(2)))
                .run(SweepListener.silent());
        assertThat(values(resumed)).isEqualTo(values(unbroken));
    }

    /** Returns the complete lines. */
    private static List<String> lines(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n');
        return end < 0 ? List.of() : Arrays.asList(text.substring(0, end).split("\n", -1));
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(java, "-cp", classPath, SweepChild.class.getName(), folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(new File(folder.toFile(), "child.txt")))
                .start();
    }
}
