package io.github.fisherscope.core.io;

import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the first column of a table is an index of its rows and no input: by its name; or without a name because
 * it counts the rows, up or down, from any number and in any steps; or because it is a count that was shuffled.
 */
final class IndexColumn {
    /** Rows at which a nameless column that counts them is no coincidence. */
    static final int FEWEST = 5;

    /** Names that nothing but an index has. */
    private static final Set<String> NAMES =
            Set.of("unnamed: 0", "index", "idx", "id", "row_id", "rowid", "rownames", "row.names", "row_names");

    /** Names that an index has, and inputs as well: places in an image, for example. */
    private static final Set<String> POSSIBLE_NAMES = Set.of("row", "no", "nr", "number", "#");

    /** The largest number of which it is noted that it occurred. */
    private static final int LARGEST_NOTED = 1 << 24;

    private final BitSet seen = new BitSet();
    private long rows;
    private long first;
    private long last;
    private long step;
    private boolean whole = true;
    private boolean stepping = true;
    private boolean distinct = true;

    /** Takes the first field of the next row. */
    void accept(String field) {
        boolean counts = whole && field.length() <= 15 && field.matches("-?[0-9]+");
        whole = counts;
        if (!counts) {
            return;
        }
        long value = Long.parseLong(field);
        if (rows == 0) {
            first = value;
        } else if (rows == 1) {
            step = value - first;
        } else {
            stepping = stepping && value - last == step;
        }
        distinct = distinct && value >= 0 && value <= LARGEST_NOTED && !seen.get((int) value);
        if (distinct) {
            seen.set((int) value);
        }
        last = value;
        rows++;
    }

    private boolean steps() {
        return whole && stepping && step != 0 && rows > 1;
    }

    /** Whether the numbers are a stretch of whole numbers, each of them once, in any order. */
    private boolean shuffled() {
        return whole && distinct && seen.length() - seen.nextSetBit(0) == rows;
    }

    /**
     * Returns what shows that the column is an index, as a clause, or null if nothing does.
     *
     * @param name the column's name in lower case, empty if it has an empty one, null if the table has no names
     */
    @Nullable String sign(@Nullable String name) {
        if (name == null) {
            return rows < FEWEST ? null : steps() || shuffled() ? "has no name and " + counts() : null;
        }
        String counting = rows > 1 && (steps() || shuffled()) ? " and " + counts() : "";
        if (name.isEmpty()) {
            return "has an empty name" + counting;
        }
        boolean index = NAMES.contains(name) || (POSSIBLE_NAMES.contains(name) && !counting.isEmpty());
        return index ? "is named '" + name + "'" + counting : null;
    }

    private String counts() {
        if (!steps()) {
            return "holds the numbers from " + seen.nextSetBit(0) + " to " + (seen.length() - 1) + " in some order";
        }
        String steps = Math.abs(step) == 1 ? "" : " in steps of " + Math.abs(step);
        return "counts the lines" + (step < 0 ? " downwards" : "") + steps;
    }
}
