package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers and names do not depend on the user's language: one that writes other digits (ar-EG, my-MM), one that writes a
 * comma for the decimal point (de-DE), one whose small I has no dot (tr-TR), and none at all.
 */
class LocaleTest {
    /** What every command prints or writes; names of choices in capitals, in which Turkish differs. */
    private static final List<String> COMMANDS = List.of(
            "--help",
            "spectrum --help",
            "backends",
            "reproduce --list",
            "theory --widths 20,20,3 --json -",
            "theory --widths 20,20,3 --activation SIGMOID --likelihood BERNOULLI",
            "theory --widths 8,8,2 --json @/theory.json --phase-diagram @/phases.svg",
            "estimate --widths 4,5,2 --samples 5 --draws 5,10 --repetitions 3 --out @/estimate",
            "spectrum --widths 6,8,3 --samples 4 --networks 2 --svg --figure-size 340x240 --dpi 72 --out @/spectrum",
            "spectrum --widths 6,8,3 --samples 4 --method QUADRATURE --precision SINGLE --json -",
            "spectrum --widths 6,8,3 --samples 4 --form DIAGONAL --format TEX",
            "spectrum --widths 6,8,3 --samples 4 --format csv --out @/again",
            "spectrum --explain",
            "sweep --width 4,6 --networks 2 --samples 5 --figure-size 340x240 --dpi 72 --out @/sweep",
            "report @/spectrum @/again --figure-size 340x240 --dpi 72 --out @/compare",
            "export @/spectrum --to ipynb,csv,json --out @/export");

    private static final List<String> REFUSED = List.of(
            "spectrum --samples 0",
            "spectrum --weight-variance -1.5",
            "spectrum --widths 5,0,2",
            "spectrum --activation swoosh",
            "spectrum --network @/missing.npz",
            "spectrum --memory 10k",
            "spektrum --width 3");

    private static final Set<String> TEXTS = Set.of("json", "jsonl", "html", "csv", "svg", "tex", "ipynb", "md", "txt");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "my-MM", "de-DE", "tr-TR", "C"})
    void numbersAndNamesAreTheSame(String language) throws IOException {
        Locale before = Locale.getDefault();
        List<String> printed = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Path root = Files.createDirectory(folder.resolve("plain"));
        try {
            Locale.setDefault(language.equals("C") ? Locale.ROOT : Locale.forLanguageTag(language + "-u-nu-" + digits(language)));
            printed.addAll(runAll(foreign));
            Locale.setDefault(Locale.ROOT);
            plain.addAll(runAll(root));
        } finally {
            Locale.setDefault(before);
        }
        assertThat(printed).isEqualTo(plain);
        for (Path file : written(foreign)) {
            String text = Files.readString(file);
            assertThat(text.chars().filter(c -> Character.isDigit(c) && c > '9').count())
                    .as("digits other than 0 to 9 in %s", file)
                    .isZero();
            Path twin = root.resolve(foreign.relativize(file));
            assertThat(comparable(text, foreign)).as(file.toString()).isEqualTo(comparable(Files.readString(twin), root));
        }
    }

    private static String digits(String language) {
        return language.startsWith("ar") ? "arab" : language.startsWith("my") ? "mymr" : "latn";
    }

    private static List<String> runAll(Path folder) {
        List<String> printed = new ArrayList<>();
        for (String commandLine : COMMANDS) {
            Run run = Run.of(Run.split(commandLine, folder));
            assertThat(run.code()).as("%s: %s", commandLine, run.err()).isZero();
            printed.add(comparable(run.out() + run.err(), folder));
        }
        for (String commandLine : REFUSED) {
            Run run = Run.of(Run.split(commandLine, folder));
            assertThat(run.code()).as("%s: %s", commandLine, run.err()).isEqualTo(ExitCode.BAD_INPUT);
            printed.add(comparable(run.out() + run.err(), folder));
        }
        return printed;
    }

    private static List<Path> written(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> TEXTS.contains(
                            file.toString().substring(file.toString().lastIndexOf('.') + 1)))
                    .sorted()
                    .toList();
        }
    }

    /** Leaves out folder, times and rates, which differ from run to run, but not the way they are written. */
    private static String comparable(String text, Path folder) {
        return text.replace(folder.toString(), "@")
                .replaceAll("\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[^\"]*\"", "\"moment\"")
                .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+Z?( UTC)?", "moment")
                .replaceAll("(?i)(\"[a-z]*(seconds|bytes|gflops?|flops|memory|checksum|sha256)[a-z]*\" *: *)\"?[-+0-9.eEa-f]+\"?", "$1cost")
                .replaceAll("[0-9]+(\\.[0-9]+)? (ms|s|min|h|MiB|GiB|Gflop/s)\\b", "1 $2");
    }
}
