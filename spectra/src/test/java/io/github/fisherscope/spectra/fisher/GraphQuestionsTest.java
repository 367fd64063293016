package io.github.fisherscope.spectra.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.spectra.Spectrum;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The façade on networks of any layers: every answer against another one, and chains against fully connected networks. */
class GraphQuestionsTest {
    private static GraphNetwork network() {
        Graph.Builder graph = Graph.on(Shape.of(4));
        int in = graph.then("in", new DenseKernel.Of(new DenseShape(4, 5, true)));
        int act = graph.then("act", new Activated.Of(new Activation.Tanh()));
        int inner = graph.then("inner", new DenseKernel.Of(new DenseShape(5, 5, true)));
        graph.add("sum", new Add.Of(), List.of(inner, in, act));
        graph.then("out", new DenseKernel.Of(new DenseShape(5, 3, true)));
        Graph built = graph.build();
        double[] theta = new double[Math.toIntExact(built.parameters())];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = Math.sin(2.1 * i + 0.7);
        }
        return new GraphNetwork(built, RealVector.of(theta));
    }

    private static Dataset data(int samples) {
        return RandomInputs.of(4).standardNormal(0, samples, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 60})
    void answersAgreeWithEachOther(int samples) {
        Fisher fisher = Fisher.of(network(), data(samples)).withLikelihood(new Likelihood.Categorical());
        Spectrum all = fisher.eigenvalues();
        double max = all.max();
        LargestEigenvalues largest = fisher.largest(4);
        assertThat(largest.converged()).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(largest.value(i)).isCloseTo(all.values().get(i), within(1e-8 * max));
        }
        RealVector v = largest.vector(0);
        RealVector image = fisher.times(v);
        for (int i = 0; i < v.size(); i++) {
            assertThat(image.get(i)).isCloseTo(max * v.get(i), within(1e-7 * max));
        }
        assertThat(fisher.trace()).isCloseTo(all.trace(), within(1e-11 * max));
        assertThat(fisher.layerTraces().sum()).isCloseTo(all.trace(), within(1e-11 * max));
        assertThat(fisher.diagonal().sum()).isCloseTo(all.trace(), within(1e-11 * max));
        assertThat(fisher.squaredNorm()).isCloseTo(all.squaredTrace(), within(1e-11 * max * max));
        assertThat(fisher.density().traceOf(x -> x).value()).isCloseTo(all.trace(), within(0.05 * all.trace()));
        RealVector b = RealVector.of(v.stream().map(x -> x + 0.1).toArray());
        RealVector solved = fisher.solve(b, 0.3);
        RealVector back = fisher.times(solved);
        for (int i = 0; i < b.size(); i++) {
            assertThat(back.get(i) + 0.3 * solved.get(i)).isCloseTo(b.get(i), within(1e-9));
        }
        double logs =
                all.values().stream().map(x -> Math.log(Math.max(x, 0) + 0.3)).sum();
        logs += (fisher.dimension() - all.values().size()) * Math.log(0.3);
        assertThat(fisher.logDeterminant(0.3)).isCloseTo(logs, within(1e-9));
    }

    @Test
    void aChainIsTheFullyConnectedNetwork() {
        NeuralNetwork chain = RandomNetworkGenerator.of(NetworkSpec.of(new Activation.Tanh(), 1.5, 0.3, 4, 5, 6, 3), 8)
                .network(0);
        GraphNetwork graph = new GraphNetwork(FullyConnected.graph(chain), RealVector.of(chain.parameterVector()));
        assertThat(Fisher.of(graph, data(7)).eigenvalues().values())
                .isEqualTo(Fisher.of(chain, data(7)).eigenvalues().values());
    }

    @Test
    void formsAreRefusedWithAReason() {
        Fisher fisher = Fisher.of(network(), data(5));
        assertThatThrownBy(() -> fisher.form(FisherForm.KRONECKER)).hasMessageContaining("fully connected");
        assertThatThrownBy(() -> Fisher.of(network(), RandomInputs.of(4).standardNormal(0, 3, 5)))
                .hasMessageContaining("inputs of shape 4");
    }
}
