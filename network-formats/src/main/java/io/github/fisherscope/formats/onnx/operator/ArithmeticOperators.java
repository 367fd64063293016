package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Divide;
import io.github.fisherscope.core.layer.entry.Multiply;
import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import io.github.fisherscope.core.layer.entry.Scale;
import io.github.fisherscope.core.layer.entry.Shift;
import io.github.fisherscope.core.layer.entry.Subtract;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.operator.Value.Weights;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sums, differences, products and quotients of two tensors, each known, a parameter or a signal. */
final class ArithmeticOperators {
    private ArithmeticOperators() {}

    static Map<String, Operator> family() {
        return Map.of(
                "Add", c -> List.of(add(c, c.input(0), c.input(1))),
                "Sub", c -> List.of(subtract(c, c.input(0), c.input(1))),
                "Mul", c -> List.of(multiply(c, c.input(0), c.input(1))),
                "Div", c -> List.of(divide(c, c.input(0), c.input(1))),
                "Sum", ArithmeticOperators::sum,
                "Pow", ArithmeticOperators::power,
                "Where", ArithmeticOperators::where,
                "Max", c -> List.of(extreme(c, Math::max, Math::max)),
                "Min", c -> List.of(extreme(c, Math::min, Math::min)));
    }

    private static Value fold(Value a, Value b, KnownNumbers.Whole whole, KnownNumbers.Real real) {
        return new Fixed(ConstantOperators.combined(((Fixed) a).numbers(), ((Fixed) b).numbers(), whole, real));
    }

    private static boolean areFixed(Value a, Value b) {
        return a instanceof Fixed && b instanceof Fixed;
    }

    static Value add(NodeCall call, Value a, Value b) {
        if (areFixed(a, b)) {
            return fold(a, b, Long::sum, Double::sum);
        }
        if (!(b instanceof Signal) && a instanceof Signal signal) {
            return shifted(call, signal, b);
        }
        if (!(a instanceof Signal) && b instanceof Signal signal) {
            return shifted(call, signal, a);
        }
        return both(call, new Add.Of(), a, b);
    }

    private static Value shifted(NodeCall call, Signal signal, Value by) {
        List<Integer> dims = Dims.broadcast(signal.dims(), by.dims());
        if (by instanceof Weights weights) {
            if (DenseLayers.takeBias(call, signal, weights)) {
                return signal;
            }
            Signal wide = call.broadcast(signal, dims);
            return call.emit(
                    new Shift(Dims.shape(by.dims()), Dims.shape(by.dims())),
                    List.of(wide),
                    List.of(call.requireWeights(by)),
                    dims);
        }
        return affine(call, call.broadcast(signal, dims), null, ((Fixed) by).numbers());
    }

    /** Multiplies a signal by known numbers and adds known numbers; null leaves a step out. */
    private static Signal affine(
            NodeCall call, Signal signal, @Nullable KnownNumbers scale, @Nullable KnownNumbers shift) {
        List<Integer> placed =
                Dims.broadcast(scale == null ? List.of() : scale.dims(), shift == null ? List.of() : shift.dims());
        double[] a = scale == null ? filled(placed, 1) : scale.expanded(placed).toReals();
        double[] b = shift == null ? filled(placed, 0) : shift.expanded(placed).toReals();
        ComputedLayer layer = a.length == 1
                ? Affine.scalar(a[0], b[0])
                : new Affine(RealVector.takingOver(a), RealVector.takingOver(b), new Shape(placed));
        return call.map(signal, layer);
    }

    private static double[] filled(List<Integer> dims, double value) {
        double[] values = new double[Dims.size(dims)];
        Arrays.fill(values, value);
        return values;
    }

    static Value subtract(NodeCall call, Value a, Value b) {
        if (areFixed(a, b)) {
            return fold(a, b, (x, y) -> x - y, (x, y) -> x - y);
        }
        if (b instanceof Fixed fixed && a instanceof Signal) {
            return add(call, a, new Fixed(fixed.numbers().mapped(x -> -x)));
        }
        if (a instanceof Fixed fixed) {
            Signal signal = call.signal(b);
            Signal wide = call.broadcast(signal, Dims.broadcast(a.dims(), b.dims()));
            return affine(call, wide, KnownNumbers.reals(List.of(), new double[] {-1}), fixed.numbers());
        }
        return both(call, new Subtract(), a, b);
    }

    static Value multiply(NodeCall call, Value a, Value b) {
        if (areFixed(a, b)) {
            return fold(a, b, (x, y) -> x * y, (x, y) -> x * y);
        }
        if (!(b instanceof Signal) && a instanceof Signal signal) {
            return scaled(call, signal, b);
        }
        if (!(a instanceof Signal) && b instanceof Signal signal) {
            return scaled(call, signal, a);
        }
        if (a instanceof Fixed fixed) {
            return scaled(call, call.signal(b), fixed);
        }
        if (b instanceof Fixed fixed) {
            return scaled(call, call.signal(a), fixed);
        }
        return both(call, new Multiply(), a, b);
    }

