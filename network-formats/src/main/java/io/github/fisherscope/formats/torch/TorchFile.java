package io.github.fisherscope.formats.torch;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.PickleMachine;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.formats.bytes.FloatType;
import io.github.fisherscope.formats.bytes.ZipContent;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.TensorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Reads what {@code torch.save} writes since torch 1.6: the dictionary of a model's tensors, also inside a checkpoint. Order of
 * the tensors: that of the dictionary.
 */
public final class TorchFile {
    private static final List<String> NESTED = List.of("state_dict", "model_state_dict", "model", "net", "network");
    private static final String REMEDY = "save model.state_dict() with torch.save";

    private final Path file;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final List<String> skipped = new ArrayList<>();

    private TorchFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws InputFileException if it is damaged, or holds more than dictionaries of tensors
     */
    public static TensorFile read(Path file) {
        byte[] start = RegularFile.start(file, 2);
        if (start.length < 2 || start[0] != 'P' || start[1] != 'K') {
            throw InputFileException.of(
                    file,
                    "is no zip file, as torch.save writes since version 1.6",
                    "save it again with a newer torch, without _use_new_zipfile_serialization=False");
        }
        TorchFile reader = new TorchFile(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            reader.read(zip);
        } catch (DamagedPickleException e) {
            throw InputFileException.of(file, "has a pickle that is not read: " + e.getMessage(), REMEDY);
        } catch (IOException | IllegalArgumentException e) {
            throw InputFileException.unreadable(file, e);
        }
        return new TensorFile(file, "torch", reader.tensors, reader.skipped);
    }

    private void read(ZipFile zip) throws IOException {
        String pickle = zip.stream()
                .map(ZipEntry::getName)
                .filter(n -> n.endsWith("data.pkl"))
                .findFirst()
                .orElseThrow(() -> InputFileException.of(file, "has no data.pkl, so torch did not write it", REMEDY));
        String folder = pickle.substring(0, pickle.length() - "data.pkl".length());
        ByteOrder order = order(zip, folder);
        Object root = new TorchPickle(content(zip, pickle), new TorchObjects()).read();
        if (!(root instanceof PickleMachine.Dictionary dictionary)) {
            throw new DamagedPickleException("it holds no dictionary of tensors");
        }
        collect(folder, order, "", inner(dictionary), 0);
    }

    private ByteOrder order(ZipFile zip, String folder) throws IOException {
        ZipEntry entry = zip.getEntry(folder + "byteorder");
        return entry != null && new String(content(zip, entry.getName()), StandardCharsets.US_ASCII).equals("big")
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
    }

    /** Returns the model's dictionary inside a checkpoint. */
    private static PickleMachine.Dictionary inner(PickleMachine.Dictionary root) {
        for (String key : NESTED) {
            if (root.fields().get(key) instanceof PickleMachine.Dictionary nested) {
                return nested;
            }
        }
        return root;
    }

    private void collect(
            String folder, ByteOrder order, String prefix, PickleMachine.Dictionary dictionary, int depth) {
        if (depth > 8) {
            throw new DamagedPickleException("its dictionaries are nested more than 8 deep");
        }
        dictionary.fields().forEach((key, value) -> {
            String name = prefix + key;
            if (value instanceof PickleMachine.Dictionary nested) {
                collect(folder, order, name + ".", nested, depth + 1);
            } else if (value instanceof TorchObjects.Tensor tensor
                    && tensor.storage().type().isPresent()) {
                FloatType type = tensor.storage().type().get();
                tensors.put(
                        name, new StoredTensor(name, tensor.dimensions(), () -> values(folder, order, tensor, type)));
            } else {
                skipped.add(name);
            }
        });
    }

    private double[] values(String folder, ByteOrder order, TorchObjects.Tensor tensor, FloatType type) {
        byte[] bytes;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            bytes = content(zip, folder + "data/" + tensor.storage().key());
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
        if (tensor.storage().size() > bytes.length / type.bytes()) { // a product could overflow
            throw InputFileException.of(
                    file,
                    "claims " + tensor.storage().size() + " numbers where " + bytes.length / type.bytes()
                            + " are stored",
                    REMEDY);
        }
        ByteBuffer stored = ByteBuffer.wrap(bytes).order(order);
        int size = tensor.dimensions().stream().reduce(1, Math::multiplyExact);
        double[] values = new double[size];
        int[] index = new int[tensor.dimensions().size()];
        long at = tensor.offset();
        for (int i = 0; i < size; i++) {
            values[i] = type.at(stored, Math.toIntExact(at));
            for (int axis = index.length - 1; axis >= 0; axis--) {
                at += tensor.strides().get(axis);
                if (++index[axis] < tensor.dimensions().get(axis)) {
                    break;
                }
                at -= tensor.strides().get(axis) * index[axis];
                index[axis] = 0;
            }
        }
        return values;
    }

    private byte[] content(ZipFile zip, String name) throws IOException {
        return ZipContent.read(file, zip, name, REMEDY);
    }
}
