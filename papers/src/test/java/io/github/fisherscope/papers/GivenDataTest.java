package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of a file reach the experiments that take them, and belong to what makes a finished experiment the same. */
class GivenDataTest {
    @TempDir
    private Path folder = Path.of("");

    private final List<String> seen = new ArrayList<>();

    /** Notes the data that it was given. */
    private final class Noting implements Experiment {
        private final boolean takes;

        Noting(boolean takes) {
            this.takes = takes;
        }

        @Override
        public String name() {
            return takes ? "taking" : "own";
        }

        @Override
        public String title() {
            return "what was given";
        }

        @Override
        public boolean takesData() {
            return takes;
        }

        @Override
        public Outcome run(ExperimentSetting setting) {
            seen.add(String.valueOf(setting.data()));
            return new Outcome(
                    List.of(),
                    TextTable.of(List.of("x"), List.of(List.of("1"))),
                    List.of(new Outcome.Claim("nothing", Verdict.INFORMATIVE)));
        }
    }

    private Reproduction.Finished run(boolean takes, @Nullable Path data) {
        Paper paper = new Paper("somebody2000", "Somebody", List.of(new Noting(takes)));
        ReproduceConfig config = ReproduceConfig.in(folder).withQuick(true);
        return Reproduction.of(data == null ? config : config.withData(data))
                .run(paper, paper.experiments().get(0), StudyListener.silent());
    }

    @Test
    void dataReachTheExperimentsThatTakeThem() {
        assertThat(run(true, Path.of("x.npy")).text()).contains("Data: x.npy\n");
        assertThat(run(false, Path.of("x.npy")).text()).doesNotContain("x.npy");
        assertThat(seen).containsExactly("x.npy", "null");
    }

    @Test
    void otherDataAreAnotherExperiment() {
        assertThat(run(true, null).reused()).isFalse();
        assertThat(run(true, null).reused()).isTrue();
        assertThat(run(true, Path.of("x.npy")).reused()).isFalse();
        assertThat(run(true, Path.of("x.npy")).reused()).isTrue();
        assertThat(run(true, Path.of("y.npy")).reused()).isFalse();
        assertThat(seen).containsExactly("null", "x.npy", "y.npy");
    }

    @Test
    void whoTakesNoneIsFinishedWhateverIsGiven() {
        assertThat(run(false, null).reused()).isFalse();
        assertThat(run(false, Path.of("x.npy")).reused()).isTrue();
    }

    @Test
    void otherSettingsKeepTheData() {
        ReproduceConfig config = ReproduceConfig.in(folder)
                .withData(Path.of("x.npy"))
                .withSeed(3)
                .withQuick(true)
                .withAgain(true);
        assertThat(config.data()).isEqualTo(Path.of("x.npy"));
        assertThat(config.seed()).isEqualTo(3);
        assertThat(ReproduceConfig.in(folder).data()).isNull();
    }
}
