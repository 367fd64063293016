package io.github.fisherscope.studies.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One network measured twice: as a chain of dense layers, and as a graph whose layers happen to be dense. */
class TwoRoutesTest {
    private static final Dataset DATA = RandomInputs.of(3).standardNormal(0, 6, 3);

    /** Returns the tensors of the graph, which are weights and biases in turn. */
    private static NeuralNetwork chain() {
        GraphNetwork graph = Small.graph();
        List<double[]> weights = new ArrayList<>();
        List<double[]> biases = new ArrayList<>();
        for (ParameterTensor tensor : graph.graph().tensors()) {
            double[] values = new double[Math.toIntExact(tensor.shape().size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = graph.parameters().get(Math.toIntExact(tensor.offset()) + i);
            }
            (tensor.shape().dimensions().size() == 2 ? weights : biases).add(values);
        }
        return NeuralNetwork.takingOver(List.of(3, 5, 2), new Activation.Tanh(), weights, biases);
    }

    private static SpectrumResult ofChain(StudiedMatrix matrix, Likelihood likelihood, Method method) {
        return run(Small.given(chain(), DATA), matrix, likelihood, method);
    }

    private static SpectrumResult ofGraph(StudiedMatrix matrix, Likelihood likelihood, Method method) {
        return run(Small.imported(6).withInputs(new InputSource.Given(DATA)), matrix, likelihood, method);
    }

    private static SpectrumResult run(StudyConfig config, StudiedMatrix matrix, Likelihood likelihood, Method method) {
        return SpectrumStudy.of(config.withMatrix(matrix)
                        .withLikelihood(likelihood)
                        .withOptions(SpectrumOptions.defaults().withTop(4))
                        .withMethod(method))
                .run();
    }

    private static void assertSameTop(SpectrumResult first, SpectrumResult second) {
        double largest = first.spectrum().max();
        for (int i = 0; i < 4; i++) {
            assertThat(first.spectrum().top().get(i))
                    .as("eigenvalue %d", i + 1)
                    .isCloseTo(second.spectrum().top().get(i), within(1e-9 * largest));
        }
        assertThat(first.spectrum().mean()).isCloseTo(second.spectrum().mean(), within(1e-12 * largest));
    }

    @ParameterizedTest
    @CsvSource({"gaussian", "categorical", "bernoulli", "poisson"})
    void everyLikelihoodGivesTheSameSpectrum(String name) {
        Likelihood likelihood = Likelihood.parse(name);
        StudiedMatrix whole = new StudiedMatrix.Whole();
        assertSameTop(ofGraph(whole, likelihood, Method.AUTO), ofChain(whole, likelihood, Method.AUTO));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void everyMethodGivesTheSameSpectrum(Method method) {
        StudiedMatrix whole = new StudiedMatrix.Whole();
        Likelihood gaussian = new Likelihood.Gaussian(1);
        assertSameTop(ofGraph(whole, gaussian, method), ofChain(whole, gaussian, method));
    }

    /** Units and entries of the diagonal are the same in both; layers are tensors in one and weights with biases in the other. */
    @ParameterizedTest
    @CsvSource({"diagonal", "units"})
    void formsOfTheSamePartsAreTheSame(String form) {
        StudiedMatrix matrix = StudiedMatrix.parse("fisher", form, "none");
        Likelihood categorical = new Likelihood.Categorical();
        assertSameTop(ofGraph(matrix, categorical, Method.AUTO), ofChain(matrix, categorical, Method.AUTO));
    }
}
