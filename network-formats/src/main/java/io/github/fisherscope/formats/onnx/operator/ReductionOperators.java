package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import io.github.fisherscope.core.layer.shape.Reduce;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Means, sums and maxima over axes. */
final class ReductionOperators {
    private ReductionOperators() {}

    static Map<String, Operator> family() {
        return Map.of(
                "ReduceMean", c -> reduce(c, Reduce.Kind.MEAN, 18),
                "ReduceSum", c -> reduce(c, Reduce.Kind.SUM, 13),
                "ReduceMax", c -> reduce(c, Reduce.Kind.MAX, 18),
                "ReduceMin", c -> reduce(c, Reduce.Kind.MIN, 18),
                "ReduceProd", ReductionOperators::product,
                "ReduceSumSquare", c -> squares(c),
                "ReduceL2", c -> List.of(c.map(c.signal(squares(c).get(0)), new Pointwise(ScalarFunction.sqrt()))),
                "ReduceL1", c -> absolute(c));
    }

    /** Returns the axes, which newer files give as an input, or nothing if nothing is to be reduced. */
    private static Optional<List<Integer>> axes(NodeCall call, int asInputFrom) {
        int rank = call.dims(0).size();
        Optional<List<Integer>> given = (call.opset() < asInputFrom ? call.integers("axes") : call.integers(1, "axes"))
                .filter(a -> !a.isEmpty());
        if (given.isPresent()) {
            return given.map(
                    list -> list.stream().map(a -> Dims.axis(a, rank)).sorted().toList());
        }
        return call.attributes().integer("noop_with_empty_axes", 0) != 0
                ? Optional.empty()
                : Optional.of(IntStream.range(0, rank).boxed().toList());
    }

    private static List<Value> reduce(NodeCall call, Reduce.Kind kind, int asInputFrom) {
        Optional<List<Integer>> axes = axes(call, asInputFrom);
        if (axes.isEmpty() || call.dims(0).isEmpty()) {
            return List.of(call.input(0));
        }
        if (call.input(0) instanceof Fixed fixed) {
            return List.of(new Fixed(known(call, fixed.numbers(), kind, axes.get())));
        }
        return List.of(reduced(call, call.signal(0), kind, axes.get()));
    }

    private static Signal reduced(NodeCall call, Signal signal, Reduce.Kind kind, List<Integer> axes) {
        boolean keep = call.attributes().integer("keepdims", 1) != 0;
        return call.emit(new Reduce(kind, axes, keep), List.of(signal), List.of(), left(signal.dims(), axes, keep));
    }

    private static List<Integer> left(List<Integer> dims, List<Integer> axes, boolean keep) {
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < dims.size(); i++) {
            if (!axes.contains(i)) {
                left.add(dims.get(i));
            } else if (keep) {
                left.add(1);
            }
        }
        return left;
    }

    /** Reduces known numbers, those of shapes above all. */
    private static KnownNumbers known(NodeCall call, KnownNumbers numbers, Reduce.Kind kind, List<Integer> axes) {
        List<Integer> kept = left(numbers.dims(), axes, true);
        int[] strides = Dims.strides(kept);
        int[] own = Dims.strides(numbers.dims());
        double[] result = new double[Dims.size(kept)];
        double start = kind == Reduce.Kind.MAX ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        Arrays.fill(result, kind == Reduce.Kind.MAX || kind == Reduce.Kind.MIN ? start : 0);
        for (int i = 0; i < numbers.size(); i++) {
            int to = 0;
            for (int axis = 0; axis < kept.size(); axis++) {
                to += kept.get(axis) == 1 ? 0 : i / own[axis] % numbers.dims().get(axis) * strides[axis];
            }
            double x = numbers.real(i);
            result[to] = switch (kind) {
                case MAX -> Math.max(result[to], x);
                case MIN -> Math.min(result[to], x);
                case MEAN, SUM -> result[to] + x;
            };
        }
        if (kind == Reduce.Kind.MEAN) {
            double count = numbers.size() / (double) Math.max(1, result.length);
            for (int i = 0; i < result.length; i++) {
                result[i] /= count;
            }
        }
        KnownNumbers reduced = KnownNumbers.reals(kept, result)
                .reshaped(left(numbers.dims(), axes, call.attributes().integer("keepdims", 1) != 0));
        return numbers.integral() ? reduced.toWhole() : reduced;
    }

    private static List<Value> product(NodeCall call) {
        if (!call.isFixed()) {
            throw call.refuse("multiplies the entries of what is computed", "use sums of logarithms");
        }
        KnownNumbers numbers = call.numbers(0);
        long whole = 1;
        double real = 1;
        for (int i = 0; i < numbers.size(); i++) {
            whole *= numbers.integer(i);
            real *= numbers.real(i);
        }
        List<Integer> dims = call.attributes().integer("keepdims", 1) != 0
                ? numbers.dims().stream().map(n -> 1).toList()
                : List.of();
        return List.of(new Fixed(
                numbers.integral()
                        ? KnownNumbers.integers(dims, new long[] {whole})
                        : KnownNumbers.reals(dims, new double[] {real})));
    }

    private static List<Value> squares(NodeCall call) {
        Signal squares = call.map(call.signal(0), new Pointwise(ScalarFunction.square()));
        return List.of(axes(call, 18)
                .map(a -> reduced(call, squares, Reduce.Kind.SUM, a))
                .orElse(squares));
    }

    private static List<Value> absolute(NodeCall call) {
        Signal sizes = call.map(call.signal(0), new Pointwise(ScalarFunction.abs()));
        return List.of(axes(call, 18)
                .map(a -> reduced(call, sizes, Reduce.Kind.SUM, a))
                .orElse(sizes));
    }
}
