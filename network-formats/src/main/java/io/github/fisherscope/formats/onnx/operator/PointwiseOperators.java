package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.entry.PRelu;
import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.proto.OnnxAttributes;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** Functions of single numbers. */
final class PointwiseOperators {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_GAMMA = 1.0507009873554805;

    private PointwiseOperators() {}

    static Map<String, Operator> family() {
        Map<String, Operator> family = new HashMap<>();
        family.put("Relu", c -> activated(c, new Activation.Relu()));
        family.put("Tanh", c -> activated(c, new Activation.Tanh()));
        family.put("Sigmoid", c -> activated(c, new Activation.Sigmoid()));
        family.put("Softplus", c -> activated(c, new Activation.Softplus()));
        family.put("Erf", c -> activated(c, new Activation.Erf(1)));
        family.put(
                "LeakyRelu",
                c -> activated(c, new Activation.LeakyRelu(c.attributes().real("alpha", decimal(0.01)))));
        family.put("Gelu", PointwiseOperators::gelu);
        family.put("Swish", PointwiseOperators::swish);
        attributed(family, "Elu", a -> ScalarFunction.elu(a.real("alpha", 1)));
        attributed(family, "Selu", a -> ScalarFunction.selu(a.real("alpha", SELU_ALPHA), a.real("gamma", SELU_GAMMA)));
        attributed(family, "Celu", a -> ScalarFunction.celu(a.real("alpha", 1)));
        attributed(family, "Mish", a -> ScalarFunction.mish());
        attributed(
                family,
                "HardSigmoid",
                a -> ScalarFunction.hardSigmoid(a.real("alpha", decimal(0.2)), a.real("beta", 0.5)));
        attributed(family, "HardSwish", a -> ScalarFunction.hardSwish());
        attributed(family, "Softsign", a -> ScalarFunction.softsign());
        attributed(family, "ThresholdedRelu", a -> ScalarFunction.thresholdedRelu(a.real("alpha", 1)));
        attributed(family, "Shrink", a -> ScalarFunction.shrink(a.real("lambd", 0.5), a.real("bias", 0)));
        folded(family, "Exp", ScalarFunction.exp(), StrictMath::exp);
        folded(family, "Log", ScalarFunction.log(), StrictMath::log);
        folded(family, "Sqrt", ScalarFunction.sqrt(), Math::sqrt);
        folded(family, "Reciprocal", ScalarFunction.reciprocal(), x -> 1 / x);
        folded(family, "Sin", ScalarFunction.sin(), StrictMath::sin);
        folded(family, "Cos", ScalarFunction.cos(), StrictMath::cos);
        folded(family, "Abs", ScalarFunction.abs(), Math::abs);
        folded(family, "Neg", ScalarFunction.negate(), x -> -x);
        family.put("Clip", PointwiseOperators::clip);
        family.put("PRelu", PointwiseOperators::prelu);
        return family;
    }

    /** Default values of attributes are float32 numbers, as stored ones are. */
    private static double decimal(double value) {
        return (float) value;
    }

    private static List<Value> activated(NodeCall call, Activation activation) {
        return apply(call, new Activated.Of(activation), activation::value);
    }

    /** A function of a signal; of known numbers, where it has none of its own for these, numbers. */
    private static List<Value> apply(NodeCall call, ComputedLayer layer, DoubleUnaryOperator function) {
        if (call.input(0) instanceof Fixed fixed) {
            KnownNumbers result = fixed.numbers().mapped(function);
            return List.of(new Fixed(fixed.numbers().integral() ? result.toWhole() : result));
        }
        return List.of(call.map(call.signal(0), layer));
    }

    private static void attributed(
            Map<String, Operator> family, String name, Function<OnnxAttributes, ScalarFunction> function) {
        family.put(name, c -> List.of(call(c, function.apply(c.attributes()))));
    }

    private static Signal call(NodeCall call, ScalarFunction function) {
        return call.map(call.signal(0), new Pointwise(function));
    }

    private static void folded(
            Map<String, Operator> family, String name, ScalarFunction function, DoubleUnaryOperator known) {
        family.put(name, c -> apply(c, new Pointwise(function), known));
    }

    private static List<Value> gelu(NodeCall call) {
        boolean tanh = call.attributes().text("approximate", "none").equals("tanh");
        return tanh ? List.of(call(call, ScalarFunction.geluTanh())) : activated(call, new Activation.Gelu());
    }

    private static List<Value> swish(NodeCall call) {
        double alpha = call.attributes().real("alpha", 1);
        return alpha == 1 ? activated(call, new Activation.Silu()) : List.of(call(call, ScalarFunction.swish(alpha)));
    }

    private static List<Value> clip(NodeCall call) {
        boolean attributes = call.opset() < 11;
        double low = attributes
                ? call.attributes().real("min", Double.NEGATIVE_INFINITY)
                : call.setting(1).map(n -> n.real(0)).orElse(Double.NEGATIVE_INFINITY);
        double high = attributes
                ? call.attributes().real("max", Double.POSITIVE_INFINITY)
                : call.setting(2).map(n -> n.real(0)).orElse(Double.POSITIVE_INFINITY);
        if (call.input(0) instanceof Fixed) {
            return apply(call, new Pointwise(ScalarFunction.abs()), x -> Math.max(low, Math.min(high, x)));
        }
        return List.of(call(call, ScalarFunction.clip(low, high)));
    }

    private static List<Value> prelu(NodeCall call) {
        Signal signal = call.signal(0);
        List<Integer> slope = call.dims(1);
        return List.of(call.emit(
                new PRelu(Dims.shape(slope), Dims.shape(slope)),
                List.of(signal),
                List.of(call.requireWeights(1, "slopes")),
                Dims.broadcast(signal.dims(), slope)));
    }
}
