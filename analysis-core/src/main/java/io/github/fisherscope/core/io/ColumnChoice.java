package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.Remedy;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A choice of columns of a table: numbers counted from 1, ranges of them and names, as in {@code 2-5,7}, {@code 2-} or
 * {@code height,weight}. A number is always a position, also where a column is named so.
 *
 * @param text as the user wrote it; empty for all columns
 */
public record ColumnChoice(String text) implements Serializable {
    private static final ColumnChoice ALL = new ColumnChoice("");
    /** Ranges as other programs write them: 2:5, 1:9:2, 2..5, -3, 1-9:2, 1-9/2. */
    private static final Pattern OTHER_RANGE = Pattern.compile("[-+]?[0-9]*([-:./–]+[-+]?[0-9]*)+");

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})(-([0-9]{1,9})?)?");

    public ColumnChoice {
        Objects.requireNonNull(text, "text");
    }

    /** Every column. */
    public static ColumnChoice all() {
        return ALL;
    }

    /** The columns of a text such as {@code 2-5,7} or {@code height,weight}. */
    public static ColumnChoice parse(String text) {
        return parse("columns", text);
    }

    /**
     * The columns of a text.
     *
     * @param name what the argument is called that holds it
     */
    public static ColumnChoice parse(String name, String text) {
        for (String part : text.split(",", -1)) {
            Args.requireThat(
                    !part.isBlank(), name, text, "it has an empty part", "write for example 2-5,7 or height,weight");
            Args.requireThat(!part.strip().matches("0+(-.*)?"), name, text, "columns are counted from 1");
            requireForward(name, text, part.strip());
        }
        return new ColumnChoice(text.strip());
    }

    private static void requireForward(String name, String text, String part) {
        Matcher range = RANGE.matcher(part);
        if (range.matches() && range.group(3) != null) {
            int first = Integer.parseInt(range.group(1));
            int last = Integer.parseInt(range.group(3));
            Args.requireThat(
                    first <= last,
                    name,
                    text,
                    "the range " + part + " runs backwards",
                    "write " + last + "-" + first + ", or list the columns in the order wanted, as in " + first + ","
                            + (first - 1));
        }
    }

    /** Returns whether nothing was chosen, so that all columns count. */
    public boolean isAll() {
        return text.isEmpty();
    }

    /**
     * Returns the positions of the columns chosen, counted from 0, in the order in which they were chosen.
     *
     * @param names names of the columns; empty if the file has none
     * @param count the number of columns
     * @throws InputFileException if the file has no such column, or one is chosen twice
     */
    public List<Integer> resolve(Path file, List<String> names, int count) {
        if (isAll()) {
            return IntStream.range(0, count).boxed().toList();
        }
        Set<Integer> chosen = new LinkedHashSet<>();
        for (String part : text.split(",", -1)) {
            for (int column : part(file, part.strip(), names, count)) {
                if (!chosen.add(column)) {
                    throw InputFileException.format(
                            file,
                            Remedy.of("choose each once").by("columns"),
                            "has column %d twice in the columns %s",
                            column + 1,
                            text);
                }
            }
        }
        return new ArrayList<>(chosen);
    }

    /**
     * Returns the position of the only column chosen.
     *
     * @throws InputFileException as {@link #resolve}, and if several are chosen
     */
    public int single(Path file, List<String> names, int count) {
        List<Integer> found = resolve(file, names, count);
        if (found.size() != 1) {
            throw InputFileException.format(
                    file,
                    Remedy.of("choose one").by("labelColumn"),
                    "has %d columns %s, but labels are one column",
                    found.size(),
                    text);
        }
        return found.get(0);
    }

    private static List<Integer> part(Path file, String part, List<String> names, int count) {
        Matcher range = RANGE.matcher(part);
        if (!range.matches()) {
            int index = names.indexOf(part);
            if (index < 0) {
                throw InputFileException.format(
                        file,
                        Remedy.of(unknown(part, names)).by("columns"),
                        "has no column '%s'%s",
                        part,
                        names.isEmpty()
                                ? ": its first line was not taken as names of columns, which must all differ"
                                : ", only " + brief(names));
            }
            if (names.lastIndexOf(part) != index) {
                throw InputFileException.format(
                        file,
                        Remedy.of("count columns from 1").by("columns"),
                        "has two columns named '%s', %d and %d",
                        part,
                        index + 1,
                        names.lastIndexOf(part) + 1);
            }
            return List.of(index);
        }
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : range.group(3) == null ? count : Integer.parseInt(range.group(3));
        if (first < 1 || last > count || last < first) {
            throw InputFileException.format(
                    file,
                    Remedy.of("count columns from 1 to " + count).by("columns"),
                    "has %d columns, but %s were chosen",
                    count,
                    part);
        }
        return IntStream.range(first - 1, last).boxed().toList();
    }

    /** Says how columns are chosen, ranges and steps where the text looks like one of another notation. */
    private static String unknown(String part, List<String> names) {
        if (OTHER_RANGE.matcher(part).matches()) {
            return "write a range as 2-5 or 2-, and columns in steps one by one, as in 1,3,5";
        }
        return names.isEmpty() ? "count columns from 1" : "choose one of its names or count columns from 1";
    }

    private static String brief(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(8, names.size()))) + (names.size() > 8 ? ", …" : "");
    }

    @Override
    public String toString() {
        return isAll() ? "all" : text;
    }
}
