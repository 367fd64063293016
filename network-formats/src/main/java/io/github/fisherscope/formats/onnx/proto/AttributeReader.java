package io.github.fisherscope.formats.onnx.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Reads one setting of a node. */
final class AttributeReader {
    private static final int TYPE_FLOAT = 1;
    private static final int TYPE_INT = 2;
    private static final int TYPE_STRING = 3;
    private static final int TYPE_FLOATS = 6;
    private static final int TYPE_INTS = 7;

    private final OnnxFile file;
    private final WireReader in;
    private final NumberList ints = new NumberList();
    private final NumberList floats = new NumberList();
    private String name = "";
    private float real;
    private long integer;
    private String text = "";
    private long type;
    private @Nullable Object value;

    AttributeReader(OnnxFile file, WireReader in) {
        this.file = file;
        this.in = in;
    }

    void readInto(Map<String, Object> attributes) {
        while (in.next()) {
            field();
        }
        attributes.put(name, value());
    }

    private void field() {
        switch (in.field()) {
            case 1 -> name = in.text();
            case 2 -> real = in.float32();
            case 3 -> integer = in.number();
            case 4 -> text = in.text();
            case 5 -> value = file.tensor(in.bytes());
            case 6, 11 -> {
                in.skip();
                value = OnnxAttributes.Inner.GRAPH;
            }
            case 7 -> in.floats(floats);
            case 8 -> in.numbers(ints);
            case 9, 10, 14, 15, 22, 23 -> {
                in.skip();
                value = OnnxAttributes.Inner.OTHER;
            }
            case 20 -> type = in.number();
            default -> in.skip();
        }
    }

    /** KnownNumbers that are 0 and empty lists are left out of the message: the type says what there is. */
    private Object value() {
        if (value != null) {
            return value;
        }
        return switch ((int) type) {
            case TYPE_FLOAT -> real;
            case TYPE_INT -> integer;
            case TYPE_STRING -> text;
            case TYPE_FLOATS -> new OnnxAttributes.Floats(floats());
            case TYPE_INTS ->
                new OnnxAttributes.Longs(LongStream.of(ints.toArray()).boxed().toList());
            default -> OnnxAttributes.Inner.OTHER;
        };
    }

    private List<Float> floats() {
        List<Float> values = new ArrayList<>(floats.size());
        for (int i = 0; i < floats.size(); i++) {
            values.add(Float.intBitsToFloat((int) floats.get(i)));
        }
        return values;
    }
}
