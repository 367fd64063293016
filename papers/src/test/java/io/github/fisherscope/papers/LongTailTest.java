package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.spectra.fisher.Fisher;
import io.github.fisherscope.studies.config.Execution;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The histogram of all eigenvalues of one network, against the façade that scripts use. */
class LongTailTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theTailIsThatOfTheNetwork() {
        Set<String> stages = new LinkedHashSet<>();
        Execution execution =
                Execution.defaults().withConfig(BackendConfig.defaults().withThreads(1));
        Outcome outcome = new LongTail(Family.LINEAR)
                .run(new ExperimentSetting(true, 4, execution, folder, (stage, done, total) -> stages.add(stage)));

        NeuralNetwork network =
                RandomNetworkGenerator.of(Family.LINEAR.spec(3, 500, 1), 4).network(0);
        Fisher fisher = Fisher.of(network, RandomInputs.of(4).standardNormal(0, 200, 500));
        double largest = fisher.largest(1).value(0);
        double mean = fisher.trace() / network.parameters();
        List<List<String>> rows = outcome.table().rows();
        assertThat(number(rows, "mean m_λ")).isCloseTo(mean, within(1e-5 * mean));
        assertThat(number(rows, "largest eigenvalue λ_max")).isCloseTo(largest, within(1e-5 * largest));
        assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(4));
        // M = 500 times the mean is far below the outlier
        assertThat(largest).isGreaterThan(500 * mean);
        assertThat(claim(outcome, "a long tail").verdict()).isEqualTo(Verdict.AGREES);
        assertThat(outcome.agrees()).isTrue();
        Figure figure = outcome.figures().get(0);
        assertThat(figure.id()).isEqualTo("spectrum-linear");
        assertThat(figure.title()).endsWith("linear");
        assertThat(stages).isNotEmpty().allMatch(stage -> stage.startsWith("spectrum-linear: "));
    }

    private static double number(List<List<String>> rows, String statistic) {
        return rows.stream()
                .filter(row -> row.get(0).equals(statistic))
                .mapToDouble(row -> Double.parseDouble(row.get(1)))
                .findFirst()
                .orElseThrow();
    }
}
