package io.github.fisherscope.formats.onnx.proto;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one stored tensor, whose storage must hold as many elements as its dimensions say. */
final class TensorReader {
    private static final int MOST_DIMENSIONS = 32;
    private static final int EXTERNAL = 1;

    private final WireReader in;
    private final ExternalData external;
    private final NumberList dimensions = new NumberList();
    private final NumberList listed = new NumberList();
    private final Map<String, String> location = new LinkedHashMap<>();
    private String name = "";
    private long type;
    private long where;
    private @Nullable ByteBuffer raw;

    TensorReader(WireReader in, ExternalData external) {
        this.in = in;
        this.external = external;
    }

    OnnxTensor read() {
        while (in.next()) {
            field();
        }
        List<Integer> shape = shape();
        OnnxTensor tensor = new OnnxTensor(name, shape, type, data());
        ElementKind kind = ElementKind.of(type).orElse(null);
        long stored = kind == null ? 0 : data().elements(kind);
        if (kind != null && stored != tensor.elements()) {
            throw new DamagedMessageException("tensor '" + name + "' of the shape " + shape + " has "
                    + tensor.elements() + " elements and holds " + (stored < 0 ? "a fraction of one" : stored));
        }
        return tensor;
    }

    private void field() {
        switch (in.field()) {
            case 1 -> in.numbers(dimensions);
            case 2 -> type = in.number();
            case 3 -> throw new DamagedMessageException("tensor '" + name + "' is stored in segments");
            case 4 -> in.floats(listed);
            case 5, 7, 11 -> in.numbers(listed);
            case 8 -> name = in.text();
            case 9 -> raw = in.bytes();
            case 10 -> in.doubles(listed);
            case 13 -> entry(new WireReader(in.bytes()));
            case 14 -> where = in.number();
            default -> in.skip();
        }
    }

    private void entry(WireReader entry) {
        String key = "";
        String value = "";
        while (entry.next()) {
            switch (entry.field()) {
                case 1 -> key = entry.text();
                case 2 -> value = entry.text();
                default -> entry.skip();
            }
        }
        location.put(key, value);
    }

    private List<Integer> shape() {
        if (dimensions.size() > MOST_DIMENSIONS) {
            throw new DamagedMessageException("tensor '" + name + "' has " + dimensions.size() + " dimensions; up to "
                    + MOST_DIMENSIONS + " are read");
        }
        List<Integer> shape = new ArrayList<>();
        for (long n : dimensions.toArray()) {
            if (n < 0 || n > Integer.MAX_VALUE) {
                throw new DamagedMessageException("tensor '" + name + "' has the dimension " + n);
            }
            shape.add((int) n);
        }
        return shape;
    }

    private TensorData data() {
        if (where == EXTERNAL) {
            raw = external.read(name, location);
            where = 0;
        }
        ByteBuffer bytes = raw;
        return bytes == null ? new TensorData.Listed(listed) : new TensorData.Raw(bytes);
    }
}
