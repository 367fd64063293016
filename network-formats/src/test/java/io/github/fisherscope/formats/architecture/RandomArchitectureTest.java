package io.github.fisherscope.formats.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.random.TensorLaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random networks of architectures: how their weights are distributed, and their Fisher matrix against differences. */
class RandomArchitectureTest {
    private static final int SAMPLES = 2;

    /** Deviations beyond which a right law is called wrong, with a probability of 6·10⁻⁷. */
    private static final double SIGMAS = 5;

    @TempDir
    private Path folder;

    private DrawnArchitecture draw(String json) throws IOException {
        Path file = Files.writeString(folder.resolve("net.json"), json);
        return ArchitectureNetwork.draw(file.toString(), null, null);
    }

    @Test
    void aChainOfDenseLayersIsTheNetworkOfItsFamily() throws IOException {
        DrawnArchitecture drawn = draw("{\"input\":[5],\"weight_variance\":3,\"bias_variance\":0.64,\"layers\":["
                + "{\"linear\":\"a\",\"outputs\":7},\"tanh\",{\"linear\":\"b\",\"outputs\":3}]}");
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 5, 7, 3);
        for (int index : new int[] {0, 4}) {
            assertThat(drawn.family().network(11, index).parameters().toArray())
                    .isEqualTo(
                            RandomNetworkGenerator.of(spec, 11).network(index).parameterVector());
        }
    }

    @Test
    void everyTensorHasItsVariance() throws IOException {
        DrawnArchitecture drawn = draw("{\"input\":[6,9,9],\"weight_variance\":3,\"bias_variance\":0.5,\"layers\":["
                + "{\"conv2d\":\"conv\",\"outputs\":64,\"kernel\":[3,5],\"groups\":2},"
                + "{\"convtranspose2d\":\"up\",\"outputs\":32,\"kernel\":4,\"stride\":2,\"weight_variance\":8},"
                + "\"globalavgpool\",{\"linear\":\"fc\",\"outputs\":900,\"bias_variance\":2}]}");
        GraphNetwork network = drawn.family().network(3, 0);
        variance(network, "conv.weight", 3.0 / (3 * 15));
        variance(network, "up.weight", 8.0 / (64 * 16 / 4));
        variance(network, "fc.weight", 3.0 / 32);
        variance(network, "conv.bias", 0.5);
        variance(network, "fc.bias", 2);
    }

    /** n numbers of variance v have Σx²/v of mean n and variance 2n; half or twice the fan-in is noticed at n = 64. */
    private static void variance(GraphNetwork network, String name, double expected) {
        ParameterTensor tensor = network.graph().tensor(name);
        RealVector values = network.values(tensor);
        int n = values.size();
        double sum = values.stream().map(x -> x * x).sum() / expected;
        assertThat((sum - n) / Math.sqrt(2.0 * n)).as(name).isBetween(-SIGMAS, SIGMAS);
        assertThat(values.stream().sum() / Math.sqrt(n * expected)).as(name).isBetween(-SIGMAS, SIGMAS);
    }

    @Test
    void normalisationsBeginWithOnesAndZerosUnlessALineSaysOtherwise() throws IOException {
        String layers =
                "{\"input\":[4],\"bias_variance\":1,\"layers\":[{\"linear\":\"a\",\"outputs\":4},{\"layernorm\":\"n\"%s}]}";
        GraphNetwork fresh = draw(layers.formatted("")).family().network(1, 0);
        assertThat(fresh.values(fresh.graph().tensor("n.weight")).toArray()).containsOnly(1);
        assertThat(fresh.values(fresh.graph().tensor("n.bias")).toArray()).containsOnly(0);
        List<TensorLaw> laws = draw(layers.formatted(",\"weight_variance\":0.25,\"bias_variance\":0.5"))
                .family()
                .laws();
        assertThat(laws.subList(2, 4)).extracting(TensorLaw::mean).containsExactly(1.0, 0.0);
        assertThat(laws.subList(2, 4)).extracting(TensorLaw::variance).containsExactly(0.25, 0.5);
    }

    @Test
    void aNetworkDoesNotDependOnTheOthers() {
        var family =
                ArchitectureNetwork.draw("mixer:size=8,width=4", null, null).family();
        assertThat(family.network(5, 2)).isEqualTo(family.network(5, 2));
        assertThat(family.network(5, 2).parameters())
                .isNotEqualTo(family.network(5, 1).parameters());
        assertThat(family.network(6, 2).parameters())
                .isNotEqualTo(family.network(5, 2).parameters());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lenet:size=12,outputs=2",
                "resnet:size=5,width=2,channels=1,outputs=2",
                "mlp-layernorm:inputs=4,width=5,outputs=3",
                "transformer:blocks=2,width=4,heads=2,tokens=3,vocabulary=5",
                "mixer:blocks=1,size=4,patch=2,width=3,channels=1,outputs=2"
            })
    void hasTheFisherMatrixOfItsDifferences(String preset) {
        DrawnArchitecture drawn = ArchitectureNetwork.draw(preset, null, 0.3);
        GraphNetwork network = drawn.family().network(2, 0);
        int inputs = network.graph().input().size();
        Dataset data = drawn.tokens() > 0
                ? RandomInputs.of(2).tokens(0, SAMPLES, inputs, drawn.tokens())
                : RandomInputs.of(2).standardNormal(0, SAMPLES, inputs);
        FisherRequest request = FisherRequest.exact(new Likelihood.Gaussian(1));
        try (Backend backend = Backends.onClassPath().open("java", BackendConfig.defaults());
                GraphFisher fisher = GraphFisher.of(network, data, request, backend)) {
            double[] diagonal = fisher.smaller().parameterDiagonal();
            int positions = network.graph().output().positions();
            double largest = IntStream.range(0, diagonal.length)
                    .mapToDouble(i -> diagonal[i])
                    .max()
                    .orElseThrow();
            int step = Math.max(1, diagonal.length / 150);
            for (int i = 0; i < diagonal.length; i += step) {
                double found = squaredColumn(network, data, backend, i) / (SAMPLES * positions);
                assertThat(diagonal[i]).as("%s, parameter %d", preset, i).isCloseTo(found, offset(1e-7 * largest));
            }
        }
    }

    /** Σ (∂f/∂θ_i)² over samples, positions and outputs, by central differences. */
    private static double squaredColumn(GraphNetwork network, Dataset data, Backend backend, int i) {
        double h = 1e-5;
        double[] up = outputs(network, data, backend, i, h);
        double[] down = outputs(network, data, backend, i, -h);
        return IntStream.range(0, up.length)
                .mapToDouble(j -> (up[j] - down[j]) / (2 * h))
                .map(d -> d * d)
                .sum();
    }

    private static double[] outputs(GraphNetwork network, Dataset data, Backend backend, int i, double h) {
        double[] theta = network.parameters().toArray();
        theta[i] += h;
        try (GraphLinearization at = GraphLinearization.of(network.graph(), theta, data, backend)) {
            return at.outputs();
        }
    }

    @Test
    void tiedLayersAreOneTensor() {
        var graph = ArchitectureNetwork.draw("transformer", null, null).family().graph();
        assertThat(graph.tensors()).filteredOn(t -> t.name().startsWith("wte")).hasSize(1);
        assertThat(graph.parameters()).isEqualTo(50 * 32 + 16 * 32 + 12 * 32 * 32 + 9 * 32 + 4 * 32 + 2 * 32);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lenet:size=5 | size is 5, and must be at least 12",
                "resnet:depth=9 | must be 8, 14, 20",
                "resnet:depht=8 | 'depht=8' is no setting",
                "resnet:depth=8.5 | whole number",
                "mixer:size=9 | patches of 4 do not divide",
                "transformer:width=30 | 4 heads do not divide",
                "vgg | one of lenet, resnet"
            })
    void refusesPresets(String preset, String problem) {
        assertThatThrownBy(() -> ArchitectureNetwork.draw(preset, null, null)).hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"linear\":\"a\"} | needs \"outputs\"",
                "{\"linear\":\"a\",\"outputs\":0} | whole number from 1 on",
                "{\"linear\":\"a\",\"outputs\":2,\"weight_variance\":-1} | from 0 on",
                "{\"conv2d\":\"a\",\"outputs\":2,\"kernel\":3} | takes channels and 2 axes",
                "{\"conv1d\":\"a\",\"outputs\":2} | takes channels and 1 axis",
                "{\"embedding\":\"a\",\"entries\":3} | needs \"width\"",
                "{\"reshape\":[3,3]} | reshapes 1×8",
                "{\"layernorm\":\"n\",\"axes\":2} | normalises the last 2 axes",
                "{\"layernorm\":null} | needs the prefix",
                "{\"layernorm\":[2,2]} | needs the prefix",
                "{\"batchnorm\":99} | needs the prefix",
                "{\"relu\":[[2]]} | layers[0] (relu) is followed by [[2]]",
                "{\"relu\":null} | is followed by null"
            })
    void refusesLinesThatSayTooLittle(String line, String problem) {
        assertThatThrownBy(() -> draw("{\"input\":[8],\"layers\":[" + line + "]}"))
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"input\":null,\"layers\":[\"relu\"]} | input is null and no list",
                "{\"input\":3,\"layers\":[\"relu\"]} | input is 3 and no list",
                "{\"input\":[3],\"layers\":null} | layers is null and no list",
                "{\"input\":[3],\"layers\":{\"relu\":true}} | layers is {\"relu\":true} and no list",
                "{\"input\":[3],\"tokens\":\"no\",\"layers\":[\"relu\"]} | tokens is \"no\"; it must be true or false",
                "{\"input\":[[3]],\"layers\":[\"relu\"]} | input has the dimension [3]",
                "{\"widths\":null} | it has the field 'widths'",
                "[[[3]]] | is no architecture"
            })
    void fieldsOfOtherTypesAreNamed(String text, String problem) {
        assertThatThrownBy(() -> draw(text)).hasMessageContaining(problem);
    }
}
