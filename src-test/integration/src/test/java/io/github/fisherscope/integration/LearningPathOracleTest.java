package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.trajectory.TrackResult;
import io.github.fisherscope.results.trajectory.TrackResult.Segments;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Path;
import io.github.fisherscope.studies.spectrum.StudyListener;
import io.github.fisherscope.studies.trajectory.NetworkSeries;
import io.github.fisherscope.studies.trajectory.TrackStudy;
import io.github.fisherscope.testkit.OracleFile;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lengths of learning paths against a numpy program. */
class LearningPathOracleTest {
    static Stream<OracleFile> paths() {
        return OracleFile.read(LearningPathOracleTest.class, "/oracle/manifold.json").cases("path").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void chordsBetweenCheckpointsFollowTheOracle(OracleFile path) {
        OracleFile settings = path.at("case");
        double[][] x = path.matrix("x");
        double[][] points = path.matrix("points");
        List<Integer> widths =
                Arrays.stream(settings.integers("widths")).boxed().toList();
        NetworkSpec spec = new NetworkSpec(widths, Activation.parse(settings.text("activation")), 1, 0);
        NeuralNetwork first = RandomNetworkGenerator.of(spec, 1).network(0);
        Dataset data = Dataset.ofRows(
                x.length,
                x[0].length,
                (t, row) -> System.arraycopy(x[t], 0, row, 0, row.length),
                DataSource.memory("oracle"));
        TrackStudy study = new TrackStudy(data, Likelihood.parse(settings.text("likelihood")), 3);
        List<String> names =
                IntStream.range(0, points.length).mapToObj(Integer::toString).toList();
        TrackResult result;
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            result = study.run(
                    NetworkSeries.of(
                            names,
                            name -> new GraphNetwork(
                                    FullyConnected.graph(first), RealVector.of(points[Integer.parseInt(name)]))),
                    null,
                    StudyListener.silent(),
                    backend);
        }
        Path end = result.records().get(points.length - 1).path();
        assertThat(end.length()).isCloseTo(path.number("ambient_chords"), within(1e-12));
        assertThat(end.distance()).isCloseTo(path.number("ambient_distance_of_ends"), within(1e-12));
        Segments segments =
                Objects.requireNonNull(result.records().get(points.length - 1).segments());
        assertThat(segments.length()).isCloseTo(path.number("length"), within(1e-10));
        assertThat(segments.energy())
                .isCloseTo(
                        Arrays.stream(path.vector("segment_energy_unit_time")).sum(), within(1e-10));
        // The integral of the metric along straight segments of parameters is longer than the chords, by a little.
        assertThat(path.number("length") - end.length()).isBetween(0.0, 0.02);
    }
}
