package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.cli.FisherCommand;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.TrainPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest resident size of a whole process against the plan that it prints. Linux tells that size in {@code /proc}; a
 * process that has ended is not told of any more, so it is asked every few milliseconds and a last burst may escape. The
 * Java machine gets the options with which the launcher starts it.
 */
@EnabledOnOs(OS.LINUX)
class PlannedMemoryTest {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern EXEC = Pattern.compile("(?m)^heap='(.*)'$");
    private static final double MIB = 0x1p20;

    /** What one process differs from the next by: the collector's moments and memory that the allocator keeps. */
    private static final double NOISE = 32 * MIB;

    @TempDir
    private Path folder;

    private record Run(double peak, SpectrumResult result) {
        double planned() {
            return result.spectrum().run().memory().estimatedBytes();
        }
    }

    @Test
    void theProcessStaysWithinItsPlan() throws IOException, InterruptedException {
        Run run = run("--widths", "784,1500,1500,10", "--samples", "60", "--precision", "single");
        assertThat(run.result().spectrum().run().method()).isEqualTo("dual");
        assertThat(run.peak()).isPositive().isLessThanOrEqualTo(run.planned());
        // a plan that is far too large would hold for any program
        assertThat(run.planned()).isLessThan(2 * run.peak());
    }

    /** All Gram matrices of 12 000 samples would take 2.3 GB; the sensitivities of all pass in one block. */
    @Test
    void narrowNetworksStayWithinTheirPlan() throws IOException, InterruptedException {
        Run run = run("--widths", "300,6,1", "--samples", "12000", "--method", "lanczos", "--top", "3");
        assertThat(run.peak()).isPositive().isLessThanOrEqualTo(run.planned());
    }

    @Test
    void memoryIsFlatInTheNumberOfSamplesButForTheInputs() throws IOException, InterruptedException {
        int few = 12_000;
        Run once = streamed(few);
        Run fourTimes = streamed(4 * few);
        for (Run run : List.of(once, fourTimes)) {
            assertThat(run.result().spectrum().run().chosenBecause()).contains("over the data in batches");
            assertThat(run.peak()).isPositive().isLessThanOrEqualTo(run.planned());
        }
        // vectors have P numbers here, whatever T; the activations alone would take 8 · 36 000 · 350 bytes = 100 MB
        // more, and the
        // sensitivities 140 MB
        double inputs = 1.18 * 8 * 3 * few * 30;
        assertThat(fourTimes.peak() - once.peak()).isLessThan(inputs + NOISE);
        assertThat(fourTimes.planned() - once.planned()).isLessThan(inputs + NOISE);
    }

    /** 2000 rows: all eigenvalues in each record, and the kernel of the start beside that of now. */
    @Test
    void trainingStaysWithinItsPlan() throws IOException, InterruptedException {
        List<String> options = List.of("--widths", "200,300,300,10", "--samples", "200", "--steps", "2");
        Process child = start("train", options, ProcessBuilder.Redirect.INHERIT);
        double peak = peakUntilItEnds(child);
        assertThat(child.exitValue()).isZero();
        StudyConfig study =
                StudyConfig.random(new NetworkSpec(List.of(200, 300, 300, 10), new Activation.Tanh(), 1, 0), 200);
        double planned = TrainPlan.of(study).bytes(new GradientDescent(1), 200);
        assertThat(peak).isPositive().isLessThanOrEqualTo(planned);
        assertThat(planned).isLessThan(3 * peak);
    }

    /** A network of 128 MiB under a limit of 200 MiB: its headers tell that it does not fit before a weight is read. */
    @Test
    void whatDoesNotFitIsRefusedBeforeItIsRead() throws IOException, InterruptedException {
        Path network = folder.resolve("large.npz");
        NpzFile.write(
                network,
                Map.of(
                        "W1",
                        NpyArray.ofRows(4000, 4000, (row, target) -> {}),
                        "W2",
                        NpyArray.of(new double[8000], 2, 4000)));
        List<String> refused = List.of("--network", network.toString(), "--activation", "tanh", "--samples", "4");
        Path printed = folder.resolve("printed.txt");
        Process child = start(
                Stream.concat(refused.stream(), Stream.of("--memory", "200m")).toList(),
                ProcessBuilder.Redirect.to(printed.toFile()));
        double peak = peakUntilItEnds(child);
        assertThat(child.exitValue()).isEqualTo(5);
        assertThat(Files.readString(printed)).contains("raise the memory limit to at least");
        assertThat(peak).isPositive().isLessThan(200 * MIB);
    }

    /** Little enough memory that the samples must pass through in batches, and room for the batches. */
    private Run streamed(int samples) throws IOException, InterruptedException {
        return run(
                "--widths",
                "30,80,80,3",
                "--samples",
                Integer.toString(samples),
                "--method",
                "lanczos",
                "--top",
                "3",
                "--memory",
                "426m");
    }

    private Run run(String... options) throws IOException, InterruptedException {
        Process child = start(List.of(options), ProcessBuilder.Redirect.INHERIT);
        double peak = peakUntilItEnds(child);
        assertThat(child.exitValue()).isZero();
        return new Run(peak, ResultJson.read(Files.readString(json(), StandardCharsets.UTF_8)));
    }

    private Path json() {
        return folder.resolve("result.json");
    }

    private Process start(List<String> options, ProcessBuilder.Redirect errors) throws IOException {
        return start("spectrum", options, errors);
    }

    private Process start(String name, List<String> options, ProcessBuilder.Redirect errors) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcherOptions());
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), FisherCommand.class.getName(), name, "--json", "-"));
        command.addAll(options);
        return new ProcessBuilder(command)
                .redirectOutput(json().toFile())
                .redirectError(errors)
                .start();
    }

    private static double peakUntilItEnds(Process child) throws InterruptedException {
        double peak = 0;
        while (!child.waitFor(5, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peakOf(child.pid()));
        }
        return peak;
    }

    /** Returns what the launcher passes to the Java machine, from its own text. */
    private static List<String> launcherOptions() throws IOException {
        Matcher found = EXEC.matcher(Files.readString(Path.of("..", "..", "fisher")));
        assertThat(found.find()).as("a line with the options of the heap").isTrue();
        return List.of(found.group(1).split(" "));
    }

    /** Returns the largest resident size so far in bytes; 0 once the process has ended. */
    private static double peakOf(long process) {
        try {
            Matcher found = PEAK.matcher(Files.readString(Path.of("/proc/" + process + "/status")));
            return found.find() ? 1024 * Double.parseDouble(found.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
