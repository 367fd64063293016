package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.formats.model.WeightSource;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import io.github.fisherscope.formats.onnx.value.Rearrangement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operators that move numbers: the same table for constants, parameters and signals. */
final class MovingOperators {
    private MovingOperators() {}

    static Map<String, Operator> family() {
        return Map.of(
                "Transpose", MovingOperators::transpose,
                "Slice", MovingOperators::slice,
                "Split", MovingOperators::split,
                "Concat", MovingOperators::concat,
                "Expand", MovingOperators::expand,
                "Tile", MovingOperators::tile,
                "Gather", MovingOperators::gather,
                "DepthToSpace", MovingOperators::depthToSpace,
                "SpaceToDepth", MovingOperators::spaceToDepth);
    }

    private static List<Value> transpose(NodeCall call) {
        List<Integer> dims = call.dims(0);
        List<Integer> order = call.integers("perm").orElseGet(() -> {
            List<Integer> reversed =
                    new ArrayList<>(IntStream.range(0, dims.size()).boxed().toList());
            Collections.reverse(reversed);
            return reversed;
        });
        return List.of(call.move(call.input(0), Rearrangement.transpose(dims, order)));
    }

    private static List<Value> slice(NodeCall call) {
        List<Integer> dims = call.dims(0);
        boolean attributes = call.opset() < 10;
        List<Integer> starts = (attributes ? call.integers("starts") : call.integers(1, "starts"))
                .orElseThrow(() -> call.refuse("lacks its starts", "export the model again"));
        List<Integer> ends = (attributes ? call.integers("ends") : call.integers(2, "ends"))
                .orElseThrow(() -> call.refuse("lacks its ends", "export the model again"));
        List<Integer> axes = (attributes ? call.integers("axes") : call.integers(3, "axes"))
                .orElseGet(() -> IntStream.range(0, starts.size()).boxed().toList());
        List<Integer> steps = attributes
                ? Collections.nCopies(starts.size(), 1)
                : call.integers(4, "steps").orElseGet(() -> Collections.nCopies(starts.size(), 1));
        List<Integer> from = new ArrayList<>(Collections.nCopies(dims.size(), 0));
        List<Integer> counts = new ArrayList<>(dims);
        List<Integer> by = new ArrayList<>(Collections.nCopies(dims.size(), 1));
        for (int i = 0; i < starts.size(); i++) {
            int axis = Dims.axis(axes.get(i), dims.size());
            int step = steps.get(i);
            Args.require(step != 0, "a step of a slice is 0");
            int length = dims.get(axis);
            int start = bound(starts.get(i), length, step < 0 ? -1 : 0);
            int end = bound(ends.get(i), length, step < 0 ? -1 : 0);
            from.set(axis, start);
            by.set(axis, step);
            long span = step > 0 ? (long) end - start : (long) start - end;
            counts.set(axis, (int) Math.max(0, (span + Math.abs((long) step) - 1) / Math.abs((long) step)));
        }
        return List.of(call.move(call.input(0), Rearrangement.slice(dims, from, counts, by)));
    }

    /** Returns an end of a slice within the axis; {@code low} is −1 for slices that go backwards. */
    private static int bound(int given, int length, int low) {
        long own = given < 0 ? (long) given + length : given;
        return (int) Math.max(low, Math.min(length + low, own));
    }

    private static List<Value> split(NodeCall call) {
        List<Integer> dims = call.dims(0);
        int axis = call.axis("axis", 0, dims.size());
        int parts = call.node().outputs().size();
        List<Integer> sizes = call.integers(1, "split").orElseGet(() -> equalParts(dims.get(axis), parts));
        List<Value> outputs = new ArrayList<>();
        int at = 0;
        for (int size : sizes) {
            List<Integer> from = new ArrayList<>(Collections.nCopies(dims.size(), 0));
            from.set(axis, at);
            outputs.add(call.move(
                    call.input(0),
                    Rearrangement.slice(dims, from, Dims.with(dims, axis, size), Collections.nCopies(dims.size(), 1))));
            at += size;
        }
        Args.requireSame("the sum of the parts", at, dims.get(axis), "the axis has that length");
        return outputs;
    }

    /** Returns parts of one size, the last one perhaps smaller. */
    private static List<Integer> equalParts(int length, int parts) {
        int size = (length + parts - 1) / parts;
        List<Integer> sizes = new ArrayList<>(Collections.nCopies(parts, size));
        sizes.set(parts - 1, length - size * (parts - 1));
        return sizes;
    }

