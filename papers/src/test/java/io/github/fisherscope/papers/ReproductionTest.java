package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
    @TempDir
    private Path folder = Path.of("");

    private final Paper paper = new Paper("somebody1999", "a paper", List.of());

    /** Four networks, the last of which fails as often as asked. */
    private static final class Fragile implements Experiment {
        private final AtomicInteger failures;
        private final AtomicInteger measured = new AtomicInteger();
        private final boolean holds;

        private Fragile(int failures, boolean holds) {
            this.failures = new AtomicInteger(failures);
            this.holds = holds;
        }

        @Override
        public String name() {
            return "fragile";
        }

        @Override
        public String title() {
            return "an experiment that breaks off";
        }

        @Override
        public Outcome run(ExperimentSetting setting) {
            List<Integer> jobs = List.of(1, 2, 3, 4);
            Measurements<Integer> found = Measurements.of(setting, name(), jobs, 1 << 20, (job, backend) -> {
                if (job == 4 && failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("broken off");
                }
                measured.incrementAndGet();
                return RealVector.of(job * job);
            });
            Curves curves = new Curves(jobs);
            Figure figure = new Figure(
                    name(),
                    "Squares",
                    "",
                    "",
                    Figure.Axis.linear("x"),
                    Figure.Axis.linear("y"),
                    List.of(curves.predicted("y", 0, List.of(1.0, 4.0, 9.0, 16.0))));
            String sum = String.valueOf(found.column(jobs, 0).sum());
            return new Outcome(
                    List.of(figure),
                    TextTable.of(List.of("sum"), List.of(List.of(sum))),
                    List.of(new Outcome.Claim("it adds up", holds ? Verdict.AGREES : Verdict.DISAGREES)));
        }
    }

    private Reproduction.Finished run(Fragile experiment, ReproduceConfig config) {
        return Reproduction.of(config).run(paper, experiment, StudyListener.silent());
    }

    @Test
    void whatWasMeasuredBeforeAFailureIsKept() {
        Fragile experiment = new Fragile(1, true);
        ReproduceConfig config = ReproduceConfig.in(folder);
        try {
            run(experiment, config);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("broken off");
        }
        int before = experiment.measured.get();

        Reproduction.Finished finished = run(experiment, config);

        assertThat(before).isBetween(1, 3);
        assertThat(experiment.measured.get()).as("each network once").isEqualTo(4);
        assertThat(finished.agrees()).isTrue();
        assertThat(finished.reused()).isFalse();
        assertThat(finished.text()).contains("30.0", "[agrees] it adds up");
    }

    @Test
    void whatIsInTheWayIsSaidBeforeAnyWork() throws IOException {
        ReproduceConfig config = ReproduceConfig.in(folder);
        for (String name : List.of("fragile.png", "fragile.csv", "fragile.md", "fragile.html", "fragile.txt")) {
            Path blocked =
                    Files.createDirectories(folder.resolve("somebody1999").resolve(name));
            Fragile experiment = new Fragile(0, true);
            assertThatThrownBy(() -> Reproduction.of(config).requireFree(paper, experiment))
                    .hasMessageContaining(name);
            if (!name.endsWith(".txt")) { // a verdict that is a folder is refused when it is read
                assertThatThrownBy(() -> run(experiment, config)).hasMessageContaining(name);
            }
            assertThat(experiment.measured.get()).isZero();
            Files.delete(blocked);
        }
    }

    @Test
    void finishedExperimentsAreNotRunAgainUnlessAskedOrOtherwiseSet() {
        Fragile experiment = new Fragile(0, false);
        ReproduceConfig config = ReproduceConfig.in(folder);
        run(experiment, config);

        assertThat(run(experiment, config).reused()).isTrue();
        assertThat(run(experiment, config).agrees()).isFalse();
        assertThat(experiment.measured.get()).isEqualTo(4);
        assertThat(run(experiment, config.withAgain(true)).reused()).isFalse();
        assertThat(experiment.measured.get()).isEqualTo(8);
        assertThat(run(experiment, config.withSeed(2)).reused()).isFalse();
        assertThat(run(experiment, config.withQuick(true)).reused()).isFalse();
        assertThat(experiment.measured.get()).isEqualTo(16);
    }

    @Test
    void pictureTableAndVerdictAreWritten() throws IOException {
        run(new Fragile(0, true), ReproduceConfig.in(folder));

        Path own = folder.resolve("somebody1999");
        assertThat(Files.readAllBytes(own.resolve("fragile.png"))).startsWith(0x89, 'P', 'N', 'G');
        assertThat(own.resolve("fragile.csv")).hasContent("sum\n30.0\n");
        assertThat(own.resolve("fragile.md")).content().contains("| sum |");
        assertThat(own.resolve("fragile.txt")).content().startsWith("somebody1999, fragile");
    }

    @Test
    void everyPaperHasItsExperimentsUnderNamesOfTheirOwn() {
        assertThat(Paper.all())
                .extracting(Paper::id)
                .containsExactly(
                        "karakida2018",
                        "karakida2019",
                        "karakida2021",
                        "pennington2018",
                        "fan2020",
                        "amari2018",
                        "amari2000",
                        "karakida2020",
                        "wei2008",
                        "nagano2017");
        for (Paper p : Paper.all()) {
            assertThat(p.experiments())
                    .isNotEmpty()
                    .extracting(Experiment::name)
                    .doesNotHaveDuplicates()
                    .allMatch(n -> n.matches("[a-z0-9-]+"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Paper.find("karakida2018").experiment("nothing"))
                .withMessageContaining("fisher-rao");
    }
}
