package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.Separator.Field;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whether the first line of a text file names the columns. */
public enum CsvHeader {
    /**
     * It does if it consists of different words; if it has the names 0, 1, 2, … that table programs give to nameless
     * columns, and the next line does not consist of whole numbers; or if it alone is quoted. Missing values are no names.
     * Where a line of whole numbers, or of numbers in equal steps, can be either, the file is refused until it is said which.
     */
    DETECT,
    /** It does, whatever it holds. */
    PRESENT,
    /** It is data. */
    ABSENT;

    /** The fewest columns at which 0, 1, 2, … is no coincidence. */
    private static final int FEWEST_COUNTED = 3;

    /** The fewest columns at which other equal steps are none. */
    private static final int FEWEST_SPACED = 4;

    /** Steps count as equal if they differ by less than this share of one. */
    private static final double EVEN = 1e-6;

    /** Rounding of the numbers themselves, as a share of them. */
    private static final double ROUNDED = 1e-8;

    /**
     * Returns whether the first line names the columns.
     *
     * @param second the fields of the next line, or null if there is none
     * @throws InputFileException if it cannot be decided
     */
    boolean names(Path file, List<Field> first, @Nullable List<Field> second, long line) {
        if (this != DETECT) {
            return this == PRESENT;
        }
        List<String> texts = first.stream().map(Field::text).toList();
        boolean cornerEmpty = texts.size() > 1 && texts.get(0).isEmpty();
        List<String> named = cornerEmpty ? texts.subList(1, texts.size()) : texts;
        if (named.stream().distinct().count() < named.size()) {
            return false;
        }
        if (named.stream().noneMatch(t -> kind(t, FieldKind.NUMBER) || kind(t, FieldKind.MISSING))) {
            return named.stream().anyMatch(t -> kind(t, FieldKind.NAME));
        }
        if (second == null || !named.stream().allMatch(t -> kind(t, FieldKind.NUMBER))) {
            return false;
        }
        boolean counts = named.stream().allMatch(CsvHeader::isCount);
        boolean onlyFirstQuoted =
                first.stream().allMatch(Field::quoted) && second.stream().noneMatch(Field::quoted);
        if (cornerEmpty && !counts) {
            return false; // a value is missing
        }
        if (counts && (onlyFirstQuoted || (cornerEmpty && isCounted(named)))) {
            return true;
        }
        if (cornerEmpty
                || (!counts
                        && isSpaced(named)
                        && !isSpaced(second.stream().map(Field::text).toList()))) {
            throw undecided(file, texts, line);
        }
        return counts && decideWholeNumbers(file, named, second, line);
    }

    private static boolean isCounted(List<String> names) {
        return IntStream.range(0, names.size()).allMatch(i -> names.get(i).equals(Integer.toString(i)));
    }

    /** Whether numbers rise in equal steps, as wavelengths, times and counts do that columns are named after. */
    private static boolean isSpaced(List<String> texts) {
        if (texts.size() < FEWEST_COUNTED || !texts.stream().allMatch(t -> kind(t, FieldKind.NUMBER))) {
            return false;
        }
        double[] x = texts.stream().mapToDouble(Double::parseDouble).toArray();
        double step = (x[x.length - 1] - x[0]) / (x.length - 1);
        if (x[0] < 0 || (x.length < FEWEST_SPACED && !(x[0] == 0 && step == 1))) {
            return false;
        }
        double slack = EVEN * Math.max(step, Math.max(Math.abs(x[0]), Math.abs(x[x.length - 1])) * ROUNDED);
        return step > 0 && IntStream.range(1, x.length).allMatch(i -> Math.abs(x[i] - x[i - 1] - step) <= slack);
    }

    private static boolean decideWholeNumbers(Path file, List<String> first, List<Field> second, long line) {
        boolean counted = isCounted(first);
        boolean numbers = second.stream().allMatch(f -> kind(f.text(), FieldKind.NUMBER));
        long whole = second.stream().filter(f -> FieldKind.isWhole(f.text())).count();
        if (counted && first.size() >= FEWEST_COUNTED && whole < second.size()) {
            return true;
        }
        boolean undecided = first.size() > 1
                && ((counted && (first.size() >= FEWEST_COUNTED || whole < second.size())) || (numbers && whole == 0));
        if (undecided) {
            throw undecided(file, first, line);
        }
        return false;
    }

    private static InputFileException undecided(Path file, List<String> first, long line) {
        return InputFileException.format(
                file,
                Remedy.of("say header yes if they are names, header no if they are numbers")
                        .by("header")
                        .orElse("leave the line out if they are names; write a decimal point if they are numbers"),
                "begins in line %d with %s, which can be names of columns or numbers",
                line,
                String.join(", ", first.subList(0, Math.min(4, first.size()))) + (first.size() > 4 ? ", …" : ""));
    }

    private static boolean kind(String text, FieldKind kind) {
        return FieldKind.of(text) == kind;
    }

    private static boolean isCount(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
