package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.geometry.NullDirections;
import io.github.fisherscope.core.geometry.NullStructure;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.formats.architecture.ArchitectureNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Null directions that norms, convolutions and attention bring, against counts by hand. */
class NullDirectionsOfLayersTest {
    @TempDir
    private Path folder;

    private NullStructure structure(String json, int samples) throws IOException {
        Path file = Files.writeString(folder.resolve("net.json"), json);
        GraphNetwork network =
                ArchitectureNetwork.draw(file.toString(), null, null).family().network(5, 0);
        Dataset data = RandomInputs.of(6)
                .standardNormal(0, samples, network.graph().input().size());
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
                GraphFisher fisher =
                        GraphFisher.of(network, data, FisherRequest.exact(new Likelihood.Gaussian(1)), backend)) {
            return NullStructure.of(fisher);
        }
    }

    private static String words(NullStructure found) {
        return found.directions().stream()
                .map(d -> d.count() + " " + d.words().replaceAll(" (alone|can).*", ""))
                .collect(Collectors.joining("; "));
    }

    /** The same row added to all rows of W and the same number to all biases: the norm's mean takes it off. */
    @Test
    void aLayerNormTakesOffWhatAllUnitsShare() throws IOException {
        NullStructure found = structure(
                "{\"input\":[3],\"bias_variance\":0.5,\"layers\":[{\"linear\":\"a\",\"outputs\":6},{\"layernorm\":\"n\"},"
                        + "\"tanh\",{\"linear\":\"b\",\"outputs\":2}]}",
                400);
        assertThat(words(found)).isEqualTo("3 a.weight; 1 a.bias");
        assertThat(found.unnamed()).isZero();
        assertThat(found.nullity()).isEqualTo(3 + 1);
    }

    /** Without ε the scale of all weights and biases goes too: M_0 + 2 in all. */
    @Test
    void aLayerNormWithoutEpsilonTakesOffTheScaleToo() throws IOException {
        NullStructure found = structure(
                "{\"input\":[3],\"bias_variance\":0.5,\"layers\":[{\"linear\":\"a\",\"outputs\":6},"
                        + "{\"layernorm\":\"n\",\"epsilon\":0},\"tanh\",{\"linear\":\"b\",\"outputs\":2}]}",
                400);
        assertThat(words(found)).isEqualTo("3 a.weight; 1 a.bias; 1 a.weight, a.bias");
        assertThat(found.unnamed()).isZero();
    }

    /** With its statistics frozen, a batch norm is a scale and a shift of each unit, beside W and b that are those too. */
    @Test
    void aFrozenBatchNormDoublesScaleAndShiftOfEachUnit() throws IOException {
        NullStructure found = structure(
                "{\"input\":[3],\"bias_variance\":0.5,\"layers\":[{\"linear\":\"a\",\"outputs\":6},{\"batchnorm\":\"n\"},"
                        + "\"tanh\",{\"linear\":\"b\",\"outputs\":2}]}",
                400);
        assertThat(found.nullity()).isEqualTo(2 * 6);
        assertThat(found.unnamed()).isZero();
        assertThat(words(found)).contains("6 a.bias, n.bias");
    }

    @Test
    void channelsOfAConvolutionScaleLikeUnits() throws IOException {
        NullStructure found = structure(
                "{\"input\":[2,6],\"bias_variance\":0.5,\"layers\":[{\"conv1d\":\"c\",\"outputs\":4,\"kernel\":3},\"relu\","
                        + "\"flatten\",{\"linear\":\"b\",\"outputs\":3}]}",
                500);
        assertThat(words(found)).isEqualTo("4 c.weight, c.bias, b.weight");
        assertThat(found.nullity()).isEqualTo(4);
        assertThat(found.unnamed()).isZero();
    }

    /**
     * Two heads of two channels: the key bias (4, by the softmax), queries against keys and values against outputs (2² a head),
     * and the value bias against the output bias (4, as attention sums to 1).
     */
    @Test
    void attentionHasFourKinds() throws IOException {
        NullStructure found = structure(
                "{\"input\":[5,4],\"bias_variance\":0.5,\"layers\":[{\"attention\":\"h\",\"heads\":2},\"tanh\","
                        + "\"flatten\",{\"linear\":\"b\",\"outputs\":2}]}",
                400);
        assertThat(found.nullity()).as(words(found)).isEqualTo(4 + 2 * 4 + 2 * 4 + 4);
        assertThat(found.unnamed()).as(words(found)).isZero();
        assertThat(found.directions())
                .extracting(NullDirections::words)
                .anySatisfy(w -> assertThat(w).contains("alone"));
    }
}
