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
        requireFinite(value, json.streamWriteContext().pathAsPointer());
        json.writeNumber(value);
    }

    /** Writes arrays of doubles in the same way. */
    static final class OfArrays extends StdSerializer<double[]> {
        OfArrays() {
            super(double[].class);
        }

        @Override
        public void serialize(double[] values, JsonGenerator json, SerializationContext context) {
            array(values, json);
        }
    }

    /** Writes an array, after it has looked at every entry. */
    static void array(double[] values, JsonGenerator json) {
        for (int i = 0; i < values.length; i++) {
            requireFinite(values[i], json.streamWriteContext().pathAsPointer() + "/" + i);
        }
        json.writeStartArray();
        for (double value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private static void requireFinite(double value, Object place) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "%s is %s, which JSON cannot hold; leave the value out (null)".formatted(place, value));
        }
    }
}
