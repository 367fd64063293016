package io.github.fisherscope.formats.model;

import io.github.fisherscope.core.math.RealVector;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where the numbers of one of a layer's parameters come from, while a graph is put together. Immutable. */
public sealed interface WeightSource {
    /**
     * A tensor of the file, or some of its entries.
     *
     * @param tensor its name
     * @param entries entry i of the parameter is entry {@code entries.index(i)} of the tensor
     */
    record Stored(String tensor, EntryTable entries) implements WeightSource {
        public Stored {
            Objects.requireNonNull(tensor, "tensor");
            Objects.requireNonNull(entries, "entries");
        }

        /** Returns the numbers of these entries, which are no parameters then. */
        public Constant frozen(StoredTensor from) {
            double[] all = from.values().get();
            int[] picked = entries.toArray(all.length);
            return new Constant(RealVector.takingOver(
                    IntStream.of(picked).mapToDouble(i -> all[i]).toArray()));
        }
    }

    /**
     * KnownNumbers that are no parameters.
     *
     * @param values row by row
     */
    record Constant(RealVector values) implements WeightSource {
        public Constant {
            Objects.requireNonNull(values, "values");
        }
    }

    /** Returns a tensor as it stands in the file. */
    static Stored whole(String tensor) {
        return new Stored(tensor, EntryTable.identity());
    }

    /** Returns the transpose of a matrix of the file. */
    static Stored transposed(String tensor, int rows, int columns) {
        int[] table = new int[Math.multiplyExact(rows, columns)];
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                table[j * rows + i] = i * columns + j;
            }
        }
        return new Stored(tensor, EntryTable.of(table));
    }

    /** Entries of a tensor in an order. */
    final class EntryTable {
        private static final EntryTable IDENTITY = new EntryTable(null);

        private final int @Nullable [] table;

        private EntryTable(int @Nullable [] table) {
            this.table = table;
        }

        /** Returns all entries as they stand. */
        public static EntryTable identity() {
            return IDENTITY;
        }

        /** Returns the table of an array that the caller gives up; all entries in their order are the identity. */
        public static EntryTable of(int[] table) {
            return new EntryTable(table);
        }

        /** Returns whether these are all entries of a tensor of that size, as they stand in the file. */
        boolean isWhole(int size) {
            return table == null
                    || (table.length == size && IntStream.range(0, size).allMatch(i -> table[i] == i));
        }

        public int index(int i) {
            return table == null ? i : table[i];
        }

        /** Returns the entries of these that another table picks. */
        public EntryTable pick(int[] others) {
            int[] picked = new int[others.length];
            for (int i = 0; i < picked.length; i++) {
                picked[i] = index(others[i]);
            }
            return new EntryTable(picked);
        }

        int[] toArray(int size) {
            int[] copy = new int[table == null ? size : table.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = index(i);
            }
            return copy;
        }
    }
}
