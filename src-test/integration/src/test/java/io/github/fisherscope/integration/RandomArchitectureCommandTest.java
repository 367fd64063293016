package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.random.GraphFamily;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.formats.architecture.ArchitectureNetwork;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random networks of any layers through the command line. */
class RandomArchitectureCommandTest {
    private static final String PRESET = "mlp-layernorm:inputs=6,width=8,outputs=2";

    @TempDir
    private Path folder;

    private static CommandRun spectrum(String... arguments) {
        return CommandRun.of(prefixed(arguments));
    }

    private static String[] prefixed(String... arguments) {
        String[] all = new String[arguments.length + 3];
        System.arraycopy(new String[] {"spectrum", "--json", "-"}, 0, all, 0, 3);
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return all;
    }

    @Test
    void anEnsembleHasTheMeanOfItsNetworksWithItsStandardError() {
        int networks = 5;
        CommandRun run = spectrum(
                "--architecture",
                PRESET,
                "--samples",
                "7",
                "--networks",
                "5",
                "--seed",
                "3",
                "--weight-variance",
                "1.5");
        assertThat(run.code()).as(run.err()).isZero();
        GraphFamily family = ArchitectureNetwork.draw(PRESET, 1.5, null).family();
        double[] means =
                IntStream.range(0, networks).mapToDouble(i -> mean(family, i)).toArray();
        double mean = DoubleStream.of(means).average().orElseThrow();
        double squares =
                DoubleStream.of(means).map(x -> (x - mean) * (x - mean)).sum();
        ComparisonRow row = Objects.requireNonNull(ResultJson.read(run.out()).row("mean"));
        assertThat(row.measured()).isCloseTo(mean, within(1e-12 * mean));
        assertThat(row.standardError()).isCloseTo(Math.sqrt(squares / (networks - 1) / networks), within(1e-12 * mean));
    }

    private static double mean(GraphFamily family, int index) {
        Dataset data = RandomInputs.of(3).standardNormal(index, 7, 6);
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
                GraphFisher fisher = GraphFisher.of(
                        family.network(3, index), data, FisherRequest.exact(new Likelihood.Gaussian(1)), backend)) {
            return fisher.smaller().trace() / family.graph().parameters();
        }
    }

    @Test
    void theResultSaysWhatWasDrawn() {
        NetworkInfo network = ResultJson.read(spectrum("--architecture", PRESET, "--samples", "3", "--seed", "9")
                        .out())
                .network();
        assertThat(network.source()).isNull();
        assertThat(network.drawn()).isEqualTo(new NetworkInfo.Drawn(2.0, 0.0, "9"));
        var graph = Objects.requireNonNull(network.graph());
        assertThat(graph.notes().get(0)).contains("mlp-layernorm:depth=3,width=8,inputs=6,outputs=2");
        assertThat(Objects.requireNonNull(graph.tensors().get(0).drawn()).variance())
                .isEqualTo(2.0 / 6);
    }

    @Test
    void aChainOfDenseLayersHasItsTheory() throws Exception {
        Path file = Files.writeString(
                folder.resolve("chain.json"),
                "{\"input\":[20],\"weight_variance\":3,\"bias_variance\":0.64,\"layers\":[{\"linear\":\"a\","
                        + "\"outputs\":30},\"tanh\",{\"linear\":\"b\",\"outputs\":4}]}");
        SpectrumResult chain = ResultJson.read(
                spectrum("--architecture", file.toString(), "--samples", "12").out());
        SpectrumResult widths = ResultJson.read(
                spectrum("--widths", "20,30,4", "--samples", "12").out());
        assertThat(chain.spectrum()).isEqualTo(widths.spectrum());
        assertThat(chain.theory()).isEqualTo(widths.theory());
    }

    @Test
    void tokensAreDrawnForNetworksThatLookThemUp() {
        SpectrumResult result = ResultJson.read(
                spectrum("--architecture", "transformer:width=8,heads=2,tokens=4,vocabulary=6", "--samples", "3")
                        .out());
        assertThat(result.data().source()).isEqualTo("random tokens of 6");
        assertThat(result.data().inputs()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--architecture vgg | --architecture is vgg; it must be a file or one of lenet",
                "--architecture missing.json | missing.json: does not exist",
                "--architecture lenet --widths 3,4 | leave out --widths",
                "--architecture lenet --activation tanh | leave out --activation tanh",
                "--architecture lenet --no-biases | leave out --no-biases",
                "--architecture lenet --weight-variance -1 | --weight-variance is -1",
                "--architecture lenet --theory as-if-random | leave it out",
                "--architecture lenet --form kronecker | fully connected networks only"
            })
    void refusesWhatCannotBe(String arguments, String problem) {
        CommandRun run = spectrum(arguments.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(problem);
        assertThat(run.err().strip().lines()).hasSize(1);
    }
}
