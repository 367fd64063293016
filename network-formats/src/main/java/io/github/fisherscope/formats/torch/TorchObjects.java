package io.github.fisherscope.formats.torch;

import io.github.fisherscope.core.io.PickleMachine;
import io.github.fisherscope.formats.bytes.FloatType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a torch file can make: dictionaries, and tensors that view stored numbers. */
final class TorchObjects {
    private static final Map<String, FloatType> STORAGES = Map.of(
            "torch.DoubleStorage", FloatType.DOUBLE,
            "torch.FloatStorage", FloatType.FLOAT,
            "torch.HalfStorage", FloatType.HALF,
            "torch.BFloat16Storage", FloatType.BRAIN);
    private static final Set<String> OTHER_STORAGES = Set.of(
            "torch.LongStorage",
            "torch.IntStorage",
            "torch.ShortStorage",
            "torch.CharStorage",
            "torch.ByteStorage",
            "torch.BoolStorage");
    private static final int STORAGE_FIELDS = 5;
    private static final int TENSOR_FIELDS = 4;

    /** What needs no object of its own. */
    enum Marker {
        NONE,
        OTHER,
        ORDERED_DICT,
        TENSOR,
        PARAMETER,
        SIZE
    }

    /** The type of stored numbers; nothing for whole ones. */
    record StorageType(Optional<FloatType> type) {}

    /** Stored numbers. */
    record Storage(Optional<FloatType> type, String key, long size) {}

    /** A tensor that views stored numbers. */
    record Tensor(Storage storage, long offset, List<Integer> dimensions, List<Long> strides) {}

    /** Returns what a name stands for, or refuses it with the name. */
    Object named(String name) {
        if (STORAGES.containsKey(name)) {
            return new StorageType(Optional.of(STORAGES.get(name)));
        }
        if (OTHER_STORAGES.contains(name)) {
            return new StorageType(Optional.empty());
        }
        return switch (name) {
            case "collections.OrderedDict" -> Marker.ORDERED_DICT;
            case "torch._utils._rebuild_tensor_v2" -> Marker.TENSOR;
            case "torch._utils._rebuild_parameter" -> Marker.PARAMETER;
            case "torch.Size" -> Marker.SIZE;
            default ->
                throw new DamagedPickleException("it names the Python object '" + name
                        + "', which is never run; dictionaries of tensors are read");
        };
    }

    Object call(Object constructor, List<Object> arguments) {
        if (!(constructor instanceof Marker marker)) {
            throw new DamagedPickleException("it calls what is no constructor");
        }
        return switch (marker) {
            case ORDERED_DICT -> new PickleMachine.Dictionary(new LinkedHashMap<>());
            case TENSOR -> tensor(arguments);
            case PARAMETER -> arguments.get(0);
            case SIZE -> arguments.get(0);
            case NONE, OTHER -> throw new DamagedPickleException("it calls what is no constructor");
        };
    }

    /** Returns the storage of a persistent id: ("storage", type, key, device, size). */
    Object storage(List<Object> id) {
        if (id.size() < STORAGE_FIELDS || !"storage".equals(id.get(0)) || !(id.get(1) instanceof StorageType type)) {
            throw new DamagedPickleException("it refers to something outside of it that is no storage");
        }
        return new Storage(type.type(), (String) id.get(2), (Long) id.get(4));
    }

    private static Tensor tensor(List<Object> arguments) {
        if (arguments.size() < TENSOR_FIELDS || !(arguments.get(0) instanceof Storage storage)) {
            throw new DamagedPickleException("a tensor has no storage");
        }
        List<Integer> dimensions = new ArrayList<>();
        for (Object n : ((PickleMachine.Sequence) arguments.get(2)).items()) {
            dimensions.add(Math.toIntExact((Long) n));
        }
        List<Long> strides = new ArrayList<>();
        for (Object n : ((PickleMachine.Sequence) arguments.get(3)).items()) {
            strides.add((Long) n);
        }
        Tensor tensor = new Tensor(storage, (Long) arguments.get(1), dimensions, strides);
        requireWithin(tensor);
        return tensor;
    }

    private static void requireWithin(Tensor tensor) {
        long last = tensor.offset();
        long size = 1;
        for (int i = 0; i < tensor.dimensions().size(); i++) {
            int n = tensor.dimensions().get(i);
            long stride = tensor.strides().get(i);
            if (n < 0 || stride < 0) {
                throw new DamagedPickleException("a tensor has the dimension " + n + " and the stride " + stride);
            }
            size = Math.multiplyExact(size, n);
            last = Math.addExact(last, Math.multiplyExact(Math.max(0, n - 1), stride));
        }
        boolean outside = tensor.offset() < 0 || last >= tensor.storage().size();
        // A stride of 0 repeats numbers: a tensor may not be longer than what is stored.
        if (size > 0 && (outside || size > tensor.storage().size())) {
            throw new DamagedPickleException("a tensor of the shape " + tensor.dimensions() + " reaches outside its "
                    + tensor.storage().size() + " stored numbers");
        }
    }
}
