package io.github.fisherscope.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.onnx.operator.Import;
import io.github.fisherscope.formats.onnx.operator.Operators;
import io.github.fisherscope.formats.onnx.operator.Value;
import io.github.fisherscope.formats.onnx.proto.ElementKind;
import io.github.fisherscope.formats.onnx.proto.OnnxFile;
import io.github.fisherscope.formats.onnx.proto.OnnxGraph;
import io.github.fisherscope.formats.onnx.proto.OnnxModel;
import io.github.fisherscope.formats.onnx.proto.OnnxNode;
import io.github.fisherscope.formats.onnx.proto.OnnxTensor;
import io.github.fisherscope.formats.onnx.proto.OnnxValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;

/**
 * One test of ONNX's own suite: a model with inputs and outputs. The first input is the network's, moved by a parameter that is
 * 0, so that derivatives by parameters are those by the input; the others, and whole numbers, are
 * stored tensors.
 */
final class SuiteCase {
    /** Outputs are float32 numbers. */
    private static final double VALUE_TOLERANCE = 2e-5;

    private static final double TRANSPOSE_TOLERANCE = 1e-10;
    /** Version 7 changed how shapes are stretched, and little else: the tests of this version that do not stretch are read. */
    private static final int OLDEST = 6;

    private static final double STEP = 1e-5;
    private static final double DIFFERENCE_TOLERANCE = 1e-4;

    private final Path folder;
    private final OnnxModel model;
    private final Map<String, OnnxTensor> given = new LinkedHashMap<>();
    private final List<OnnxTensor> expected = new ArrayList<>();
    private int derivatives;

    private SuiteCase(Path folder, OnnxModel model) {
        this.folder = folder;
        this.model = model;
        Path data = folder.resolve("test_data_set_0");
        List<OnnxValue> free = model.graph().freeInputs();
        for (int i = 0; i < free.size(); i++) {
            Path file = data.resolve("input_" + i + ".pb");
            if (Files.exists(file)) {
                given.put(
                        free.get(i).name(),
                        OnnxFile.readTensor(file).named(free.get(i).name()));
            }
        }
        for (int i = 0; Files.exists(data.resolve("output_" + i + ".pb")); i++) {
            expected.add(OnnxFile.readTensor(data.resolve("output_" + i + ".pb")));
        }
    }

    /** Reads a test whose operators and types are all read, or returns null. */
    static @Nullable SuiteCase of(Path folder) {
        Path file = folder.resolve("model.onnx");
        if (!Files.exists(file)) {
            return null;
        }
        OnnxModel model = OnnxFile.read(file);
        Set<String> known = Set.copyOf(Operators.names());
        boolean covered = model.opset() >= OLDEST
                && model.graph().nodes().stream().allMatch(n -> n.domain().isEmpty() && known.contains(n.operator()));
        boolean tensors = model.graph().inputs().stream().allMatch(v -> v.kind().isPresent());
        return covered && tensors ? new SuiteCase(folder, model) : null;
    }

    @Override
    public String toString() {
        return folder.getName(folder.getNameCount() - 2) + "/" + folder.getFileName();
    }

    /** Returns whether derivatives were compared with differences. */
    boolean comparedDerivatives() {
        return derivatives > 0;
    }

    /** Compares all outputs that are read; returns why the first one is refused, or nothing. */
    List<String> check(Backend backend) {
        for (int i = 0; i < expected.size(); i++) {
            List<String> refusals = check(i, backend);
            if (i == 0 && !refusals.isEmpty()) {
                return refusals;
            }
        }
        return List.of();
    }