    private static List<Value> concat(NodeCall call) {
        List<Value> values =
                IntStream.range(0, call.inputs()).mapToObj(call::input).toList();
        int axis = call.axis("axis", 1, values.get(0).dims().size());
        if (call.isFixed()) {
            return List.of(new Fixed(together(values, axis)));
        }
        List<Signal> signals =
                values.stream().filter(v -> v.size() > 0).map(call::signal).toList();
        return List.of(call.concat(signals, axis));
    }

    private static KnownNumbers together(List<Value> values, int axis) {
        List<KnownNumbers> parts =
                values.stream().map(v -> ((Fixed) v).numbers()).toList();
        Rearrangement moves =
                Rearrangement.concat(parts.stream().map(KnownNumbers::dims).toList(), axis);
        int size = parts.stream().mapToInt(KnownNumbers::size).sum();
        if (parts.stream().allMatch(KnownNumbers::integral)) {
            long[] all = parts.stream()
                    .flatMapToLong(p -> IntStream.range(0, p.size()).mapToLong(p::integer))
                    .toArray();
            return KnownNumbers.integers(List.of(size), all).moved(moves, 0);
        }
        double[] all = parts.stream()
                .flatMapToDouble(p -> IntStream.range(0, p.size()).mapToDouble(p::real))
                .toArray();
        return KnownNumbers.reals(List.of(size), all).moved(moves, 0);
    }

    private static List<Value> expand(NodeCall call) {
        List<Integer> dims = call.dims(0);
        List<Integer> out = Dims.broadcast(dims, call.numbers(1).toIntegers());
        return List.of(call.move(call.input(0), Rearrangement.expand(dims, out)));
    }

    private static List<Value> tile(NodeCall call) {
        List<Integer> dims = call.dims(0);
        List<Integer> repeats = call.numbers(1).toIntegers();
        Args.requireSame("the number of repeats", repeats.size(), dims.size(), "give one for each axis");
        return List.of(call.move(call.input(0), Rearrangement.tile(dims, repeats)));
    }

    private static List<Value> gather(NodeCall call) {
        List<Integer> dims = call.dims(0);
        int axis = call.axis("axis", 0, dims.size());
        if (!(call.input(1) instanceof Signal indices)) {
            return List.of(call.move(call.input(0), Rearrangement.gather(dims, axis, call.numbers(1))));
        }
        if (axis != 0) {
            throw call.refuse("picks along axis " + axis + " by what is computed", "pick along axis 0");
        }
        WeightSource table = call.requireWeights(0, "table");
        int width = Dims.size(dims, 1, dims.size());
        List<Integer> out = new ArrayList<>(indices.dims());
        out.addAll(dims.subList(1, dims.size()));
        return List.of(call.emit(new Lookup(dims.get(0), width), List.of(indices), List.of(table), out));
    }

    private static List<Value> depthToSpace(NodeCall call) {
        List<Integer> dims = call.dims(0);
        int block = (int) call.attributes().integer("blocksize", 0);
        Args.requireInRange("blocksize", block, 1, Short.MAX_VALUE);
        boolean columnRowDepth = call.attributes().text("mode", "DCR").equals("CRD");
        int depth = dims.get(1) / (block * block);
        List<Integer> split = columnRowDepth
                ? List.of(dims.get(0), depth, block, block, dims.get(2), dims.get(3))
                : List.of(dims.get(0), block, block, depth, dims.get(2), dims.get(3));
        List<Integer> order = columnRowDepth ? List.of(0, 1, 4, 2, 5, 3) : List.of(0, 3, 4, 1, 5, 2);
        Value moved = call.move(call.reshape(call.input(0), split), Rearrangement.transpose(split, order));
        return List.of(call.reshape(moved, List.of(dims.get(0), depth, dims.get(2) * block, dims.get(3) * block)));
    }

    private static List<Value> spaceToDepth(NodeCall call) {
        List<Integer> dims = call.dims(0);
        int block = (int) call.attributes().integer("blocksize", 0);
        Args.requireInRange("blocksize", block, 1, Short.MAX_VALUE);
        List<Integer> split = List.of(dims.get(0), dims.get(1), dims.get(2) / block, block, dims.get(3) / block, block);
        Value moved = call.move(
                call.reshape(call.input(0), split), Rearrangement.transpose(split, List.of(0, 3, 5, 1, 2, 4)));
        return List.of(call.reshape(
                moved, List.of(dims.get(0), dims.get(1) * block * block, dims.get(2) / block, dims.get(3) / block)));
    }
}
