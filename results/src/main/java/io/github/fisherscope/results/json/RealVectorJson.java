package io.github.fisherscope.results.json;

import io.github.fisherscope.core.math.RealVector;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.ser.std.StdSerializer;

/** A vector is an array of numbers. */
final class RealVectorJson {
    private RealVectorJson() {}

    static final class Writer extends StdSerializer<RealVector> {
        Writer() {
            super(RealVector.class);
        }

        @Override
        public void serialize(RealVector vector, JsonGenerator json, SerializationContext context) {
            FiniteDoubleWriter.array(vector.toArray(), json);
        }
    }

    static final class Reader extends StdDeserializer<RealVector> {
        Reader() {
            super(RealVector.class);
        }

        @Override
        public RealVector deserialize(JsonParser json, DeserializationContext context) {
            return RealVector.of(context.readValue(json, double[].class));
        }
    }
}
