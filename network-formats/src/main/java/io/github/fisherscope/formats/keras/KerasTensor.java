package io.github.fisherscope.formats.keras;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a call of a layer makes.
 *
 * @param layer its name
 * @param call which call of it, from 0 on
 * @param output which of its outputs
 */
record KerasTensor(String layer, int call, int output) {
    private static final int DEEPEST = 16;

    private static KerasTensor of(JsonNode list) {
        return new KerasTensor(
                list.path(0).asString(""), list.path(1).asInt(0), list.path(2).asInt(0));
    }

    private static boolean isOne(JsonNode node) {
        return node.isArray()
                && node.size() >= 3
                && node.get(0).isString()
                && node.get(1).isNumber();
    }

    /** Returns the only input or output of a model. */
    static KerasTensor only(JsonNode list, String what) {
        if (isOne(list)) {
            return of(list);
        }
        if (list.size() != 1 || !isOne(list.get(0))) {
            throw new KerasException("has " + list.size() + " " + what + "s; models with one are read");
        }
        return of(list.get(0));
    }

    /** Returns what a call takes, in order: lists of older versions, or tensors among the arguments of Keras 3. */
    static List<KerasTensor> takenBy(JsonNode call, String layer) {
        List<KerasTensor> taken = new ArrayList<>();
        collect(call.isObject() ? call.path("args") : call, taken, 0);
        if (call.isObject()) {
            collect(call.path("kwargs"), taken, 0);
        } else if (taken.isEmpty()) {
            throw new KerasException("has the layer '" + layer + "', whose inputs are not understood");
        }
        return taken;
    }

    private static void collect(JsonNode node, List<KerasTensor> taken, int depth) {
        if (depth > DEEPEST) {
            throw new KerasException("has arguments nested more than " + DEEPEST + " deep");
        }
        if (isOne(node)) {
            taken.add(of(node));
        } else if (node.has("keras_history")) {
            taken.add(of(node.get("keras_history")));
        } else if (node.isObject() || node.isArray()) {
            for (JsonNode inner : node) {
                collect(inner, taken, depth + 1);
            }
        }
    }
}