    private static Value scaled(NodeCall call, Signal signal, Value by) {
        List<Integer> dims = Dims.broadcast(signal.dims(), by.dims());
        Signal wide = call.broadcast(signal, dims);
        if (by instanceof Weights) {
            return call.emit(
                    new Scale(Dims.shape(by.dims()), Dims.shape(by.dims())),
                    List.of(wide),
                    List.of(call.requireWeights(by)),
                    dims);
        }
        return affine(call, wide, ((Fixed) by).numbers(), null);
    }

    private static Value divide(NodeCall call, Value a, Value b) {
        if (areFixed(a, b)) {
            return fold(a, b, (x, y) -> y == 0 ? 0 : x / y, (x, y) -> x / y);
        }
        if (b instanceof Fixed fixed) {
            return scaled(call, call.signal(a), new Fixed(fixed.numbers().mapped(x -> 1 / x)));
        }
        if (a instanceof Fixed) {
            Signal inverse = call.map(call.signal(b), new Pointwise(ScalarFunction.reciprocal()));
            return scaled(call, inverse, a);
        }
        return both(call, new Divide(), a, b);
    }

    private static Value both(NodeCall call, ComputedLayer layer, Value a, Value b) {
        List<Integer> dims = Dims.broadcast(a.dims(), b.dims());
        Signal left = call.broadcast(call.signal(a), dims);
        Signal right = call.broadcast(call.signal(b), dims);
        return call.emit(layer, List.of(left, right), List.of(), dims);
    }

    private static List<Value> sum(NodeCall call) {
        Value total = call.input(0);
        for (int i = 1; i < call.inputs(); i++) {
            total = add(call, total, call.input(i));
        }
        return List.of(total);
    }

    private static List<Value> power(NodeCall call) {
        Value base = call.input(0);
        if (call.isFixed()) {
            return List.of(
                    fold(base, call.input(1), (x, y) -> Math.round(Math.pow((double) x, (double) y)), StrictMath::pow));
        }
        if (call.input(1) instanceof Signal) {
            throw call.refuse("has an exponent that is computed", "use a constant exponent");
        }
        KnownNumbers exponent = call.numbers(1);
        double p = exponent.real(0);
        for (int i = 1; i < exponent.size(); i++) {
            if (exponent.real(i) != p) {
                throw call.refuse("has several exponents", "use one exponent for all entries");
            }
        }
        ScalarFunction function = p == 2 ? ScalarFunction.square() : ScalarFunction.power(p);
        if (p == 0.5) {
            function = ScalarFunction.sqrt();
        }
        return List.of(p == 1 ? base : call.map(call.signal(base), new Pointwise(function)));
    }

    private static Value extreme(NodeCall call, KnownNumbers.Whole whole, KnownNumbers.Real real) {
        if (!call.isFixed()) {
            throw call.refuse("compares tensors entry by entry", "use Relu or Clip where one of them is constant");
        }
        Value result = call.input(0);
        for (int i = 1; i < call.inputs(); i++) {
            result = fold(result, call.input(i), whole, real);
        }
        return result;
    }

    /** Chooses by a mask that is known: the chosen entries are multiplied by 1, the others by 0. */
    private static List<Value> where(NodeCall call) {
        if (call.input(0) instanceof Signal) {
            throw call.refuse("chooses by what is computed", "use a mask that does not depend on the data");
        }
        KnownNumbers mask = call.numbers(0);
        Value a = call.input(1);
        Value b = call.input(2);
        List<Integer> dims = Dims.broadcast(mask.dims(), Dims.broadcast(a.dims(), b.dims()));
        if (areFixed(a, b)) {
            return List.of(new Fixed(chosen(
                    mask.expanded(dims),
                    ((Fixed) a).numbers().expanded(dims),
                    ((Fixed) b).numbers().expanded(dims))));
        }
        return List.of(add(
                call,
                masked(call, mask, x -> x == 0 ? 0 : 1, a, dims),
                masked(call, mask, x -> x == 0 ? 1 : 0, b, dims)));
    }

    private static KnownNumbers chosen(KnownNumbers mask, KnownNumbers a, KnownNumbers b) {
        if (a.integral() && b.integral()) {
            long[] values = new long[mask.size()];
            Arrays.setAll(values, i -> mask.integer(i) == 0 ? b.integer(i) : a.integer(i));
            return KnownNumbers.integers(mask.dims(), values);
        }
        double[] values = new double[mask.size()];
        Arrays.setAll(values, i -> mask.integer(i) == 0 ? b.real(i) : a.real(i));
        return KnownNumbers.reals(mask.dims(), values);
    }

    /** Keeps a value where the mask is 1; known numbers that are not kept may be infinite. */
    private static Value masked(
            NodeCall call, KnownNumbers mask, DoubleUnaryOperator kept, Value value, List<Integer> dims) {
        KnownNumbers keep = mask.mapped(kept);
        if (value instanceof Fixed fixed) {
            return new Fixed(ConstantOperators.combined(
                    keep.expanded(dims), fixed.numbers().expanded(dims), (k, x) -> k * x, (k, x) -> k == 0 ? 0 : x));
        }
        return multiply(call, value, new Fixed(keep));
    }
}
