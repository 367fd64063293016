package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.ReferenceData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A case of {@code finite-width.json}: what the reference program predicts, and its simulation of ten networks. */
record OracleCase(String name, NetworkSpec spec, long samples, JsonNode json) {

    static OracleCase of(String name) {
        try (InputStream in = ReferenceData.class.getResourceAsStream("finite-width.json")) {
            JsonNode c = new ObjectMapper()
                    .readTree(Objects.requireNonNull(in, "finite-width.json"))
                    .get(name);
            List<Integer> widths = new ArrayList<>();
            c.get("widths").forEach(w -> widths.add(w.asInt()));
            NetworkSpec spec = new NetworkSpec(
                    widths,
                    io.github.fisherscope.core.network.Activation.parse(
                            c.get("activation").asString()),
                    c.get("weight_variance").asDouble(),
                    c.get("bias_variance").asDouble());
            return new OracleCase(name, spec, c.get("samples").asLong(), c);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a number by its path, as {@code predicted/mean} or {@code simulated/mean/0}. */
    double number(String path) {
        return json.at("/" + path).asDouble();
    }
}
