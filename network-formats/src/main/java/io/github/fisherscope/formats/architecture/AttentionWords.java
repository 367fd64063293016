package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.layer.product.MatMul;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.formats.model.StoredTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attention of a sequence to itself: {@code {"attention":"block.attn","heads":12,"causal":true}}. Queries, keys and values come
 * from one packed matrix ({@code in_proj_weight} of torch, {@code c_attn} of GPT-2) or from three ({@code q_proj}, {@code
 * k_proj}, {@code v_proj}, or {@code query}, {@code key}, {@code value}).
 */
final class AttentionWords {
    private AttentionWords() {}

    static Map<String, LayerWord> words() {
        return Map.of(
                "attention",
                LayerWord.ofParameters(AttentionWords::attention, "heads", "causal", "transposed", "bias"));
    }

    private static Flow attention(WordCall call, Flow in) {
        if (in.dims().size() != 3) {
            throw call.wrong("takes positions × channels and gets the shape " + in.shape());
        }
        int heads = call.integer("heads", 1, 1);
        if (call.drawn()) {
            want(call, in.last());
        }
        List<Flow> projected = projections(call, in);
        int width = projected.get(0).last();
        if (width % heads != 0) {
            throw call.wrong("divides " + width + " channels into " + heads + " heads");
        }
        Flow q = heads(call, projected.get(0), heads);
        Flow k = heads(call, projected.get(1), heads);
        Flow v = heads(call, projected.get(2), heads);
        Flow scaled = call.map(q, Affine.scalar(1 / Math.sqrt(q.last()), 0));
        Flow turned = call.map(k, IndexGather.transpose(k.shape(), List.of(0, 1, 3, 2)));
        Flow scores = call.emit(List.of(scaled, turned), new MatMul(), List.of());
        if (call.flag("causal", false)) {
            scores = call.map(scores, causal(scores.last()));
        }
        Flow weights = call.map(scores, new Softmax(3));
        Flow mean = call.emit(List.of(weights, v), new MatMul(), List.of());
        Flow back = call.map(mean, IndexGather.transpose(mean.shape(), List.of(0, 2, 1, 3)));
        return output(call, back.as(List.of(1, in.dims().get(1), width)));
    }

    /** Random networks have one packed matrix, as torch does. */
    private static void want(WordCall call, int width) {
        String prefix = call.prefix();
        boolean turned = call.flag("transposed", false);
        boolean biases = call.flag("bias", true);
        call.wantWeight(
                prefix + ".in_proj_weight", turned ? List.of(width, 3 * width) : List.of(3 * width, width), width);
        if (biases) {
            call.wantBias(prefix + ".in_proj_bias", 3 * width);
        }
        call.wantWeight(prefix + ".out_proj.weight", List.of(width, width), width);
        if (biases) {
            call.wantBias(prefix + ".out_proj.bias", width);
        }
    }

    private static List<Flow> projections(WordCall call, Flow in) {
        String prefix = call.prefix();
        boolean transposed = call.flag("transposed", false);
        Optional<StoredTensor> packed =
                first(call, prefix + ".in_proj_weight", prefix + ".c_attn.weight", prefix + ".qkv.weight");
        if (packed.isPresent()) {
            Optional<StoredTensor> bias =
                    first(call, prefix + ".in_proj_bias", prefix + ".c_attn.bias", prefix + ".qkv.bias");
            Flow all = call.dense(in, packed.get(), bias, transposed);
            int width = all.last() / 3;
            List<Flow> parts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                List<Integer> counts = List.of(1, all.dims().get(1), width);
                parts.add(call.map(
                        all, IndexGather.slice(all.shape(), List.of(0, 0, i * width), counts, List.of(1, 1, 1))));
            }
            return parts;
        }
        List<Flow> parts = new ArrayList<>();
        for (String[] names : new String[][] {{"q_proj", "query"}, {"k_proj", "key"}, {"v_proj", "value"}}) {
            StoredTensor weight = call.tensor(prefix + "." + names[0] + ".weight", prefix + "." + names[1] + ".weight");
            Optional<StoredTensor> bias =
                    first(call, prefix + "." + names[0] + ".bias", prefix + "." + names[1] + ".bias");
            parts.add(call.dense(in, weight, bias, transposed));
        }
        return parts;
    }

    private static Optional<StoredTensor> first(WordCall call, String... names) {
        return Arrays.stream(names).map(call::find).flatMap(Optional::stream).findFirst();
    }

    private static Flow output(WordCall call, Flow in) {
        String prefix = call.prefix();
        StoredTensor weight = call.tensor(
                prefix + ".out_proj.weight",
                prefix + ".c_proj.weight",
                prefix + ".o_proj.weight",
                prefix + ".proj.weight",
                prefix + ".out.weight");
        String name = weight.name();
        Optional<StoredTensor> bias = call.find(name.substring(0, name.length() - "weight".length()) + "bias");
        return call.dense(in, weight, bias, call.flag("transposed", false));
    }

    private static Flow heads(WordCall call, Flow in, int heads) {
        Flow split = in.as(List.of(1, in.dims().get(1), heads, in.last() / heads));
        return call.map(split, IndexGather.transpose(split.shape(), List.of(0, 2, 1, 3)));
    }

    /** Adds −∞ where a key stands behind the query. */
    private static Affine causal(int positions) {
        double[] ones = new double[positions * positions];
        double[] mask = new double[positions * positions];
        Arrays.fill(ones, 1);
        Arrays.setAll(mask, i -> i % positions > i / positions ? Double.NEGATIVE_INFINITY : 0);
        return new Affine(RealVector.takingOver(ones), RealVector.takingOver(mask), Shape.of(positions, positions));
    }
}
