package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Multiply;
import io.github.fisherscope.core.layer.entry.Subtract;
import io.github.fisherscope.core.layer.shape.IndexGather;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers with several inputs. */
final class MergeClasses {
    private MergeClasses() {}

    static Map<String, KerasLayer> classes() {
        return Map.of(
                "Add", (c, in) -> folded(c, in, new Add.Of()),
                "Subtract", (c, in) -> folded(c, in, new Subtract()),
                "Multiply", (c, in) -> folded(c, in, new Multiply()),
                "Average", (c, in) -> c.map(folded(c, in, new Add.Of()), Affine.scalar(1.0 / in.size(), 0)),
                "Concatenate", MergeClasses::concatenate);
    }

    /** Brings inputs to the same order of axes and the same shape, axes of length 1 repeated. */
    private static List<KerasFlow> alike(KerasCall call, List<KerasFlow> inputs) {
        call.refuse(inputs.size() < 2, "joins " + inputs.size() + " inputs");
        boolean same = inputs.stream()
                .allMatch(f -> f.dims().equals(inputs.get(0).dims())
                        && f.moved() == inputs.get(0).moved());
        if (same) {
            return inputs;
        }
        List<Integer> dims = new ArrayList<>(inputs.get(0).dims());
        for (KerasFlow flow : inputs) {
            call.refuse(flow.rank() != dims.size(), "joins " + dims + " and " + flow.dims());
            for (int i = 0; i < dims.size(); i++) {
                int length = flow.dims().get(i);
                call.refuse(
                        length != dims.get(i) && length != 1 && dims.get(i) != 1,
                        "joins " + dims + " and " + flow.dims());
                dims.set(i, Math.max(length, dims.get(i)));
            }
        }
        return inputs.stream().map(f -> broadcast(call, call.plain(f), dims)).toList();
    }

    private static KerasFlow broadcast(KerasCall call, KerasFlow flow, List<Integer> dims) {
        return flow.dims().equals(dims)
                ? flow
                : call.emit(flow, IndexGather.broadcast(flow.shape(), new Shape(dims)), List.of());
    }

    private static KerasFlow folded(KerasCall call, List<KerasFlow> given, Layer layer) {
        List<KerasFlow> inputs = alike(call, given);
        KerasFlow sum = inputs.get(0);
        for (KerasFlow next : inputs.subList(1, inputs.size())) {
            sum = new KerasFlow(call.add(List.of(sum, next), layer, List.of()), sum.dims(), sum.moved());
        }
        return sum;
    }

    private static KerasFlow concatenate(KerasCall call, List<KerasFlow> given) {
        call.refuse(given.size() < 2, "joins " + given.size() + " inputs");
        boolean moved = given.stream().allMatch(KerasFlow::moved);
        List<KerasFlow> inputs = moved ? given : given.stream().map(call::plain).toList();
        int rank = inputs.get(0).rank();
        int axis = call.integer("axis", -1);
        int counted = axis < 0 ? axis + rank : axis;
        call.refuse(
                counted < 1 || counted >= rank || inputs.stream().anyMatch(f -> f.rank() != rank),
                "joins along axis " + axis);
        List<Shape> shapes = inputs.stream().map(KerasFlow::shape).toList();
        int part = call.add(inputs, IndexGather.concat(shapes, inputs.get(0).axis(counted)), List.of());
        List<Integer> dims = call.assembly().shape(part).dimensions();
        return new KerasFlow(part, moved ? KerasFlow.movedToBack(dims) : dims, moved);
    }
}
