package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiments on entropy-relaxed transport, whose claims are exact statements and must hold. */
class RelaxedTransportExperimentsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void theSimplexHasItsLeastPointsWhereTheyBelong() {
        Outcome outcome = new SimplexContours().run(setting());
        assertThat(outcome.claims()).hasSize(4).allMatch(c -> c.verdict() == Verdict.AGREES);
        assertThat(outcome.figures()).hasSize(4);
        assertThat(outcome.figures().get(0).series()).extracting(s -> s.name()).contains("p", "K̃p");
        assertThat(outcome.figures().get(1).series())
                .extracting(s -> s.name())
                .contains("p")
                .doesNotContain("K̃p");
    }

    @Test
    void theLimitsAreThoseOfBothGeometries() {
        Outcome outcome = new RelaxationLimits().run(setting());
        assertThat(outcome.claims()).hasSize(4).allMatch(c -> c.verdict() == Verdict.AGREES);
        assertThat(outcome.table().rows()).hasSize(9);
    }

    private ExperimentSetting setting() {
        return new ExperimentSetting(true, 1, Execution.defaults(), folder, StudyListener.silent());
    }

    /** Pictures are looked at by the names that an experiment gives before any work. */
    @Test
    void experimentsDrawTheFiguresThatTheyName() {
        for (Experiment experiment : List.of(new SimplexContours(), new RelaxationLimits())) {
            assertThat(experiment.run(setting()).figures())
                    .extracting(Figure::id)
                    .containsExactlyElementsOf(experiment.figures());
        }
    }
}
