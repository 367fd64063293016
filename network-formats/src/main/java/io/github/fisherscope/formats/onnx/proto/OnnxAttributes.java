package io.github.fisherscope.formats.onnx.proto;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of a node, by their names. A setting of another type than the one that is asked for counts as missing.
 * Immutable.
 */
public final class OnnxAttributes {
    private final Map<String, Object> values;

    OnnxAttributes(Map<String, Object> values) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns the names of all settings. */
    public Set<String> names() {
        return values.keySet();
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns whether one of the settings is a graph of its own, as those of branches and loops are. */
    public boolean hasGraph() {
        return values.containsValue(Inner.GRAPH);
    }

    public long integer(String name, long otherwise) {
        return values.get(name) instanceof Long n ? n : otherwise;
    }

    /** Returns a floating-point setting, which files hold as float32, widened. */
    public double real(String name, double otherwise) {
        return values.get(name) instanceof Float x ? (double) x : otherwise;
    }

    public String text(String name, String otherwise) {
        return values.get(name) instanceof String text ? text : otherwise;
    }

    /** Returns a list of whole numbers. */
    public Optional<List<Long>> integers(String name) {
        return values.get(name) instanceof Longs list ? Optional.of(list.values()) : Optional.empty();
    }

    /** Returns a list of floating-point numbers. */
    public Optional<List<Float>> reals(String name) {
        return values.get(name) instanceof Floats list ? Optional.of(list.values()) : Optional.empty();
    }

    public Optional<OnnxTensor> tensor(String name) {
        return values.get(name) instanceof OnnxTensor tensor ? Optional.of(tensor) : Optional.empty();
    }

    /** Settings that are not values. */
    enum Inner {
        GRAPH,
        OTHER
    }

    /** A list of whole numbers. */
    record Longs(List<Long> values) {}

    /** A list of floats. */
    record Floats(List<Float> values) {}
}
