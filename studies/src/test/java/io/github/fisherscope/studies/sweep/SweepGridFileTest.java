package io.github.fisherscope.studies.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.results.sweep.SweepFamily;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.studies.fixture.Small;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Grids as people write them. */
class SweepGridFileTest {
    @TempDir
    private Path folder = Path.of("");

    private static SweepGrid parse(String json) {
        return SweepGridFile.parse(json.replace('\'', '"'), "grid.json");
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        assertThat(parse("{}")).isEqualTo(SweepGrid.defaults());
        SweepGrid widths = parse("{'widths': [7, 9]}");
        assertThat(widths.widths()).containsExactly(7, 9);
        assertThat(widths.seeds()).isEqualTo(SweepGrid.defaults().seeds());
        assertThat(parse("{'widths': null, 'seeds': null}")).isEqualTo(SweepGrid.defaults());
    }

    @Test
    void everyAxisIsRead() {
        SweepGrid grid = parse("{'depths': [2, 3], 'widths': [10], 'inputs': 5, 'outputs': [1, 2], 'samples': [4],"
                + " 'activations': ['ReLU'], 'seeds': 3}");
        assertThat(grid.depths()).containsExactly(2, 3);
        assertThat(grid.inputs()).isEqualTo(5);
        assertThat(grid.outputs()).containsExactly(1, 2);
        assertThat(grid.activations()).containsExactly("relu");
        assertThat(grid.seeds()).containsExactly(1L, 2L, 3L);
        assertThat(grid.families()).hasSize(4);
        assertThat(grid.points()).hasSize(12);
    }

    @Test
    void seedsAreANumberOrAList() {
        assertThat(parse("{'seeds': [5, -2]}").seeds()).containsExactly(5L, -2L);
        assertThat(parse("{'seeds': 2}").seeds()).containsExactly(1L, 2L);
        assertThat(SweepGridFile.firstSeeds(3)).containsExactly(1L, 2L, 3L);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SweepGridFile.firstSeeds(0))
                .withMessageStartingWith("number of seeds is 0");
    }

    /** An empty list of bias variances means networks without biases. */
    @Test
    void noBiasVariancesMeanNoBiases() {
        List<SweepFamily> families =
                parse("{'biasVariances': [], 'widths': [10]}").families();
        assertThat(families).singleElement().satisfies(f -> {
            assertThat(f.biasVariance()).isNull();
            assertThat(f.spec().biases()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2] | write an object such as",
                "{\"width\": [1]} | the key \"width\" is unknown",
                "{\"widths\": 5} | write a list such as [5]",
                "{\"widths\": [5, \"a\"]} | widths[1]",
                "{\"widths\": [0]} | widths[0]",
                "{\"widths\": [2.5]} | widths[0]",
                "{\"widths\": [5, 5]} | is there twice",
                "{\"widths\": []} | give at least one value",
                "{\"activations\": [\"nothing\"]} | nothing",
                "{\"weightVariances\": [-1]} | weightVariance",
                "{\"seeds\": 0} | seeds",
                "{\"seeds\": 1000001} | seeds",
                "{\"samples\": [3] | grid.json",
            })
    void whatIsNoGridIsRefusedWithItsPlace(String json, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SweepGridFile.parse(json, "grid.json"))
                .withMessageContaining("grid.json")
                .withMessageContaining(named);
    }

    @Test
    void aGridIsReadFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("g.json"), "{\"widths\": [11]}", StandardCharsets.UTF_8);
        assertThat(SweepGridFile.read(file).widths()).containsExactly(11);
        Assertions.assertThatExceptionOfType(InputFileException.class)
                .isThrownBy(() -> SweepGridFile.read(folder.resolve("missing.json")))
                .withMessageContaining("missing.json");
    }

    @Test
    void aSweepRefusesTheResultsOfAnotherGridUnlessItMerges() {
        SweepConfig config = SweepConfig.of(TestGrids.tiny(List.of(1L)), folder).withExecution(Small.ONE_THREAD);
        assertThat(config.merge()).isFalse();
        Sweep.of(config).run(SweepListener.silent());
        SweepConfig other = SweepConfig.of(TestGrids.tiny(List.of(2L)), folder).withExecution(Small.ONE_THREAD);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sweep.of(other).run(SweepListener.silent()))
                .withMessageContaining("belongs to another grid")
                .withMessageContaining("seeds [2] instead of [1]");
        assertThat(Sweep.of(other.withMerge(true)).run(SweepListener.silent()).records())
                .extracting(r -> r.seed())
                .containsOnly(2L);
    }

    /** Points finished before are told first, and none of this run's time is known then. */
    @Test
    void progressCountsWhatWasFinishedBefore() {
        SweepConfig config = SweepConfig.of(TestGrids.tiny(List.of(1L)), folder).withExecution(Small.ONE_THREAD);
        Sweep.of(config).run(SweepListener.silent());
        SweepConfig more = SweepConfig.of(TestGrids.tiny(List.of(1L, 2L)), folder)
                .withExecution(Small.ONE_THREAD)
                .withMerge(true);
        StringBuilder told = new StringBuilder();
        Sweep.of(more)
                .run((done, total, left) -> told.append(done)
                        .append('/')
                        .append(total)
                        .append(left == null ? "?" : left >= 0 ? "" : "negative")
                        .append(' '));
        assertThat(told).hasToString("2/4? 3/4 4/4 ");
    }
}
