package io.github.fisherscope.formats.onnx.value;

import io.github.fisherscope.core.check.Args;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What only moves numbers: entry i of the result is entry {@code table[i]} of the argument, or of several arguments laid one
 * behind the other; −1 is a constant. The same table moves known numbers, views of parameters, and signals.
 */
public final class Rearrangement {
    /** The most entries of one table, whatever shapes a file claims. */
    private static final long MOST_ENTRIES = 1L << 26;

    private final List<Integer> dims;
    private final int[] table;

    private Rearrangement(List<Integer> dims, int[] table) {
        this.dims = List.copyOf(dims);
        this.table = table;
    }

    /** Returns the dimensions of the result. */
    public List<Integer> dims() {
        return dims;
    }

    /** Returns the table itself; it must not be changed. */
    public int[] table() {
        return table;
    }

    /** Returns whether everything stays where it is, so that only the shape changes. */
    public boolean isIdentity(int size) {
        return table.length == size && IntStream.range(0, table.length).allMatch(i -> table[i] == i);
    }

    /** Returns the result of a table that the caller gives up. */
    public static Rearrangement of(List<Integer> dims, int[] table) {
        Args.requireSame("the length of the table", table.length, Dims.size(dims), "the shape is " + dims);
        return new Rearrangement(dims, table);
    }

    /**
     * Returns a result whose index along each axis alone decides which index the argument has along that axis.
     *
     * @param in dimensions of the argument
     * @param out dimensions of the result, as many
     * @param along for each axis, the index of the argument by that of the result; −1 for a constant
     */
    public static Rearrangement byAxis(List<Integer> in, List<Integer> out, List<IntUnaryOperator> along) {
        int[] strides = Dims.strides(in);
        return walk(out, axis -> {
            IntUnaryOperator index = along.get(axis);
            return i -> {
                int from = index.applyAsInt(i);
                return from < 0 ? -1 : from * strides[axis];
            };
        });
    }

    /** What an axis adds to the index in the argument. */
    private interface Steps {
        IntUnaryOperator along(int axis);
    }

    private static Rearrangement walk(List<Integer> out, Steps steps) {
        long size = 1;
        for (int n : out) {
            Args.requireInRange("a dimension of the result", n, 0, Integer.MAX_VALUE);
            size *= n;
            Args.requireInRange("the number of entries of the result " + out, size, 0, MOST_ENTRIES);
        }
        int[] table = new int[] {0};
        for (int axis = 0; axis < out.size(); axis++) {
            IntUnaryOperator add = steps.along(axis);
            int length = out.get(axis);
            int[] next = new int[table.length * length];
            for (int i = 0; i < table.length; i++) {
                for (int j = 0; j < length; j++) {
                    int more = add.applyAsInt(j);
                    next[i * length + j] = table[i] < 0 || more < 0 ? -1 : table[i] + more;
                }
            }
            table = next;
        }
        return new Rearrangement(out, table);
    }

    /** Returns the transpose: axis i of the result is axis {@code permutation[i]} of the argument. */
    public static Rearrangement transpose(List<Integer> in, List<Integer> permutation) {
        Args.require(
                permutation.stream()
                        .sorted()
                        .toList()
                        .equals(IntStream.range(0, in.size()).boxed().toList()),
                "%s is no order of %d axes",
                permutation,
                in.size());
        int[] strides = Dims.strides(in);
        List<Integer> out = permutation.stream().map(in::get).toList();
        return walk(out, axis -> i -> i * strides[permutation.get(axis)]);
    }

    /** Returns a part: along each axis {@code counts} entries from {@code starts} on in steps of {@code steps}. */
    public static Rearrangement slice(
            List<Integer> in, List<Integer> starts, List<Integer> counts, List<Integer> steps) {
        List<IntUnaryOperator> along = new ArrayList<>();
        for (int axis = 0; axis < in.size(); axis++) {
            int start = starts.get(axis);
            int step = steps.get(axis);
            along.add(i -> start + i * step);
        }
        return byAxis(in, counts, along);
    }

    /** Returns a stretched argument, aligned on the right. */
    public static Rearrangement expand(List<Integer> in, List<Integer> out) {
        List<Integer> aligned = new ArrayList<>(in);
        while (aligned.size() < out.size()) {
            aligned.add(0, 1);
        }
        List<IntUnaryOperator> along = new ArrayList<>();
        for (int n : aligned) {
            along.add(n == 1 ? i -> 0 : IntUnaryOperator.identity());
        }
        return byAxis(aligned, out, along);
    }

    /** Returns an argument that is repeated along each axis. */
    public static Rearrangement tile(List<Integer> in, List<Integer> repeats) {
        List<Integer> out = new ArrayList<>();
        List<IntUnaryOperator> along = new ArrayList<>();
        for (int axis = 0; axis < in.size(); axis++) {
            int length = in.get(axis);
            out.add(Math.multiplyExact(length, repeats.get(axis)));
            along.add(i -> i % length);
        }
        return byAxis(in, out, along);
    }

    /**
     * Returns the entries of chosen indices of one axis, whose place the shape of the indices takes.
     *
     * @param indices whole numbers; negative ones count from the end
     */
    public static Rearrangement gather(List<Integer> in, int axis, KnownNumbers indices) {
        int length = in.get(axis);
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            long index = indices.integer(i);
            Args.require(index >= -length && index < length, "index %d lies outside an axis of %d", index, length);
            chosen.add((int) (index < 0 ? index + length : index));
        }
        List<IntUnaryOperator> along = new ArrayList<>();
        for (int i = 0; i < in.size(); i++) {
            along.add(i == axis ? chosen::get : IntUnaryOperator.identity());
        }
        Rearrangement flat = byAxis(in, Dims.with(in, axis, chosen.size()), along);
        List<Integer> out = new ArrayList<>(in.subList(0, axis));
        out.addAll(indices.dims());
        out.addAll(in.subList(axis + 1, in.size()));
        return new Rearrangement(out, flat.table);
    }

    /** Returns several arguments one behind the other along an axis. */
    public static Rearrangement concat(List<List<Integer>> ins, int axis) {
        List<Integer> first = ins.get(0);
        int total = 0;
        for (List<Integer> in : ins) {
            Args.require(
                    in.size() == first.size() && Dims.with(in, axis, 1).equals(Dims.with(first, axis, 1)),
                    "shapes %s and %s cannot stand one behind the other along axis %d",
                    first,
                    in,
                    axis);
            total = Math.addExact(total, in.get(axis));
        }
        List<Integer> out = Dims.with(first, axis, total);
        int[] table = new int[Dims.size(out)];
        int outer = Dims.size(first, 0, axis);
        int begin = 0;
        int at = 0;
        for (List<Integer> in : ins) {
            int block = Dims.size(in, axis, in.size());
            int width = outer == 0 ? 0 : table.length / outer;
            for (int o = 0; o < outer; o++) {
                for (int j = 0; j < block; j++) {
                    table[o * width + at + j] = begin + o * block + j;
                }
            }
            at += block;
            begin += outer * block;
        }
        return new Rearrangement(out, table);
    }
}
