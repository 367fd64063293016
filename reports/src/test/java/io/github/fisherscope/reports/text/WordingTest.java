package io.github.fisherscope.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.reports.fixture.SampleResults;
import io.github.fisherscope.results.spectrum.FisherInfo;
import io.github.fisherscope.results.spectrum.LearningRateInfo;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of every combination of likelihood, labels and origin of the weights, held against a written table. */
class WordingTest {
    private static final List<String> LIKELIHOODS = List.of("gaussian", "categorical", "bernoulli", "poisson");
    private static final List<String> LABELS = List.of("exact", "monte-carlo", "empirical");
    private static final List<String> WEIGHTS =
            List.of(TheoryInfo.RANDOM, TheoryInfo.NOT_ASKED, TheoryInfo.OWN_VARIANCES, TheoryInfo.GIVEN_VARIANCES);

    @Test
    void everyCellOfTheTableSaysWhatIsWritten() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String likelihood : LIKELIHOODS) {
            for (String labels : LABELS) {
                for (String weights : WEIGHTS) {
                    SpectrumResult result = result(likelihood, labels, weights);
                    Summary summary = Summary.of(result);
                    text.append("## %s, %s labels, %s weights\n".formatted(likelihood, labels, weights));
                    text.append("theory: ").append(summary.theory()).append('\n');
                    text.append("training: ").append(summary.training()).append('\n');
                    Wording wording = Wording.of(result);
                    text.append("matrix: ").append(wording.matrix()).append('\n');
                    text.append("flatness: ").append(wording.quadraticForm()).append('\n');
                    text.append("precision: ").append(wording.precision()).append('\n');
                    text.append("length: ").append(wording.descriptionLength()).append("\n\n");
                }
            }
        }
        Path golden = Path.of("src/test/resources/io/github/fisherscope/reports/text/sentences.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(Objects.requireNonNull(golden.getParent()));
            Files.writeString(golden, text);
        }
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("sentences.txt"))) {
            assertThat(text.toString()).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource({"monte-carlo", "empirical"})
    void noOtherMatrixThanTheExactOneBoundsLearningRates(String labels) {
        for (String likelihood : LIKELIHOODS) {
            for (String weights : WEIGHTS) {
                String all = ResultText.of(result(likelihood, labels, weights)).terminal();
                assertThat(all)
                        .contains("No bound on learning rates follows")
                        .doesNotContain("is stable", "change the outputs", "by the Cramér-Rao bound");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"own-variances", "given-variances", "not-asked"})
    void theoryThatKnowsTheWeightsDoesNotClaimOtherwise(String weights) {
        String all = ResultText.of(result("gaussian", "exact", weights)).terminal();
        assertThat(all).doesNotContain("never saw");
    }

    @Test
    void withoutPredictionsTheTableHasNoColumnsForThem() {
        TextTable table =
                ResultText.of(result("gaussian", "exact", TheoryInfo.NOT_ASKED)).comparison();
        assertThat(table.header()).containsExactly("statistic", "measured", "what it is");
    }

    /** The sample with another matrix and another origin; its numbers play no part in what is tested. */
    static SpectrumResult result(String likelihood, String labels, String weights) {
        SpectrumResult r = SampleResults.tanhTenOutputs();
        boolean exact = labels.equals("exact");
        boolean predicts = exact && likelihood.equals("gaussian") && !weights.equals(TheoryInfo.NOT_ASKED);
        NetworkInfo n = r.network();
        TheoryInfo t = r.theory();
        LearningRateInfo rate = r.learningRate();
        boolean given = !weights.equals(TheoryInfo.RANDOM);
        return new SpectrumResult(
                r.schema(),
                r.title(),
                r.provenance(),
                given
                        ? new NetworkInfo(n.widths(), n.activation(), null, null, null, n.parameters(), "net.npz", "00")
                        : n,
                r.data(),
                new FisherInfo("fisher", "full", null, labels, likelihood, null, null, null),
                r.spectrum(),
                r.layers(),
                new TheoryInfo(
                        predicts && !given,
                        given
                                ? List.of(new TheoryInfo.Condition("random-weights", false, "the weights were given"))
                                : List.of(),
                        null,
                        null,
                        null,
                        predicts ? t.mean() : null,
                        predicts ? t.secondMoment() : null,
                        predicts ? t.max() : null,
                        null,
                        predicts ? t.bulk() : null,
                        null,
                        weights.equals(TheoryInfo.NOT_ASKED) ? null : t.orderParameters(),
                        null,
                        null,
                        weights),
                r.comparison().stream()
                        .filter(row -> exact || !row.statistic().equals("learningRateBound"))
                        .toList(),
                new LearningRateInfo(
                        Likelihood.parse(likelihood).matchingLoss(),
                        exact ? rate.bound() : null,
                        null,
                        List.of(),
                        List.of(),
                        List.of()),
                r.capacity(),
                r.distribution(),
                r.geometry(),
                r.hessian(),
                r.ensemble(),
                r.notes());
    }
}
