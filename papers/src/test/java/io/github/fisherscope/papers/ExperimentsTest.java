package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all experiments have in common, how they are written down, and those that measure no network. */
class ExperimentsTest {
    @TempDir
    private Path folder = Path.of("");

    static Stream<Experiment> experiments() {
        return Paper.all().stream().flatMap(p -> p.experiments().stream());
    }

    /** An experiment that claims what it is told. */
    private record Claiming(String name, List<Verdict> verdicts) implements Experiment {
        @Override
        public String title() {
            return "claims & <numbers>";
        }

        @Override
        public Outcome run(ExperimentSetting setting) {
            Curves curves = new Curves(List.of(1, 2));
            Figure figure = new Figure(
                    name,
                    "Numbers",
                    "",
                    "",
                    Figure.Axis.linear("x"),
                    Figure.Axis.linear("y"),
                    List.of(curves.predicted("y", 0, List.of(1.0, 2.0))));
            return new Outcome(
                    List.of(figure),
                    TextTable.of(List.of("seed"), List.of(List.of(Long.toString(setting.seed())))),
                    verdicts.stream()
                            .map(v -> new Outcome.Claim("it is " + v, v))
                            .toList());
        }
    }

    private static Paper paper(Experiment experiment) {
        return new Paper("somebody1999", "Somebody: a paper", List.of(experiment));
    }

