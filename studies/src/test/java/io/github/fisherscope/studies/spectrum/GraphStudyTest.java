package io.github.fisherscope.studies.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.fisher.Fisher;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies of networks of any layers against the matrix itself. */
class GraphStudyTest {
    /** A residual block between dense layers, on {@code positions} positions of three numbers each; P = 68. */
    private static GraphNetwork network() {
        Graph.Builder graph = Graph.on(Shape.of(2, 3));
        int in = graph.then("in", new DenseKernel.Of(new DenseShape(3, 5, true)));
        graph.then("act", new Activated.Of(new Activation.Tanh()));
        int inner = graph.then("inner", new DenseKernel.Of(new DenseShape(5, 5, true)));
        graph.add("sum", new Add.Of(), List.of(inner, in));
        graph.then("out", new DenseKernel.Of(new DenseShape(5, 3, true)));
        Graph built = graph.build();
        double[] theta = new double[Math.toIntExact(built.parameters())];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = Math.sin(2.1 * i + 0.7);
        }
        return new GraphNetwork(built, RealVector.of(theta));
    }

    private static Dataset data(int samples) {
        return RandomInputs.of(9).standardNormal(0, samples, 6);
    }

    private static StudyConfig config(int samples, Method method) {
        NetworkSpec any = NetworkSpec.of(new Activation.Tanh(), 1, 0, 6, 3);
        return StudyConfig.random(any, samples)
                .withNetwork(new NetworkSource.Imported(network(), "net.onnx", "00", List.of("cut off a softmax")))
                .withInputs(new InputSource.Given(data(samples)))
                .withFisher(FisherRequest.exact(new Likelihood.Categorical()))
                .withMethod(method);
    }

    @ParameterizedTest
    @CsvSource({"4, DUAL", "4, DENSE", "30, AUTO", "4, LANCZOS", "30, LANCZOS", "4, QUADRATURE", "30, SUBSPACE"})
    void aStudyFindsTheSpectrumOfTheMatrix(int samples, Method method) {
        Fisher fisher = Fisher.of(network(), data(samples)).withLikelihood(new Likelihood.Categorical());
        Spectrum expected = fisher.eigenvalues();
        SpectrumResult result = SpectrumStudy.of(config(samples, method)).run();
        double max = expected.max();
        assertThat(result.spectrum().max()).isCloseTo(max, within(1e-9 * max));
        for (int i = 0; i < 3; i++) {
            assertThat(result.spectrum().leading().top().get(i))
                    .isCloseTo(expected.values().get(i), within(1e-6 * max));
        }
        assertThat(result.spectrum().statistics().mean()).isCloseTo(fisher.trace() / 68, within(1e-12 * max));
        assertThat(result.spectrum().statistics().secondMoment())
                .isCloseTo(fisher.squaredNorm() / 68, within(1e-10 * max * max));
        RealVector traces = fisher.layerTraces();
        assertThat(result.layers()).hasSize(6);
        for (int l = 0; l < 6; l++) {
            double trace =
                    result.layers().get(l).mean() * result.layers().get(l).parameters();
            assertThat(trace).isCloseTo(traces.get(l), within(1e-11 * max));
        }
        result.spectrum()
                .checks()
                .forEach(
                        c -> assertThat(c.relativeDifference()).as(c.quantity()).isLessThan(1e-7));
        RealVector theta = network().parameters();
        assertThat(Objects.requireNonNull(result.capacity().fisherRaoNorm()).measured())
                .isCloseTo(fisher.quadraticForm(theta), within(1e-10 * max));
        assertThat(result.network().kind(false)).isEqualTo("network (3 dense, tanh, add)");
        assertThat(result.theory().conditions()).anyMatch(c -> c.name().equals("fully-connected") && !c.holds());
        assertThat(ResultJson.read(ResultJson.write(result)).network()).isEqualTo(result.network());
    }

    @ParameterizedTest
    @ValueSource(strings = {"layers", "units", "diagonal", "kronecker", "kronecker:reduce", "ekfac", "ekfac:reduce"})
    void formsAreMeasured(String form) {
        StudyConfig config = config(4, Method.AUTO).withMatrix(StudiedMatrix.parse("fisher", form, "none"));
        SpectrumResult result = SpectrumStudy.of(config).run();
        assertThat(result.fisher().form()).isEqualTo(form.replace("ekfac", "eigen-kronecker"));
        assertThat(result.spectrum().checks()).allMatch(c -> c.relativeDifference() < 1e-9);
        assertThat(result.fisher().conventions()).contains("all parameter tensors");
        SpectrumResult whole = SpectrumStudy.of(config(4, Method.AUTO)).run();
        if (!form.startsWith("kronecker")) { // all other forms keep the diagonal
            assertThat(result.spectrum().mean()).isCloseTo(whole.spectrum().mean(), within(1e-12));
        }
        if (form.equals("layers")) {
            assertThat(result.layers().get(0).max())
                    .isCloseTo(whole.layers().get(0).max(), within(1e-10));
            assertThat(result.layers()).hasSameSizeAs(whole.layers());
        }
    }

    @Test
    void onlyKroneckerFormsReducePositions() {
        assertThatThrownBy(() -> StudiedMatrix.parse("fisher", "layers:reduce", "none"))
                .hasMessageContaining("form is layers:reduce")
                .hasMessageContaining("kronecker");
    }

    @Test
    void whatTheseNetworksDoNotHaveIsRefusedByName() {
        StudyConfig config = config(4, Method.AUTO);
        assertThatThrownBy(
                        () -> SpectrumStudy.of(config.withMatrix(new StudiedMatrix.Form(FisherForm.BLOCK_TRIDIAGONAL)))
                                .run())
                .hasMessageContaining("form is block-tridiagonal")
                .hasMessageContaining("one line");
        assertThatThrownBy(() -> SpectrumStudy.of(config.withInputs(
                                new InputSource.Given(RandomInputs.of(9).standardNormal(0, 4, 5))))
                        .run())
                .hasMessageContaining("must be 6");
    }
}
