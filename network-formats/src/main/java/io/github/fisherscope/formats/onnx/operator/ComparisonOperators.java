package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Comparisons, logic and rounding: of known numbers only, since they have no derivative. */
final class ComparisonOperators {
    private ComparisonOperators() {}

    static Map<String, Operator> family() {
        return Map.ofEntries(
                Map.entry("Equal", c -> compare(c, (a, b) -> a == b)),
                Map.entry("Less", c -> compare(c, (a, b) -> a < b)),
                Map.entry("LessOrEqual", c -> compare(c, (a, b) -> a <= b)),
                Map.entry("Greater", c -> compare(c, (a, b) -> a > b)),
                Map.entry("GreaterOrEqual", c -> compare(c, (a, b) -> a >= b)),
                Map.entry("And", c -> compare(c, (a, b) -> a != 0 && b != 0)),
                Map.entry("Or", c -> compare(c, (a, b) -> a != 0 || b != 0)),
                Map.entry("Xor", c -> compare(c, (a, b) -> (a != 0) != (b != 0))),
                Map.entry("Not", ComparisonOperators::not),
                Map.entry("Mod", ComparisonOperators::modulo),
                Map.entry("Floor", c -> round(c, Math::floor)),
                Map.entry("Ceil", c -> round(c, Math::ceil)),
                Map.entry("Round", c -> round(c, Math::rint)),
                Map.entry("Sign", c -> round(c, Math::signum)),
                Map.entry("Trilu", ComparisonOperators::trilu),
                Map.entry("CumSum", ComparisonOperators::cumulate),
                Map.entry("IsNaN", c -> round(c, x -> Double.isNaN(x) ? 1 : 0)));
    }

    /** A comparison of two numbers. */
    private interface Comparison {
        boolean of(double a, double b);
    }

    private static List<Value> compare(NodeCall call, Comparison comparison) {
        KnownNumbers result = ConstantOperators.combined(
                call.numbers(0),
                call.numbers(1),
                (a, b) -> comparison.of((double) a, (double) b) ? 1 : 0,
                (a, b) -> comparison.of(a, b) ? 1 : 0);
        return List.of(new Fixed(result.toWhole()));
    }

    private static List<Value> not(NodeCall call) {
        return List.of(new Fixed(call.numbers(0).mapped(x -> x == 0 ? 1 : 0).toWhole()));
    }

    private static List<Value> modulo(NodeCall call) {
        boolean truncated = call.attributes().integer("fmod", 0) != 0;
        return List.of(new Fixed(ConstantOperators.combined(
                call.numbers(0),
                call.numbers(1),
                (a, b) -> truncated ? a % b : Math.floorMod(a, b),
                (a, b) -> truncated ? a % b : a - b * Math.floor(a / b))));
    }

    private static List<Value> round(NodeCall call, DoubleUnaryOperator function) {
        KnownNumbers numbers = call.numbers(0);
        KnownNumbers rounded = numbers.mapped(function);
        return List.of(new Fixed(numbers.integral() ? rounded.toWhole() : rounded));
    }

    /** Keeps the upper or lower triangle of the last two axes. */
    private static List<Value> trilu(NodeCall call) {
        KnownNumbers numbers = call.numbers(0);
        long diagonal = call.setting(1).map(k -> k.integer(0)).orElse(0L);
        boolean upper = call.attributes().integer("upper", 1) != 0;
        int rank = numbers.dims().size();
        int columns = numbers.dims().get(rank - 1);
        int rows = numbers.dims().get(rank - 2);
        double[] kept = numbers.toReals();
        for (int i = 0; i < kept.length; i++) {
            long above = i % columns - (long) (i / columns % rows) - diagonal;
            if (upper ? above < 0 : above > 0) {
                kept[i] = 0;
            }
        }
        KnownNumbers result = KnownNumbers.reals(numbers.dims(), kept);
        return List.of(new Fixed(numbers.integral() ? result.toWhole() : result));
    }

    private static List<Value> cumulate(NodeCall call) {
        KnownNumbers numbers = call.numbers(0);
        if (call.attributes().integer("exclusive", 0) != 0 || call.attributes().integer("reverse", 0) != 0) {
            throw call.refuse("sums backwards or without the entry itself", "export the model without it");
        }
        List<Integer> dims = numbers.dims();
        int axis = Dims.axis(call.numbers(1).integer(0), dims.size());
        int step = Dims.size(dims, axis + 1, dims.size());
        double[] sums = Arrays.copyOf(numbers.toReals(), numbers.size());
        for (int i = 0; i < sums.length; i++) {
            if (i / step % dims.get(axis) > 0) {
                sums[i] += sums[i - step];
            }
        }
        KnownNumbers result = KnownNumbers.reals(dims, sums);
        return List.of(new Fixed(numbers.integral() ? result.toWhole() : result));
    }
}
