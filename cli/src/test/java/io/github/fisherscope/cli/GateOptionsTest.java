package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes the main command fail on purpose. */
class GateOptionsTest {
    private static final String SMALL = "spectrum --widths 20,30,30,2 --samples 10 --json - ";
    private static final String GIVEN = "spectrum --network @/net.npz --activation tanh --data @/data.npy --json - ";

    @TempDir
    private static Path files;

    @BeforeAll
    static void writeFiles() throws IOException {
        BadFiles.writeTo(files);
        double[] w = {0.5, -1, 0.25, 2, 1, -0.5, 0.75, 1.5, -2, 1, 0.5, -0.25, 1, 2, -1};
        NpzFile.write(
                files.resolve("whole.npz"),
                Map.of(
                        "W1", NpyArray.of(w, 3, 5),
                        "b1", NpyArray.of(new double[] {0.1, -0.2, 0.3}, 3),
                        "W2", NpyArray.of(new double[] {1, -1, 0.5, 2, 0.25, -1}, 2, 3),
                        "b2", NpyArray.of(new double[] {0.1, 0.2}, 2)));
        Files.writeString(files.resolve("base.json"), run(SMALL).out(), StandardCharsets.UTF_8);
    }

    private static Run run(String command) {
        return Run.of(Run.split(command.strip(), files));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--assert largest<1e9|0|",
                "--assert largest<1e-9|1|--assert: largest is",
                "--assert largest<1e9,mean>1e9|1|--assert: mean is",
                "--assert largest<1e9 --assert mean>1e9|1|--assert: mean is",
                "--assert largest|2|--assert",
                "--assert nothing<2|2|--assert",
                "--baseline @/base.json --tolerance 0%|0|",
                "--baseline @/base.json --tolerance 5% --seed 2|1|--baseline:",
                "--baseline @/base.json --tolerance fisher-rao-norm=1e6% --seed 2|0|",
                "--baseline @/base.json|2|--tolerance 5%",
                "--baseline @/base.json --tolerance 0.05|2|--tolerance 5%",
                "--baseline @/base.json --tolerance 5% --likelihood categorical|2|--baseline",
                "--baseline @/missing.json --tolerance 5%|2|missing.json",
                "--tolerance 5%|2|--baseline",
                "--tolerance five|2|--tolerance five",
                "--junit @/nothing.xml|2|--junit",
                "--likelihood poisson --check|2|--check has nothing to judge",
            })
    void conditionsDecideTheExitCode(String options, int code, @org.jspecify.annotations.Nullable String words) {
        Run run = run(SMALL + options);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        if (words != null) {
            assertThat(run.err()).contains(words);
        }
    }

    /** What a gate leaves behind could be taken for the next baseline. */
    @ParameterizedTest
    @ValueSource(
            strings = {"--assert largest<1e9", "--baseline @/base.json --tolerance 5%", "--check --widths 100,200,200,2"
            })
    void aGateLeavesNoFolderUnlessAsked(String gate) throws IOException {
        Path folder = Path.of("fisher-report");
        assertThat(folder).doesNotExist();
        String command = SMALL.replace(" --json -", "");
        Run run = run((gate.contains("--widths") ? command.replace("--widths 20,30,30,2 ", "") : command) + gate);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("mean m_λ").doesNotContain("Report:");
        assertThat(folder).doesNotExist();
    }

    @Test
    void aResultNeverReplacesTheBaselineItIsHeldAgainst() throws IOException {
        String small = SMALL.replace(" --json -", "");
        Path folder = files.resolve("baseline");
        assertThat(run(small + "--quiet --out @/baseline").code()).isZero();
        byte[] before = Files.readAllBytes(folder.resolve("result.json"));
        Path link = Files.createSymbolicLink(files.resolve("link"), folder);
        for (String given : List.of("@/baseline", "@/baseline/result.json", "@/link", "@/baseline/../baseline")) {
            String gate = "--baseline " + given + " --tolerance 5% --seed 2 ";
            for (String out : List.of("--out @/baseline", "--out @/link", "--json @/baseline/result.json")) {
                Run run = run(small + gate + out);
                assertThat(run.code()).as(given + out).isEqualTo(ExitCode.BAD_INPUT);
                assertThat(run.err())
                        .contains("would replace --baseline")
                        .contains(out.substring(0, 5))
                        .hasLineCount(1);
            }
        }
        String elsewhere = "--baseline @/baseline --tolerance 5% --seed 2 --quiet --json @/other.json";
        assertThat(run(small + elsewhere).code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(link).exists();
        assertThat(Files.readAllBytes(folder.resolve("result.json"))).isEqualTo(before);
    }

    @Test
    void aCheckOfGivenWeightsIsRefusedBeforeAnyWork() {
        Run run = run(GIVEN + "--check --out @/never");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).startsWith("fisher: --check has nothing to judge: the weights were read from a file");
        assertThat(run.out()).isEmpty();
        assertThat(files.resolve("never")).doesNotExist();
    }

    /** Layers without a theory leave a check nothing to judge, drawn or read. */
    @ParameterizedTest
    @ValueSource(strings = {"lenet", "resnet:depth=8,width=2", "mlp-layernorm"})
    void aCheckOfOtherLayersSaysWhy(String architecture) {
        Run run = run("spectrum --architecture " + architecture + " --samples 2 --check --out @/never");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .startsWith("fisher: --check has nothing to judge: theory is that of fully connected networks")
                .contains("--assert", "--baseline");
        assertThat(files.resolve("never")).doesNotExist();
    }

    @Test
    void givenWeightsHaveNoPredictionUnlessAsked() {
        String measured = run(GIVEN).out();
        assertThat(measured)
                .contains("\"weights\" : \"not-asked\"")
                .doesNotContainPattern("\"(predicted|standardError|theoryScatter|zScore)\" : [0-9]");
        String asked = run(GIVEN.replace("net.npz", "whole.npz") + "--theory as-if-random")
                .out();
        assertThat(asked).contains("\"weights\" : \"own-variances\"").containsPattern("\"predicted\" : [0-9]");
        Run table = run("spectrum --network @/net.npz --activation tanh --data @/data.npy --out @/given");
        assertThat(table.out()).contains("what it is").doesNotContain("predicted │", "never saw", "verdict");
    }

    /** A hint at theory stands where theory has numbers; where it has none, only the reason for that stands. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whole.npz|--likelihood gaussian|true", "whole.npz|--likelihood poisson|false",
                "whole.npz|--label-expectation monte-carlo|false", "whole.npz|--form kronecker|true",
                "whole.npz|--normalization layer-norm|false", "net.npz|--likelihood gaussian|false",
            })
    void theoryIsHintedAtWhereItHasNumbers(String file, String options, boolean hint) {
        String line = "spectrum --network @/" + file + " --activation tanh --data @/data.npy " + options;
        assertThat(run(line + " --out @/given").out().contains("--theory as-if-random shows"))
                .isEqualTo(hint);
        String asked = run(line + " --theory as-if-random --out @/asked").out();
        if (hint) {
            assertThat(asked).contains("predicted │", "Does not hold: |x|²");
        } else {
            assertThat(asked).doesNotContain("predicted │", "Does not hold: |x|²", "orientation only");
        }
    }

    /** A list of nothing asks for nothing, and a gate that asks for nothing cannot fail. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--assert ,",
                "--assert largest<500,",
                "--assert ,largest<500",
                "--baseline @/b.json --tolerance ,",
                "--baseline @/b.json --tolerance 5%,",
                "--ignore-arrays ,",
                "--freeze a,,b"
            })
    void aListWithAnEmptyEntryIsRefused(String options) {
        Run run = run(SMALL + options);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .contains(options.split(" ")[options.split(" ").length - 2], "has an entry without text")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--theory random|--theory random is unknown",
                "--weight-variance 2|--theory as-if-random",
            })
    void optionsThatPlayNoPartAreRefused(String options, String words) {
        Run run = run(GIVEN + options);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(words);
        assertThat(run(SMALL + "--theory as-if-random").code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    /** Theory has no closed formulas for biases in some layers, and predicts nothing then, asked or not. */
    @Test
    void whatTheoryDoesNotCoverHasNoPrediction() {
        String asked = run(GIVEN + "--theory as-if-random").out();
        assertThat(asked)
                .contains("in all layers or in none; this network has")
                .doesNotContainPattern("\"predicted\" : [0-9]");
    }

    @Test
    void aPercentageIsForEveryNumberThatBothResultsHave() throws IOException {
        Run run = run(SMALL + "--baseline @/base.json --tolerance 0% --junit @/all.xml");
        assertThat(run.code()).isZero();
        assertThat(Files.readString(files.resolve("all.xml")))
                .contains("name=\"rank\"", "name=\"zero-fraction\"", "name=\"spectral-entropy\"");
        Run partial = run(SMALL + "--method lanczos --top 3 --baseline @/base.json --tolerance 50%");
        assertThat(partial.err()).contains("--baseline: rank was not compared: there is no such number in this result");
    }

    @Test
    void theoryOfAFileNamesTheConditionsThatFail() {
        Run run = run("theory --network @/net.npz --activation tanh --data @/data.npy --json -");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("\"random-weights\"", "\"independent-inputs\"", "\"applies\" : false");
    }

    @Test
    void buildServersGetAFile() throws IOException {
        Run run = run(SMALL + "--assert largest<1e-9 --baseline @/base.json --tolerance 0% --junit @/gates.xml");
        assertThat(run.code()).isEqualTo(ExitCode.CHECK_FAILED);
        assertThat(Files.readString(files.resolve("gates.xml")))
                .contains("classname=\"fisher.assert\"", "classname=\"fisher.baseline\"", "failures=\"1\"");
    }
}
