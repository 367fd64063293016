package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.layer.product.MatMul;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import io.github.fisherscope.formats.onnx.value.Rearrangement;
import java.util.Arrays;
import java.util.List;

/**
 * Attention of given queries, keys and values (opset 23), written out: scores, mask, softmax, and the mean of values by them.
 * It has no parameters.
 */
final class Attention {
    private static final String REMEDY = "export the model for whole sequences, without a cache";

    private Attention() {}

    static List<Value> apply(NodeCall call) {
        call.requireOutputs(1, "its keys, values or scores");
        if (call.has(4) || call.has(5) || call.has(6)) {
            throw call.refuse("takes keys and values of earlier steps", REMEDY);
        }
        boolean flat = call.dims(0).size() == 3;
        int queryHeads = Math.toIntExact(call.attributes().integer("q_num_heads", 0));
        int keyHeads = Math.toIntExact(call.attributes().integer("kv_num_heads", queryHeads));
        Signal q = flat ? heads(call, call.signal(0), queryHeads) : call.signal(0);
        Signal k = flat ? heads(call, call.signal(1), keyHeads) : call.signal(1);
        Signal v = flat ? heads(call, call.signal(2), keyHeads) : call.signal(2);
        int groups = q.dims().get(1) / k.dims().get(1);
        k = repeated(call, k, groups);
        v = repeated(call, v, groups);
        double scale = call.attributes().real("scale", 1 / Math.sqrt(q.dims().get(3)));
        Signal scores = scores(call, q, k, scale);
        Signal weights = call.map(scores, new Softmax(3));
        List<Integer> dims = List.of(
                q.dims().get(0), q.dims().get(1), q.dims().get(2), v.dims().get(3));
        Signal mean = call.emit(new MatMul(), List.of(weights, v), List.of(), dims);
        return List.of(flat ? together(call, mean) : mean);
    }

    private static Signal heads(NodeCall call, Signal signal, int heads) {
        List<Integer> dims = signal.dims();
        Args.requireInRange("the number of heads", heads, 1, dims.get(2));
        List<Integer> split = List.of(dims.get(0), dims.get(1), heads, dims.get(2) / heads);
        return call.signal(call.move(call.reshape(signal, split), Rearrangement.transpose(split, List.of(0, 2, 1, 3))));
    }

    private static Signal together(NodeCall call, Signal signal) {
        List<Integer> dims = signal.dims();
        Value moved = call.move(signal, Rearrangement.transpose(dims, List.of(0, 2, 1, 3)));
        return call.signal(call.reshape(moved, List.of(dims.get(0), dims.get(2), dims.get(1) * dims.get(3))));
    }

    /** Several heads of queries share one of keys and values, which stand there as often. */
    private static Signal repeated(NodeCall call, Signal signal, int groups) {
        if (groups == 1) {
            return signal;
        }
        long[] heads = new long[signal.dims().get(1) * groups];
        Arrays.setAll(heads, i -> i / groups);
        KnownNumbers indices = KnownNumbers.integers(List.of(heads.length), heads);
        return call.signal(call.move(signal, Rearrangement.gather(signal.dims(), 1, indices)));
    }

    private static Signal scores(NodeCall call, Signal q, Signal k, double scale) {
        List<Integer> keys = k.dims();
        Signal turned = call.signal(call.move(k, Rearrangement.transpose(keys, List.of(0, 1, 3, 2))));
        List<Integer> dims = List.of(q.dims().get(0), q.dims().get(1), q.dims().get(2), keys.get(2));
        Signal scaled = call.map(q, Affine.scalar(scale, 0));
        Signal scores = call.emit(new MatMul(), List.of(scaled, turned), List.of(), dims);
        double cap = call.attributes().real("softcap", 0);
        boolean causal = call.attributes().integer("is_causal", 0) != 0;
        if (cap != 0) {
            if (causal || call.has(3)) {
                throw call.refuse(
                        "caps and masks its scores, in an order that differs between versions of ONNX",
                        "write attention as matrix products");
            }
            Signal capped =
                    call.map(call.map(scores, Affine.scalar(1 / cap, 0)), new Activated.Of(new Activation.Tanh()));
            scores = call.map(capped, Affine.scalar(cap, 0));
        }
        if (call.has(3)) {
            scores = call.signal(ArithmeticOperators.add(call, scores, mask(call)));
        }
        return causal ? call.signal(ArithmeticOperators.add(call, scores, before(dims))) : scores;
    }

    /** Returns what is added to the scores: a mask of truth values becomes 0 and −∞. */
    private static Value mask(NodeCall call) {
        Value mask = call.input(3);
        if (!(mask instanceof Fixed fixed) || !fixed.numbers().integral()) {
            return mask;
        }
        return new Fixed(fixed.numbers().mapped(x -> x == 0 ? Double.NEGATIVE_INFINITY : 0));
    }

    /** Returns −∞ where a key stands behind the query. */
    private static Value before(List<Integer> dims) {
        List<Integer> matrix = dims.subList(2, 4);
        double[] values = new double[Dims.size(matrix)];
        int keys = matrix.get(1);
        Arrays.setAll(values, i -> i % keys > i / keys ? Double.NEGATIVE_INFINITY : 0);
        return new Fixed(KnownNumbers.reals(matrix, values));
    }
}
