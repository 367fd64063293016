package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.meanfield.FisherRaoNorm;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.results.spectrum.Verdict;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The Fisher-Rao norm, the limit of learning rates and the loss beyond it, from recorded numbers. */
class NormAndRateExperimentsTest {
    @TempDir
    private Path folder = Path.of("");

    private static MeanFieldPrediction predict(Family family, int depth, int width, int outputs, int samples) {
        return MeanFieldTheory.predict(family.spec(depth, width, outputs), InputMoments.standardNormal(), samples);
    }

    /** The name under which the norm of a network is kept. */
    private static String norm(Family family, int depth, int network) {
        return String.format(Locale.ROOT, "Job[family=%s, depth=%d, network=%d]", family, depth, network);
    }

    private Outcome norms(double full, double diagonal) {
        Recorded recorded = new Recorded(folder);
        for (Family family : Family.values()) {
            for (int depth = 2; depth <= 5; depth++) {
                FisherRaoNorm theory =
                        predict(family, depth, 100, 4, 20).measures().fisherRao();
                for (int n = 0; n < 200; n++) {
                    recorded.put(
                            norm(family, depth, n),
                            recorded.scattered(full * theory.total(), diagonal * theory.diagonalWeights()));
                }
            }
        }
        return recorded.run(new FisherRaoAgainstDepth());
    }

    @Test
    void rightNormsAgreeAtEveryDepth() {
        Outcome outcome = norms(1, 1);
        assertThat(outcome.agrees()).isTrue();
        assertThat(claim(outcome, "exact recursion").text()).contains("12 of 12 points agree");
        assertThat(claim(outcome, "the paper's value is that of").text()).contains("12 of 12");
        assertThat(outcome.table().rows()).hasSize(12);
        assertThat(outcome.figures().get(0).series()).hasSize(9);
    }

    /** Beyond the error of finite width, a third too much is seen for the norm and for the sum of the diagonal. */
    @ParameterizedTest
    @CsvSource({"1.34, 1, exact recursion", "1, 0.66, the paper's value is that of"})
    void wrongNormsAreNoticed(double full, double diagonal, String words) {
        Outcome outcome = norms(full, diagonal);
        assertThat(verdict(outcome, words)).isEqualTo(Verdict.DISAGREES);
        assertThat(outcome.agrees()).isFalse();
    }

    /** The paper's value is off by cross terms: by that much measured numbers lie away from it, in standard errors. */
    @Test
    void theDistanceFromThePaperIsCounted() {
        String text = claim(norms(1, 1), "cross terms of order 1").text();
        double errors = Double.parseDouble(text.replaceAll(".*off by ([0-9.]+) standard errors.*", "$1"));
        double least = Double.POSITIVE_INFINITY;
        for (Family family : Family.values()) {
            for (int depth = 2; depth <= 5; depth++) {
                FisherRaoNorm theory =
                        predict(family, depth, 100, 4, 20).measures().fisherRao();
                double error = Recorded.SCATTER * theory.total() / Math.sqrt(200);
                least = Math.min(least, Math.abs(theory.total() - theory.diagonalWeights()) / error);
            }
        }
        assertThat(errors / least).isBetween(0.75, 1.25);
    }

    /** Boundaries at the bound of each network times {@code own}, whose mean is theory's times {@code factor}. */
    private Outcome rates(double own, double factor) {
        Recorded recorded = new Recorded(folder);
        for (Family family : Family.values()) {
            for (int width : new int[] {50, 100, 200}) {
                double bound = factor
                        * predict(family, 3, width, 1, 50)
                                .measures()
                                .learningRate()
                                .plain();
                for (int n = 0; n < 6; n++) {
                    double mine = recorded.scattered(bound)[0];
                    recorded.put(
                            String.format(Locale.ROOT, "Job[family=%s, width=%d, network=%d]", family, width, n),
                            own * mine,
                            mine);
                }
            }
        }
        return recorded.run(new LearningRateLimit());
    }

    @Test
    void boundariesAtTheBoundAgree() {
        Outcome outcome = rates(1.001, 1);
        assertThat(outcome.agrees()).isTrue();
        assertThat(claim(outcome, "begins to grow at 2/λ_max").text())
                .contains("each of 54 networks")
                .contains("0.10 %");
        assertThat(claim(outcome, "mean boundaries at 9 widths").text()).contains("all agree");
        assertThat(outcome.table().rows()).hasSize(9);
    }

    /** The resolution is (2 − ½)/2⁸ + ln 10/320 = 1.31 %. */
    @ParameterizedTest
    @CsvSource({"1.0129, AGREES", "1.0133, DISAGREES", "0.9871, AGREES", "0.9867, DISAGREES"})
    void boundariesAwayFromTheirOwnBoundAreNoticed(double own, Verdict expected) {
        assertThat(verdict(rates(own, 1), "begins to grow at 2/λ_max")).isEqualTo(expected);
    }

    @Test
    void aWrongTheoryOfTheLargestEigenvalueIsNoticed() {
        Outcome outcome = rates(1, 1.5);
        assertThat(verdict(outcome, "begins to grow at 2/λ_max")).isEqualTo(Verdict.AGREES);
        assertThat(verdict(outcome, "mean boundaries at 9 widths")).isEqualTo(Verdict.DISAGREES);
    }

    /** Losses over their first one at twenty rates: largest and last below the limit, between, and beyond. */
    private Outcome losses(double below, double above, double caught, double beyond) {
        Recorded recorded = new Recorded(folder);
        for (int i = 1; i <= 20; i++) {
            double ratio = i * 0.2;
            double largest = ratio < 1.1 ? below : above;
            double last = ratio < 1.1 ? 1e-4 : ratio < 2 ? caught : beyond;
            recorded.put(ratio, largest, last);
        }
        return recorded.run(new Catapult());
    }

    @Test
    void aLossThatGrowsAndComesDownIsACatapult() {
        Outcome outcome = losses(1, 5, 1e-3, Double.POSITIVE_INFINITY);
        assertThat(outcome.agrees()).isTrue();
        // 1.2, 1.4, 1.6 and 1.8 times the limit end low
        assertThat(claim(outcome, "still end below a hundredth").text())
                .startsWith("4 of the runs")
                .contains("up to 1.80 ·");
        assertThat(outcome.table().rows().get(19)).containsExactly("4.000", "5.0000", "diverged");
    }

    @Test
    void otherLossesAreNoticed() {
        assertThat(verdict(losses(1.5, 5, 1e-3, 1), "below 0.95")).isEqualTo(Verdict.DISAGREES);
    }

    @Test
    void aLossThatNeverGrowsIsNoticed() {
        assertThat(verdict(losses(1, 0.9, 1e-3, 1), "above 1.15")).isEqualTo(Verdict.DISAGREES);
    }

    @Test
    void runsThatDoNotComeDownAreNoticed() {
        assertThat(verdict(losses(1, 5, 0.5, 1), "no run came down")).isEqualTo(Verdict.DISAGREES);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void familiesAreThoseOfTheCaptions(Family family) {
        assertThat(family.spec(3, 50, 2).widths()).containsExactly(50, 50, 50, 2);
        assertThat(family.spec(3, 50, 2).weightVariance()).isEqualTo(family.weightVariance());
        assertThat(family.spec(3, 50, 2).activation().id()).isEqualTo(family.activation());
        assertThat(Family.allVariances()).contains(family.label() + ": " + family.variances());
        assertThat(family.variances()).doesNotContain(".0,").contains("σ_b² = " + family.biasVariance());
        assertThat(family.id()).isEqualTo(family.label().toLowerCase(Locale.ROOT));
    }
}
