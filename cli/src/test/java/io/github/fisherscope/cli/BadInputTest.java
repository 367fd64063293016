package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is wrong, the user gets one line that names the argument, its value and the remedy, the documented exit code
 * and no stack trace, and what an earlier run wrote stays as it was.
 */
class BadInputTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        BadFiles.writeTo(folder);
        Path earlier = Files.createDirectory(folder.resolve("earlier"));
        for (String name : List.of("notes.txt", "network.npz", "sweep.csv.bak")) {
            Files.writeString(earlier.resolve(name), "written before: " + name);
        }
    }

    private Map<String, String> before;

    @BeforeEach
    void rememberFiles() {
        before = files();
    }

    private static Map<String, String> files() {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.collect(Collectors.toMap(
                    path -> folder.relativize(path).toString(), BadInputTest::content, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Path path) {
        try {
            return Files.isDirectory(path)
                    ? "folder"
                    : Files.getLastModifiedTime(path) + Base64.getEncoder().encodeToString(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkRefusal(String commandLine, int code, String... mentions) {
        List<String> args = new ArrayList<>(Run.split(commandLine, folder));
        if (args.get(0).equals("spectrum") && !args.contains("--out")) {
            args.addAll(List.of("--out", folder.resolve("earlier").toString()));
        }
        Run run = Run.of(args);
        assertThat(run.err())
                .as("stderr of %s", args)
                .startsWith("fisher: ")
                .doesNotContain("\tat ", "Exception", "null")
                .contains(Arrays.stream(mentions)
                        .map(m -> m.replace("@", folder.toString()))
                        .toList());
        assertThat(run.err().strip().lines()).as("lines on stderr of %s", args).hasSize(1);
        assertThat(run.out()).as("stdout of %s", args).isEmpty();
        assertThat(run.code()).as("exit code of %s", args).isEqualTo(code);
        assertThat(files()).as("files after %s", args).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spectrum --network @/cut.npz            | --network @/cut.npz      | damaged            | write it again
            spectrum --network @/hostile.npz        | --network @/hostile.npz  | 1000000            | write it again
            spectrum --network @/missing.npz        | --network @/missing.npz  | does not exist     | check the path
            spectrum --network @/data.npy           | --network @/data.npy     | a network 5-20     | --orientation fan-in-fan-out
            spectrum --network @/bias.npz           | --network @/bias.npz     | b1 (7) must have 8 entries | one number for each unit
            spectrum --network @/fan-in.npz         | --network @/fan-in.npz   | W2 (2 × 9) takes 9 numbers | in one orientation
            spectrum --network @/gap.npz            | --network @/gap.npz      | W3 but no W2       | without a gap
            spectrum --network @/nan.npz            | --network @/nan.npz      | W1 holds NaN       | finite
            spectrum --network @/nothing.npz        | --network @/nothing.npz  | W1                 | W1
            spectrum --data @/cut.npy               | --data @/cut.npy         | cut off            | write it again
            spectrum --data @/missing.npy           | --data @/missing.npy     | does not exist     | check the path
            spectrum --data @                       | --data @                 | is a directory     | name a file
            spectrum --data @/nan.npy               | --data @/nan.npy         | NaN as input 2 of sample 1 | remove or replace it
            spectrum --data @/infinite.npy          | --data @/infinite.npy    | -Infinity          | remove or replace it
            spectrum --data @/empty.npy             | --data @/empty.npy       | 0 samples          | at least one
            spectrum --data @/words.csv             | --data @/words.csv       | 'five' in line 2   | use numbers
            spectrum --data @/ragged.csv            | --data @/ragged.csv      | 2 fields in line 2 | as many
            spectrum --data @/nothing.npz           | --data @/nothing.npz     | no array 'x'       | save it under that name
            spectrum --data @/data.npy --labels @/nan.npy --label-expectation empirical | --labels @/nan.npy | 2 labels | labels that belong
            theory --network @/cut.npz              | --network @/cut.npz      | damaged            | write it again
            spectrum --network @/net.npz            | --network @/net.npz      | which activation   | --activation tanh
            theory --network @/net.npz              | --network @/net.npz      | which activation   | --activation tanh
            estimate --network @/net.npz            | --network @/net.npz      | which activation   | --activation tanh
            bench --network @/net.npz --data @/data.npy | --network @/net.npz  | which activation   | --activation tanh
            spectrum --network @/square.npz         | --network @/square.npz   | fan-out × fan-in   | --orientation fan-out-fan-in
            spectrum --network @/net.npz --activation tanh,relu,tanh | --network @/net.npz | has 2 layers | one for each layer
            spectrum --network @/net.npz --activation tanh --orientation fan-in-fan-out | --network @/net.npz | must have 5 entries | fan-out × fan-in only
            spectrum --network @/net.npz --activation tanh --orientation rows | --orientation rows | none of auto | choose one of them
            spectrum --network @/extra.npz --activation tanh | --network @/extra.npz | epoch (one number) | name it as no part
            spectrum --network @/net.npz --activation tanh --ignore-arrays epoch | --ignore-arrays epoch | no array of that name | leave the name out
            spectrum --orientation fan-in-fan-out   | --orientation fan-in-fan-out | --network       | leave it out
            """)
    void filesThatCannotBeUsed(String commandLine, String argument, String problem, String remedy) {
        checkRefusal(commandLine, ExitCode.BAD_INPUT, argument, problem, remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spectrum --samples 0                         | --samples is 0               | between 1 and
            spectrum --samples -3                        | --samples is -3              | between 1 and
            spectrum --samples many                      | --samples many               | whole number
            spectrum --samples 1e3                       | --samples 1e3                | whole number
            spectrum --samples                           | --samples needs a value      | --samples T
            spectrum --widths 5,,2                       | --widths 5,,2                | 784,500,10
            spectrum --widths 5,0,2                      | --widths 5,0,2: widths[1] is 0     | between 1 and
            spectrum --widths 5                          | --widths 5: widths is [5]    | 784,500,10
            spectrum --widths 99999999999,2              | --widths 99999999999,2       | 784,500,10
            spectrum --depth 0 --width 4                 | --depth is 0                 | between 1 and
            spectrum --depth 2 --width 0                 | --width is 0                 | between 1 and
            spectrum --depth 2 --width 4 --inputs 0      | --inputs is 0                | between 1 and
            spectrum --depth 2 --width 4 --outputs -1    | --outputs is -1              | between 1 and
            spectrum --activation swoosh                 | --activation is swoosh       | it must be one of identity, relu
            spectrum --activation leaky-relu:x           | --activation is leaky-relu:x | leaky-relu:0.2
            spectrum --weight-variance -1                | --weight-variance is -1      | 0 or greater
            spectrum --weight-variance NaN               | --weight-variance is NaN     | finite
            spectrum --weight-variance 0                 | --weight-variance is 0       | choose a positive number
            spectrum --weight-variance 2,5               | --weight-variance 2,5        | such as 0.5
            spectrum --bias-variance -0.1                | --bias-variance is -0.1      | 0 or greater
            spectrum --bias-variance Infinity            | --bias-variance is Infinity  | finite
            spectrum --seed 1.5                          | --seed 1.5                   | whole number
            spectrum --data @/data.npy --limit 0         | --limit is 0                 | between 1 and
            spectrum --likelihood cauchy                 | --likelihood is cauchy       | it must be one of gaussian
            spectrum --networks 0                        | --networks is 0              | between 1 and
            spectrum --method magic                      | --method is magic            | one of auto
            spectrum --method lanczos --top 0            | --top is 0                   | between 1 and
            spectrum --method dense                      | --method is dense            | use the method dual
            spectrum --precision half                    | --precision half             | choose double or single
            spectrum --threads 0                         | --threads is 0               | between 1 and
            spectrum --form kfac                         | --form is kfac               | one of full, layers
            spectrum --normalization group-norm          | group-norm                   | mean-subtraction, batch-norm
            spectrum --normalization batch-norm:x        | --normalization is batch-norm:x | not a number
            spectrum --matrix jacobian                   | --matrix is jacobian         | fisher, hessian, input-metric
            estimate --relative-error 0                  | --relative-error is 0        | 1.0
            estimate --draws 1                           | --draws is 1                 | between 2 and
            estimate --draws 20,10                       | --draws 20,10                | ascending
            estimate --repetitions 1                     | --repetitions is 1           | between 2 and
            estimate --confidence 95                     | --confidence is 95           | 0.95
            estimate --likelihood cauchy                 | --likelihood is cauchy       | it must be one of gaussian
            estimate --widths 1000,1000,10 --samples 1000 | draws times repetitions     | smaller
            estimate --json @/nowhere/file.json          | --json @/nowhere/file.json   | make it first
            spectrum --memory plenty                     | --memory plenty              | 512m or 4g
            spectrum --memory 10k                        | --memory 10k                 | at least 1m
            spectrum --json @/nowhere/file.json          | --json @/nowhere/file.json   | make it first
            spectrum --nonsense                          | option --nonsense is unknown | spectrum --help
            spectrum extra                               | argument extra is unknown    | spectrum --help
            spectrum --format pdf                        | --format pdf                 | one of md, tex, csv
            spectrum --figure-size 0x0                   | --figure-size 0x0            | picture width
            theory --samples 0                           | --samples is 0               | between 1 and
            spektrum                                     | command spektrum is unknown  | did you mean spectrum
            """)
    void valuesThatMakeNoSense(String commandLine, String argument, String remedy) {
        checkRefusal(commandLine, ExitCode.BAD_INPUT, argument, remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spectrum --data @/data.npy --widths 6,4,2           | --data @/data.npy has 5 inputs | --widths 6,4,2 begins with 6 | begin with 5
            spectrum --data @/data.npy --depth 2 --width 4 --inputs 6 | --data @/data.npy has 5 inputs | begins with 6        | --inputs
            spectrum --data @/cube.npy --widths 6,4,2           | --data @/cube.npy              | has 10 inputs per sample      | begin with 10
            spectrum --data @/data.npy --samples 4              | --samples 4                    | --data                       | use --limit 4
            spectrum --limit 4                                  | --limit 4                      | needs --data FILE            | leave --limit out
            spectrum --standardize                              | --standardize                  | needs --data FILE            | leave --standardize out
            spectrum --widths 5,6,2 --width 4                   | --widths 5,6,2                 | says everything              | leave out
            spectrum --width 4                                  | --depth and --width            | go together                  | give both
            spectrum --network @/net.npz --widths 5,8,2         | --network @/net.npz            | its own widths               | leave out
            spectrum --network @/net.npz --outputs 2            | --network @/net.npz            | its own widths               | leave out
            spectrum --network @/net.npz --networks 2           | --networks 2                   | --network @/net.npz          | leave out
            spectrum --samples 4 --samples 5                    | --samples                      | more than once               | give it once
            spectrum --widths=5,6,2 --samples 3 --widths=4,4    | --widths                       | more than once               | give it once
            spectrum --method dual --top 5                      | --top                          | --method dual                | leave them out
            spectrum --method lanczos --probes 5                | --probes                       | --method is lanczos          | leave them out
            spectrum --label-expectation empirical              | --label-expectation empirical  | needs the labels             | --labels FILE
            spectrum --form kronecker --method lanczos          | --method is lanczos            | form kronecker               | leave it at auto
            spectrum --form diagonal --top 5                    | --top                          | form diagonal                | leave them out
            spectrum --form layers --normalization batch-norm   | --normalization is batch-norm  | couples samples              | leave out one
            spectrum --matrix input-metric --form layers        | --matrix is input-metric       | neither forms                | leave out form
            spectrum --matrix hessian                           | --matrix hessian               | needs the labels             | --labels FILE
            spectrum --matrix hessian --form diagonal           | --matrix is hessian            | neither forms                | leave out form
            spectrum --classes 3                                | --classes 3                   | needs --label-expectation    | give it too
            spectrum --label-expectation top-classes            | --label-expectation           | it is for the categorical likelihood | --likelihood categorical
            spectrum --matrix hessian --label-expectation empirical | --label-expectation empirical | plays no part             | leave it out
            spectrum --normalization mean-subtraction --method dual | --method is dual           | normalization mean-subtraction | leave it at auto
            spectrum --form kronecker --label-expectation empirical | --label-expectation empirical | needs the labels          | --labels FILE
            spectrum --data @/data.npy --widths 5,4,2 --labels @/negative.npy --label-expectation empirical --likelihood poisson | --labels @/negative.npy: label is -1.0; that is target 1 of sample 4 | -1.0 | 0 or greater
            theory --form layers                                | --form                         | fisher spectrum              | whole matrix only
            verify --matrix input-metric                        | --matrix                       | fisher spectrum              | whole matrix only
            estimate --labels @/data.npy                        | --labels @/data.npy            | needs                        | --data FILE
            spectrum --draws 3                                  | --draws 3                      | needs                        | monte-carlo
            spectrum --eigenvectors 2 --form diagonal           | --eigenvectors                 | whole Fisher matrix          | leave out the form
            spectrum --training-steps 5 --likelihood categorical | --training-steps 5            | squared error                | leave it out
            spectrum --quiet --progress                         | --quiet                        | contradict                   | leave out
            """)
    void optionsThatContradictEachOther(String commandLine, String argument, String problem, String remedy) {
        checkRefusal(commandLine, ExitCode.BAD_INPUT, argument, problem, remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spectrum --widths 5,6,2 --out @/file          | --out @/file          | is a file | name a folder
            spectrum --widths 5,6,2 --out @/file/deeper   | --out @/file/deeper   | '@/file'  | name a folder
            """)
    void outputThatCannotBeWritten(String commandLine, String argument, String problem, String remedy) {
        checkRefusal(commandLine, ExitCode.BAD_INPUT, argument, problem, remedy);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spectrum --memory 1m                              | with --memory 1m: | raise the memory limit to at least
            spectrum --method dual --memory 30m               | limit allows 30m | m (method dual)
            spectrum --widths 50,50,10 --samples 2000 --method dual --memory 1g | --method dual | Use the method lanczos
            spectrum --form layers --samples 20000            | --form layers      | the form diagonal
            spectrum --widths 100000,100000,10 --memory 16g   | limit allows 16g | raise the memory limit to at least
            spectrum --samples 1000000000 --memory 4g         | limit allows 4g | fewer samples
            """)
    void memoryThatDoesNotSuffice(String commandLine, String argument, String remedy) {
        checkRefusal(commandLine, ExitCode.OUT_OF_MEMORY, argument, remedy);
    }

    @Test
    void theMemoryNamedAsEnoughIsEnough() {
        Run refused = Run.of("spectrum", "--memory", "1m", "--json", "-");
        String size = refused.err().replaceAll("(?s).*raise the memory limit to at least ([0-9]+[mg]).*", "$1");
        Run accepted = Run.of("spectrum", "--memory", size, "--json", "-", "--method", "lanczos");
        assertThat(accepted.err()).isEmpty();
        assertThat(accepted.code()).isZero();
    }

    /** What the file holds is not known before it is read: no sizes are made up for the message. */
    @Test
    void aModelThatMemoryCannotHoldIsRefusedByTheLengthOfItsFile() throws IOException {
        Path model = folder.resolve("long.safetensors");
        try (RandomAccessFile file = new RandomAccessFile(model.toFile(), "rw")) {
            file.setLength(1 << 28);
        }
        for (String memory : List.of("64m", "500m")) {
            Run refused = Run.of("spectrum", "--network", model.toString(), "--memory", memory, "--json", "-");
            assertThat(refused.code()).isEqualTo(ExitCode.OUT_OF_MEMORY);
            assertThat(refused.err())
                    .contains("reading the files takes", memory)
                    .doesNotContain("P = ");
        }
    }

    @Test
    void anUnknownBackend() {
        checkRefusal("spectrum --backend abacus", ExitCode.BACKEND_UNAVAILABLE, "--backend abacus", "openblas", "java");
    }

    @Test
    void theStackTraceComesWhenAskedForBesideTheLine() {
        for (String bad : List.of("--samples 0", "--samples many")) {
            Run run = Run.of(Run.split("spectrum --stacktrace " + bad, folder));
            assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(run.err()).contains("\tat io.github.fisherscope", "fisher: --samples");
        }
    }
}
