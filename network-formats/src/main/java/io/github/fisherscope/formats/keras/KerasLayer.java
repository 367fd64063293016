package io.github.fisherscope.formats.keras;

import java.util.List;

/** Turns the inputs of a layer of one class into its outputs. */
interface KerasLayer {
    /** What a layer with one input makes of it. */
    interface OfOne {
        KerasFlow of(KerasCall call, KerasFlow in);
    }

    KerasFlow of(KerasCall call, List<KerasFlow> inputs);

    static KerasLayer one(OfOne layer) {
        return (call, inputs) -> {
            if (inputs.size() != 1) {
                throw call.wrong("takes one input and gets " + inputs.size());
            }
            return layer.of(call, inputs.get(0));
        };
    }
}
