package io.github.fisherscope.formats.onnx.proto;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.formats.bytes.FileBytes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads ONNX files. Lengths are believed only as far as the file reaches, and the number of nodes, tensors and other messages
 * is bounded: beside the file itself memory grows to at most 64 times its length.
 */
public final class OnnxFile {
    private static final int MOST_NODES = 200_000;
    private static final int MOST_MESSAGES = 2_000_000;
    private static final String REMEDY = "export the model again";

    private final Path file;
    private final ExternalData external;
    private int messages;

    private OnnxFile(Path file) {
        this.file = file;
        this.external = new ExternalData(file);
    }

    /**
     * Reads a file.
     *
     * @throws InputFileException if it is damaged, or is no ONNX model
     */
    public static OnnxModel read(Path file) {
        long length = FileBytes.length(file);
        ByteBuffer bytes = FileBytes.read(file, 0, length);
        OnnxFile reader = new OnnxFile(file);
        return reader.guarded(() -> reader.model(bytes, length));
    }

    /**
     * Reads a file that holds one tensor, such as the inputs of ONNX's own tests.
     *
     * @throws InputFileException if it is damaged
     */
    public static OnnxTensor readTensor(Path file) {
        ByteBuffer bytes = FileBytes.read(file, 0, FileBytes.length(file));
        OnnxFile reader = new OnnxFile(file);
        return reader.guarded(() -> reader.tensor(bytes));
    }

    /** What is read from a file. */
    private interface Reading<T> {
        T read();
    }

    private <T> T guarded(Reading<T> reading) {
        try {
            return reading.read();
        } catch (DamagedMessageException | ArithmeticException e) {
            throw InputFileException.of(file, "is no ONNX model, or a damaged one (" + e.getMessage() + ")", REMEDY);
        }
    }

    private OnnxModel model(ByteBuffer bytes, long length) {
        String producer = "";
        ByteBuffer graph = null;
        int opset = 0;
        boolean functions = false;
        WireReader in = message(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 2 -> producer = in.text();
                case 7 -> graph = in.bytes();
                case 8 -> opset = Math.max(opset, opset(in.bytes()));
                case 25 -> {
                    in.skip();
                    functions = true;
                }
                default -> in.skip();
            }
        }
        if (graph == null) {
            throw new DamagedMessageException("it has no graph");
        }
        if (functions) {
            throw InputFileException.of(
                    file,
                    "defines functions of its own, which are not read",
                    "inline them, as onnx.inliner.inline_local_functions does");
        }
        OnnxGraph read = graph(graph);
        return new OnnxModel(file, producer, opset, Math.addExact(length, external.bytes()), read);
    }

    /** Returns the version of ONNX's own operators, 0 for another set. */
    private int opset(ByteBuffer bytes) {
        String domain = "";
        long version = 0;
        WireReader in = message(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> domain = in.text();
                case 2 -> version = in.number();
                default -> in.skip();
            }
        }
        return isOwn(domain) ? Math.toIntExact(version) : 0;
    }

    private static boolean isOwn(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private OnnxGraph graph(ByteBuffer bytes) {
        List<OnnxNode> nodes = new ArrayList<>();
        Map<String, OnnxTensor> initializers = new LinkedHashMap<>();
        List<OnnxValue> inputs = new ArrayList<>();
        List<OnnxValue> outputs = new ArrayList<>();
        WireReader in = message(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> nodes.add(node(in.bytes(), nodes.size()));
                case 5 -> {
                    OnnxTensor tensor = tensor(in.bytes());
                    if (initializers.put(tensor.name(), tensor) != null) {
                        throw new DamagedMessageException("two tensors have the name '" + tensor.name() + "'");
                    }
                }
                case 11 -> inputs.add(value(in.bytes()));
                case 12 -> outputs.add(value(in.bytes()));
                case 15 -> throw new DamagedMessageException("it has sparse tensors, which are not read");
                default -> in.skip();
            }
            if (nodes.size() > MOST_NODES) {
                throw new DamagedMessageException("it has more than " + MOST_NODES + " nodes");
            }
        }
        requireOrder(nodes, initializers.keySet(), inputs);
        return new OnnxGraph(nodes, initializers, inputs, outputs);
    }

    /** ONNX demands that nodes stand behind those whose outputs they take; a cycle cannot. */
    private static void requireOrder(List<OnnxNode> nodes, Set<String> initializers, List<OnnxValue> inputs) {
        Set<String> made = new HashSet<>(initializers);
        inputs.forEach(v -> made.add(v.name()));
        Set<String> later = new TreeSet<>();
        nodes.forEach(n -> later.addAll(n.outputs()));
        for (OnnxNode node : nodes) {
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !made.contains(input)) {
                    throw new DamagedMessageException("node '" + node.name() + "' takes '" + input + "', which "
                            + (later.contains(input) ? "is made later or by itself" : "nothing makes"));
                }
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !made.add(output)) {
                    throw new DamagedMessageException("two nodes make '" + output + "'");
                }
            }
        }
    }

    private OnnxNode node(ByteBuffer bytes, int number) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, Object> attributes = new LinkedHashMap<>();
        String name = "";
        String operator = "";
        String domain = "";
        WireReader in = message(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> inputs.add(in.text());
                case 2 -> outputs.add(in.text());
                case 3 -> name = in.text();
                case 4 -> operator = in.text();
                case 5 -> new AttributeReader(this, message(in.bytes())).readInto(attributes);
                case 7 -> domain = in.text();
                default -> in.skip();
            }
        }
        if (operator.isEmpty()) {
            throw new DamagedMessageException("node " + number + " has no operator");
        }
        String own = name.isEmpty() ? operator + "_" + number : name;
        return new OnnxNode(
                own, operator, isOwn(domain) ? "" : domain, inputs, outputs, new OnnxAttributes(attributes));
    }

    OnnxTensor tensor(ByteBuffer bytes) {
        return new TensorReader(message(bytes), external).read();
    }

    private OnnxValue value(ByteBuffer bytes) {
        String name = "";
        Optional<ElementKind> kind = Optional.empty();
        Optional<List<Long>> dimensions = Optional.empty();
        WireReader in = message(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> {
                    WireReader type = tensorType(in.bytes());
                    while (type != null && type.next()) {
                        switch (type.field()) {
                            case 1 -> kind = ElementKind.of(type.number());
                            case 2 -> dimensions = Optional.of(shape(type.bytes()));
                            default -> type.skip();
                        }
                    }
                }
                default -> in.skip();
            }
        }
        return new OnnxValue(name, kind, dimensions);
    }

    private WireReader tensorType(ByteBuffer bytes) {
        WireReader in = message(bytes);
        while (in.next()) {
            if (in.field() == 1) {
                return message(in.bytes());
            }
            in.skip();
        }
        return message(ByteBuffer.allocate(0));
    }

    private List<Long> shape(ByteBuffer bytes) {
        List<Long> dimensions = new ArrayList<>();
        WireReader in = message(bytes);
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            long length = -1;
            WireReader dimension = message(in.bytes());
            while (dimension.next()) {
                if (dimension.field() == 1) {
                    length = dimension.number();
                } else {
                    dimension.skip();
                }
            }
            dimensions.add(length);
        }
        return dimensions;
    }

    WireReader message(ByteBuffer bytes) {
        if (++messages > MOST_MESSAGES) {
            throw new DamagedMessageException("it has more than " + MOST_MESSAGES + " parts");
        }
        return new WireReader(bytes);
    }
}
