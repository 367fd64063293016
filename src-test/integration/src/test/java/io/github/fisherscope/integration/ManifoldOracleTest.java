package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.manifold.ExponentialMap;
import io.github.fisherscope.core.manifold.FisherRaoCurve;
import io.github.fisherscope.core.manifold.NetworkManifold;
import io.github.fisherscope.core.manifold.NormalManifold;
import io.github.fisherscope.core.manifold.VolumeDensity;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.testkit.OracleFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lengths, Christoffel symbols and geodesics against a program of numpy and scipy. */
class ManifoldOracleTest {
    private static final OracleFile ORACLE = OracleFile.read(ManifoldOracleTest.class, "/oracle/manifold.json");

    static Stream<OracleFile> paths() {
        return ORACLE.cases("path").stream();
    }

    private static Dataset data(double[][] x) {
        return Dataset.ofRows(
                x.length,
                x[0].length,
                (t, row) -> System.arraycopy(x[t], 0, row, 0, row.length),
                DataSource.memory("oracle"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void segmentsHaveTheLengthAndEnergyOfTheOracle(OracleFile path) {
        OracleFile settings = path.at("case");
        List<Integer> widths =
                Arrays.stream(settings.integers("widths")).boxed().toList();
        NetworkSpec spec = new NetworkSpec(widths, Activation.parse(settings.text("activation")), 1, 0);
        NetworkManifold manifold = NetworkManifold.of(
                RandomNetworkGenerator.of(spec, 1).network(0),
                data(path.matrix("x")),
                Likelihood.parse(settings.text("likelihood")));
        double[][] points = path.matrix("points");
        double[] lengths = path.vector("segment_length");
        double[] energies = path.vector("segment_energy_unit_time");
        for (int k = 1; k < points.length; k++) {
            FisherRaoCurve segment = FisherRaoCurve.segment(manifold, points[k - 1], points[k]);
            assertThat(segment.length()).isCloseTo(lengths[k - 1], within(1e-10));
            assertThat(segment.energy()).isCloseTo(energies[k - 1], within(1e-10));
        }
        FisherRaoCurve whole = FisherRaoCurve.through(manifold, Arrays.asList(points));
        assertThat(whole.length()).isCloseTo(path.number("length"), within(1e-10));
        assertThat(whole.length()).isGreaterThan(path.number("ambient_chords"));
        assertThat(whole.length() * whole.length()).isLessThan(2 * whole.energy() * (points.length - 1));
    }

    @Test
    void geodesicsOfNormalDistributionsFollowTheOracle() {
        NormalManifold normal = new NormalManifold();
        OracleFile family = ORACLE.cases("normal_family").get(0);
        double[][] points = family.at("case").matrix("points");
        double[][] distances = family.matrix("distances");
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < points.length; j++) {
                assertThat(normal.distance(points[i], points[j])).isCloseTo(distances[i][j], within(1e-13));
            }
        }
        for (OracleFile shot : family.cases("shots")) {
            ExponentialMap end = ExponentialMap.of(normal, shot.vector("start"), shot.vector("velocity"));
            assertThat(end.end().toArray()).containsExactly(shot.vector("end"), within(1e-9));
            assertThat(end.endVelocity().toArray()).containsExactly(shot.vector("end_velocity"), within(1e-9));
            assertThat(end.speed()).isCloseTo(shot.number("length"), within(1e-12));
            assertThat(end.endSpeed()).isCloseTo(end.speed(), within(1e-9));
            assertThat(normal.distance(shot.vector("start"), end.end().toArray()))
                    .isCloseTo(end.speed(), within(1e-9));
        }
    }

    @Test
    void geodesicsOfASmallNetworkFollowTheOracle() {
        OracleFile model = ORACLE.cases("model_geodesic").get(0);
        OracleFile settings = model.at("case");
        double[] x = settings.vector("x");
        double[][] rows = Arrays.stream(x).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 1, 0, 1, 1, 1);
        NeuralNetwork usual = RandomNetworkGenerator.of(spec, 1).network(0);
        NeuralNetwork network = NeuralNetwork.of(
                List.of(usual.layer(1), usual.layer(2).with(usual.layer(2).weights(), null)));
        NetworkManifold manifold = NetworkManifold.of(network, data(rows), new Likelihood.Gaussian(1));
        double[] theta = settings.vector("theta");
        double[][] metric = model.matrix("metric");
        for (int i = 0; i < 3; i++) {
            assertThat(Arrays.copyOfRange(manifold.metric(theta), 3 * i, 3 * i + 3))
                    .containsExactly(metric[i], within(1e-13));
        }
        double[] first = manifold.firstKind(theta);
        double[] second = ExponentialMap.secondKind(manifold, theta).toArray();
        List<double[][]> expectedFirst = model.matrices("christoffel_first_kind_ijk");
        List<double[][]> expectedSecond = model.matrices("christoffel_second_kind_lij");
        for (int i = 0; i < 27; i++) {
            assertThat(first[i]).isCloseTo(expectedFirst.get(i / 9)[i / 3 % 3][i % 3], within(1e-13));
            assertThat(second[i]).isCloseTo(expectedSecond.get(i / 9)[i / 3 % 3][i % 3], within(1e-11));
        }
        VolumeDensity volume = VolumeDensity.at(manifold, theta);
        assertThat(volume.regular()).isTrue();
        assertThat(Math.exp(volume.logPseudoDeterminant() / 2))
                .isCloseTo(model.number("volume_density"), within(1e-12));
        for (OracleFile shot : model.cases("shots")) {
            ExponentialMap end = ExponentialMap.of(manifold, theta, shot.vector("velocity"));
            assertThat(end.end().toArray()).containsExactly(shot.vector("end"), within(1e-9));
            assertThat(end.endVelocity().toArray()).containsExactly(shot.vector("end_velocity"), within(1e-9));
            assertThat(end.endSpeed()).isCloseTo(end.speed(), within(1e-10));
            assertThat(ExponentialMap.secondOrder(manifold, theta, shot.vector("velocity"))
                            .toArray())
                    .containsExactly(shot.vector("second_order_step"), within(1e-12));
            assertThat(FisherRaoCurve.segment(manifold, theta, end.end().toArray())
                            .length())
                    .isGreaterThanOrEqualTo(end.speed() - 1e-12);
        }
    }
}
