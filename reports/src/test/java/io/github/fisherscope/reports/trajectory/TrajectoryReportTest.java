package io.github.fisherscope.reports.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Batch;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Data;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Path;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Rate;
import io.github.fisherscope.results.trajectory.TrajectoryResult.RateNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Setting;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SingularNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Snapshot;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Trained;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrajectoryReportTest {
    private static TrajectoryResult result(String end, @Nullable KernelNow kernel, @Nullable Double limit) {
        Snapshot first = record(0, 1.5, 0.25, kernel, limit);
        Snapshot last = record(4, 0.125, 0.5, kernel, limit);
        NetworkInfo network = new NetworkInfo(
                List.of(2, 1),
                "tanh",
                3,
                List.of(new NetworkInfo.Layer("identity", true)),
                new NetworkInfo.Drawn(1.0, 0.0, "1"),
                NetworkInfo.Given.NOT);
        return new TrajectoryResult(
                TrajectoryResult.SCHEMA,
                "1",
                new Setting(
                        network,
                        new Data("x.npz", "given", 10, 2, 1, 2),
                        "gaussian",
                        "natural:dual",
                        new Rate(0.5, null, 0, 0.8),
                        new Batch(5, "shuffled"),
                        1,
                        new Trained("kl", 0, 1)),
                RealVector.of(1.5, 1, 0.5, 0.25, 0.125),
                4,
                !end.equals("steps"),
                end,
                List.of(first, last));
    }

    private static Snapshot record(
            int step, double loss, double bound, @Nullable KernelNow kernel, @Nullable Double limit) {
        return new Snapshot(
                step,
                loss,
                2 * loss,
                new RateNow(0.5, bound, limit, 1.0),
                new SpectrumNow(2 / bound, RealVector.of(2 / bound, 1), 9, 2.0, null, 0.75),
                kernel,
                new Path(step, step / 2.0, step, step == 0 ? null : 1.0, 0.5, 0.25),
                step == 0 ? null : new SingularNow("units 1 and 2 of layer 1 equal", 0.002, 0.001, "a saddle"));
    }

    @Test
    void aSingularSetThatTheTrainingPassesIsTold() {
        TrajectoryReport report = TrajectoryReport.of(result("steps", null, 2.0));
        assertThat(report.terminal())
                .contains(
                        "Near a singular set in 1 of 2 records, steps 4 to 4: nearest at step 4, units 1 and 2 of layer 1"
                                + " equal, 0.002000 away, 0.001000 of their size; there a saddle.");
        TrajectoryResult none = new TrajectoryResult(
                TrajectoryResult.SCHEMA,
                "1",
                result("steps", null, null).setting(),
                RealVector.of(1),
                0,
                false,
                "steps",
                List.of(record(0, 1, 0.5, null, null)));
        assertThat(TrajectoryReport.of(none).terminal()).doesNotContain("singular");
    }

    @Test
    void theTableHasARowForEveryRecordAndSaysHowItEnded() {
        String text = TrajectoryReport.of(result("steps", new KernelNow(0.5, null), 2.0))
                .terminal();
        assertThat(text)
                .contains("Training of 3 parameters on 10 samples", "each step sees 5 (shuffled order)")
                .contains("Mean-field theory predicts 2/λ_max = 0.8000 at the start.")
                .contains("Loss 1.5000 → 0.12500 in 4 steps. All steps were made.");
        assertThat(text.lines().filter(l -> l.startsWith("0 ") || l.startsWith("4 ")))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "target-loss,target loss was reached",
        "diverged,The rate 0.5000 is above 0.3750",
        "indefinite-inverse,lose positive definiteness",
        "exploded-inverse,harmonic schedule",
        "saturated-output,take a smaller rate"
    })
    void everyEndHasItsSentence(String end, String words) {
        TrajectoryResult result = result(end, null, null);
        if (end.equals("diverged")) {
            List<Snapshot> records = List.of(record(4, 1, 0.25, null, 0.375));
            result = new TrajectoryResult(
                    result.schema(),
                    result.version(),
                    result.setting(),
                    result.losses(),
                    result.steps(),
                    true,
                    end,
                    records);
        }
        assertThat(TrajectoryReport.of(result).terminal()).contains(words);
    }

    @Test
    void numbersAreWholeInTheTable() {
        String csv = TrajectoryReport.of(result("steps", new KernelNow(0.5, 0.125), null))
                .numbers()
                .csv();
        assertThat(csv.lines().toList().get(2))
                .isEqualTo("4,0.125,0.25,0.5,0.5,,4.0,9.0,2.0,0.75,0.5,0.125,4.0,2.0,4.0,1.0,0.5,0.25,1.0");
    }

    @Test
    void whatIsNotKnownIsNotDrawn() {
        TrajectoryReport known = TrajectoryReport.of(result("steps", new KernelNow(0.5, null), 2.0));
        TrajectoryReport less = TrajectoryReport.of(result("steps", null, null));
        assertThat(known.figures())
                .extracting(Figure::id)
                .containsExactly("loss", "sharpness", "eigenvalues", "path", "kernel");
        assertThat(less.figures()).extracting(Figure::id).doesNotContain("kernel");
        assertThat(known.figures().get(1).series()).hasSize(4);
        assertThat(less.figures().get(1).series()).hasSize(3);
    }

    @Test
    void picturesOfAnEarlierTrainingGo(@TempDir java.nio.file.Path folder) {
        ReportConfig config = ReportConfig.defaults();
        TrajectoryReport.of(result("steps", new KernelNow(0.5, null), 2.0)).write(config.withSvg(true), folder);
        for (String name : TrajectoryReport.files()) {
            assertThat(folder.resolve(name)).isNotEmptyFile();
        }
        TrajectoryReport.of(result("steps", null, null)).write(config, folder);
        assertThat(folder.resolve("kernel.png")).doesNotExist();
        assertThat(folder.resolve("loss.svg")).doesNotExist();
        assertThat(folder.resolve("index.html")).content().contains("natural:dual", "All steps were made.");
    }

    /** The same numbers as in the table, and NaN where there is none. */
    @Test
    void arraysHaveTheNumbersOfTheTable(@TempDir java.nio.file.Path folder) {
        TrajectoryReport report = TrajectoryReport.of(result("steps", null, 2.0));
        report.write(ReportConfig.defaults(), folder);
        Map<String, NpyArray> arrays = NpzFile.read(folder.resolve("trajectory.npz"));
        List<String> lines = report.numbers().csv().lines().toList();
        String[] names = lines.get(0).split(",");
        String[] values = lines.get(2).split(",", -1);
        for (int i = 0; i < names.length; i++) {
            String name = names[i].replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            if (!name.equals("straightness")) {
                Double expected = values[i].isEmpty() ? Double.valueOf(Double.NaN) : Double.valueOf(values[i]);
                assertThat(array(arrays, name)[1]).as(name).isEqualTo(expected);
            }
        }
        assertThat(array(arrays, "losses")).containsExactly(1.5, 1, 0.5, 0.25, 0.125);
        assertThat(array(arrays, "step")).containsExactly(0, 4);
        assertThat(array(arrays, "largest")).containsExactly(8, 4);
        assertThat(array(arrays, "limit")[1]).isEqualTo(2.0);
        assertThat(array(arrays, "kernel_drift")[1]).isNaN();
        assertThat(array(arrays, "top")).containsExactly(8, 1, 4, 1);
        assertThat(Objects.requireNonNull(arrays.get("top")).shape()).containsExactly(2, 2);
    }

    private static double[] array(Map<String, NpyArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name).toArray();
    }
}