    private List<String> check(int output, Backend backend) {
        OnnxValue wanted = model.graph().outputs().get(output);
        OnnxTensor first = given.values().stream()
                .limit(1)
                .filter(t -> t.kind().filter(ElementKind::floating).isPresent())
                .findFirst()
                .orElse(null);
        Import reading = new Import(
                new OnnxModel(model.file(), "", model.opset(), model.bytes(), graph(first, wanted)),
                ImportOptions.defaults(),
                first == null ? "none" : first.name() + ".given",
                first == null ? List.of(1) : first.dimensions(),
                false);
        reading.run();
        if (!reading.refusals().isEmpty()) {
            return reading.refusals();
        }
        Value value = reading.value(wanted.name());
        double[] numbers = expected.get(output).reals();
        if (value instanceof Value.Fixed fixed) {
            same("constant", fixed.numbers().toReals(), numbers, VALUE_TOLERANCE);
            assertThat(fixed.dims()).isEqualTo(expected.get(output).dimensions());
        } else if (value instanceof Value.Signal signal && signal.part() >= 0) {
            assertThat(signal.dims())
                    .as("dimensions")
                    .isEqualTo(expected.get(output).dimensions());
            double[] x = first == null ? new double[1] : first.reals();
            Dataset data = Dataset.ofRows(
                    1, x.length, (t, row) -> System.arraycopy(x, 0, row, 0, x.length), DataSource.memory("suite"));
            compare(reading.assembly().finish(signal.part()), data, numbers, backend);
        }
        return List.of();
    }

    private OnnxGraph graph(@Nullable OnnxTensor first, OnnxValue output) {
        Map<String, OnnxTensor> stored = new LinkedHashMap<>(model.graph().initializers());
        List<OnnxNode> nodes = new ArrayList<>();
        given.forEach((name, tensor) -> {
            if (tensor != first) {
                stored.put(name, tensor);
            }
        });
        if (first != null) {
            stored.put("moved", first.named("moved").zeros());
            nodes.add(OnnxNode.of("moved", "Add", List.of(first.name() + ".given", "moved"), List.of(first.name())));
        }
        nodes.addAll(model.graph().nodes());
        return new OnnxGraph(nodes, stored, List.of(), List.of(output));
    }

    private void compare(GraphNetwork network, Dataset data, double[] numbers, Backend backend) {
        double[] ju;
        try (GraphLinearization at = GraphLinearization.of(network, data, backend)) {
            same("value", at.outputs(), numbers, VALUE_TOLERANCE);
            if (network.parameters().isEmpty()) {
                return;
            }
            double[] u = waves(network.parameters().size(), 1);
            double[] g = waves(numbers.length, 2);
            ju = at.jvp(u);
            double[] jtg = at.vjp(g);
            double scale = norm(ju) * norm(g) + norm(jtg) * norm(u) + Double.MIN_NORMAL;
            assertThat(dot(ju, g))
                    .as("<Ju, g> = <u, J'g>")
                    .isCloseTo(dot(u, jtg), Offset.offset(TRANSPOSE_TOLERANCE * scale));
        }
        differences(network, data, numbers.length, ju, backend);
    }

    private void differences(GraphNetwork network, Dataset data, int count, double[] ju, Backend backend) {
        double[] u = waves(network.parameters().size(), 1);
        double[] middle = outputs(network, u, 0, data, backend);
        double[] ahead = outputs(network, u, STEP, data, backend);
        double[] behind = outputs(network, u, -STEP, data, backend);
        double scale = Arrays.stream(ju).map(Math::abs).max().orElse(0) + 1e-3;
        for (int i = 0; i < count; i++) {
            double forward = (ahead[i] - middle[i]) / STEP;
            double backward = (middle[i] - behind[i]) / STEP;
            // Both sides of a kink, or of a tie, have derivatives of their own.
            if (Math.abs(forward - backward) < DIFFERENCE_TOLERANCE * 10 * scale) {
                derivatives++;
                assertThat(ju[i])
                        .as("derivative of output %d", i)
                        .isCloseTo((forward + backward) / 2, Offset.offset(DIFFERENCE_TOLERANCE * 10 * scale));
            }
        }
    }

    private static double[] outputs(GraphNetwork network, double[] u, double step, Dataset data, Backend backend) {
        double[] moved = network.parameters().toArray();
        Arrays.setAll(moved, i -> moved[i] + step * u[i]);
        try (GraphLinearization at =
                GraphLinearization.of(network.withParameters(RealVector.of(moved)), data, backend)) {
            return at.outputs();
        }
    }

    private static double[] waves(int count, int shift) {
        return IntStream.range(0, count)
                .mapToDouble(i -> Math.sin(1.7 * i + shift))
                .toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static void same(String what, double[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        double scale = Arrays.stream(expected)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        for (int i = 0; i < expected.length; i++) {
            if (Double.isFinite(expected[i])) {
                assertThat(actual[i])
                        .as("%s, entry %d", what, i)
                        .isCloseTo(expected[i], Offset.offset(tolerance * (1 + scale)));
            }
        }
    }
}
