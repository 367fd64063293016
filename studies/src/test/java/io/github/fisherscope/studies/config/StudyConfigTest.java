package io.github.fisherscope.studies.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.LabelExpectation;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.studies.fixture.Small;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyConfigTest {
    private static final StudyConfig PLAIN = Small.random(7);

    @Test
    void aPlainStudyIsOfOneRandomNetwork() {
        assertThat(PLAIN.networks()).isEqualTo(1);
        assertThat(PLAIN.seed()).isEqualTo(1);
        assertThat(PLAIN.inputs()).isEqualTo(new InputSource.StandardNormal(7));
        assertThat(PLAIN.matrix()).isEqualTo(new StudiedMatrix.Whole());
        assertThat(PLAIN.method()).isEqualTo(Method.AUTO);
        assertThat(PLAIN.likelihood()).isEqualTo(new Likelihood.Gaussian(1));
        assertThat(PLAIN.fisher().labelExpectation()).isEqualTo(LabelExpectation.EXACT);
        assertThat(PLAIN.command()).isEmpty();
    }

    /** Every change of one part, with the part that it changes. */
    static Stream<UnaryOperator<StudyConfig>> changes() {
        return Stream.of(
                c -> c.withNetwork(new NetworkSource.Random(Small.spec().withoutBiases())),
                c -> c.withInputs(new InputSource.StandardNormal(8)),
                c -> c.withLikelihood(new Likelihood.Categorical()),
                c -> c.withMatrix(new StudiedMatrix.Metric(true)),
                c -> c.withNetworks(3),
                c -> c.withSeed(2),
                c -> c.withMethod(Method.LANCZOS),
                c -> c.withOptions(SpectrumOptions.defaults().withTop(3)),
                c -> c.withExecution(Execution.defaults().withBackend("other")),
                c -> c.withTitle("another title"),
                c -> c.withCommand(List.of("spectrum")));
    }

    private static List<Object> parts(StudyConfig c) {
        return List.of(
                c.network(),
                c.inputs(),
                c.fisher(),
                c.matrix(),
                c.networks(),
                c.seed(),
                c.method(),
                c.options(),
                c.execution(),
                c.title(),
                c.command());
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeChangesOnePartAndNoOther(UnaryOperator<StudyConfig> change) {
        List<Object> before = parts(PLAIN);
        List<Object> after = parts(change.apply(PLAIN));
        long changed = 0;
        for (int i = 0; i < before.size(); i++) {
            changed += before.get(i).equals(after.get(i)) ? 0 : 1;
        }
        assertThat(changed).isEqualTo(1);
        assertThat(change.apply(change.apply(PLAIN))).isEqualTo(change.apply(PLAIN));
    }

    @Test
    void everyPartIsChangedByOneOfTheChanges() {
        List<StudyConfig> changed = changes().map(change -> change.apply(PLAIN)).toList();
        List<Object> before = parts(PLAIN);
        for (int i = 0; i < before.size(); i++) {
            int part = i;
            assertThat(changed)
                    .filteredOn(c -> !parts(c).get(part).equals(before.get(part)))
                    .as("changes of part %d", part)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_001})
    void numbersOfNetworksOutsideTheirRangeAreRefused(int networks) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLAIN.withNetworks(networks))
                .withMessageContaining("networks")
                .withMessageContaining(Integer.toString(networks));
    }

    /** A given network is one network: repetitions of it would be the same numbers again. */
    @Test
    void aGivenNetworkCannotBeRepeated() {
        StudyConfig given = Small.given(Small.fourParameters(), Small.rows(1, 1, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given.withNetworks(2))
                .withMessageContaining("networks is 2 but the network was given");
        assertThat(given.withNetworks(1)).isEqualTo(given);
    }

    /** Labels that are drawn are drawn anew for each network; otherwise an ensemble would share them. */
    @Test
    void drawnLabelsDifferFromNetworkToNetwork() {
        StudyConfig drawn = PLAIN.withFisher(FisherRequest.monteCarlo(new Likelihood.Categorical(), 2, 9));
        assertThat(drawn.fisherOf(0)).isEqualTo(drawn.fisherOf(0)).isNotEqualTo(drawn.fisherOf(1));
        assertThat(drawn.fisherOf(3).likelihood()).isEqualTo(new Likelihood.Categorical());
        assertThat(PLAIN.fisherOf(5)).isSameAs(PLAIN.fisher());
    }

    @Test
    void anotherLikelihoodIsThatOfTheFisherMatrixProper() {
        StudyConfig poisson = PLAIN.withFisher(FisherRequest.monteCarlo(new Likelihood.Categorical(), 2, 9))
                .withLikelihood(Likelihood.parse("poisson"));
        assertThat(poisson.fisher()).isEqualTo(FisherRequest.exact(Likelihood.parse("poisson")));
    }

    @Test
    void theCommandIsKeptAsItWas() {
        List<String> words = new java.util.ArrayList<>(List.of("spectrum", "x"));
        StudyConfig config = PLAIN.withTitle("t").withCommand(words);
        words.set(0, "changed");
        assertThat(config.command()).containsExactly("spectrum", "x");
        assertThat(config.title()).isEqualTo("t");
    }
}
