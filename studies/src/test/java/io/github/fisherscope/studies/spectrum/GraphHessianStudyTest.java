package io.github.fisherscope.studies.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.spectrum.HessianInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A chain of dense layers that is studied as a network of any layers has the Hessian that it has as a chain. */
class GraphHessianStudyTest {
    private static final int SAMPLES = 9;
    private static final NetworkSpec SPEC = NetworkSpec.of(Activation.parse("tanh"), 2, 0.3, 4, 6, 5, 3);

    private static StudyConfig chain(Labels labels) {
        Dataset inputs = RandomInputs.of(7).standardNormal(0, SAMPLES, 4);
        Dataset data = Dataset.of(NpyArray.ofRows(SAMPLES, 4, inputs::copyRow), labels, DataSource.memory("test"));
        return StudyConfig.random(SPEC, SAMPLES)
                .withSeed(7)
                .withLikelihood(new Likelihood.Categorical())
                .withInputs(new InputSource.Given(data))
                .withMatrix(new StudiedMatrix.Hessian());
    }

    private static StudyConfig layers(Labels labels) {
        NeuralNetwork network = RandomNetworkGenerator.of(SPEC, 7).network(0);
        GraphNetwork graph = new GraphNetwork(FullyConnected.graph(network), RealVector.of(network.parameterVector()));
        return chain(labels).withNetwork(new NetworkSource.Imported(graph, "net.onnx", "00", List.of()));
    }

    private static Labels classes() {
        return Labels.Classes.of(3, 0, 1, 2, 2, 1, 0, 1, 1, 2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"AUTO", "LANCZOS"})
    void isThatOfTheChain(Method method) {
        SpectrumResult expected =
                SpectrumStudy.of(chain(classes()).withMethod(method)).run();
        SpectrumResult found =
                SpectrumStudy.of(layers(classes()).withMethod(method)).run();
        double max = expected.spectrum().max();
        HessianInfo own = Objects.requireNonNull(expected.hessian());
        HessianInfo other = Objects.requireNonNull(found.hessian());
        assertThat(found.fisher().matrix()).isEqualTo("hessian");
        assertThat(found.spectrum().max()).isCloseTo(max, within(1e-7 * max));
        assertThat(other.smallest().get(0)).isCloseTo(own.smallest().get(0), within(1e-7 * max));
        assertThat(other.loss()).isCloseTo(own.loss(), within(1e-12));
        assertThat(other.gradientNorm()).isCloseTo(own.gradientNorm(), within(1e-12));
        assertThat(other.fisherMax()).isCloseTo(own.fisherMax(), within(1e-7 * max));
        assertThat(other.residualNorm()).isCloseTo(own.residualNorm(), within(1e-3 * max));
        assertThat(other.negative()).isEqualTo(own.negative());
    }

    @Test
    void needsLabels() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpectrumStudy.of(layers(Labels.none())).run())
                .withMessageContaining("needs labels");
    }
}
