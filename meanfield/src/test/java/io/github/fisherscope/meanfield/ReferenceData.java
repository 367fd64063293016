package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The numbers in {@code reference.json}; see the README beside it for where they come from. */
public final class ReferenceData {
    private static final JsonNode ROOT = load();

    private ReferenceData() {}

    /** One configuration with its numbers. */
    public record Case(String name, NetworkSpec spec, long samples, JsonNode json) {
        /** Returns a number of the case; the path is written with dots. */
        public double number(String path) {
            return ReferenceData.at(json, path).asDouble();
        }

        public boolean has(String path) {
            return !ReferenceData.at(json, path).isMissingNode();
        }

        /** Returns a simulated mean with its standard error. */
        public Simulated simulated(String path) {
            JsonNode pair = ReferenceData.at(json, path);
            return new Simulated(pair.get(0).asDouble(), pair.get(1).asDouble());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A mean over independent networks and its standard error. */
    public record Simulated(double mean, double standardError) {
        /** Returns the number of standard errors between the prediction and the mean, positive when it is above. */
        public double score(double prediction) {
            return (prediction - mean) / standardError;
        }
    }

    public static JsonNode root() {
        return ROOT;
    }

    public static Stream<Case> theoryCases() {
        return cases(ROOT.get("theory_cases"));
    }

    public static Stream<Case> simulationCases() {
        return cases(ROOT.get("sim_cases"));
    }

    public static Case simulationCase(String id) {
        return simulationCases()
                .filter(c -> c.name().startsWith(id + " "))
                .findFirst()
                .orElseThrow();
    }

    public static Stream<Case> cases(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(ReferenceData::toCase);
    }

    /** Returns the number at a path written with dots; array positions count from 0. */
    public static double number(String path) {
        return at(ROOT, path).asDouble();
    }

    static JsonNode at(JsonNode node, String path) {
        return node.at("/" + path.replace("~", "~0").replace('.', '/'));
    }

    private static Case toCase(JsonNode json) {
        List<Integer> widths = new ArrayList<>();
        json.get("widths").forEach(w -> widths.add(w.asInt()));
        String act = json.get("act").asString();
        double sw2 = json.has("sw2") ? json.get("sw2").asDouble() : (act.startsWith("relu") ? 2 : 3);
        double sb2 = json.has("sb2") ? json.get("sb2").asDouble() : (act.startsWith("relu") ? 0.1 : 0.64);
        NetworkSpec spec = new NetworkSpec(widths, activation(act), sw2, sb2);
        String id = json.has("id") ? json.get("id").asString() + " " : "";
        int samples = json.get("T").asInt();
        return new Case(
                String.format(Locale.ROOT, "%s%s (%s, %s) %s T=%d", id, act, sw2, sb2, widths, samples),
                spec,
                samples,
                json);
    }

    /** Translates the names of the reference implementation, where erf means erf(u/√2) and erf1 means erf(u). */
    public static Activation activation(String name) {
        String plain = name.replace(":out", "");
        return switch (plain) {
            case "linear" -> new Activation.Identity();
            case "erf" -> new Activation.Erf(Math.sqrt(0.5));
            case "erf1" -> new Activation.Erf(1);
            default ->
                plain.startsWith("lrelu:")
                        ? new Activation.LeakyRelu(Double.parseDouble(plain.substring("lrelu:".length())))
                        : Activation.parse(plain);
        };
    }

    private static JsonNode load() {
        try (InputStream in = ReferenceData.class.getResourceAsStream("reference.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, "reference.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