    private Reproduction.Finished run(Experiment experiment, ReproduceConfig config) {
        return Reproduction.of(config).run(paper(experiment), experiment, StudyListener.silent());
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void everyExperimentHasATitleInOneLine(Experiment experiment) {
        assertThat(experiment.title()).isNotEmpty().doesNotContain("\n").doesNotEndWith(".");
        assertThat(experiment.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    }

    @Test
    void papersAndExperimentsAreFoundByTheirNames() {
        Set<String> names = new HashSet<>();
        for (Paper paper : Paper.all()) {
            assertThat(Paper.find(paper.id()).citation()).isEqualTo(paper.citation());
            assertThat(paper.citation())
                    .contains(paper.id().replaceAll("[a-z]+", "").substring(2));
            for (Experiment experiment : paper.experiments()) {
                assertThat(paper.experiment(experiment.name())).isSameAs(experiment);
                names.add(paper.id() + "/" + experiment.name());
            }
        }
        assertThat(names).hasSize((int) experiments().count()).hasSizeGreaterThan(20);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Paper.find("nobody1900"))
                .withMessageContaining("nobody1900")
                .withMessageContaining("karakida2018");
    }

    @ParameterizedTest
    @CsvSource({
        "AGREES, AGREES, true",
        "AGREES, DISAGREES, false",
        "INFORMATIVE, INFORMATIVE, true",
        "NOT_APPLICABLE, AGREES, true",
    })
    void oneClaimThatDisagreesDisagrees(Verdict first, Verdict second, boolean agrees) {
        Experiment experiment = new Claiming("claims", List.of(first, second));
        ReproduceConfig config = ReproduceConfig.in(folder);
        assertThat(run(experiment, config).agrees()).isEqualTo(agrees);
        Reproduction.Finished reused = run(experiment, config);
        assertThat(reused.reused()).isTrue();
        assertThat(reused.agrees()).as("as the file says").isEqualTo(agrees);
    }

    @Test
    void theVerdictBeginsWithItsSettings() throws IOException {
        Experiment experiment = new Claiming("claims", List.of(Verdict.AGREES));
        String quick = run(
                        experiment, ReproduceConfig.in(folder).withQuick(true).withSeed(5))
                .text();
        assertThat(quick).startsWith("somebody1999, claims: claims & <numbers>\nquick version, seed 5, fisherscope ");
        assertThat(quick).endsWith("[agrees] it is AGREES\n");
        Path file = folder.resolve("somebody1999").resolve("claims.txt");
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).isEqualTo(quick);
        // with other settings the experiment is run again, and the file is that of the last run
        String full = run(experiment, ReproduceConfig.in(folder)).text();
        assertThat(full).contains("full version, seed 1");
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).isEqualTo(full);
    }

    @Test
    void thePageShowsClaimsAndNumbersAsText() throws IOException {
        run(
                new Claiming("claims", List.of(Verdict.DISAGREES)),
                ReproduceConfig.in(folder).withSeed(77));
        String page = Files.readString(folder.resolve("somebody1999").resolve("claims.html"), StandardCharsets.UTF_8);
        assertThat(page)
                .contains("Claims &amp; &lt;numbers&gt;")
                .contains("Disagrees: it is DISAGREES")
                .contains("77")
                .doesNotContain("<numbers>");
    }

    /** Asked to run again, an experiment does not find what it measured before; other settings have folders of their own. */
    @Test
    void whatWasMeasuredIsForgottenWhereAskedAndKeptApart() throws IOException {
        Experiment experiment = new Claiming("claims", List.of(Verdict.AGREES));
        Path state = folder.resolve("somebody1999").resolve("claims.full-1.streams.state");
        Path other = folder.resolve("somebody1999").resolve("claims.quick-1.streams.state");
        Files.createDirectories(state);
        Files.createDirectories(other);
        Files.writeString(state.resolve("measurements.log"), "old", StandardCharsets.UTF_8);
        Files.writeString(other.resolve("measurements.log"), "old", StandardCharsets.UTF_8);
        run(experiment, ReproduceConfig.in(folder));
        assertThat(state.resolve("measurements.log")).exists();
        run(experiment, ReproduceConfig.in(folder).withAgain(true));
        assertThat(state.resolve("measurements.log")).doesNotExist();
        assertThat(other.resolve("measurements.log")).exists();
    }

    @Test
    void eachPartOfTheSettingIsChangedAlone() {
        ReproduceConfig config = ReproduceConfig.in(folder);
        Execution other = Execution.defaults().withBackend("java");
        assertThat(config).isEqualTo(new ReproduceConfig(false, 1, Execution.defaults(), folder, false));
        assertThat(config.withQuick(true).withSeed(3).withExecution(other).withAgain(true))
                .isEqualTo(new ReproduceConfig(true, 3, other, folder, true));
    }

    @Test
    void claimsHaveWordsAndAVerdict() {
        assertThat(Outcome.Claim.of(true, "so it is").verdict()).isEqualTo(Verdict.AGREES);
        assertThat(Outcome.Claim.of(false, "so it is").verdict()).isEqualTo(Verdict.DISAGREES);
        TextTable table = TextTable.of(List.of("a"), List.of());
        assertThat(new Outcome(List.of(), table, List.of()).agrees()).isTrue();
    }

    private ExperimentSetting quick() {
        return new ExperimentSetting(true, 1, Execution.defaults(), folder, StudyListener.silent());
    }

    /** The first mean is wider than the patterns by λ/2 = 1; the debiased ones are not. */
    @Test
    void meansOfPatternsAreBlurredOrNot() {
        Outcome outcome = new TransportMeans().run(quick());
        assertThat(verdict(outcome, "under C_λ")).isEqualTo(Verdict.AGREES);
        assertThat(verdict(outcome, "under S_λ")).isEqualTo(Verdict.AGREES);
        assertThat(verdict(outcome, "under D_λ")).isEqualTo(Verdict.INFORMATIVE);
        assertThat(outcome.table().rows())
                .extracting(r -> r.get(0))
                .containsExactly("each pattern", "mean under C_λ", "mean under S_λ", "mean under D_λ");
        double own = Double.parseDouble(outcome.table().rows().get(0).get(1));
        double blurred = Double.parseDouble(outcome.table().rows().get(1).get(1));
        assertThat(blurred - own).isCloseTo(1, within(0.1));
        // each curve is the mass of the columns of one distribution
        assertThat(outcome.figures().get(0).series())
                .hasSize(5)
                .allSatisfy(s -> assertThat(s.y().sum()).isCloseTo(1, within(1e-3)));
    }

    /** A disc on a grid of 11 pixels: its variance along a side is that of its pixels, counted. */
    @Test
    void theWidthOfAPatternIsThatOfItsPixels() {
        double radius = 11 / 5.0;
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < 11; row++) {
            for (int column = 0; column < 11; column++) {
                double dx = column - 11 / 4.0;
                double dy = row - 5.0;
                if (dx * dx + dy * dy <= radius * radius) {
                    count++;
                    sum += column;
                    squares += column * column;
                }
            }
        }
        double variance = squares / count - sum / count * (sum / count);
        Outcome outcome = new TransportMeans().run(quick());
        assertThat(Double.parseDouble(outcome.table().rows().get(0).get(1))).isCloseTo(variance, within(1e-3));
    }

    /** Every row is λ, D, S and λ D. */
    @Test
    void theLastColumnOfTheLimitsIsAProduct() {
        Outcome outcome = new RelaxationLimits().run(quick());
        for (List<String> row : outcome.table().rows()) {
            double lambda = Double.parseDouble(row.get(0));
            double divergence = Double.parseDouble(row.get(1));
            double product = Double.parseDouble(row.get(3));
            assertThat(product / (lambda * divergence)).isBetween(0.99, 1.01);
        }
        assertThat(claim(outcome, "S_λ at λ = 10⁶").text()).contains("half the energy distance");
    }

    /** The functions are least where the table says, and none of them is negative there by more than rounding. */
    @Test
    void theSimplexIsLeastAtPOrAtItsBlur() {
        Outcome outcome = new SimplexContours().run(quick());
        assertThat(outcome.table().rows())
                .hasSize(4)
                .allSatisfy(row -> assertThat(Double.parseDouble(row.get(3))).isPositive());
        for (Figure figure : outcome.figures()) {
            // closed lines inside the triangle with corners (0, 0), (1, 0) and (1/2, √3/2)
            assertThat(figure.series()).allSatisfy(s -> {
                RealVector y = s.y();
                assertThat(y.stream().min().orElseThrow()).isGreaterThan(-1e-9);
                assertThat(y.stream().max().orElseThrow()).isLessThan(Math.sqrt(3) / 2 + 1e-9);
            });
        }
    }
}
