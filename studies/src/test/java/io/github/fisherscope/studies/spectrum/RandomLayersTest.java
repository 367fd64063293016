package io.github.fisherscope.studies.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.random.GraphFamily;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.core.random.TensorLaw;
import io.github.fisherscope.results.spectrum.GraphInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Studies of networks of any layers that are drawn, against the same networks given one by one. */
class RandomLayersTest {
    private static final Graph GRAPH = Small.graph().graph();

    /** Weights of variance 2/fan-in and biases of variance 0.3, each tensor with a stream of its own. */
    private static NetworkSource.RandomLayers source() {
        List<TensorLaw> laws = new ArrayList<>();
        for (int i = 0; i < GRAPH.tensors().size(); i++) {
            boolean weights = i % 2 == 0;
            double fanIn = i == 0 ? 3 : 5;
            laws.add(new TensorLaw(
                    weights ? StreamPurpose.WEIGHTS : StreamPurpose.BIASES, i / 2 + 1, 0, weights ? 2 / fanIn : 0.3));
        }
        return new NetworkSource.RandomLayers(new GraphFamily(GRAPH, laws), "mlp", 2, 0.3, List.of("a note"));
    }

    private static StudyConfig config() {
        return Small.imported(6).withNetwork(source());
    }

    private static SpectrumResult given(GraphNetwork network, int index, long seed) {
        return SpectrumStudy.of(Small.imported(6)
                        .withNetwork(new NetworkSource.Imported(network, "net.onnx", "00", List.of()))
                        .withInputs(new InputSource.Given(RandomInputs.of(seed).standardNormal(index, 6, 3))))
                .run();
    }

    @Test
    void networksOfAnEnsembleAreThoseGivenOneByOne() {
        SpectrumResult three =
                SpectrumStudy.of(config().withNetworks(3).withSeed(8)).run();
        double[] largest =
                Objects.requireNonNull(three.ensemble()).of(Statistic.MAX).toArray();
        assertThat(largest).hasSize(3).doesNotHaveDuplicates();
        for (int i = 0; i < 3; i++) {
            double alone = given(source().network(8, i), i, 8).spectrum().max();
            assertThat(largest[i]).isCloseTo(alone, within(1e-12 * alone));
        }
        assertThat(three.theory().validity().applies()).isFalse();
        assertThat(three.theory().validity().weights()).isEqualTo(TheoryInfo.NOT_ASKED);
    }

    @Test
    void whatWasDrawnIsDescribed() {
        var info = SpectrumStudy.of(config().withSeed(8)).run().network();
        assertThat(info.parameters()).isEqualTo(32);
        assertThat(info.drawn().weightVariance()).isEqualTo(2);
        assertThat(info.drawn().seed()).isEqualTo("8");
        assertThat(info.given().source()).isNull();
        GraphInfo graph = Objects.requireNonNull(info.graph());
        assertThat(graph.notes()).containsExactly("a note");
        assertThat(graph.tensors().get(0).drawn()).isEqualTo(new GraphInfo.Law(0, 2.0 / 3));
        assertThat(graph.tensors().get(3).drawn()).isEqualTo(new GraphInfo.Law(0, 0.3));
    }

    @Test
    void drawnLayersCountTheirParametersAndHaveNoTheory() {
        NetworkSource.RandomLayers source = source();
        assertThat(source.drawn()).isTrue();
        assertThat(Small.imported(6).network().drawn()).isFalse();
        assertThat(source.parameters()).isEqualTo(32);
        assertThat(source.network(8, 1)).isEqualTo(source.network(8, 1)).isNotEqualTo(source.network(8, 2));
        assertThatIllegalStateException().isThrownBy(source::spec).withMessageContaining("mlp");
    }

    @ParameterizedTest
    @CsvSource({"0, 5, samples", "3, 0, entries"})
    void tokensOutsideTheirRangesAreRefused(int samples, int entries, String argument) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputSource.RandomTokens(samples, entries))
                .withMessageStartingWith(argument);
        assertThat(new InputSource.RandomTokens(3, 5).samples()).isEqualTo(3);
    }
}
