package io.github.fisherscope.studies.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.transport.RelaxedConfig;
import io.github.fisherscope.results.transport.DivergenceResult;
import io.github.fisherscope.results.transport.TransportResult;
import io.github.fisherscope.results.transport.TransportResult.Method;
import io.github.fisherscope.studies.transport.TransportConfig.Ground;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Transport and divergences between histograms, on cases that can be solved by hand. */
class TransportStudyTest {
    @TempDir
    private Path folder = Path.of("");

    private static Histogram list(String name, double... weights) {
        return new Histogram(name, "here", RealVector.of(weights), 1, weights.length, false, false);
    }

    private static Histogram image(String name, int width, double... weights) {
        return new Histogram(name, "here", RealVector.of(weights), weights.length / width, width, true, true);
    }

    private static TransportStudy.Outcome run(
            Histogram p, Histogram q, Ground ground, @Nullable Path cost, double... lambdas) {
        return TransportStudy.of(
                        new TransportConfig(p, q, ground, cost, RealVector.of(lambdas), RelaxedConfig.defaults()))
                .run();
    }

    private static double wasserstein(TransportStudy.Outcome outcome) {
        return Objects.requireNonNull(outcome.result().exact().wasserstein());
    }

    /** 0.2 must go from state 0 to state 1 and 0.3 from state 1 to state 2, or 0.2 over both: 0.5 for the distance. */
    @Test
    void theLeastCostOnALineIsThatOfTheMonotoneCoupling() {
        Histogram p = list("p", 0.5, 0.4, 0.1);
        Histogram q = list("q", 0.3, 0.3, 0.4);
        TransportStudy.Outcome absolute = run(p, q, Ground.ABSOLUTE, null);
        assertThat(wasserstein(absolute)).isCloseTo(0.5, within(1e-14));
        assertThat(absolute.result().exact().wassersteinMethod()).isEqualTo(Method.MONOTONE_COUPLING);
        // squared: 0.2 go one step and 0.3 another
        assertThat(wasserstein(run(p, q, Ground.SQUARED, null))).isCloseTo(0.5, within(1e-14));
        // all mass two states on
        assertThat(wasserstein(run(list("p", 1, 0, 0), list("q", 0, 0, 1), Ground.SQUARED, null)))
                .isCloseTo(4, within(1e-14));
    }

    /** The same numbers as a matrix of costs go to the linear program: a second way to the same cost. */
    @Test
    void theLinearProgramFindsTheCostOfTheCoupling() throws IOException {
        Path cost = Files.writeString(folder.resolve("c.csv"), "0,1,4\n1,0,1\n4,1,0\n", StandardCharsets.UTF_8);
        Histogram p = list("p", 0.5, 0.4, 0.1);
        Histogram q = list("q", 0.3, 0.3, 0.4);
        TransportStudy.Outcome matrix = run(p, q, Ground.MATRIX, cost);
        assertThat(matrix.result().exact().wassersteinMethod()).isEqualTo(Method.LINEAR_PROGRAMMING);
        assertThat(wasserstein(matrix)).isCloseTo(wasserstein(run(p, q, Ground.SQUARED, null)), within(1e-9));
        assertThat(matrix.result().cost()).isEqualTo(new TransportResult.Cost(cost.toString(), 3, 3, 0, 4));
    }

    @Test
    void withoutLambdasThreeSharesOfTheRangeAreTaken() {
        TransportStudy.Outcome outcome = run(list("p", 0.5, 0.4, 0.1), list("q", 0.3, 0.3, 0.4), Ground.SQUARED, null);
        assertThat(outcome.result().relaxed())
                .extracting(TransportResult.Relaxed::lambda)
                .containsExactly(0.04, 0.4, 4.0);
        assertThat(outcome.plans()).hasSize(3);
        assertThat(outcome.result().allConverged()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.05", "1", "20"})
    void plansHaveBothMarginals(double lambda) {
        Histogram p = list("p", 0.5, 0.4, 0.1);
        Histogram q = list("q", 0.3, 0.3, 0.4);
        TransportStudy.Outcome outcome = run(p, q, Ground.ABSOLUTE, null, lambda);
        double[] plan = outcome.plans().get(0).toArray();
        double cost = 0;
        for (int i = 0; i < 3; i++) {
            double row = 0;
            double column = 0;
            for (int j = 0; j < 3; j++) {
                row += plan[3 * i + j];
                column += plan[3 * j + i];
                cost += plan[3 * i + j] * Math.abs(i - j);
            }
            assertThat(row).isCloseTo(outcome.p().get(i), within(1e-7));
            assertThat(column).isCloseTo(outcome.q().get(i), within(1e-7));
        }
        TransportResult.Values values = outcome.result().relaxed().get(0).values();
        assertThat(values.transportCost()).isCloseTo(cost, within(1e-9)).isGreaterThanOrEqualTo(0.5 - 1e-9);
        // with much entropy the plan is p qᵀ, whose cost is Σ p_i q_j |i − j|
        if (lambda == 20) {
            assertThat(values.transportCost())
                    .isCloseTo(0.5 * (0.3 + 0.8) + 0.4 * 0.7 + 0.1 * (0.6 + 0.3), within(0.02));
        }
    }

    @Test
    void equalHistogramsHaveNoDebiasedDivergence() {
        Histogram p = list("p", 0.5, 0.4, 0.1);
        TransportResult.Divergences same = Objects.requireNonNull(
                run(p, p, Ground.SQUARED, null, 0.5).result().relaxed().get(0).divergences());
        assertThat(same.sinkhornDivergence()).isCloseTo(0, within(1e-9));
        assertThat(same.divergence()).isCloseTo(same.reverseDivergence(), within(1e-9));
    }

    /** Costs between different numbers of states have plans and no divergences. */
    @Test
    void statesOfDifferentNumberHavePlansAlone() throws IOException {
        Path cost = Files.writeString(folder.resolve("c.csv"), "0,1,4\n1,0,1\n", StandardCharsets.UTF_8);
        TransportStudy.Outcome outcome = run(list("p", 0.5, 0.5), list("q", 0.3, 0.3, 0.4), Ground.MATRIX, cost, 0.1);
        assertThat(outcome.result().relaxed().get(0).divergences().undefined()).contains("3", "2");
        assertThat(outcome.plans().get(0).size()).isEqualTo(6);
        // 0.3 stay at no cost, 0.2 go for 1, of the others 0.1 stay and 0.4 go for 1
        assertThat(wasserstein(outcome)).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void aListAndAnImageHaveNoDistance() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(list("p", 1, 0, 0, 0), image("q", 2, 1, 1, 1, 1), Ground.SQUARED, null))
                .withMessageStartingWith("q is an image")
                .withMessageContaining("p is a list");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(image("p", 2, 1, 1, 1, 1), list("q", 1, 0, 0, 0), Ground.ABSOLUTE, null))
                .withMessageStartingWith("q is a list");
    }

