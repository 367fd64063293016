package io.github.fisherscope.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.linear.GraphDescent;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.linear.TensorRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** KnownNumbers of a network that automatic differentiation made, and the comparison of a network that was read with them. */
public final class LayerOracle {
    private final JsonNode json;
    private final Dataset data;
    private final double tolerance;

    private LayerOracle(JsonNode json, Dataset data, double tolerance) {
        this.json = json;
        this.data = data;
        this.tolerance = tolerance;
    }

    /** Returns where the files of a network are. */
    public static Path file(String name) {
        return Path.of("src/test/resources/layers", name);
    }

    /** Reads the numbers of a network; results may differ by {@code tolerance} times the largest number of their kind. */
    public static LayerOracle of(String name, double tolerance) {
        try {
            JsonNode json = JsonMapper.shared().readTree(Files.readString(file(name + ".oracle.json")));
            NpyArray x = Objects.requireNonNull(
                    NpzFile.read(file(name + ".inputs.npz")).get("x"));
            NpyArray rows = x.reshape(x.shape().get(0), x.size() / x.shape().get(0));
            Dataset data = Dataset.ofRows(rows.rows(), rows.columns(), rows::copyRow, DataSource.memory(name));
            return new LayerOracle(json, data, tolerance);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares everything. */
    public void check(GraphNetwork network) {
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
                GraphLinearization at = GraphLinearization.of(network, data, backend)) {
            same("f", at.outputs(), numbers(json.get("f")));
            int parameters = json.get("parameters").asInt();
            assertThat(network.graph().parameters()).isEqualTo(parameters);
            double[] v =
                    IntStream.rangeClosed(1, parameters).mapToDouble(Math::sin).toArray();
            same(
                    "J v",
                    at.jvp(reordered(network, v, false)),
                    numbers(json.get("jvp").get("Jv")));
            double[] g = IntStream.rangeClosed(1, at.samples() * at.outputCount())
                    .mapToDouble(Math::cos)
                    .toArray();
            double[] jtg = reordered(network, at.vjp(g), true);
            same("J' g", Arrays.copyOf(jtg, 16), numbers(json.get("vjp").get("head")));
            double norm = Math.sqrt(Arrays.stream(jtg).map(a -> a * a).sum());
            same("|J' g|", new double[] {norm}, new double[] {
                json.get("vjp").get("norm").asDouble()
            });
            eigenvalues(at, backend, "gaussian", unitScores(at));
            eigenvalues(at, backend, "categorical", softmaxScores(at));
            blocks(at, backend);
        }
    }

    private void eigenvalues(GraphLinearization at, Backend backend, String likelihood, double[][] scores) {
        try (Matrix gram = at.gram(scores)) {
            double[] found = backend.symmetricEigenvalues(gram);
            Arrays.sort(found);
            double[] descending = new double[found.length];
            Arrays.setAll(descending, i -> Math.max(0, found[found.length - 1 - i]));
            same(
                    likelihood + " eigenvalues",
                    descending,
                    numbers(json.get(likelihood).get("eigenvalues")));
        }
    }

    private static double[][] unitScores(GraphLinearization at) {
        int outputs = at.outputCount();
        double[][] scores = new double[outputs * at.samples()][outputs];
        for (int i = 0; i < scores.length; i++) {
            scores[i][i / at.samples()] = 1;
        }
        return scores;
    }

    /** Rows √p_k (e_k − p) are a factor of diag(p) − ppᵀ. */
    private static double[][] softmaxScores(GraphLinearization at) {
        int outputs = at.outputCount();
        double[] f = at.outputs();
        double[][] scores = new double[outputs * at.samples()][outputs];
        for (int t = 0; t < at.samples(); t++) {
            double[] p = Arrays.copyOfRange(f, t * outputs, (t + 1) * outputs);
            double max = Arrays.stream(p).max().orElseThrow();
            double sum = Arrays.stream(p).map(x -> Math.exp(x - max)).sum();
            for (int k = 0; k < outputs; k++) {
                p[k] = Math.exp(p[k] - max) / sum;
            }
            for (int r = 0; r < outputs; r++) {
                for (int k = 0; k < outputs; k++) {
                    scores[r * at.samples() + t][k] = Math.sqrt(p[r]) * ((k == r ? 1 : 0) - p[k]);
                }
            }
        }
        return scores;
    }

    private void blocks(GraphLinearization at, Backend backend) {
        double[][] scores = unitScores(at);
        int n = scores.length;
        Matrix top = backend.allocate(n, at.outputCount());
        for (int i = 0; i < n; i++) {
            top.write(i, 0, scores[i], 0, at.outputCount());
        }
        try (GraphDescent descent = at.descent(top)) {
            for (List<GraphDescent.Complete> step = descent.next(); !step.isEmpty(); step = descent.next()) {
                step.forEach(tensor -> block(tensor.rows(), n, at.samples(), backend));
            }
        }
    }

    private void block(TensorRows rows, int n, int samples, Backend backend) {
        JsonNode expected = blockOf(rows.tensor().name()).get("gaussian");
        try (Matrix gram = backend.allocate(n, n)) {
            rows.addGram(backend, 0, n, rows, 0, n, 1.0 / samples, gram);
            double[] values = backend.symmetricEigenvalues(gram);
            double trace = Arrays.stream(values).sum();
            double squares = Arrays.stream(values).map(x -> x * x).sum();
            double norms = Arrays.stream(rows.squaredNorms()).sum() / samples;
            double largest = Arrays.stream(values).max().orElseThrow();
            same("block of " + rows.tensor().name(), new double[] {trace, norms, squares, largest}, new double[] {
                expected.get("trace").asDouble(),
                expected.get("trace").asDouble(),
                expected.get("squared_norm").asDouble(),
                expected.get("max").asDouble()
            });
        }
    }

    private JsonNode blockOf(String name) {
        return blocks().stream()
                .filter(b -> b.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("torch has no parameter '" + name + "'"));
    }

    private List<JsonNode> blocks() {
        return StreamSupport.stream(json.get("blocks").spliterator(), false).toList();
    }

    /** Returns numbers of torch's order in the order of a network, or the other way round. */
    private double[] reordered(GraphNetwork network, double[] values, boolean toTorch) {
        double[] result = new double[values.length];
        for (ParameterTensor tensor : network.graph().tensors()) {
            int theirs = blockOf(tensor.name()).get("offset").asInt();
            int ours = Math.toIntExact(tensor.offset());
            System.arraycopy(
                    values,
                    toTorch ? ours : theirs,
                    result,
                    toTorch ? theirs : ours,
                    tensor.shape().size());
        }
        return result;
    }

    private static double[] numbers(JsonNode node) {
        List<Double> values = new ArrayList<>();
        collect(node, values);
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, List<Double> values) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, values));
        } else {
            values.add(node.asDouble());
        }
    }

    private void same(String what, double[] actual, double[] expected) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(1);
        assertThat(actual).as(what).containsExactly(expected, offset(tolerance * scale));
    }
}
