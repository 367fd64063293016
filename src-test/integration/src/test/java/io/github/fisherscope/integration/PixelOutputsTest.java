package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A convolution's outputs at every pixel, channels first, against torch's automatic differentiation. */
class PixelOutputsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static String file(String name) {
        return CommandRun.checkout()
                .resolve("src-test/integration/src/test/resources/oracle/pixels")
                .resolve(name)
                .toString();
    }

    private static JsonNode spectrum(List<String> network, String options) {
        List<String> line = new ArrayList<>(List.of("spectrum", "--json", "-", "--data", file("x.npy")));
        line.addAll(network);
        for (String word : options.split(" ")) {
            line.add(word.replace("@", file("")));
        }
        CommandRun run = CommandRun.of(line.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("at each of 6×5 positions, to 3 outputs");
        return JSON.readTree(run.out());
    }

    private static void requireEqual(JsonNode result, JsonNode expected) {
        JsonNode spectrum = result.get("spectrum");
        double trace = spectrum.get("mean").doubleValue()
                * result.get("network").get("parameters").doubleValue();
        assertThat(trace).isCloseTo(expected.get("trace").doubleValue(), within(1e-12));
        for (int i = 0; i < 4; i++) {
            double value = expected.get("largest").get(i).doubleValue();
            assertThat(spectrum.get("top").get(i).doubleValue()).isCloseTo(value, within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gaussian, --likelihood gaussian",
        "categorical, --likelihood categorical",
        "categorical, --likelihood categorical --method dense",
        "empirical, --likelihood categorical --label-expectation empirical --labels @/y.npy",
        "residuals, --likelihood gaussian --label-expectation empirical --labels @/targets.npy",
        "hessian, --likelihood categorical --matrix hessian --labels @/y.npy"
    })
    void theLikelihoodAppliesAtEveryPixel(String matrix, String options) throws Exception {
        JsonNode expected = JSON.readTree(Files.readString(Path.of(file("pixels.json"))));
        requireEqual(spectrum(List.of("--network", file("pixels.onnx")), options), expected.get(matrix));
    }

    /** The same tensors with an architecture file. */
    @Test
    void anArchitectureSaysTheSame() throws Exception {
        Path tensors = folder.resolve("pixels.safetensors");
        assertThat(CommandRun.of("convert", file("pixels.onnx"), "--out", tensors.toString())
                        .code())
                .isZero();
        Path architecture = Files.writeString(
                folder.resolve("pixels.json"),
                "{\"input\":[1,6,5],\"layers\":[{\"conv2d\":\"0\",\"padding\":1},\"tanh\",{\"conv2d\":\"2\"}]}");
        JsonNode expected = JSON.readTree(Files.readString(Path.of(file("pixels.json"))));
        List<String> network = List.of("--network", tensors.toString(), "--architecture", architecture.toString());
        requireEqual(spectrum(network, "--likelihood categorical"), expected.get("categorical"));
    }

    /** The mean over samples and pixels is trained, and a series of networks is looked at in the same way. */
    @Test
    void trainingAndTrackingAverageOverPixels() throws Exception {
        JsonNode expected = JSON.readTree(Files.readString(Path.of(file("pixels.json"))));
        String labels = "--data @/x.npy --labels @/y.npy --likelihood categorical --json - ";
        JsonNode trained = json("train --network @/pixels.onnx --steps 3 --learning-rate 0.5 " + labels);
        for (int i = 0; i < 4; i++) {
            double loss = expected.get("losses").get(i).doubleValue();
            assertThat(trained.get("losses").get(i).doubleValue()).isCloseTo(loss, within(1e-12));
        }
        JsonNode record = json("track @/pixels.onnx " + labels).get("records").get(0);
        assertThat(record.get("loss").doubleValue())
                .isCloseTo(expected.get("losses").get(0).doubleValue(), within(1e-12));
        assertThat(record.get("spectrum").get("largest").doubleValue())
                .isCloseTo(expected.get("categorical").get("largest").get(0).doubleValue(), within(1e-12));
    }

    private static JsonNode json(String line) {
        CommandRun run = CommandRun.of(Arrays.stream(line.strip().split(" "))
                .map(word -> word.replace("@", file("")))
                .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    @Test
    void labelsThatFitNeitherWayAreRefused() throws Exception {
        refused(file("one.npy"), "30 positions of 3 outputs", "a class at each position (30 numbers a sample)");
        Path ignored = folder.resolve("ignored.npy");
        byte[] labels = Files.readAllBytes(Path.of(file("y.npy")));
        Arrays.fill(labels, labels.length - 8, labels.length, (byte) -1); // the last label is -1
        Files.write(ignored, labels);
        refused(ignored.toString(), "label 149 (from 0) is -1.0");
    }

    private static void refused(String labels, String... words) {
        CommandRun run = CommandRun.of(
                "spectrum",
                "--network",
                file("pixels.onnx"),
                "--data",
                file("x.npy"),
                "--labels",
                labels,
                "--likelihood",
                "categorical",
                "--label-expectation",
                "empirical",
                "--json",
                "-");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(words);
    }
}
