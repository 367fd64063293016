package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.HessianInfo;
import io.github.fisherscope.results.spectrum.LayerInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Networks of other programs through the command line, against spectra that automatic differentiation gave. */
class AnyLayersTest {
    /** Sums of some thousand products in float64, relative to the largest eigenvalue. */
    private static final double TOLERANCE = 1e-12;

    private static Path file(String name) {
        return CommandRun.checkout()
                .resolve("network-formats/src/test/resources/layers")
                .resolve(name);
    }

    private static CommandRun spectrum(String name, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "spectrum",
                "--network",
                file(name + ".onnx").toString(),
                "--data",
                file(name + ".inputs.npz").toString(),
                "--json",
                "-"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "lenet, gaussian", "lenet, categorical", "convgroups, categorical", "resblock, gaussian",
        "resblock, categorical", "embedrms, categorical", "transformer, gaussian", "transformer, categorical"
    })
    void aFileGivesTheSpectrumOfAutomaticDifferentiation(String name, String likelihood) throws Exception {
        CommandRun run = spectrum(name, "--likelihood", likelihood);
        assertThat(run.code()).as(run.err()).isZero();
        SpectrumResult result = ResultJson.read(run.out());
        JsonNode all = JsonMapper.shared().readTree(Files.readString(file(name + ".oracle.json")));
        JsonNode expected = all.get(likelihood);
        JsonNode values = expected.get("eigenvalues");
        double max = values.get(0).doubleValue();
        for (int i = 0; i < 10; i++) {
            assertThat(result.spectrum().leading().top().get(i))
                    .isCloseTo(values.get(i).doubleValue(), within(TOLERANCE * max));
        }
        double trace = Objects.requireNonNull(result.spectrum().statistics().mean())
                * result.network().parameters();
        assertThat(trace).isCloseTo(expected.get("trace").doubleValue(), within(TOLERANCE * max));
        JsonNode blocks = all.get("blocks");
        assertThat(result.layers()).hasSize(blocks.size());
        for (int l = 0; l < blocks.size(); l++) {
            LayerInfo found = result.layers().get(l);
            assertThat(found.mean() * found.parameters())
                    .as("block %d", l)
                    .isCloseTo(blocks.get(l).get(likelihood).get("trace").doubleValue(), within(TOLERANCE * max));
        }
    }

    @ParameterizedTest
    @CsvSource({"lenet, safetensors", "transformer, pt"})
    void tensorsWithTheirLayersAreTheSameNetwork(String name, String format) {
        CommandRun tensors = CommandRun.of(
                "spectrum",
                "--network",
                file(name + "." + format).toString(),
                "--architecture",
                file(name + ".json").toString(),
                "--data",
                file(name + ".inputs.npz").toString(),
                "--json",
                "-");
        assertThat(tensors.code()).as(tensors.err()).isZero();
        double max = ResultJson.read(tensors.out()).spectrum().max();
        double expected = ResultJson.read(spectrum(name).out()).spectrum().max();
        assertThat(max).isCloseTo(expected, within(TOLERANCE * expected));
    }

    /** A file of layers and a file of tensors: the numbers of ONNX differ by its attributes of single precision alone. */
    @Test
    void predictionsOfTwoFilesAreCompared() {
        CommandRun run = CommandRun.of(
                "compare-networks",
                file("lenet.onnx").toString(),
                file("lenet.safetensors").toString(),
                "--architecture",
                file("lenet.json").toString(),
                "--data",
                file("lenet.inputs.npz").toString(),
                "--likelihood",
                "categorical",
                "--json",
                "-");
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.get("value").doubleValue()).isBetween(0.0, 1e-12);
        assertThat(result.get("positions").intValue()).isEqualTo(1);
        assertThat(run.err()).contains("lenet.onnx: ONNX", "lenet.safetensors");
    }

    @Test
    void aFileSaysWhatItHolds() {
        CommandRun lenet = CommandRun.of("inspect", file("lenet.onnx").toString());
        assertThat(lenet.code()).as(lenet.err()).isZero();
        assertThat(lenet.out())
                .contains("/MaxPool", "conv1.weight", "4×1×5×5", "678 parameters in 8 tensors", "not fully connected");
        Path weights = CommandRun.checkout()
                .resolve("src-test/integration/src/test/resources/oracle/weight-files/documented.npz");
        assertThat(CommandRun.of("inspect", weights.toString(), "--activation", "tanh")
                        .out())
                .contains("111 parameters in 6 tensors", "It is fully connected");
        assertThat(CommandRun.of("inspect", weights.toString()).err()).contains("--activation");
        assertThat(CommandRun.of("inspect", "missing.onnx").err()).contains("does not exist");
    }

    /** Second derivatives that automatic differentiation made, one column at a time. */
    @ParameterizedTest
    @CsvSource({"lenet", "convgroups", "resblock", "embedrms", "transformer"})
    void theHessianIsThatOfAutomaticDifferentiation(String name) throws Exception {
        CommandRun run = spectrum(name, "--likelihood", "categorical", "--matrix", "hessian");
        assertThat(run.code()).as(run.err()).isZero();
        SpectrumResult result = ResultJson.read(run.out());
        JsonNode expected = JsonMapper.shared()
                .readTree(Files.readString(file("hessian.json")))
                .get(name);
        double max = expected.get("largest").get(0).doubleValue();
        double tolerance = 1e-10 * max; // ten times the digits that 500 parameters leave of float64
        HessianInfo hessian = Objects.requireNonNull(result.hessian());
        for (int i = 0; i < expected.get("largest").size(); i++) {
            assertThat(result.spectrum().top().get(i))
                    .isCloseTo(expected.get("largest").get(i).doubleValue(), within(tolerance));
            assertThat(hessian.smallest().get(i))
                    .isCloseTo(expected.get("smallest").get(i).doubleValue(), within(tolerance));
        }
        assertThat(hessian.loss()).isCloseTo(expected.get("loss").doubleValue(), within(1e-12));
        assertThat(hessian.gradientNorm())
                .isCloseTo(expected.get("gradientNorm").doubleValue(), within(1e-11));
        int parameters = JsonMapper.shared()
                .readTree(Files.readString(file(name + ".oracle.json")))
                .get("parameters")
                .asInt();
        assertThat(result.spectrum().mean() * parameters)
                .isCloseTo(expected.get("trace").doubleValue(), within(10 * tolerance));
    }

    /** The parameters of the ONNX file, taken to safetensors and read with an architecture, are the same network. */
    @Test
    void parametersAreWrittenForOtherPrograms(@TempDir Path folder) throws Exception {
        Path written = folder.resolve("lenet.safetensors");
        CommandRun run = CommandRun.of("convert", file("lenet.onnx").toString(), "--out", written.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("678 parameters in 8 tensors, float64, by their names");
        String[] measured = {
            "spectrum", "--data", file("lenet.inputs.npz").toString(), "--likelihood", "categorical", "--json", "-"
        };
        CommandRun before =
                CommandRun.of(with(measured, "--network", file("lenet.onnx").toString()));
        CommandRun after = CommandRun.of(with(
                measured,
                "--network",
                written.toString(),
                "--architecture",
                file("lenet.json").toString()));
        assertThat(after.code()).as(after.err()).isZero();
        assertThat(ResultJson.read(after.out()).spectrum().max())
                .isCloseTo(ResultJson.read(before.out()).spectrum().max(), within(1e-12));
        CommandRun again = CommandRun.of("convert", file("lenet.onnx").toString(), "--out", written.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("--out", "nothing is replaced");
        assertThat(CommandRun.of(
                                "convert",
                                file("lenet.onnx").toString(),
                                "--out",
                                folder.resolve("a.txt").toString())
                        .err())
                .contains("--out", ".npz or .safetensors");
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void iterativeMethodsFindTheSame() throws Exception {
        CommandRun exact = spectrum("lenet", "--likelihood", "categorical");
        CommandRun lanczos = spectrum("lenet", "--likelihood", "categorical", "--method", "lanczos");
        double max = ResultJson.read(exact.out()).spectrum().max();
        assertThat(ResultJson.read(lanczos.out()).spectrum().max()).isCloseTo(max, within(1e-8 * max));
    }

    @Test
    void whatDoesNotCoverTheseNetworksSaysSo() throws Exception {
        assertThat(spectrum("lenet", "--form", "tridiagonal").err()).contains("layers in one line");
        assertThat(spectrum("lenet", "--matrix", "input-metric").err()).contains("fully connected networks only");
        assertThat(spectrum("lenet", "--theory", "as-if-random").err()).contains("fully connected networks");
        assertThat(spectrum("lenet", "--orientation", "fan-in-fan-out").err()).contains("--orientation");
        assertThat(CommandRun.of("theory", "--network", file("lenet.onnx").toString())
                        .err())
                .contains("this command is for fully connected networks");
        assertThat(CommandRun.of("spectrum", "--network", file("embedrms.onnx").toString())
                        .err())
                .contains("whole numbers");
        assertThat(CommandRun.of("spectrum", "--widths", "3,2", "--input-shape", "3")
                        .err())
                .contains("--input-shape 3 says how to read");
        assertThat(CommandRun.of("spectrum", "--network", file("lenet.onnx").toString(), "--input-shape", "3,x")
                        .err())
                .contains("'x' is no dimension");
    }
}
