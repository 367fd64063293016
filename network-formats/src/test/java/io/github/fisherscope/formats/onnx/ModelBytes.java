package io.github.fisherscope.formats.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes small ONNX files, sound and unsound ones, message by message. */
final class ModelBytes {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int DOUBLE = 11;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
    private int opset = 17;

    ModelBytes opset(int version) {
        opset = version;
        return this;
    }

    /** Adds a float input; −1 leaves a dimension open. */
    ModelBytes input(String name, long... dims) {
        return value(11, name, FLOAT, dims);
    }

    ModelBytes tokens(String name, long... dims) {
        return value(11, name, INT64, dims);
    }

    ModelBytes output(String name) {
        return value(12, name, FLOAT);
    }

    private ModelBytes value(int field, String name, int type, long... dims) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (long n : dims) {
            bytes(shape, 1, n < 0 ? message(d -> bytes(d, 2, text("open"))) : message(d -> number(d, 1, n)));
        }
        byte[] tensor = message(t -> {
            number(t, 1, type);
            bytes(t, 2, shape.toByteArray());
        });
        bytes(graph, field, message(v -> {
            bytes(v, 1, text(name));
            bytes(v, 2, message(t -> bytes(t, 1, tensor)));
        }));
        return this;
    }

    /** Adds a tensor of doubles. */
    ModelBytes tensor(String name, List<Integer> dims, double... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double v : values) {
            raw.putDouble(v);
        }
        return raw(name, DOUBLE, dims.stream().mapToLong(Integer::longValue).toArray(), raw.array());
    }

    /** Adds a tensor of whole numbers. */
    ModelBytes integers(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long v : values) {
            raw.putLong(v);
        }
        return raw(name, INT64, new long[] {values.length}, raw.array());
    }

    /** Adds a tensor whose dimensions and bytes need not agree. */
    ModelBytes raw(String name, int type, long[] dims, byte[] content) {
        bytes(graph, 5, message(t -> {
            for (long n : dims) {
                number(t, 1, n);
            }
            number(t, 2, type);
            bytes(t, 8, text(name));
            bytes(t, 9, content);
        }));
        return this;
    }

    /** Adds a tensor of doubles whose numbers stand in another file. */
    ModelBytes external(String name, long[] dims, String location, String offset, String length) {
        bytes(graph, 5, message(t -> {
            for (long n : dims) {
                number(t, 1, n);
            }
            number(t, 2, DOUBLE);
            bytes(t, 8, text(name));
            for (String[] entry : new String[][] {{"location", location}, {"offset", offset}, {"length", length}}) {
                bytes(t, 13, message(e -> {
                    bytes(e, 1, text(entry[0]));
                    bytes(e, 2, text(entry[1]));
                }));
            }
            number(t, 14, 1);
        }));
        return this;
    }

    ModelBytes node(String operator, List<String> inputs, String output, Attribute... attributes) {
        return foreign("", operator, inputs, output, attributes);
    }

    ModelBytes foreign(String domain, String operator, List<String> inputs, String output, Attribute... attributes) {
        bytes(graph, 1, message(n -> {
            inputs.forEach(i -> bytes(n, 1, text(i)));
            bytes(n, 2, text(output));
            bytes(n, 3, text("make " + output));
            bytes(n, 4, text(operator));
            for (Attribute a : attributes) {
                bytes(n, 5, a.content());
            }
            if (!domain.isEmpty()) {
                bytes(n, 7, text(domain));
            }
        }));
        return this;
    }

    /** A setting of a node. */
    record Attribute(String name, int type, List<Object> values) {
        static Attribute of(String name, long value) {
            return new Attribute(name, 2, List.of(value));
        }

        static Attribute of(String name, float value) {
            return new Attribute(name, 1, List.of(value));
        }

        static Attribute of(String name, List<Object> values) {
            return new Attribute(name, 7, values);
        }

        private byte[] content() {
            return message(a -> {
                bytes(a, 1, text(name));
                number(a, 20, type);
                for (Object v : values) {
                    if (v instanceof Float f) {
                        varint(a, (2 << 3) | 5);
                        ByteBuffer four = ByteBuffer.allocate(4)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putFloat(f);
                        a.write(four.array(), 0, 4);
                    } else {
                        number(a, type == 2 ? 3 : 8, ((Number) v).longValue());
                    }
                }
            });
        }
    }

    byte[] build() {
        return message(m -> {
            number(m, 1, 8);
            bytes(m, 2, text("a test"));
            bytes(m, 7, graph.toByteArray());
            bytes(m, 8, message(o -> number(o, 2, opset)));
        });
    }

    Path write(Path folder) {
        return write(folder, build());
    }

    static Path write(Path folder, byte[] content) {
        try {
            return Files.write(folder.resolve("model.onnx"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a message. */
    interface Fields {
        void writeTo(ByteArrayOutputStream out);
    }

    static byte[] message(Fields fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fields.writeTo(out);
        return out.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void bytes(ByteArrayOutputStream out, int field, byte[] content) {
        varint(out, (field << 3) | 2);
        varint(out, content.length);
        out.writeBytes(content);
    }

    static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, (long) field << 3);
        varint(out, value);
    }

    static void varint(ByteArrayOutputStream out, long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
