package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.product.MatMul;
import io.github.fisherscope.formats.model.WeightSource;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import io.github.fisherscope.formats.onnx.value.Rearrangement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Products of matrices. */
final class ProductOperators {
    private ProductOperators() {}

    static Map<String, Operator> family() {
        return Map.of(
                "MatMul", c -> List.of(product(c, c.input(0), c.input(1))),
                "Gemm", ProductOperators::gemm,
                "Einsum", EinsteinSum::apply);
    }

    static Value product(NodeCall call, Value a, Value b) {
        if (a instanceof Signal signal) {
            Optional<Signal> dense = DenseLayers.dense(call, signal, b, false, Optional.empty());
            if (dense.isPresent()) {
                return dense.get();
            }
        }
        Signal left = call.signal(a);
        Signal right = call.signal(b);
        return call.emit(new MatMul(), List.of(left, right), List.of(), productDims(call, left.dims(), right.dims()));
    }

    /** Returns the dimensions of a product, vectors standing for one row or one column. */
    private static List<Integer> productDims(NodeCall call, List<Integer> a, List<Integer> b) {
        if (a.isEmpty() || b.isEmpty()) {
            throw call.refuse("multiplies a single number as if it were a matrix", "export the model again");
        }
        boolean row = a.size() == 1;
        boolean column = b.size() == 1;
        List<Integer> batch = Dims.broadcast(
                row ? List.of() : a.subList(0, a.size() - 2), column ? List.of() : b.subList(0, b.size() - 2));
        List<Integer> dims = new ArrayList<>(batch);
        if (!row) {
            dims.add(a.get(a.size() - 2));
        }
        if (!column) {
            dims.add(b.get(b.size() - 1));
        }
        return dims;
    }

    private static List<Value> gemm(NodeCall call) {
        double alpha = call.attributes().real("alpha", 1);
        double beta = call.attributes().real("beta", 1);
        boolean transposeA = call.attributes().integer("transA", 0) != 0;
        boolean transposeB = call.attributes().integer("transB", 0) != 0;
        Value a = transposeA
                ? call.move(call.input(0), Rearrangement.transpose(call.dims(0), List.of(1, 0)))
                : call.input(0);
        Signal left = call.signal(a);
        if (alpha != 1) {
            left = call.map(left, Affine.scalar(alpha, 0));
        }
        int outputs = call.dims(1).get(transposeB ? 0 : 1);
        Optional<WeightSource> bias = beta == 1 ? bias(call, outputs) : Optional.empty();
        Signal product =
                DenseLayers.dense(call, left, call.input(1), transposeB, bias).orElse(null);
        if (product == null) {
            bias = Optional.empty();
            Value b = transposeB
                    ? call.move(call.input(1), Rearrangement.transpose(call.dims(1), List.of(1, 0)))
                    : call.input(1);
            product = call.signal(product(call, left, b));
        }
        if (!call.has(2) || beta == 0 || bias.isPresent()) {
            return List.of(product);
        }
        Value c = call.input(2);
        if (beta != 1) {
            c = ArithmeticOperators.multiply(call, c, new Fixed(KnownNumbers.reals(List.of(), new double[] {beta})));
        }
        return List.of(ArithmeticOperators.add(call, product, c));
    }

    /** Returns the third input if it has one number for each output. */
    private static Optional<WeightSource> bias(NodeCall call, int outputs) {
        if (!call.has(2)) {
            return Optional.empty();
        }
        List<Integer> dims = call.dims(2);
        boolean fits = !dims.isEmpty()
                && dims.get(dims.size() - 1) == outputs
                && call.input(2).size() == outputs;
        return fits ? call.weights(2) : Optional.empty();
    }
}
