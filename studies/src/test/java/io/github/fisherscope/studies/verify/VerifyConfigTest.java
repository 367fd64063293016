package io.github.fisherscope.studies.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.verify.VerifyCase;
import io.github.fisherscope.results.verify.VerifyTerms;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.spectrum.Ensemble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verification is asked for, and what can be promised of it. */
class VerifyConfigTest {
    private static final VerifyConfig SUITE = VerifyConfig.suite();

    private static List<Object> parts(VerifyConfig c) {
        List<Object> parts = new ArrayList<>(
                List.of(c.cases(), c.statistics(), c.falseAlarm(), c.detect(), c.miss(), c.seed(), c.execution()));
        parts.add(Optional.ofNullable(c.networks()));
        return parts;
    }

    @Test
    void eachPartIsChangedAlone() {
        List<Function<VerifyConfig, VerifyConfig>> changes = List.of(
                c -> c.withCases(c.cases().subList(0, 1)),
                c -> c.withStatistics(List.of(Statistic.BULK)),
                c -> c.withFalseAlarm(0.02),
                c -> c.withNetworks(17),
                c -> c.withSeed(9),
                c -> c.withExecution(Small.ONE_THREAD));
        for (Function<VerifyConfig, VerifyConfig> change : changes) {
            List<Object> before = parts(SUITE);
            List<Object> after = parts(change.apply(SUITE));
            before.removeAll(after);
            assertThat(before).hasSize(1);
        }
        assertThat(SUITE.withPower(0.2, 0.05).terms()).isEqualTo(new VerifyTerms(1e-3, 0.2, 0.05, 1));
        assertThat(SUITE.withNetworks(5).withNetworks(null)).isEqualTo(SUITE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.5, 1, Double.NaN})
    void falseAlarmRatesLieBelowOneHalf(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SUITE.withFalseAlarm(rate))
                .withMessageStartingWith("falseAlarm is " + rate);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1, detect", "1, 0.1, detect", "NaN, 0.1, detect", "0.1, 0, miss", "0.1, 1, miss"})
    void powersLieBetweenZeroAndOne(double detect, double miss, String argument) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SUITE.withPower(detect, miss))
                .withMessageStartingWith(argument);
    }

    @Test
    void nothingToVerifyIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SUITE.withCases(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> SUITE.withStatistics(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SUITE.withStatistics(List.of(Statistic.MEAN, Statistic.MEAN)))
                .withMessageContaining("name each one once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SUITE.withNetworks(1))
                .withMessageStartingWith("networks is 1");
    }

    private static Ensemble ensemble(VerifyCase family) {
        return Ensemble.of(StudyConfig.random(family.spec(), family.samples()).withExecution(Small.ONE_THREAD));
    }

    private static VerifyCase tanh(int width, int samples) {
        return new VerifyCase(NetworkSpec.of(new Activation.Tanh(), 3, 0.64, width, width, width, 2), samples);
    }

    private static Optional<String> promise(VerifyCase family, Statistic statistic, double detect) {
        return Promise.of(ensemble(family), statistic, new PowerPlan(1e-3, 0.01), detect, true);
    }

    @Test
    void whatTheFormulaItselfMissesCannotBePromised() {
        VerifyCase family = tanh(500, 100);
        double bias = ensemble(family).relativeBias(Statistic.TOP_MEAN);
        assertThat(promise(family, Statistic.TOP_MEAN, bias + 0.1)).isEmpty();
        assertThat(promise(family, Statistic.TOP_MEAN, 0.99 * bias))
                .hasValueSatisfying(why -> assertThat(why).contains("the formula itself may be off"));
        assertThat(promise(family, Statistic.EFFECTIVE_DIMENSION, 0.5)).isPresent();
        // without a power asked for, the claim alone counts
        assertThat(Promise.of(ensemble(family), Statistic.TOP_MEAN, new PowerPlan(1e-3, 0.01), 0.99 * bias, false))
                .isEmpty();
    }

    /** The size named is accepted, and one a tenth smaller is not. */
    @Test
    void theSizeNamedIsTheSmallestWithinATwentieth() {
        VerifyCase family = tanh(40, 60);
        Optional<String> from = Promise.from(family, larger -> larger.spec().width(1) >= 173);
        assertThat(from).hasValueSatisfying(text -> {
            int width = Integer.parseInt(text.replaceAll("widths ([0-9]+),.*", "$1"));
            assertThat(width).isBetween(173, (int) (1.06 * 173));
        });
        assertThat(Promise.from(family, larger -> larger.samples() >= 1000)).hasValueSatisfying(text -> {
            int samples = Integer.parseInt(text.replaceAll("([0-9]+) samples", "$1"));
            assertThat(samples).isBetween(1000, 1060);
        });
        assertThat(Promise.from(family, larger -> false)).isEmpty();
    }

    /** What does not fit into memory is as good as refused. */
    @Test
    void familiesThatCannotBeMeasuredAreNotNamed() {
        assertThat(Promise.from(tanh(40, 60), larger -> {
                    throw new IllegalStateException("too large");
                }))
                .isEmpty();
    }

    /** Outputs keep their number, and widths grow together. */
    @Test
    void widerFamiliesKeepTheirOutputs() {
        List<List<Integer>> tried = new ArrayList<>();
        Promise.from(tanh(10, 60), larger -> {
            tried.add(larger.spec().widths());
            return false;
        });
        assertThat(tried.get(0)).containsExactly(20, 20, 20, 2);
        assertThat(tried.get(7)).containsExactly(2560, 2560, 2560, 2);
        assertThat(tried.subList(8, tried.size())).containsOnly(List.of(10, 10, 10, 2));
    }
}
