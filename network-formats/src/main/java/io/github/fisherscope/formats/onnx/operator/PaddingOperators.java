package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import io.github.fisherscope.formats.onnx.value.Rearrangement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Padding, and resizing to the nearest pixel. */
final class PaddingOperators {
    private PaddingOperators() {}

    static Map<String, Operator> family() {
        return Map.of(
                "Pad", PaddingOperators::pad, "Resize", PaddingOperators::resize, "Upsample", PaddingOperators::resize);
    }

    private static List<Value> pad(NodeCall call) {
        List<Integer> dims = call.dims(0);
        boolean attributes = call.opset() < 11;
        List<Integer> pads = (attributes ? call.integers("pads") : call.integers(1, "pads"))
                .orElseThrow(() -> call.refuse("lacks its pads", "export the model again"));
        double fill = attributes
                ? call.attributes().real("value", 0)
                : call.setting(2).map(n -> n.real(0)).orElse(0.0);
        List<Integer> axes = call.setting(3)
                .map(KnownNumbers::toIntegers)
                .orElseGet(() -> IntStream.range(0, dims.size()).boxed().toList());
        String mode = call.attributes().text("mode", "constant");
        Args.requireSame("the number of pads", pads.size(), 2L * axes.size(), "give two for each axis");
        List<Integer> before = new ArrayList<>(Collections.nCopies(dims.size(), 0));
        List<Integer> out = new ArrayList<>(dims);
        for (int i = 0; i < axes.size(); i++) {
            int axis = Dims.axis(axes.get(i), dims.size());
            before.set(axis, pads.get(i));
            out.set(axis, dims.get(axis) + pads.get(i) + pads.get(i + axes.size()));
        }
        List<IntUnaryOperator> along = new ArrayList<>();
        for (int axis = 0; axis < dims.size(); axis++) {
            int length = dims.get(axis);
            int first = before.get(axis);
            along.add(i -> source(call, mode, i - first, length));
        }
        return List.of(call.move(call.input(0), Rearrangement.byAxis(dims, out, along), fill));
    }

    /** Returns which entry of an axis stands at a place that may lie outside of it; −1 for the constant. */
    private static int source(NodeCall call, String mode, int place, int length) {
        if (place >= 0 && place < length) {
            return place;
        }
        return switch (mode) {
            case "constant" -> -1;
            case "edge" -> place < 0 ? 0 : length - 1;
            case "wrap" -> Math.floorMod(place, length);
            case "reflect" -> {
                int period = Math.max(1, 2 * (length - 1));
                int folded = Math.floorMod(place, period);
                yield folded < length ? folded : period - folded;
            }
            default -> throw call.refuse("pads in the mode '" + mode + "'", "use constant, reflect, edge or wrap");
        };
    }

    private static List<Value> resize(NodeCall call) {
        List<Integer> dims = call.dims(0);
        String mode = call.attributes().text("mode", "nearest");
        if (!mode.equals("nearest")) {
            throw call.refuse("resizes in the mode '" + mode + "'", "use the mode nearest");
        }
        boolean plain = call.opset() < 11;
        Optional<KnownNumbers> scales = plain ? scalesOf(call) : call.setting(2).filter(n -> n.size() > 0);
        List<Integer> axes = call.integers("axes")
                .map(list -> list.stream().map(a -> Dims.axis(a, dims.size())).toList())
                .orElseGet(() -> IntStream.range(0, dims.size()).boxed().toList());
        List<Integer> out = new ArrayList<>(dims);
        List<Double> by = new ArrayList<>(Collections.nCopies(dims.size(), 1.0));
        for (int i = 0; i < axes.size(); i++) {
            int axis = axes.get(i);
            if (scales.isPresent()) {
                by.set(axis, scales.get().real(i));
                out.set(axis, (int) Math.floor(dims.get(axis) * by.get(axis)));
            } else {
                out.set(axis, call.numbers(3).toIntegers().get(i));
                by.set(axis, out.get(axis) / (double) dims.get(axis));
            }
        }
        String policy = call.attributes().text("keep_aspect_ratio_policy", "stretch");
        if (!policy.equals("stretch")) {
            throw call.refuse("resizes with the policy '" + policy + "'", "use the policy stretch");
        }
        String coordinates =
                plain ? "asymmetric" : call.attributes().text("coordinate_transformation_mode", "half_pixel");
        String rounding = plain ? "floor" : call.attributes().text("nearest_mode", "round_prefer_floor");
        List<IntUnaryOperator> along = new ArrayList<>();
        for (int axis = 0; axis < dims.size(); axis++) {
            int length = dims.get(axis);
            int longer = out.get(axis);
            double scale = by.get(axis);
            along.add(i -> {
                double x = longer == length && scale == 1 ? i : place(call, coordinates, i, length, longer, scale);
                return Math.max(0, Math.min(length - 1, rounded(call, rounding, x)));
            });
        }
        return List.of(call.move(call.input(0), Rearrangement.byAxis(dims, out, along)));
    }

    private static Optional<KnownNumbers> scalesOf(NodeCall call) {
        Optional<KnownNumbers> given = call.setting(1);
        return given.isPresent()
                ? given
                : call.attributes()
                        .reals("scales")
                        .map(list -> KnownNumbers.reals(
                                List.of(list.size()),
                                list.stream().mapToDouble(Float::doubleValue).toArray()));
    }

    private static double place(NodeCall call, String mode, int i, int length, int longer, double scale) {
        return switch (mode) {
            case "asymmetric" -> i / scale;
            case "half_pixel" -> (i + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> longer > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case "align_corners" -> longer > 1 ? i * (length - 1.0) / (longer - 1) : 0;
            case "half_pixel_symmetric" -> {
                double adjustment = longer / (scale * length);
                yield length / 2.0 * (1 - adjustment) + (i + 0.5) / scale - 0.5;
            }
            default -> throw call.refuse("places pixels by '" + mode + "'", "use asymmetric or half_pixel");
        };
    }

    private static int rounded(NodeCall call, String mode, double x) {
        return (int)
                switch (mode) {
                    case "floor" -> Math.floor(x);
                    case "ceil" -> Math.ceil(x);
                    case "round_prefer_floor" -> Math.ceil(x - 0.5);
                    case "round_prefer_ceil" -> Math.floor(x + 0.5);
                    default -> throw call.refuse("rounds pixels by '" + mode + "'", "use floor or round_prefer_floor");
                };
    }
}
