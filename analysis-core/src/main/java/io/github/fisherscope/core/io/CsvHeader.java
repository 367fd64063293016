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
     * Where a line of whole numbers can be either, the file is refused until it is said which.
     */
    DETECT,
    /** It does, whatever it holds. */
    PRESENT,
    /** It is data. */
    ABSENT;

    /** The fewest columns at which 0, 1, 2, … is no coincidence. */
    private static final int FEWEST_COUNTED = 3;

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
        if (second == null || !named.stream().allMatch(CsvHeader::isCount)) {
            return false;
        }
        boolean onlyFirstQuoted =
                first.stream().allMatch(Field::quoted) && second.stream().noneMatch(Field::quoted);
        return onlyFirstQuoted || cornerEmpty || decideWholeNumbers(file, named, second, line);
    }

    private static boolean decideWholeNumbers(Path file, List<String> first, List<Field> second, long line) {
        boolean counted =
                IntStream.range(0, first.size()).allMatch(i -> first.get(i).equals(Integer.toString(i)));
        boolean numbers = second.stream().allMatch(f -> kind(f.text(), FieldKind.NUMBER));
        long whole = second.stream().filter(f -> FieldKind.isWhole(f.text())).count();
        if (counted && first.size() >= FEWEST_COUNTED && whole < second.size()) {
            return true;
        }
        boolean undecided = first.size() > 1
                && ((counted && (first.size() >= FEWEST_COUNTED || whole < second.size())) || (numbers && whole == 0));
        if (undecided) {
            throw InputFileException.format(
                    file,
                    Remedy.of("say header yes if they are names, header no if they are numbers")
                            .by("header"),
                    "begins in line %d with %s, which can be names of columns or numbers",
                    line,
                    String.join(", ", first.subList(0, Math.min(4, first.size()))) + (first.size() > 4 ? ", …" : ""));
        }
        return false;
    }

    private static boolean kind(String text, FieldKind kind) {
        return FieldKind.of(text) == kind;
    }

    private static boolean isCount(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
