package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.StoredValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A remedy of the library reaches the user with the options that apply it. */
class RemedyOptionsTest {
    private static final Pattern SETTING = Pattern.compile("\\.by\\(\\s*\"([A-Za-z]+)\"");

    private static final Path SOURCES = Path.of("..");

    private static final Pattern OPTION = Pattern.compile("(?<=[\\s(,;])--[a-z][a-z-]*");

    private static final List<String> DATA = List.of(
            "indexed.csv",
            "labelled.csv",
            "counted.csv",
            "names.csv",
            "words.csv",
            "ragged.csv",
            "cube.npy",
            "empty.npy",
            "nan.npy",
            "cut.npy",
            "halves.npy",
            "one.npy");

    private static final List<String> NETWORKS = List.of(
            "square.npz",
            "extra.npz",
            "gap.npz",
            "nothing.npz",
            "softmax.npz",
            "relu.npz",
            "net.npz",
            "bias.npz",
            "cut.npz",
            "data.npy");

    /** Words of remedies that mean an option. */
    private static final Map<String, String> WORDS = Map.of(
            "--header", "say header|leave out header",
            "--columns", "choos\\w+ (the )?columns|choose it as the column",
            "--label-column", "choose it as the column of labels",
            "--ignore-arrays", "name (it|them) as no part",
            "--likelihood", "choose (the|another) .*likelihood",
            "--orientation", "say which with",
            "--limit", "behind the limit");

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        BadFiles.writeTo(folder);
        Files.writeString(folder.resolve("indexed.csv"), "id,x,z\n7,1.5,2\n9,2.5,4\n");
        Files.writeString(folder.resolve("labelled.csv"), "x,class,z\n1.5,0,2\n2.5,1,4\n");
        Files.writeString(folder.resolve("counted.csv"), "0,1,2\n3,4,5\n6,7,8\n");
        Files.writeString(folder.resolve("names.csv"), "a,1,2\n0.5,1.5,2.5\n");
        Files.write(folder.resolve("images.idx"), new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7});
        NpyFile.write(folder.resolve("one.npy"), new double[] {1, 2, 3, 4, 5}, 1, 5);
        double[] halves = new double[20];
        Arrays.fill(halves, 0.5);
        NpyFile.write(folder.resolve("halves.npy"), halves, 20, 1);
        double[] whole = new double[20];
        Arrays.fill(whole, 1);
        Files.writeString(folder.resolve("classes.csv"), "1\n".repeat(20));
        NpyFile.write(
                folder.resolve("below.npy"), Arrays.stream(whole).map(y -> -2).toArray(), 20, 1);
        Files.writeString(folder.resolve("counts.csv"), "5\n3\n2\n");
        Files.writeString(folder.resolve("half.csv"), "0.5\n0.5\n");
        Files.writeString(folder.resolve("square.csv"), "0.25,0.25\n0.25,0.25\n");
        double[] huge = new double[16];
        Arrays.fill(huge, 1e4);
        NpzFile.writeStored(
                folder.resolve("huge.npz"),
                Map.of(
                        "W1", new StoredValue.Numbers(NpyArray.of(ones(40), 8, 5)),
                        "b1", new StoredValue.Numbers(NpyArray.of(ones(8), 8)),
                        "W2", new StoredValue.Numbers(NpyArray.of(huge, 2, 8)),
                        "b2", new StoredValue.Numbers(NpyArray.of(ones(2), 2))));
        text("softmax.npz", "softmax");
        text("relu.npz", "relu");
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void text(String name, String activation) {
        NpzFile.writeStored(
                folder.resolve(name),
                Map.of(
                        "W1", new StoredValue.Numbers(NpyArray.of(new double[40], 8, 5)),
                        "W2", new StoredValue.Numbers(NpyArray.of(new double[16], 2, 8)),
                        "activation", new StoredValue.Text(activation)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --network @/extra.npz --activation tanh             | as no part of the network; save            | (--ignore-arrays)
            --network @/softmax.npz                             | choose the categorical likelihood          | (--likelihood categorical)
            --network @/relu.npz --activation tanh              | give the same or none                      | (--activation)
            --network @/net.npz --activation tanh --orientation fan-in-fan-out | the shapes fit fan-out × fan-in only | (--orientation fan-out-fan-in)
            --data @/indexed.csv                                | choose the columns of numbers              | (--columns)
            --data @/labelled.csv                               | choose it as the column of labels          | (--label-column, --columns)
            --data @/counted.csv                                | say header yes if they are names           | (--header)
            --data @/names.csv                                  | if the line holds names of columns         | (--header yes)
            --data @/data.npy --header no                       | leave out header                           | (--header)
            --data @/words.csv                                  | by choosing columns                        | (--columns)
            --data @/data.npy --columns 9                       | count columns from 1 to 5                  | (--columns)
            --data @/data.npy --columns 1,1                     | choose each once                           | (--columns)
            --data @/data.npy --label-column 1-2 --label-expectation empirical | choose one              | (--label-column)
            --data @/images.idx --columns 1                     | leave out the choice of columns            | (--columns, --label-column)
            --data @/one.npy --standardize                      | take at least 2 samples                    | (--limit, --standardize)
            --data @/data.npy --labels @/halves.npy --widths 5,3,2 --likelihood categorical --label-expectation empirical | use the Gaussian likelihood | (--likelihood gaussian)
            --data @/data.npy --labels @/classes.csv --widths 5,3,2 --label-expectation empirical | use the categorical likelihood | (--likelihood categorical)
            --data @/data.npy --labels @/below.npy --widths 5,3,1 --likelihood bernoulli --label-expectation empirical | choose another likelihood | (--likelihood)
            --matrix hessian --form diagonal                    | leave out form and normalisation           | (--form, --normalization)
            """)
    void whatAppliesARemedyIsNamed(String options, String words, String named) {
        Run run = Run.of(Run.split("spectrum --quiet --out @/out " + options, folder));
        assertThat(run.err()).contains(words).endsWith(named + System.lineSeparator());
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            divergence --p @/counts.csv --q @/counts.csv   | divide the weights by their sum | (--normalize)
            transport --p @/counts.csv --q @/counts.csv    | divide the weights by their sum | (--normalize)
            transport --p @/half.csv --q @/square.csv      | give two lists or two images    | (--cost)
            compare-networks @/net.npz @/net.npz --activation tanh --data @/data.npy --family js | take kl, reverse-kl | (--likelihood categorical)
            compare-networks @/net.npz @/huge.npz --activation tanh --data @/data.npy --likelihood poisson | choose another likelihood | --likelihood is poisson
            """)
    void remediesOfComparisonsAreNamedToo(String command, String words, String named) {
        Run run = Run.of(Run.split(command, folder));
        assertThat(run.err()).contains(words).contains(named).hasLineCount(1);
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
    }

    /** What reads data and networks, with files of every kind in place of {@code %} and {@code =}. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spectrum --data %",
                "spectrum --data @/data.npy --labels % --label-expectation empirical --widths 5,2",
                "spectrum --network = --data @/data.npy",
                "theory --widths 3,2 --data %",
                "theory --network = --data @/data.npy",
                "estimate --widths 3,2 --data %",
                "estimate --network = --data @/data.npy",
                "bench --jobs dual --network @/net.npz --activation tanh --data %",
                "bench --jobs dual --network = --data @/data.npy",
                "compare-networks @/net.npz @/net.npz --activation tanh --data %",
                "compare-networks = = --data @/data.npy",
                "train --data % --widths 5,1",
                "train --network = --data @/data.npy",
                "rates --steps 1 --methods natural --data % --widths 5,1",
                "rates --steps 1 --methods natural --network = --data @/data.npy",
                "track = = --data @/data.npy --json -",
                "track @/net.npz --activation tanh --data % --json -",
                "divergence --p % --q %",
                "transport --p % --q %",
                "transport --p @/half.csv --q @/half.csv --cost %",
                "vae train --steps 2 --json - --data %",
                "vae infer --json - --model =",
                "inspect =",
                "inspect = --activation tanh",
            })
    void aRemedyNamesOptionsOfTheCommandAlone(String command) {
        List<String> files = command.contains("%") ? DATA : NETWORKS;
        String name = CommandTree.nameIn(command);
        Set<String> own = CommandTree.all()
                .filter(c -> CommandTree.nameOf(c).equals(name))
                .flatMap(c -> c.optionsMap().keySet().stream())
                .collect(Collectors.toSet());
        assertThat(own).as(name).isNotEmpty();
        int refused = 0;
        for (String file : files) {
            String line = command.replace("%", "@/" + file).replace("=", "@/" + file);
            String kept = name.equals("spectrum") ? " --out @/kept" : ""; // a result must not land in the module
            Run run = Run.of(Run.split(line + " --quiet" + kept, folder));
            if (run.code() == 0) {
                continue;
            }
            refused++;
            assertThat(OPTION.matcher(run.err()).results().map(MatchResult::group))
                    .as(line + ": " + run.err())
                    .isSubsetOf(own);
            WORDS.forEach((option, words) -> {
                if (!own.contains(option)) {
                    assertThat(run.err()).as(line).doesNotContainPattern(words);
                }
            });
        }
        assertThat(refused).as("files that were refused").isGreaterThan(files.size() / 3);
    }

    /** No remedy of the library may name an argument that no option sets. */
    @Test
    void everyArgumentOfARemedyHasAnOption() throws IOException {
        Set<String> arguments = new TreeSet<>();
        try (Stream<Path> modules = Files.list(SOURCES)) {
            for (Path module : modules.toList()) {
                arguments.addAll(settings(module.resolve("src/main/java")));
            }
        }
        assertThat(arguments).contains("columns", "ignoreArrays", "likelihood").hasSizeGreaterThan(8);
        Set<String> options = CommandTree.all()
                .flatMap(command -> command.optionsMap().keySet().stream())
                .collect(Collectors.toSet());
        assertThat(arguments)
                .allSatisfy(argument -> assertThat(options)
                        .contains("--" + argument.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)));
    }

    private static Set<String> settings(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(RemedyOptionsTest::content)
                    .flatMap(source -> SETTING.matcher(source).results())
                    .map((Function<MatchResult, String>) found -> found.group(1))
                    .collect(Collectors.toSet());
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
