package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.proto.OnnxAttributes;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Operators whose result is known when the network is read: constants and what is asked of shapes. */
final class ConstantOperators {
    private static final long MOST_ENTRIES = 1L << 24;

    private ConstantOperators() {}

    static Map<String, Operator> family() {
        return Map.of(
                "Constant", ConstantOperators::constant,
                "ConstantOfShape", ConstantOperators::ofShape,
                "Shape", ConstantOperators::shape,
                "Size",
                        c -> fixed(KnownNumbers.integers(
                                List.of(), new long[] {c.input(0).size()})),
                "Range", ConstantOperators::range);
    }

    private static List<Value> fixed(KnownNumbers numbers) {
        return List.of(new Fixed(numbers));
    }

    private static List<Value> constant(NodeCall call) {
        OnnxAttributes a = call.attributes();
        if (a.has("value_int")) {
            return fixed(KnownNumbers.integers(List.of(), new long[] {a.integer("value_int", 0)}));
        }
        if (a.has("value_float")) {
            return fixed(KnownNumbers.reals(List.of(), new double[] {a.real("value_float", 0)}));
        }
        if (a.integers("value_ints").isPresent()) {
            long[] values = a.integers("value_ints").get().stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            return fixed(KnownNumbers.integers(List.of(values.length), values));
        }
        if (a.reals("value_floats").isPresent()) {
            double[] values = a.reals("value_floats").get().stream()
                    .mapToDouble(Float::doubleValue)
                    .toArray();
            return fixed(KnownNumbers.reals(List.of(values.length), values));
        }
        return fixed(ConstantTensors.numbers(a.tensor("value")
                .filter(t -> t.kind().isPresent())
                .orElseThrow(() -> call.refuse(
                        "is no tensor of numbers of a type that is read", "export the model with float or double"))));
    }

    private static List<Value> ofShape(NodeCall call) {
        List<Integer> dims = call.numbers(0).toIntegers();
        long size = 1;
        for (int n : dims) {
            size = Args.requireInRange("a dimension", n, 0, Integer.MAX_VALUE) * size;
            Args.requireInRange("the number of entries of a constant", size, 0, MOST_ENTRIES);
        }
        KnownNumbers value = call.attributes()
                .tensor("value")
                .map(ConstantTensors::numbers)
                .orElse(KnownNumbers.reals(List.of(1), new double[1]));
        if (value.integral()) {
            long[] values = new long[(int) size];
            Arrays.fill(values, value.integer(0));
            return fixed(KnownNumbers.integers(dims, values));
        }
        double[] values = new double[(int) size];
        Arrays.fill(values, value.real(0));
        return fixed(KnownNumbers.reals(dims, values));
    }

    private static List<Value> shape(NodeCall call) {
        List<Integer> dims = call.dims(0);
        int start = clamped(call.attributes().integer("start", 0), dims.size());
        int end = clamped(call.attributes().integer("end", dims.size()), dims.size());
        return fixed(KnownNumbers.vector(dims.subList(start, Math.max(start, end))));
    }

    private static int clamped(long axis, int rank) {
        long own = axis < 0 ? axis + rank : axis;
        return (int) Math.max(0, Math.min(rank, own));
    }

    private static List<Value> range(NodeCall call) {
        KnownNumbers start = call.numbers(0);
        KnownNumbers limit = call.numbers(1);
        KnownNumbers delta = call.numbers(2);
        double count = Math.ceil((limit.real(0) - start.real(0)) / delta.real(0));
        Args.requireInRange("the number of entries of a range", count, Double.NEGATIVE_INFINITY, MOST_ENTRIES);
        int size = (int) Math.max(0, count);
        if (start.integral() && delta.integral()) {
            long[] values = new long[size];
            Arrays.setAll(values, i -> start.integer(0) + i * delta.integer(0));
            return fixed(KnownNumbers.integers(List.of(size), values));
        }
        double[] values = new double[size];
        Arrays.setAll(values, i -> start.real(0) + i * delta.real(0));
        return fixed(KnownNumbers.reals(List.of(size), values));
    }

    /** Returns entries of two arrays, stretched to one shape, taken together. */
    static KnownNumbers combined(KnownNumbers a, KnownNumbers b, KnownNumbers.Whole whole, KnownNumbers.Real real) {
        List<Integer> dims = Dims.broadcast(a.dims(), b.dims());
        return KnownNumbers.combined(a.expanded(dims), b.expanded(dims), whole, real);
    }
}
