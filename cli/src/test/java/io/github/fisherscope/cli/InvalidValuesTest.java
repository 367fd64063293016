package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.results.spectrum.Statistic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option of every command with values it cannot have: exit code 2 and one line that names the option as it was
 * typed and the value. An option that is not in the table fails, so that a new one brings its invalid values.
 */
class InvalidValuesTest {
    /** Commands, option, values that are refused, and what has to stand beside them; the last line that fits counts. */
    private static final String REFUSED = """
            *        | --widths            | 5,,2 5,0,2 5 99999999999,2 a,b 5,-3,2 5;6 1e3,2 |
            bench    | --widths            | 5,,2 5,0,2 5 99999999999,2 a,b                  | --samples 5
            *        | --depth             | 0 -1 x 1.5 1e9                                  | --width 4
            *        | --width             | 0 -1 x 99999999                                 | --depth 2
            *        | --inputs            | 0 -2 x 3.0                                      | --depth 2 --width 4
            *        | --outputs           | 0 -2 x                                          | --depth 2 --width 4
            sweep    | --depth             | 0 x 3,,4 3,3                                    |
            sweep    | --width             | 0 x 30,,40 30,30 99999999                       |
            sweep    | --inputs            | 0 -2 x                                          |
            sweep    | --outputs           | 0 x 1,1                                         |
            *        | --activation        | swoosh leaky-relu:x erf:-1 leaky-relu:NaN erf: <empty> |
            sweep    | --activation        | swoosh tanh,swoosh tanh,tanh leaky-relu:NaN     |
            bench    | --activation        | swoosh leaky-relu:x erf:-1                      | --widths 5,2 --samples 3
            *        | --weight-variance   | -1 NaN Infinity x 2,5 1e999                     |
            *        | --bias-variance     | -1 NaN Infinity x 2,5                           |
            sweep    | --weight-variance   | -1 NaN x 3,3 1,-2                               |
            sweep    | --bias-variance     | -1 NaN x 3,3                                    |
            *        | --seed              | x 1.5 99999999999999999999 <empty>              |
            *        | --network           | @/missing.npz @ @/data.npy @/cut.npz            |
            bench    | --network           | @/missing.npz @ @/cut.npz                       | --data @/data.npy
            *        | --input-shape       | 0 x 3,,4                                        |
            *        | --architecture      | @/missing.json                                  |
            *        | --orientation       | sideways <empty>                                | --network @/net.npz
            inspect  | --orientation       | sideways <empty>                                |
            spectrum | --engine            | nonsense Local <empty>                          |
            bench    | --orientation       | sideways                                        | --network @/net.npz --data @/data.npy
            *        | --samples           | 0 -3 many 1e3 99999999999                       |
            sweep    | --samples           | 0 x 5,5                                         |
            bench    | --samples           | 0 x -3                                          | --widths 5,2
            *        | --data              | @/missing.npy @ @/cut.npy @/words.csv @/nan.npy |
            bench    | --data              | @/missing.npy @ @/cut.npy                       | --network @/net.npz
            *        | --labels            | @/missing.npy @/nan.npy                         | --data @/data.npy --label-expectation empirical
            estimate | --labels            | @/data.npy                                      |
            *        | --header            | maybe                                           | --data @/words.csv
            *        | --columns           | 0                                               | --data @/words.csv
            *        | --label-column      | 0                                               | --data @/words.csv
            *        | --theory            | sometimes                                       | --network @/net.npz
            spectrum | --assert            | largest nonsense<1 largest<x                    |
            spectrum | --baseline          | @/missing.json @/words.csv                      |
            *        | --limit             | 0 -1 x                                          | --data @/data.npy
            *        | --likelihood        | cauchy <empty>                                  |
            *        | --label-expectation | sometimes <empty>                               |
            *        | --draws             | 0 -1 x                                          | --label-expectation monte-carlo
            *        | --classes           | 0 -1 x                                          | --label-expectation top-classes --likelihood categorical
            estimate | --draws             | 1 0 20,10 x 5,x                                 |
            *        | --form              | nonsense                                        |
            *        | --normalization     | group-norm batch-norm:x batch-norm:-1           |
            *        | --matrix            | nonsense                                        |
            *        | --networks          | 0 -1 x                                          |
            verify   | --networks          | 0 1 x                                           |
            spectrum | --method            | magic                                           |
            spectrum | --top               | 0 -1 x                                          | --method lanczos
            spectrum | --tolerance         | 0 1 x NaN -1                                    | --method lanczos
            spectrum | --probes            | 0 1 x                                           | --method quadrature
            spectrum | --steps             | 0 1 x                                           | --method quadrature
            spectrum | --eigenvectors      | 0 -1 x 10001                                    |
            spectrum | --training-steps    | -1 x                                            |
            *        | --precision         | half <empty>                                    |
            *        | --threads           | 0 -1 x 99999                                    |
            *        | --memory            | plenty 10k -1 <empty>                           |
            *        | --json              | @ @/nowhere/x.json <empty>                      |
            spectrum | --master            | x                                               |
            spectrum | --partitions        | 0 x                                             | --engine spark
            spectrum | --executor-memory   | plenty 10k                                      | --engine spark
            spectrum | --checkpoint        | @                                               |
            spectrum | --format            | nonsense                                        |
            *        | --figure-size       | 0x0 10x10 x 640 640x420x1 99999x420             |
            *        | --dpi               | 0 10 x 10000                                    |
            *        | --out               | @/file <empty>                                  |
            theory   | --phase-diagram     | phases.txt @/nowhere/p.png                      |
            estimate | --relative-error    | 0 -1 2 x                                        |
            estimate | --repetitions       | 1 0 x                                           |
            estimate | --confidence        | 0 1 95 x                                        |
            sweep    | --grid              | @/missing.json @ @/words.csv @/cut.npy          |
            sweep    | --seeds             | x 5..1 1,,2 3,3                                 |
            verify   | --statistics        | nonsense mean,mean                              |
            verify   | --false-alarm       | 0 1 x                                           |
            verify   | --detect            | 0 1 -1 x                                        |
            verify   | --miss              | 0 1 x                                           |
            verify   | --junit             | @ @/nowhere/x.xml                               |
            spectrum | --junit             | @/nowhere/x.xml                                 | --assert largest<1e9 --widths 4,2 --samples 2
            reproduce | --figure           | nonsense                                        |
            *        | --p                 | @/missing.npy @ @/nan.npy @/words.csv           |
            *        | --q                 | @/missing.npy @ @/nan.npy @/words.csv           |
            *        | --p-image           | -1 3 x                                          |
            *        | --q-image           | -1 3 x                                          |
            *        | --family            | foo alpha:x renyi:-1 alpha:Infinity <empty>     |
            transport | --cost             | @/missing.npy @ @/nan.npy @/p.csv               |
            transport | --relaxation       | 1e-320 1e300 0 -1 x 1,,2 NaN <empty>                         |
            transport | --tolerance        | 0 2 x NaN                                       |
            transport | --max-sweeps       | -1 x                                            |
            compare-networks | --confidence | 0 1 95 x                                       |
            compare-networks | --orientation | sideways <empty>                              |
            train    | --divergence        | nonsense alpha:x fisher-rao total-variation <empty> | --likelihood categorical
            train    | --label-smoothing   | 1 -0.1 x NaN                                    | --likelihood categorical
            train    | --optimizer         | nonsense <empty>                                |
            train    | --learning-rate     | 0 -1 x NaN Infinity auto:0 auto:x <empty>       |
            train    | --follow-bound      | 0 -1 x                                          |
            train    | --momentum          | 1 -1 x NaN                                      | --optimizer heavy-ball
            train    | --damping           | 0 -1 x NaN adaptive:0                           | --optimizer natural
            train    | --cutoff            | 1 -1 x NaN                                      | --optimizer natural
            train    | --form              | nonsense                                        | --optimizer natural
            train    | --epsilon           | 0 1 x NaN                                       | --optimizer adaptive-natural
            train    | --schedule          | nonsense                                        | --optimizer adaptive-natural
            train    | --initial-inverse   | 0 -1 x                                          | --optimizer adaptive-natural
            train    | --steps             | 0 -1 x 99999999                                 |
            train    | --epochs            | 0 -1 x 99999999                                 |
            train    | --batch             | 0 -1 x                                          |
            train    | --order             | nonsense                                        | --batch 2
            train    | --record            | 0 x every:0 every:                              |
            train    | --top               | 0 -1 x                                          |
            train    | --held-out          | 1 -0.1 x NaN                                    |
            train    | --target-loss       | x NaN                                           |
            train    | --checkpoint        | @/file                                          |
            train    | --save              | @/x.txt @/nowhere/x.npz @                       |
            train    | --labels            | @/missing.npy @/nan.npy                         | --data @/data.npy --widths 5,2
            rates    | --labels            | @/missing.npy @/nan.npy                         | --data @/data.npy --widths 5,2
            rates    | --methods           | nonsense natural,, <empty>                      |
            rates    | --momentum          | 1 -1 x NaN                                      |
            rates    | --damping           | 0 -1 x NaN                                      |
            rates    | --steps             | 0 -1 x 99999999                                 |
            rates    | --divergence        | nonsense alpha:x fisher-rao total-variation <empty> | --likelihood categorical
            rates    | --label-smoothing   | 1 -0.1 x NaN                                    | --likelihood categorical
            track    | --top               | 0 -1 x 10001                                    |
            track    | --checkpoint        | @/file                                          |
            track    | --orientation       | sideways <empty>                                |
            track    | --labels            | @/missing.npy @/nan.npy                         |
            bench    | --jobs              | nonsense products,nonsense                      |
            export   | --to                | nonsense csv,nonsense                           |
            convert  | --orientation       | sideways <empty>                                |
            """;

