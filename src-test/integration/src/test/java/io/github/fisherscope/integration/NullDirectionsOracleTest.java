package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.geometry.NullDirections;
import io.github.fisherscope.core.geometry.NullStructure;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.testkit.OracleFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rank, null space and its reasons at singular points of small networks, against a numpy program. */
class NullDirectionsOracleTest {
    /** What must be named at each point; the program states the directions and knows no names. */
    private static final Map<String, Set<Kind>> REASONS = Map.ofEntries(
            Map.entry("equal units", Set.of(Kind.DUPLICATED_UNITS)),
            Map.entry("opposite units", Set.of(Kind.OPPOSITE_UNITS)),
            Map.entry("silent unit", Set.of(Kind.DEAD_PARAMETERS)),
            Map.entry("constant unit", Set.of(Kind.CONSTANT_UNITS)),
            Map.entry("two constant units", Set.of(Kind.CONSTANT_UNITS)),
            Map.entry("equal and silent", Set.of(Kind.DEAD_PARAMETERS, Kind.DUPLICATED_UNITS)),
            Map.entry("equal units, two outputs not parallel", Set.of(Kind.DUPLICATED_UNITS)),
            Map.entry("equal units, two outputs parallel", Set.of(Kind.DUPLICATED_UNITS)),
            Map.entry("relu scaling", Set.of(Kind.RESCALING)),
            Map.entry("linear network", Set.of(Kind.LINEAR_NETWORK)),
            Map.entry("regular point", Set.of()));

    static Stream<OracleFile> points() {
        return OracleFile.read(NullDirectionsOracleTest.class, "/oracle/manifold.json").cases("critical").stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("points")
    void everyNullDirectionIsFoundAndNamed(OracleFile point) {
        OracleFile settings = point.at("case");
        List<Integer> widths =
                Arrays.stream(settings.integers("widths")).boxed().toList();
        NetworkSpec spec = new NetworkSpec(widths, Activation.parse(settings.text("activation")), 1, 1);
        NeuralNetwork network =
                RandomNetworkGenerator.of(spec, 1).network(0).withParameterVector(point.vector("theta"));
        double[][] x = point.matrix("x");
        Dataset data = Dataset.ofRows(
                x.length,
                x[0].length,
                (t, row) -> System.arraycopy(x[t], 0, row, 0, row.length),
                DataSource.memory("oracle"));
        FisherRequest request = FisherRequest.exact(new Likelihood.Gaussian(1));
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
                Linearization at = Linearization.of(network, data, backend)) {
            NullStructure found = NullStructure.of(at, request);
            assertThat(found.rank()).isEqualTo(point.integer("rank"));
            assertThat(found.nullity()).isEqualTo(point.integer("nullity")).isEqualTo(found.explained());
            assertThat(found.directions().stream().map(NullDirections::kind).collect(Collectors.toSet()))
                    .isEqualTo(REASONS.get(settings.text("name")));
            assertThat(found.directions())
                    .allSatisfy(d -> assertThat(d.residual()).isLessThan(1e-14));
            assertThat(found.largestDropped()).isLessThan(1e-14);
            try (SpectralFisherMatrix f = FisherForms.spectral(FisherForm.DENSE, at, request)) {
                double[] expected = point.vector("eigenvalues");
                double[] values = f.eigenvalues().toArray();
                for (int i = 0; i < values.length; i++) {
                    assertThat(values[i]).isCloseTo(expected[i], within(1e-10 * expected[0]));
                }
                assertThat(found.leastKept())
                        .isCloseTo(Math.sqrt(expected[found.rank() - 1] / expected[0]), within(1e-10));
            }
        }
    }
}
