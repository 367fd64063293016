package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.io.InputFileException;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        return study.run(series(names), null, StudyListener.silent(), BACKEND);
    }

    private static NetworkSeries series(List<String> names) {
        return NetworkSeries.of(names, name -> network(Integer.parseInt(name), 3, 4, 2));
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
                        NetworkSeries.of(List.of("2", "0", "1"), name -> {
                            order.add(name);
                            return network(Integer.parseInt(name), 3, 4, 2);
                        }),
                        null,
                        (stage, done, total) -> order.add(stage),
                        BACKEND);
        assertThat(order).containsExactly("network 1 of 3", "2", "network 2 of 3", "0", "network 3 of 3", "1");
    }

    @Test
    void seriesMustFit() {
        TrackStudy study = new TrackStudy(data(Labels.none()), new Likelihood.Gaussian(1), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.run(
                        NetworkSeries.of(List.of("4", "5"), name -> network(0, 3, Integer.parseInt(name), 2)),
                        null,
                        StudyListener.silent(),
                        BACKEND))
                .withMessageContaining("network is 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.run(
                        NetworkSeries.of(List.of("a"), name -> network(0, 2, 4, 2)),
                        null,
                        StudyListener.silent(),
                        BACKEND))
                .withMessageContaining("a takes 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.run(series(List.of()), null, StudyListener.silent(), BACKEND));
    }

    /** A run over the first networks stands for one that was killed there; more networks may come behind. */
    @Test
    void aSeriesGoesOnFromItsStateToTheSameBits(@TempDir Path folder) {
        Labels labels = Labels.Classes.of(2, 0, 1, 1, 0, 1, 0);
        TrackStudy study = new TrackStudy(data(labels), new Likelihood.Categorical(), 2);
        List<String> names = List.of("0", "1", "2", "3");
        TrackResult whole = track(study, names);
        for (int count = 1; count <= 4; count++) {
            List<String> read = new ArrayList<>();
            NetworkSeries part = NetworkSeries.of(names.subList(0, count), name -> {
                read.add(name);
                return network(Integer.parseInt(name), 3, 4, 2);
            });
            TrackResult result = study.run(part, folder, StudyListener.silent(), BACKEND);
            assertThat(read).containsExactly(names.get(count - 1));
            assertThat(result.records()).isEqualTo(whole.records().subList(0, count));
        }
        TrackResult again = study.run(series(names), folder, StudyListener.silent(), BACKEND);
        assertThat(again).isEqualTo(whole);
    }

    @Test
    void statesOfOtherSeriesAreRefused(@TempDir Path folder) {
        TrackStudy study = new TrackStudy(data(Labels.none()), new Likelihood.Gaussian(1), 2);
        study.run(series(List.of("0", "1")), folder, StudyListener.silent(), BACKEND);
        assertRefused(study, series(List.of("0", "2")), folder, "number 2 is not the 2");
        assertRefused(study, series(List.of("0")), folder, "looked at 2");
        NetworkSeries changed = NetworkSeries.of(List.of("0", "1"), name -> network(0, 3, 4, 2), name -> "new " + name);
        assertRefused(study, changed, folder, "number 1 is not");
        TrackStudy other = new TrackStudy(data(Labels.none()), new Likelihood.Gaussian(1), 3);
        assertRefused(other, series(List.of("0", "1")), folder, "other samples or options");
        TrackStudy labelled = new TrackStudy(
                data(new Labels.Targets(RealVector.of(new double[12]), 2)), new Likelihood.Gaussian(1), 2);
        assertRefused(labelled, series(List.of("0", "1")), folder, "other samples or options");
        NetworkSeries wider = NetworkSeries.of(
                List.of("0", "1", "2"), name -> network(0, 3, name.equals("2") ? 5 : 4, 2), name -> name);
        assertRefused(study, wider, folder, "network is 2");
    }

    private static void assertRefused(TrackStudy study, NetworkSeries series, Path folder, String part) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.run(series, folder, StudyListener.silent(), BACKEND))
                .withMessageContaining(part);
    }

    @Test
    void damagedStatesAreSaid(@TempDir Path folder) throws IOException {
        TrackStudy study = new TrackStudy(data(Labels.none()), new Likelihood.Gaussian(1), 2);
        for (String text : List.of("{\"schema\": \"fisherscope/track-state/1\"}", "my notes")) {
            Files.writeString(folder.resolve("track-state.json"), text);
            assertThatExceptionOfType(InputFileException.class)
                    .isThrownBy(() -> study.run(series(List.of("0")), folder, StudyListener.silent(), BACKEND))
                    .withMessageContaining("is damaged");
        }
    }
}
