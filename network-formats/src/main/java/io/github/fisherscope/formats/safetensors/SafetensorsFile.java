package io.github.fisherscope.formats.safetensors;

import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.ParserMessage;
import io.github.fisherscope.formats.bytes.FileBytes;
import io.github.fisherscope.formats.bytes.FloatType;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.TensorFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes safetensors files: eight bytes with the length of the header, the header in JSON, then the numbers, which
 * must cover the rest of the file without gaps or overlaps. Order of the tensors: that of their numbers.
 */
public final class SafetensorsFile {
    private static final int LENGTH_BYTES = Long.BYTES;
    private static final long LONGEST_HEADER = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final String REMEDY = "save the tensors again";
    private static final Map<String, FloatType> FLOATS =
            Map.of("F64", FloatType.DOUBLE, "F32", FloatType.FLOAT, "F16", FloatType.HALF, "BF16", FloatType.BRAIN);
    private static final Map<String, Integer> OTHERS =
            Map.of("I64", 8, "U64", 8, "I32", 4, "U32", 4, "I16", 2, "U16", 2, "I8", 1, "U8", 1, "BOOL", 1);

    private SafetensorsFile() {}

    /** A tensor as the header describes it. */
    private record Entry(String name, String type, List<Integer> dimensions, long begin, long end) {}

    /**
     * Reads a file. Beside the header, which is at most a hundred million bytes, nothing is allocated before numbers are asked
     * for.
     *
     * @throws InputFileException if the file is damaged
     */
    public static TensorFile read(Path file) {
        long length = FileBytes.length(file);
        if (length < LENGTH_BYTES) {
            throw InputFileException.of(file, "has " + length + " bytes and no header", REMEDY);
        }
        long header = FileBytes.read(file, 0, LENGTH_BYTES).getLong();
        if (header < 2 || header > Math.min(LONGEST_HEADER, length - LENGTH_BYTES)) {
            throw InputFileException.of(
                    file,
                    "claims a header of " + Long.toUnsignedString(header) + " bytes in a file of " + length
                            + "; it is no safetensors file, or a damaged one",
                    REMEDY);
        }
        List<Entry> entries = entries(file, FileBytes.read(file, LENGTH_BYTES, header));
        long start = LENGTH_BYTES + header;
        requireCover(file, entries, length - start);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<String> skipped = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<FloatType> type = Optional.ofNullable(FLOATS.get(entry.type()));
            if (type.isEmpty()) {
                skipped.add(entry.name());
            } else {
                tensors.put(entry.name(), tensor(file, start, entry, type.get()));
            }
        }
        return new TensorFile(file, "safetensors", tensors, skipped);
    }

    private static StoredTensor tensor(Path file, long start, Entry entry, FloatType type) {
        int count = Math.toIntExact((entry.end() - entry.begin()) / type.bytes());
        return new StoredTensor(
                entry.name(),
                entry.dimensions(),
                () -> type.read(FileBytes.read(file, start + entry.begin(), entry.end() - entry.begin()), count));
    }

    private static List<Entry> entries(Path file, ByteBuffer header) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        List<Entry> entries = new ArrayList<>();
        try {
            JsonNode root = mapper.readTree(new ByteArrayInputStream(bytes(header)));
            if (!root.isObject()) {
                throw InputFileException.of(file, "has a header that is no object", REMEDY);
            }
            for (Map.Entry<String, JsonNode> property : root.properties()) {
                if (!property.getKey().equals(METADATA)) {
                    entries.add(entry(file, property.getKey(), property.getValue()));
                }
            }
        } catch (JacksonException e) {
            throw InputFileException.of(
                    file, "has a header that is no JSON (" + ParserMessage.plain(e.getOriginalMessage()) + ")", REMEDY);
        }
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return entries;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Entry entry(Path file, String name, JsonNode json) {
        String type = json.path("dtype").asString("");
        JsonNode offsets = json.path("data_offsets");
        JsonNode shape = json.path("shape");
        if (!shape.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw InputFileException.of(file, "tensor '" + name + "' has no shape or no offsets", REMEDY);
        }
        long size = bytesOf(file, name, type);
        List<Integer> dimensions = new ArrayList<>();
        for (JsonNode n : shape) {
            if (!n.isIntegralNumber() || n.asLong(-1) < 0 || n.asLong(-1) > Integer.MAX_VALUE) {
                throw InputFileException.of(file, "tensor '" + name + "' has the dimension " + n, REMEDY);
            }
            dimensions.add(n.asInt());
            size = size > Long.MAX_VALUE / Math.max(1, n.asInt()) ? Long.MAX_VALUE : size * n.asInt();
        }
        long begin = offsets.get(0).asLong(-1);
        long end = offsets.get(1).asLong(-1);
        if (begin < 0 || end < begin || end - begin != size) {
            throw InputFileException.of(
                    file,
                    "tensor '" + name + "' of the shape " + dimensions + " and type " + type + " takes " + size
                            + " bytes and stands from " + begin + " to " + end,
                    REMEDY);
        }
        return new Entry(name, type, dimensions, begin, end);
    }

    private static long bytesOf(Path file, String name, String type) {
        FloatType known = FLOATS.get(type);
        if (known != null) {
            return known.bytes();
        }
        Integer other = OTHERS.get(type);
        if (other != null) {
            return other;
        }
        throw InputFileException.of(
                file, "tensor '" + name + "' is of the type '" + type + "', which is not read", "save it as F32");
    }

    private static void requireCover(Path file, List<Entry> entries, long bytes) {
        long at = 0;
        for (Entry entry : entries) {
            if (entry.begin() != at) {
                throw InputFileException.of(
                        file,
                        "tensor '" + entry.name() + "' begins at " + entry.begin() + " where the one before ends at "
                                + at,
                        REMEDY);
            }
            at = entry.end();
        }
        if (at != bytes) {
            throw InputFileException.of(
                    file, "has " + bytes + " bytes of numbers where its tensors take " + at, REMEDY);
        }
    }

    /**
     * Writes tensors in float64, so that reading gives the same bits back.
     *
     * @throws io.github.fisherscope.core.io.OutputFileException if the file cannot be written
     */
    public static void write(Path file, List<StoredTensor> tensors) {
        Map<String, Object> header = new LinkedHashMap<>();
        long at = 0;
        for (StoredTensor tensor : tensors) {
            long end = at + (long) Double.BYTES * tensor.size();
            header.put(
                    tensor.name(),
                    Map.of("dtype", "F64", "shape", tensor.dimensions(), "data_offsets", List.of(at, end)));
            at = end;
        }
        byte[] text = JsonMapper.shared().writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + LENGTH_BYTES - 1) / LENGTH_BYTES * LENGTH_BYTES;
        AtomicFile.write(file, out -> {
            byte[] start = new byte[LENGTH_BYTES];
            ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
            out.write(start);
            out.write(text);
            out.write(" ".repeat(padded - text.length).getBytes(StandardCharsets.US_ASCII));
            for (StoredTensor tensor : tensors) {
                write(out, tensor.values().get());
            }
        });
    }

    private static void write(OutputStream out, double[] values) throws IOException {
        int chunk = 1 << 13;
        for (int from = 0; from < values.length; from += chunk) {
            int to = Math.min(values.length, from + chunk);
            byte[] bytes = new byte[(to - from) * Double.BYTES];
            ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = from; i < to; i++) {
                numbers.putDouble(values[i]);
            }
            out.write(bytes);
        }
    }
}
