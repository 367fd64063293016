package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Weights;
import io.github.fisherscope.formats.onnx.proto.ElementKind;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Operators that leave the numbers where they are: new shapes, other names, dropout of a trained network. */
final class ViewOperators {
    private ViewOperators() {}

    static Map<String, Operator> family() {
        return Map.of(
                "Identity", ViewOperators::identity,
                "Dropout", ViewOperators::dropout,
                "Cast", ViewOperators::cast,
                "CastLike", c -> List.of(c.input(0)),
                "Reshape", ViewOperators::reshape,
                "Flatten", ViewOperators::flatten,
                "Squeeze", ViewOperators::squeeze,
                "Unsqueeze", ViewOperators::unsqueeze);
    }

    /** Exporters merge parameters of equal numbers and give the second one its name back through an Identity. */
    private static List<Value> identity(NodeCall call) {
        Value value = call.input(0);
        String name = call.node().outputs().get(0);
        return List.of(
                value instanceof Weights weights && ParameterNames.isNamed(name) ? call.untie(weights, name) : value);
    }

    private static List<Value> dropout(NodeCall call) {
        call.requireOutputs(1, "its mask");
        boolean training = call.setting(2).map(n -> n.integer(0) != 0).orElse(false)
                || (call.opset() < 7 && call.attributes().integer("is_test", 0) == 0);
        if (training) {
            throw call.refuse(
                    "is in training mode and returns random numbers",
                    "export the model in evaluation mode (model.eval())");
        }
        return List.of(call.input(0));
    }

    private static List<Value> cast(NodeCall call) {
        Value value = call.input(0);
        Optional<ElementKind> to = ElementKind.of(call.attributes().integer("to", 0));
        if (to.isEmpty()) {
            throw call.refuse("converts to a type that is not read", "export the model with float or double");
        }
        if (value instanceof Fixed fixed) {
            KnownNumbers numbers = fixed.numbers();
            if (to.get() == ElementKind.BOOL) {
                return List.of(new Fixed(numbers.mapped(x -> x == 0 ? 0 : 1).toWhole()));
            }
            return List.of(new Fixed(
                    to.get().floating() ? KnownNumbers.reals(numbers.dims(), numbers.toReals()) : numbers.toWhole()));
        }
        if (!to.get().floating() && !call.isTokens(value)) {
            throw call.refuse(
                    "rounds what is computed to " + to.get().words() + ", which has no derivative",
                    "export a model that computes with floating-point numbers");
        }
        return List.of(value);
    }

    private static List<Value> reshape(NodeCall call) {
        Value value = call.input(0);
        List<Integer> wanted =
                call.integers(1, "shape").orElseThrow(() -> call.refuse("lacks its shape", "export the model again"));
        boolean zeroIsZero = call.attributes().integer("allowzero", 0) != 0;
        List<Integer> dims = new ArrayList<>();
        int open = -1;
        for (int i = 0; i < wanted.size(); i++) {
            int n = wanted.get(i);
            if (n == -1) {
                open = i;
                dims.add(1);
            } else {
                dims.add(n == 0 && !zeroIsZero ? value.dims().get(i) : n);
            }
        }
        if (open >= 0) {
            int known = Math.max(1, Dims.size(dims));
            dims.set(open, value.size() / known);
        }
        return List.of(call.reshape(value, dims));
    }

    private static List<Value> flatten(NodeCall call) {
        List<Integer> dims = call.dims(0);
        long given = call.attributes().integer("axis", 1);
        int axis = (int) (given < 0 ? given + dims.size() : given);
        Args.requireInRange("axis", axis, 0, dims.size());
        List<Integer> flat = List.of(Dims.size(dims, 0, axis), Dims.size(dims, axis, dims.size()));
        return List.of(call.reshape(call.input(0), flat));
    }

    private static List<Value> squeeze(NodeCall call) {
        List<Integer> dims = call.dims(0);
        List<Integer> axes = call.integers(1, "axes")
                .map(list -> list.stream().map(a -> Dims.axis(a, dims.size())).toList())
                .orElseGet(() -> IntStream.range(0, dims.size())
                        .filter(i -> dims.get(i) == 1)
                        .boxed()
                        .toList());
        List<Integer> kept = IntStream.range(0, dims.size())
                .filter(i -> !axes.contains(i))
                .mapToObj(dims::get)
                .toList();
        return List.of(call.reshape(call.input(0), kept));
    }

    private static List<Value> unsqueeze(NodeCall call) {
        List<Integer> dims = new ArrayList<>(call.dims(0));
        List<Integer> axes =
                call.integers(1, "axes").orElseThrow(() -> call.refuse("lacks its axes", "export the model again"));
        int rank = dims.size() + axes.size();
        TreeSet<Integer> places = new TreeSet<>();
        axes.forEach(a -> places.add(Dims.axis(a, rank)));
        places.forEach(a -> dims.add(a, 1));
        return List.of(call.reshape(call.input(0), dims));
    }
}
