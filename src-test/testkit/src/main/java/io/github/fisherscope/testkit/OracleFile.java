package io.github.fisherscope.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object of oracle numbers. Every reader fails with the path of what is missing or of another kind, so that a
 * test never compares with a default. Immutable.
 */
public final class OracleFile {
    private final String path;
    private final JsonNode node;

    private OracleFile(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    /**
     * Reads a resource of the class path.
     *
     * @param anchor a class beside whose resources the file lies
     * @param resource absolute name, for example {@code /oracle/theory_cases.json}
     * @throws IllegalArgumentException if there is no such resource
     */
    public static OracleFile read(Class<?> anchor, String resource) {
        try (InputStream in = anchor.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource + " beside " + anchor.getName());
            }
            return new OracleFile(resource, JsonMapper.shared().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /** Returns where this object stands, for the name of a test. */
    public String path() {
        return path;
    }

    public boolean has(String key) {
        return node.has(key);
    }

    /** Returns the object under a key. */
    public OracleFile at(String key) {
        JsonNode child = member(key);
        require(child.isObject(), key, "an object");
        return new OracleFile(path + "/" + key, child);
    }

    /** Returns the objects of a list; a list without any is an error, as a test over it would check nothing. */
    public List<OracleFile> cases(String key) {
        JsonNode list = member(key);
        require(list.isArray() && !list.isEmpty(), key, "a list with at least one entry");
        List<OracleFile> cases = new ArrayList<>();
        for (JsonNode child : list) {
            require(child.isObject(), key, "a list of objects");
            cases.add(new OracleFile(path + "/" + key + "[" + cases.size() + "]", child));
        }
        return List.copyOf(cases);
    }

    public String text(String key) {
        JsonNode child = member(key);
        require(child.isString(), key, "a text");
        return child.asString();
    }

    public double number(String key) {
        return number(member(key), key);
    }

    public int integer(String key) {
        double value = number(key);
        require(value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE, key, "an integer");
        return (int) value;
    }

    public int[] integers(String key) {
        double[] values = vector(key);
        int[] integers = new int[values.length];
        for (int i = 0; i < integers.length; i++) {
            require(values[i] == Math.rint(values[i]), key, "a list of integers");
            integers[i] = (int) values[i];
        }
        return integers;
    }

    public double[] vector(String key) {
        return vector(member(key), key);
    }

    /** Returns a list of rows; their lengths may differ. */
    public double[][] matrix(String key) {
        return matrix(member(key), key);
    }

    /** Returns a list of matrices, such as the weights of a network layer by layer. */
    public List<double[][]> matrices(String key) {
        JsonNode list = member(key);
        require(list.isArray(), key, "a list of matrices");
        List<double[][]> matrices = new ArrayList<>();
        for (JsonNode child : list) {
            matrices.add(matrix(child, key));
        }
        return List.copyOf(matrices);
    }

    @Override
    public String toString() {
        return path;
    }

    private double[][] matrix(JsonNode child, String key) {
        require(child.isArray(), key, "a list of rows");
        double[][] rows = new double[child.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = vector(child.get(i), key);
        }
        return rows;
    }

    private double[] vector(JsonNode child, String key) {
        require(child.isArray(), key, "a list of numbers");
        double[] values = new double[child.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number(child.get(i), key);
        }
        return values;
    }

    private double number(JsonNode child, String key) {
        require(child.isNumber(), key, "a number");
        return child.asDouble();
    }

    private JsonNode member(String key) {
        JsonNode child = node.get(key);
        if (child == null) {
            throw new IllegalArgumentException(path + " has no '" + key + "'; it has " + node.propertyNames());
        }
        return child;
    }

    private void require(boolean condition, String key, String kind) {
        if (!condition) {
            throw new IllegalArgumentException(path + "/" + key + " is not " + kind);
        }
    }
}
