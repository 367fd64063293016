package io.github.fisherscope.results.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes doubles and refuses what JSON has no number for, instead of writing a string that no reader expects. */
final class FiniteDoubleWriter extends StdSerializer<Double> {

    FiniteDoubleWriter() {
        super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializationContext context) {
        json.writeNumber(requireFinite(value, json));
    }

    static double requireFinite(double value, JsonGenerator json) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("%s is %s, which JSON cannot hold; leave the value out (null)"
                    .formatted(json.streamWriteContext().pathAsPointer(), value));
        }
        return value;
    }
}
