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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers and names do not depend on the user's language: one that writes other digits (ar-EG, my-MM), one that writes a
 * comma for the decimal point (de-DE), one whose small I has no dot (tr-TR), and none at all.
 */
class LocaleTest {
    /** Their text has neither times nor rates; names of choices in capitals, in which Turkish differs. */
    private static final List<String> SAME = List.of(
            "--help",
            "spectrum --help",
            "reproduce --list",
            "theory --widths 8,8,2 --json -",
            "theory --widths 8,8,2 --activation SIGMOID",
            "spectrum --widths 6,8,3 --samples 4 --form DIAGONAL --format CSV --json @/diagonal.json",
            "spectrum --widths 6,8,3 --samples 4 --method QUADRATURE --precision SINGLE --format tex --json @/single.json");

    /** Here digits alone are looked at: text and files tell how long it took. */
    private static final List<String> DIGITS = List.of(
            "theory --widths 8,8,2 --json @/theory.json --phase-diagram @/phases.svg",
            "estimate --widths 4,5,2 --samples 5 --draws 5,10 --repetitions 3 --out @/estimate",
            "spectrum --widths 6,8,3 --samples 4 --networks 2 --svg --figure-size 240x160 --dpi 72 --out @/spectrum",
            "spectrum --explain",
            "sweep --width 4,6 --networks 2 --samples 5 --figure-size 240x160 --dpi 72 --out @/sweep",
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
    private static Path folder;

    private static @Nullable List<String> plain;

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "my-MM", "de-DE", "tr-TR", "C"})
    void numbersAndNamesAreTheSame(String language) throws IOException {
        Locale before = Locale.getDefault();
        Path foreign = Files.createDirectory(folder.resolve(language));
        try {
            Locale.setDefault(
                    language.equals("C") ? Locale.ROOT : Locale.forLanguageTag(language + "-u-nu-" + digits(language)));
            List<String> printed = runAll(foreign);
            for (String commandLine : DIGITS) {
                Run run = Run.of(Run.split(commandLine, foreign));
                assertThat(run.code()).as("%s: %s", commandLine, run.err()).isZero();
                requireDigits(commandLine, run.out() + run.err());
            }
            Locale.setDefault(Locale.ROOT);
            if (plain == null) { // after the first, so that nothing has been made for no language before
                plain = runAll(Files.createDirectory(folder.resolve("plain")));
            }
            assertThat(printed).isEqualTo(plain);
        } finally {
            Locale.setDefault(before);
        }
        for (Path file : written(foreign)) {
            requireDigits(file.toString(), Files.readString(file));
        }
    }

    private static void requireDigits(String what, String text) {
        assertThat(text.chars().filter(c -> Character.isDigit(c) && c > '9').count())
                .as("digits other than 0 to 9 in %s", what)
                .isZero();
    }

    private static String digits(String language) {
        return language.startsWith("ar") ? "arab" : language.startsWith("my") ? "mymr" : "latn";
    }

    private static List<String> runAll(Path folder) {
        List<String> printed = new ArrayList<>();
        for (String commandLine : SAME) {
            Run run = Run.of(Run.split(commandLine, folder));
            assertThat(run.code()).as("%s: %s", commandLine, run.err()).isZero();
            printed.add((run.out() + run.err()).replace(folder.toString(), "@"));
        }
        for (String commandLine : REFUSED) {
            Run run = Run.of(Run.split(commandLine, folder));
            assertThat(run.code()).as("%s: %s", commandLine, run.err()).isEqualTo(ExitCode.BAD_INPUT);
            printed.add((run.out() + run.err()).replace(folder.toString(), "@"));
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
}
