package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.formats.bytes.FloatType;
import io.github.fisherscope.formats.model.StoredTensor;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The numbers of all layers in one row, which layers take from its front. In the file stand two buffers, each with the name of a
 * way to allocate it, its length, the name of its type, and its entries, all big-endian: what the shape of the row is, and
 * the row.
 */
final class Coefficients {
    /** A shape has 2·rank + 4 entries, and the row has one or two axes. */
    private static final int LONGEST_SHAPE = 68;

    private final ByteBuffer row;
    private final FloatType type;
    private final int count;
    private int taken;

    private Coefficients(ByteBuffer row, FloatType type, int count) {
        this.row = row;
        this.type = type;
        this.count = count;
    }

    /**
     * Reads the row.
     *
     * @throws Dl4jException if the buffers are not what they say
     */
    static Coefficients read(byte[] file) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(file);
        try (DataInputStream in = new DataInputStream(bytes)) {
            long shape = length(in, in.readUTF());
            String integers = in.readUTF();
            if (!integers.equals("LONG") && !integers.equals("INT")) {
                throw new Dl4jException("has a shape of " + printable(integers) + " in place of whole numbers");
            }
            int each = integers.equals("LONG") ? Long.BYTES : Integer.BYTES;
            if (shape < 0 || shape > LONGEST_SHAPE) {
                throw new Dl4jException("has coefficients whose shape claims " + shape + " entries");
            }
            in.skipNBytes(shape * each);
            long count = length(in, in.readUTF());
            FloatType type = type(in.readUTF());
            int left = bytes.available();
            if (count < 1 || count != left / type.bytes() || left % type.bytes() != 0) {
                throw new Dl4jException("claims " + count + " coefficients where " + left / type.bytes() + " stand");
            }
            return new Coefficients(
                    ByteBuffer.wrap(file, file.length - left, left).slice(), type, (int) count);
        } catch (IOException e) { // the end comes too soon, or a name is none
            throw new Dl4jException("has coefficients that end too soon or are damaged");
        }
    }

    /** Older ways of allocating have lengths of 32 bits. */
    private static long length(DataInputStream in, String allocation) throws IOException {
        return switch (allocation) {
            case "LONG_SHAPE", "MIXED_DATA_TYPES" -> in.readLong();
            case "DIRECT", "HEAP", "JAVACPP" -> in.readInt();
            default -> throw new Dl4jException("has coefficients allocated by " + printable(allocation));
        };
    }

    private static FloatType type(String name) {
        return switch (name) {
            case "DOUBLE" -> FloatType.DOUBLE;
            case "FLOAT" -> FloatType.FLOAT;
            case "HALF", "FLOAT16" -> FloatType.HALF;
            case "BFLOAT16" -> FloatType.BRAIN;
            default -> throw new Dl4jException("has coefficients of the type " + printable(name));
        };
    }

    private static String printable(String text) {
        return "'" + text.substring(0, Math.min(text.length(), 40)).replaceAll("\\P{Print}", "?") + "'";
    }

    /** Returns how many numbers there are. */
    int count() {
        return count;
    }

    /** Returns how many numbers no layer has taken. */
    int left() {
        return count - taken;
    }

    /**
     * Takes a tensor from the front.
     *
     * @param columnsFirst whether the file has a matrix column by column; the tensor has it row by row
     */
    StoredTensor take(String name, List<Integer> dimensions, boolean columnsFirst) {
        int size = dimensions.stream().reduce(1, Math::multiplyExact);
        if (size > left()) {
            throw new Dl4jException("has " + count + " coefficients, too few for '" + name + "' of " + dimensions);
        }
        int from = taken;
        taken += size;
        int rows = columnsFirst ? dimensions.get(0) : size;
        int columns = size / rows;
        return new StoredTensor(name, dimensions, () -> {
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i % rows * columns + i / rows] = type.at(row, from + i);
            }
            return values;
        });
    }
}
