package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportAndExportTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int fisher(String... args) {
        return FisherCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private int spectrum(String... more) {
        return fisher(Stream.concat(Stream.of("spectrum", "--widths", "20,20,20,2", "--samples", "10"), Stream.of(more))
                .toArray(String[]::new));
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void resultsAreComparedAndExportedWithoutMeasuringAgain() {
        assertThat(spectrum("--out", at("a"), "--seed", "1")).isZero();
        assertThat(spectrum("--out", at("b"), "--seed", "2")).isZero();

        assertThat(fisher("report", at("a/result.json"), at("b"), "--out", at("c"), "--svg"))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("c")).isDirectoryContaining("glob:**/compare.html");
        assertThat(folder.resolve("c")).isDirectoryContaining("glob:**/scree-overlay.svg");
        assertThat(out.toString()).contains("Kolmogorov-Smirnov");
        assertThat(fisher("export", at("a"), "--to", "npz,csv", "--out", at("d")))
                .as(err.toString())
                .isZero();
        assertThat(folder.resolve("d")).isDirectoryContaining("glob:**/result.npz");
    }

    @Test
    void repeatedRunsGiveDistancesAnIntervalAndAPValue() throws IOException {
        for (int seed = 1; seed <= 2; seed++) {
            String s = Integer.toString(seed);
            assertThat(spectrum("--out", at("x" + s), "--seed", s)).isZero();
            assertThat(spectrum("--out", at("y" + s), "--seed", s, "--weight-variance", "1"))
                    .isZero();
        }

        assertThat(fisher("report", at("x1"), at("x2"), at("y1"), at("y2"), "--out", at("c")))
                .as(err.toString())
                .isZero();

        List<String> distances = Files.readAllLines(folder.resolve("c/distances.csv"));
        assertThat(distances).hasSize(6);
        assertThat(distances.subList(1, 4)).allSatisfy(line -> {
            String[] cells = line.split(",(?=[^ ])", -1);
            assertThat(cells[0]).isEqualTo("x1 + x2");
            assertThat(cells[1]).isEqualTo("y1 + y2");
            assertThat(cells[cells.length - 2]).contains(" … ");
            // four spectra fall into two pairs in three ways, so chance alone reaches a third
            assertThat(Double.parseDouble(cells[cells.length - 1])).isBetween(0.2, 0.5);
        });
        assertThat(distances.get(4))
                .startsWith("x1 + x2,y1 + y2,\"relaxed transport D[result : against], in decades²\"")
                .endsWith(",–,–");
        assertThat(distances.get(5))
                .startsWith("x1 + x2,y1 + y2,\"Sinkhorn divergence S")
                .endsWith(",–,–");
    }

    @Test
    void aDamagedResultIsRefusedAndNothingIsWritten() throws IOException {
        Files.writeString(folder.resolve("result.json"), "{\"schema\": \"fisherscope/result/1\", ");

        assertThat(fisher("export", at("result.json"), "--to", "csv", "--out", at("d")))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(fisher("report", at("nowhere/result.json"), "--out", at("d")))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("result.json: not a fisherscope/result/2", "does not exist");
        assertThat(folder.resolve("d")).doesNotExist();
    }

    /** Each value can be right for itself: then the words are those of the file and not of what would draw it. */
    @Test
    void valuesThatDoNotFitTogetherAreSaidToBeTheFiles() throws IOException {
        assertThat(spectrum("--out", at("a"))).isZero();
        String json = Files.readString(folder.resolve("a/result.json"))
                .replace("\"digest\"", "\"digestOfTheFileBefore\""); // or it would be what is seen first
        Files.writeString(
                folder.resolve("a/result.json"), json.replaceFirst("(\"qHatSt\" *: *\\[[^,\\]]*),[^,\\]]*", "$1"));

        assertThat(fisher("report", at("a"), "--out", at("d"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains(at("a") + ": the values do not fit together");
        assertThat(folder.resolve("d")).doesNotExist();
    }

    @Test
    void theTableIsPrintedAsAskedAndNothingElse() {
        assertThat(spectrum("--out", at("a"), "--format", "md")).isZero();
        assertThat(out.toString()).startsWith("| statistic |").doesNotContain("Report:");
        assertThat(spectrum("--out", at("a"), "--format", "md", "--json", "-")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(spectrum("--out", at("a"), "--figure-size", "640")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--figure-size 640 is not a size");
    }
}
