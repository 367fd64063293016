package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A window that moves over positions, with one number along each axis.
 *
 * @param kernel the number of positions that it sees
 * @param strides how far it moves at each step
 * @param dilations how far apart the positions are that it sees
 * @param begins how many positions are added in front
 * @param ends how many are added behind
 * @param ceil whether a last window that only partly lies on the positions counts, provided that it starts on them or on
 *     what was added in front
 */
public record Window(
        List<Integer> kernel,
        List<Integer> strides,
        List<Integer> dilations,
        List<Integer> begins,
        List<Integer> ends,
        boolean ceil) {
    public Window {
        kernel = checked("kernel", kernel, kernel.size(), 1);
        Args.require(!kernel.isEmpty(), "the window has no axis; it moves along at least one");
        strides = checked("strides", strides, kernel.size(), 1);
        dilations = checked("dilations", dilations, kernel.size(), 1);
        begins = checked("pads in front", begins, kernel.size(), 0);
        ends = checked("pads behind", ends, kernel.size(), 0);
    }

    private static List<Integer> checked(String name, List<Integer> values, int count, int smallest) {
        Args.requireSame("the number of " + name, values.size(), count, "the kernel has so many axes");
        values.forEach(v -> Args.requireInRange("an entry of " + name, v, smallest, Integer.MAX_VALUE));
        return List.copyOf(values);
    }

    /** Returns a window that moves by one, without padding. */
    public static Window of(int... kernel) {
        List<Integer> ones = Collections.nCopies(kernel.length, 1);
        List<Integer> zeros = Collections.nCopies(kernel.length, 0);
        return new Window(IntStream.of(kernel).boxed().toList(), ones, ones, zeros, zeros, false);
    }

    public Window withStrides(List<Integer> newStrides) {
        return new Window(kernel, newStrides, dilations, begins, ends, ceil);
    }

    public Window withDilations(List<Integer> newDilations) {
        return new Window(kernel, strides, newDilations, begins, ends, ceil);
    }

    /**
     * Returns the same window with padding.
     *
     * @param pads those in front along all axes, then those behind, as ONNX writes them
     */
    public Window withPads(List<Integer> pads) {
        Args.requireSame("the number of pads", pads.size(), 2L * rank(), "give those in front, then those behind");
        return new Window(kernel, strides, dilations, pads.subList(0, rank()), pads.subList(rank(), 2 * rank()), ceil);
    }

    public Window withCeil(boolean newCeil) {
        return new Window(kernel, strides, dilations, begins, ends, newCeil);
    }

    /**
     * Returns the same window padded so that there are {@code ⌈size/stride⌉} steps along each axis.
     *
     * @param positions the sizes of the axes
     * @param moreAtTheEnd whether an odd number of added positions has the larger half behind
     */
    public Window samePadding(List<Integer> positions, boolean moreAtTheEnd) {
        List<Integer> front = new ArrayList<>();
        List<Integer> behind = new ArrayList<>();
        for (int a = 0; a < rank(); a++) {
            int steps = (positions.get(a) - 1) / strides.get(a) + 1;
            int total =
                    fitting("the padding", Math.max(0, (steps - 1L) * strides.get(a) + extent(a) - positions.get(a)));
            front.add(moreAtTheEnd ? total / 2 : total - total / 2);
            behind.add(total - front.get(a));
        }
        return new Window(kernel, strides, dilations, front, behind, ceil);
    }

    /** Returns the number of axes. */
    public int rank() {
        return kernel.size();
    }

    /** Returns the number of positions that the window sees. */
    public int taps() {
        return Shape.of(kernel.stream().mapToInt(Integer::intValue).toArray()).size();
    }

    /** Returns the number of positions from the first to the last one that the window sees along an axis. */
    long extent(int axis) {
        return (kernel.get(axis) - 1L) * dilations.get(axis) + 1;
    }

    /** Positions, padded or not, are counted by ints. */
    static int fitting(String what, long positions) {
        Args.require(
                positions <= Integer.MAX_VALUE,
                "%s takes %d positions; at most %d are possible",
                what,
                positions,
                Integer.MAX_VALUE);
        return (int) positions;
    }

    /**
     * Returns how many steps the window makes along each axis.
     *
     * @throws IllegalArgumentException if it is larger than the padded positions along one
     */
    public List<Integer> steps(List<Integer> positions) {
        List<Integer> steps = new ArrayList<>();
        for (int a = 0; a < rank(); a++) {
            long padded = (long) positions.get(a) + begins.get(a) + ends.get(a);
            long left = fitting("an axis with its padding", padded) - extent(a);
            Args.require(
                    left >= 0,
                    "a window that reaches over %d positions does not fit on %d with %d added in front and %d behind",
                    extent(a),
                    positions.get(a),
                    begins.get(a),
                    ends.get(a));
            long stride = strides.get(a);
            long count = (ceil ? left + stride - 1 : left) / stride + 1;
            if (ceil && (count - 1) * stride >= positions.get(a) + (long) begins.get(a)) {
                count--;
            }
            steps.add(fitting("an axis of the outputs", count));
        }
        return steps;
    }

    /** Returns the position along an axis that a tap sees at a step; it may lie outside. */
    int position(int axis, int step, int tap) {
        return step * strides.get(axis) - begins.get(axis) + tap * dilations.get(axis);
    }

    /**
     * Returns which position each tap sees at each step, entry {@code tap · steps + step}, or −1 outside, for positions of the
     * given sizes.
     */
    int[] table(List<Integer> positions) {
        List<Integer> steps = steps(positions);
        int[] table = {0};
        int taps = 1;
        int count = 1;
        for (int a = 0; a < rank(); a++) {
            int moreTaps = kernel.get(a);
            int moreSteps = steps.get(a);
            int[] next = new int[table.length * moreTaps * moreSteps];
            for (int k = 0; k < taps * moreTaps; k++) {
                for (int s = 0; s < count * moreSteps; s++) {
                    int old = table[k / moreTaps * count + s / moreSteps];
                    int at = position(a, s % moreSteps, k % moreTaps);
                    boolean outside = old < 0 || at < 0 || at >= positions.get(a);
                    next[k * count * moreSteps + s] = outside ? -1 : old * positions.get(a) + at;
                }
            }
            table = next;
            taps *= moreTaps;
            count *= moreSteps;
        }
        return table;
    }
}
