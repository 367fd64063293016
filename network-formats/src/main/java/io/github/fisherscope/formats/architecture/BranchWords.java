package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.entry.Multiply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Branches that come together, and repetition. */
final class BranchWords {
    private BranchWords() {}

    static Map<String, LayerWord> words() {
        return Map.of(
                "residual", LayerWord.of(BranchWords::residual, "shortcut"),
                "add", LayerWord.of((c, in) -> branches(c, in, new Add.Of())),
                "multiply", LayerWord.of((c, in) -> branches(c, in, new Multiply())),
                "repeat", LayerWord.of(BranchWords::repeat, "layers"));
    }

    /** {@code {"residual":[…]}} adds what comes in; {@code "shortcut":[…]} sends that through layers of its own. */
    private static Flow residual(WordCall call, Flow in) {
        Flow inner = call.run(call.value(), "residual", in);
        Flow outer = call.has("shortcut") ? call.run(call.setting("shortcut"), "shortcut", in) : in;
        return together(call, List.of(outer, inner), new Add.Of());
    }

    private static Flow together(WordCall call, List<Flow> flows, ComputedLayer layer) {
        for (Flow flow : flows) {
            if (!flow.dims().equals(flows.get(0).dims())) {
                throw call.wrong("joins the shapes " + flows.get(0).shape() + " and " + flow.shape());
            }
        }
        return call.emit(flows, layer, List.of());
    }

    private static Flow branches(WordCall call, Flow in, ComputedLayer layer) {
        List<Flow> flows = new ArrayList<>();
        int i = 0;
        for (JsonNode branch : call.value()) {
            flows.add(call.run(branch, "branch" + i++, in));
        }
        if (flows.size() < 2 || (layer instanceof Multiply && flows.size() > 2)) {
            throw call.wrong("joins " + flows.size() + " branches; write [[…],[…]]");
        }
        return together(call, flows, layer);
    }

    /** {@code {"repeat":12,"layers":[…]}} with {@code {i}} in names for 0, 1, …. */
    private static Flow repeat(WordCall call, Flow in) {
        int count = call.value().asInt(0);
        if (!call.value().isIntegralNumber() || count < 1 || count > 10_000) {
            throw call.wrong("repeats " + call.value() + " times; it must be a whole number from 1 to 10000");
        }
        String text = call.setting("layers").toString();
        Flow flow = in;
        for (int i = 0; i < count; i++) {
            JsonNode layers = JsonMapper.shared().readTree(text.replace("{i}", String.valueOf(i)));
            flow = call.run(layers, i + ".layers", flow);
        }
        return flow;
    }
}
