package io.github.fisherscope.studies.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.geometry.divergence.Divergences;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outputs so far apart that probabilities underflow still have finite divergences. */
class OutputDivergenceTest {
    private static final double LOG_2 = Math.log(2);

    /**
     * p = (½, ½) and q = (e⁻⁹⁰⁰, 1): KL is 450 − log 2, reversed log 2, Rényi's of order 2 is log ¼(e⁹⁰⁰ + 1), of order ∞
     * log ½e⁹⁰⁰.
     */
    @ParameterizedTest
    @CsvSource({
        "kl, 450, -1",
        "reverse-kl, 0, 1",
        "jeffreys, 450, 0",
        "renyi:1, 450, -1",
        "renyi:2, 900, -2",
        "renyi:inf, 900, -1",
        "renyi:0, 0, 0"
    })
    void farClassesAreFinite(String family, double outputs, double halvings) {
        double expected = outputs + halvings * LOG_2;
        assertThat(divergence("categorical", family, 2).between(new double[] {0, 0}, new double[] {0, 900}))
                .isCloseTo(expected, within(1e-11));
        assertThat(divergence("bernoulli", family, 1).between(new double[] {0}, new double[] {900}))
                .isCloseTo(expected, within(1e-11));
    }

    @Test
    void farComponentsAddUp() {
        double[] f = {0, 1};
        double[] g = {900, 1.5};
        double near = divergence("bernoulli", "kl", 1).between(new double[] {1}, new double[] {1.5});
        assertThat(divergence("bernoulli", "kl", 2).between(f, g)).isCloseTo(450 - LOG_2 + near, within(1e-11));
    }

    /** (e⁹⁰⁰ is no double; a bounded divergence is. */
    @Test
    void whatLeavesTheRangeIsInfinite() {
        double[] f = {0, 0};
        double[] g = {0, 900};
        assertThat(divergence("categorical", "pearson", 2).between(g, f)).isInfinite();
        assertThat(divergence("categorical", "alpha:-3", 2).between(f, g)).isInfinite();
        assertThat(divergence("categorical", "js", 2).between(f, g)).isFinite();
    }

    /** Both forms of the exponent agree where both are exact: outputs a few apart. */
    @ParameterizedTest
    @CsvSource({"0.3", "-0.4", "1.7", "0", "1"})
    void nearAndFarFormsAgree(double b) {
        for (String name : new String[] {"gaussian", "bernoulli", "poisson"}) {
            Likelihood likelihood = Likelihood.parse(name);
            double[] f = {0.4, -1.2, 2};
            double[] g = {-0.8, 1.1, 2.5};
            OutputDivergence divergence = OutputDivergence.of(likelihood, Divergences.parse("kl"), 3);
            assertThat(divergence.exponent(b, f, g)).as(name).isCloseTo(divergence.farExponent(b, f, g), within(1e-12));
        }
    }

    private static OutputDivergence divergence(String likelihood, String family, int outputs) {
        return OutputDivergence.of(Likelihood.parse(likelihood), Divergences.parse(family), outputs);
    }
}
