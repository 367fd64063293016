package io.github.fisherscope.results.json;

import io.github.fisherscope.results.spectrum.SpectrumResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a document of {@code fisherscope/result/1} into one of version 2. In version 1 a predicted {@code max} was the
 * level of the C outliers, which is {@code topMean} now, and {@code firstMax} the largest eigenvalue, which is {@code max};
 * the measured bulk was called {@code bulkMean}. All other fields have the same names and meanings.
 */
final class ResultVersion1 {
    static final String SCHEMA = "fisherscope/result/1";

    private ResultVersion1() {}

    /** Returns the document in the form of version 2; what is missing or damaged stays so. */
    static ObjectNode upgrade(ObjectNode document) {
        ObjectNode upgraded = document.deepCopy();
        upgraded.put("schema", SpectrumResult.SCHEMA);
        if (upgraded.get("spectrum") instanceof ObjectNode spectrum) {
            rename(spectrum, "bulkMean", "bulk");
        }
        JsonNode layers = upgraded.get("layers");
        if (layers != null) {
            layers.valueStream().forEach(layer -> {
                if (layer instanceof ObjectNode object) {
                    rename(object, "predictedMax", "predictedTopMean");
                }
            });
        }
        if (upgraded.get("theory") instanceof ObjectNode theory) {
            upgrade(theory, upgraded);
        }
        return upgraded;
    }

    private static void upgrade(ObjectNode theory, ObjectNode document) {
        if (theory.get("leadingOrder") instanceof ObjectNode leading) {
            rename(leading, "max", "topMean");
        }
        ObjectNode statistics = document.objectNode();
        move(theory, "mean", statistics, "mean");
        move(theory, "secondMoment", statistics, "secondMoment");
        boolean normalized = document.at("/fisher/normalization").isString(); // predicted was the largest alone
        move(theory, "firstMax", statistics, "max");
        move(theory, "max", statistics, normalized ? "max" : "topMean");
        move(theory, "bulk", statistics, "bulk");
        boolean predicted = statistics.valueStream().anyMatch(value -> !value.isNull());
        theory.set("statistics", predicted ? statistics : document.nullNode());
        theory.remove("measuredOrderParameters"); // never written but as null
    }

    private static void rename(ObjectNode object, String from, String to) {
        move(object, from, object, to);
    }

    private static void move(ObjectNode from, String name, ObjectNode to, String newName) {
        @Nullable JsonNode value = from.remove(name);
        if (value != null) {
            to.set(newName, value);
        }
    }
}