    /** Options that take any text. */
    private static final Set<String> ANYTHING =
            Set.of("--title", "--java-classpath", "--ignore-arrays", "--network-output", "--freeze", "--parameters");

    /** What a command needs at least. */
    private static final Map<String, String> NEEDED = Map.ofEntries(
            Map.entry("reproduce", "karakida2018"),
            Map.entry("report", "@/result"),
            Map.entry("inspect", "@/net.npz"),
            Map.entry("track", "@/net.npz --activation tanh --data @/data.npy"),
            Map.entry("vae infer", "--model @/vae.npz"),
            Map.entry("vae report", "@/vae/vae-training.json"),
            Map.entry("export", "@/result --to csv"),
            Map.entry("convert", "@/net.npz --activation tanh --out @/converted.npz"),
            Map.entry("divergence", "--p @/p.csv --q @/p.csv"),
            Map.entry("transport", "--p @/p.csv --q @/p.csv"),
            Map.entry("compare-networks", "@/net.npz @/net.npz --activation tanh --data @/data.npy"));

    private static final String STATISTICS =
            Arrays.stream(Statistic.values()).map(Statistic::key).collect(Collectors.joining("|"));

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        BadFiles.writeTo(folder);
        Files.writeString(folder.resolve("p.csv"), "0.5\n0.5\n");
        Run run = Run.of(Run.split("spectrum --widths 4,4,2 --samples 3 --out @/result", folder));
        assertThat(run.code()).as(run.err()).isZero();
        Run trained = Run.of(Run.split("vae train --steps 2 --save @/vae.npz --out @/vae", folder));
        assertThat(trained.code()).as(trained.err()).isZero();
    }

    private static Stream<CommandSpec> commands() {
        return CommandTree.all();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theLineNamesOptionAndValue(CommandSpec spec) {
        String command = CommandTree.nameOf(spec);
        for (OptionSpec option : spec.options()) {
            String name = option.longestName();
            if (option.arity().max() == 0) {
                refuse(command, name, "maybe", true, "");
                continue;
            }
            if (ANYTHING.contains(name) || name.equals("--backend")) { // an unknown backend has its own exit code
                continue;
            }
            Optional<String[]> found = row(command, name);
            assertThat(found).as("invalid values for %s of %s", name, command).isPresent();
            String[] row = found.orElseThrow();
            for (String value : row[2].split(" ")) {
                refuse(command, name, value.equals("<empty>") ? "" : value, false, row[3]);
            }
        }
    }

    private static Optional<String[]> row(String command, String option) {
        return (REFUSED + AutoencoderValues.REFUSED)
                .lines()
                .map(line -> Arrays.stream((line + " ").split("\\|"))
                        .map(String::strip)
                        .toArray(String[]::new))
                .filter(row -> row[1].equals(option) && Set.of("*", command).contains(row[0]))
                .reduce((first, second) -> second);
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.replace("@", folder.toString()).split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static void refuse(String command, String option, String value, boolean glued, String beside) {
        List<String> args = new ArrayList<>(List.of(command.split(" ")));
        List<String> needed = words(NEEDED.getOrDefault(command, ""));
        for (int i = 0; i < needed.size(); i++) {
            boolean given = needed.get(i).startsWith("--")
                    && (needed.get(i).equals(option) || words(beside).contains(needed.get(i)));
            if (given) {
                i++; // its value
            } else {
                args.add(needed.get(i));
            }
        }
        args.addAll(words(beside));
        String typed = value.replace("@", folder.toString());
        args.add(option + "=" + typed);
        Run run = Run.of(args);
        String expectedValue = glued ? option : typed;
        assertThat(run.err().replace(folder.toString(), "@"))
                .as("stderr of %s", args)
                .startsWith("fisher: ")
                .contains(option, expectedValue.replace(folder.toString(), "@"))
                .doesNotContain("Exception", "null", "\tat ")
                .doesNotContainPattern("(?<![\\w@/'])(?!" + STATISTICS + ")[a-z]+[A-Z][a-z]\\w*");
        assertThat(run.err().strip().lines()).as("lines on stderr of %s", args).hasSize(1);
        assertThat(run.out()).as("stdout of %s", args).isEmpty();
        assertThat(run.code()).as("exit code of %s: %s", args, run.err()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "report @/missing",
                "report @/words.csv",
                "report @/cut.npy",
                "report @/result @/missing",
                "vae report @/missing",
                "vae report @/words.csv",
                "vae report @/cut.npy",
                "vae report @/result/result.json",
                "export @/missing --to csv",
                "export @/words.csv --to csv",
                "export @/cut.npy --to csv"
            })
    void theLineNamesTheFileOfAResult(String commandLine) {
        List<String> args = Run.split(commandLine, folder);
        Run run = Run.of(args);
        int first = args.get(0).equals("vae") ? 2 : 1;
        String bad = args.get(first).endsWith("result") ? args.get(first + 1) : args.get(first);
        assertThat(run.err()).startsWith("fisher: ").contains(bad).doesNotContain("Exception", "null");
        assertThat(run.err().strip().lines()).hasSize(1);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void anUnknownPaperIsNamed() {
        Run run = Run.of("reproduce", "nonsense");
        assertThat(run.err()).startsWith("fisher: ").contains("nonsense").hasLineCount(1);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    /** A terminal would clear its screen, move its cursor, or write from right to left. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--activation",
                "--data",
                "--network",
                "--widths",
                "--samples",
                "--form",
                "--memory",
                "--json",
                "--out"
            })
    void whatATerminalObeysIsShownAndNotSent(String option) {
        Run run = Run.of("spectrum", option + "=" + folder.resolve("file") + "/\u001b[2J\u202e\u0007\r");
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err())
                .contains(option)
                .doesNotContain("\u001b", "\u202e", "\u0007", "\r")
                .endsWith("\n");
        assertThat(run.err().strip().lines()).hasSize(1);
    }

    @Test
    void aTitleCannotReachTheTerminalEither() {
        Run run = Run.of(
                Run.split("spectrum --widths 4,4,2 --samples 3 --title a\u001b[2J\u202eb --out @/titled", folder));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain("\u001b", "\u202e").contains("\n");
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments() {
        Run run = Run.of("spectrum", "--title", "@" + folder.resolve("words.csv"), "--samples", "0");
        assertThat(run.err()).contains("--samples is 0");
    }
}
