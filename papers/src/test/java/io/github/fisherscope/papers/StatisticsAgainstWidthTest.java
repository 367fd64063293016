package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.io.LineLog;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.sweep.SweepFamily;
import io.github.fisherscope.results.sweep.SweepJson;
import io.github.fisherscope.results.sweep.SweepRecord;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.StudyListener;
import io.github.fisherscope.studies.sweep.SweepConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The main figure of the first paper, from a results file of a sweep whose numbers are right, or wrong by a factor. */
class StatisticsAgainstWidthTest {
    private static final int SEEDS = 60;
    private static final List<Integer> WIDTHS = List.of(50, 100, 200, 400);

    @TempDir
    private Path folder = Path.of("");

    private static SpectrumStatistics limit(Family family, int width) {
        return MeanFieldTheory.predict(family.spec(3, width, 1), InputMoments.standardNormal(), 100)
                .statistics()
                .leadingOrder()
                .orElseThrow()
                .statistics();
    }

    /** Writes what a sweep of the quick version would leave behind, and runs the experiment on it. */
    private Outcome run(Family family, double largest, double second, double mean, double slope) throws IOException {
        Recorded scatter = new Recorded(folder);
        StringBuilder lines = new StringBuilder();
        RandomStreams streams = RandomStreams.of(1);
        for (int width : WIDTHS) {
            SpectrumStatistics limit = limit(family, width);
            double correction = 1 + slope / width;
            for (int i = 0; i < SEEDS; i++) {
                double[] numbers = scatter.scattered(
                        largest * correction * limit.largest(),
                        second * correction * limit.secondMoment(),
                        mean * correction * limit.mean());
                Map<String, Double> values = new LinkedHashMap<>();
                values.put(Statistic.MAX.key(), numbers[0]);
                values.put(Statistic.SECOND_MOMENT.key(), numbers[1]);
                values.put(Statistic.MEAN.key(), numbers[2]);
                SweepFamily point = new SweepFamily(
                        3, width, width, 1, 100, family.activation(), family.weightVariance(), family.biasVariance());
                String json = SweepJson.line(
                        new SweepRecord(point, streams.seedOf(StreamPurpose.STUDIES, i), "1", values, 0.1, "double"));
                lines.append("{\"crc32c\":\"%s\",\"point\":%s}\n".formatted(LineLog.checksum(json), json));
            }
        }
        Files.writeString(folder.resolve(SweepConfig.LOG), lines, StandardCharsets.UTF_8);
        List<String> told = new ArrayList<>();
        StudyListener listener = (stage, done, total) -> told.add(done + "/" + total);
        Execution execution = Execution.defaults()
                .withBackend("java")
                .withConfig(BackendConfig.defaults().withThreads(1));
        Outcome outcome =
                new StatisticsAgainstWidth(family).run(new ExperimentSetting(true, 1, execution, folder, listener));
        assertThat(told).as("nothing is measured").containsExactly("240/240");
        return outcome;
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void numbersThatTendToThePaperAgree(Family family) throws IOException {
        Outcome outcome = run(family, 1, 1, 1, 3);
        assertThat(outcome.agrees()).isTrue();
        assertThat(outcome.claims()).hasSize(3);
        assertThat(claim(outcome, "λ_max / theory").text()).contains("theory says 1");
        assertThat(outcome.table().rows())
                .hasSize(12)
                .allSatisfy(row -> assertThat(row.get(2)).isEqualTo("60"));
    }

    @ParameterizedTest
    @CsvSource({"1.06, 1, 1, λ_max", "1, 0.94, 1, s_λ", "1, 1, 1.06, m_λ"})
    void aLimitWrongBySixPerCentIsNoticed(double largest, double second, double mean, String symbol)
            throws IOException {
        Outcome outcome = run(Family.TANH, largest, second, mean, 0);
        assertThat(outcome.agrees()).as(outcome.claims().toString()).isFalse();
        assertThat(verdict(outcome, symbol + " / theory")).isEqualTo(Verdict.DISAGREES);
        assertThat(outcome.claims().stream().filter(c -> c.verdict() == Verdict.DISAGREES))
                .hasSize(1);
    }

    /** Measured numbers are drawn as they were, beside the leading order at each width and the same with terms of 1/M. */
    @Test
    void thePictureHasThePaperAndTheFiniteWidth() throws IOException {
        Figure figure = run(Family.TANH, 1, 1, 1, 0).figures().get(0);
        assertThat(figure.series()).hasSize(9);
        assertThat(figure.caption()).contains("60 networks per width").contains("T = 100");
        Figure.Series paper = figure.series().get(1);
        Figure.Series measured = figure.series().get(0);
        for (int i = 0; i < WIDTHS.size(); i++) {
            double limit = limit(Family.TANH, WIDTHS.get(i)).largest();
            assertThat(paper.y().get(i)).isCloseTo(limit, within(1e-9 * limit));
            assertThat(measured.y().get(i) / limit).isCloseTo(1, within(5 * Recorded.SCATTER / Math.sqrt(SEEDS)));
        }
    }

    /** Fifty units are too few for ReLU networks of this depth: their trend is shown, and says why it is not judged. */
    @Test
    void tooNarrowNetworksAreNotJudged() throws IOException {
        Outcome outcome = run(Family.RELU, 1.5, 1, 1, 0);
        assertThat(verdict(outcome, "λ_max / theory")).isEqualTo(Verdict.INFORMATIVE);
        assertThat(claim(outcome, "λ_max / theory").text())
                .contains("but does not apply: Width 50: Too narrow for its depth");
    }
}
