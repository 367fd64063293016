package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
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
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.trajectory.TrackResult;
import io.github.fisherscope.results.trajectory.TrackResult.Checkpoint;
import io.github.fisherscope.spectra.fisher.Fisher;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TrackStudyTest {
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    /** Network number n of a family of chains. */
    private static GraphNetwork network(int n, int... widths) {
        var chain = RandomNetworkGenerator.of(NetworkSpec.of(Activation.parse("tanh"), 1, 0.25, widths), 5)
                .network(n);
        return new GraphNetwork(FullyConnected.graph(chain), RealVector.of(chain.parameterVector()));
    }

    private static Dataset data(Labels labels) {
        Dataset inputs = RandomInputs.of(3).standardNormal(0, 6, 3);
        double[] x = new double[18];
        for (int t = 0; t < 6; t++) {
            inputs.copyRow(t, x, 3 * t);
        }
        return Dataset.of(NpyArray.of(x, 6, 3), labels, DataSource.memory("six points"));
    }

    private static TrackResult track(TrackStudy study, List<String> names) {
        return study.run(names, name -> network(Integer.parseInt(name), 3, 4, 2), StudyListener.silent(), BACKEND);
    }

    @Test
    void everyNetworkHasItsOwnFisherMatrix() {
        Labels labels = Labels.Classes.of(2, 0, 1, 1, 0, 1, 0);
        TrackResult result =
                track(new TrackStudy(data(labels), new Likelihood.Categorical(), 2), List.of("0", "1", "0"));
        for (int i = 0; i < 2; i++) {
            Fisher fisher = Fisher.of(network(i, 3, 4, 2), data(labels)).withLikelihood(new Likelihood.Categorical());
            Checkpoint now = result.records().get(i);
            double largest = fisher.largest(1).value(0);
            assertThat(now.spectrum().largest()).isCloseTo(largest, within(1e-9 * largest));
            assertThat(now.bound()).isCloseTo(2 / largest, within(1e-8 / largest));
            assertThat(now.spectrum().top().size()).isEqualTo(2);
        }
        Checkpoint back = result.records().get(2);
        assertThat(back.path().distance()).isZero();
        assertThat(back.path().straightness()).isNull();
        assertThat(Objects.requireNonNull(back.kernel()).drift()).isZero();
        assertThat(back.loss()).isEqualTo(result.records().get(0).loss());
        assertThat(back.path().length())
                .isCloseTo(2 * result.records().get(1).path().length(), within(1e-14));
        assertThat(back.path().stepNorm())
                .isEqualTo(result.records().get(1).path().stepNorm());
    }

    @Test
    void labelsAreNotNeeded() {
        for (Likelihood likelihood : List.of(new Likelihood.Categorical(), new Likelihood.Poisson())) {
            Checkpoint first = track(new TrackStudy(data(Labels.none()), likelihood, 3), List.of("0"))
                    .records()
                    .get(0);
            assertThat(first.loss()).isNull();
            assertThat(first.spectrum().gradientShare()).isNull();
            assertThat(Objects.requireNonNull(first.kernel()).alignment()).isNull();
            assertThat(first.spectrum().largest()).isPositive();
        }
    }

    @Test
    void onlyOneNetworkIsReadAtATime() {
        List<String> order = new ArrayList<>();
        new TrackStudy(data(Labels.none()), new Likelihood.Gaussian(1), 1)
                .run(
                        List.of("2", "0", "1"),
                        name -> {
                            order.add(name);
                            return network(Integer.parseInt(name), 3, 4, 2);
                        },
                        (stage, done, total) -> order.add(stage),
                        BACKEND);
        assertThat(order).containsExactly("network 1 of 3", "2", "network 2 of 3", "0", "network 3 of 3", "1");
    }

    @Test
    void seriesMustFit() {
        TrackStudy study = new TrackStudy(data(Labels.none()), new Likelihood.Gaussian(1), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.run(
                        List.of("4", "5"),
                        name -> network(0, 3, Integer.parseInt(name), 2),
                        StudyListener.silent(),
                        BACKEND))
                .withMessageContaining("checkpoint is 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.run(List.of("a"), name -> network(0, 2, 4, 2), StudyListener.silent(), BACKEND))
                .withMessageContaining("a takes 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.run(List.of(), name -> network(0, 3, 4, 2), StudyListener.silent(), BACKEND));
    }
}