    /** From corner to corner of a square of side 1: the squared distance is 2. */
    @Test
    void pixelsAreOneApart() {
        TransportStudy.Outcome outcome =
                run(image("p", 2, 9, 0, 0, 0), image("q", 2, 0, 0, 0, 4), Ground.SQUARED, null, 1);
        assertThat(wasserstein(outcome)).isCloseTo(2, within(1e-12));
    }

    private static DivergenceResult divergence(String family, boolean measures, double... pq) {
        return DivergenceStudy.run(family, list("p", pq[0], pq[1]), list("q", pq[2], pq[3]), measures);
    }

    /** Σ p log(p/q) of (½, ½) and (¼, ¾) is log 2 − ½ log(3/4) − … = ½ log(4/3); the other way round it is another number. */
    @Test
    void bothDirectionsAreComputed() {
        DivergenceResult kl = divergence("kl", false, 0.5, 0.5, 0.25, 0.75);
        assertThat(kl.forward().value()).isCloseTo(0.5 * Math.log(4.0 / 3), within(1e-14));
        assertThat(kl.reverse().value()).isCloseTo(0.25 * Math.log(0.5) + 0.75 * Math.log(1.5), within(1e-14));
        // near the diagonal the divergence is ½ Σ dp²/p
        assertThat(Objects.requireNonNull(kl.local()).metric()).isEqualTo(0.5);
        assertThat(kl.schema()).isEqualTo(DivergenceResult.SCHEMA);
    }

    @Test
    void theStateThatMakesADivergenceInfiniteIsNamed() {
        DivergenceResult kl = divergence("kl", false, 0.5, 0.5, 0, 1);
        assertThat(kl.forward())
                .isEqualTo(new DivergenceResult.Value(null, true, DivergenceResult.Cause.state(0, 0.5, 0)));
        assertThat(kl.reverse().infinite()).isFalse();
        assertThat(kl.reverse().value()).isCloseTo(Math.log(2), within(1e-14));
    }

    /** Of positive measures Σ (p log(p/q) − p + q): twice the same distribution is off by 2 log 2 − 1. */
    @Test
    void measuresKeepTheirMass() {
        assertThat(divergence("kl", true, 1, 1, 0.5, 0.5).forward().value())
                .isCloseTo(2 * Math.log(2) - 1, within(1e-14));
        assertThatIllegalArgumentException().isThrownBy(() -> divergence("kl", false, 1, 1, 0.5, 0.5));
    }

    /** ψ = ½ |p|² gives half the squared distance. */
    @Test
    void potentialsAreFamiliesToo() {
        String euclidean = DivergenceStudy.families().stream()
                .filter(f -> f.startsWith("bregman:"))
                .filter(f -> Math.abs(Objects.requireNonNull(divergence(f, false, 0.5, 0.5, 0.25, 0.75)
                                        .forward()
                                        .value())
                                - 0.0625)
                        < 1e-14)
                .findFirst()
                .orElseThrow();
        DivergenceResult result = divergence("  " + euclidean, false, 0.5, 0.5, 0.25, 0.75);
        assertThat(result.reverse().value()).isCloseTo(0.0625, within(1e-14));
        assertThat(result.local()).isNull();
    }

    @Test
    void unknownFamiliesAreRefusedWithAllNames() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> divergence("nothing", false, 0.5, 0.5, 0.25, 0.75))
                .withMessageStartingWith("family is 'nothing'")
                .withMessageContaining("bregman:");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> divergence("bregman:nothing", false, 0.5, 0.5, 0.25, 0.75));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> divergence("alpha:x", false, 0.5, 0.5, 0.25, 0.75))
                .withMessageContaining("alpha:x");
    }

    @ParameterizedTest
    @EnumSource(Ground.class)
    void everyGroundButAFileNeedsNoFile(Ground ground) {
        if (ground != Ground.MATRIX) {
            assertThat(run(list("p", 1, 0), list("q", 0, 1), ground, null, 1)
                            .result()
                            .cost()
                            .source())
                    .isEqualToIgnoringCase(ground.name());
        }
    }

    @Test
    void imagesOfDifferentShapeHaveNoStatesInCommon() {
        Histogram wide = image("p", 3, 1, 2, 3, 4, 5, 6);
        Histogram high = image("q", 2, 1, 2, 3, 4, 5, 6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DivergenceStudy.run("kl", wide, high, false))
                .withMessageContaining("an image of 3 x 2 pixels");
        assertThat(DivergenceStudy.run("kl", wide, wide, false).forward().value())
                .isZero();
    }
}
