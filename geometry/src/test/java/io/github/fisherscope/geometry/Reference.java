package io.github.fisherscope.geometry;

import io.github.fisherscope.core.math.RealVector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Numbers of independent programs: divergences with 40 digits inside (mpmath), transport by log-domain scaling with a Newton
 * finish and by linear programming (numpy, scipy). The files are copies of the project's reference data.
 */
public final class Reference {
    private Reference() {}

    /** Reads {@code divergences.json} or {@code transport.json}. */
    public static JsonNode read(String file) {
        try (InputStream in = Reference.class.getResourceAsStream(file)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the numbers of a list, or of a list of rows one after the other. */
    public static RealVector vector(JsonNode list) {
        return RealVector.takingOver(StreamSupport.stream(list.spliterator(), false)
                .flatMap(
                        x -> x.isArray() ? StreamSupport.stream(x.spliterator(), false) : java.util.stream.Stream.of(x))
                .mapToDouble(JsonNode::asDouble)
                .toArray());
    }

    /** Returns a number, with the text "infinite" as infinity. */
    public static double number(JsonNode value) {
        return value.isString() && value.asString().equals("infinite") ? Double.POSITIVE_INFINITY : value.doubleValue();
    }
}
