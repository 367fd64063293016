package io.github.fisherscope.core.io;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects that a pickle of NumPy arrays can make, and the few constructors that it can name. */
final class PickledArrays {
    /** Python's {@code None}. */
    static final Object NONE = new StoredValue.Nothing();

    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUES = 100_000;

    /** A byte becomes 8 bytes as a number; what is made more often than a few times from the same bytes is hostile. */
    private static final int MOST_BYTES_PER_BYTE = 32;

    private static final Map<String, Constructor> KNOWN = Map.ofEntries(
            Map.entry("numpy.core.multiarray._reconstruct", Constructor.RECONSTRUCT),
            Map.entry("numpy._core.multiarray._reconstruct", Constructor.RECONSTRUCT),
            Map.entry("numpy.core.multiarray.scalar", Constructor.SCALAR),
            Map.entry("numpy._core.multiarray.scalar", Constructor.SCALAR),
            Map.entry("numpy.core.numeric._frombuffer", Constructor.FROM_BUFFER),
            Map.entry("numpy._core.numeric._frombuffer", Constructor.FROM_BUFFER),
            Map.entry("numpy.ndarray", Constructor.ARRAY),
            Map.entry("numpy.matrix", Constructor.ARRAY),
            Map.entry("numpy.dtype", Constructor.TYPE),
            Map.entry("_codecs.encode", Constructor.ENCODE),
            Map.entry("collections.OrderedDict", Constructor.DICTIONARY));

    private final Path file;
    private final String where;
    private int values;
    private long allowance;

    /** Makes the objects of a pickle of that many bytes. */
    PickledArrays(Path file, String where, int bytes) {
        this.file = file;
        this.where = where;
        this.allowance = (long) MOST_BYTES_PER_BYTE * bytes;
    }

    /** What a pickle may call. */
    enum Constructor {
        RECONSTRUCT,
        SCALAR,
        FROM_BUFFER,
        ARRAY,
        TYPE,
        ENCODE,
        DICTIONARY
    }

    /** NumPy's description of an element. */
    private static final class Type {
        private final String code;
        private char order = '|';

        private Type(String code) {
            this.code = code;
        }
    }

    /** An array; without content until its state is set. */
    private static final class Array {
        private @Nullable Object content;
    }

    /** Returns the constructor of a name, or refuses it with the name. */
    Constructor named(String name) {
        Constructor known = KNOWN.get(name);
        if (known == null) {
            throw InputFileException.of(
                    file,
                    where + "holds the Python object '" + name
                            + "', which is never run; only lists and dictionaries of NumPy arrays are read",
                    "save the matrices with numpy.savez");
        }
        return known;
    }

    Object call(Constructor constructor, List<?> arguments) {
        return switch (constructor) {
            case RECONSTRUCT -> new Array();
            case TYPE -> new Type((String) arguments.get(0));
            case ENCODE -> {
                String text = (String) arguments.get(0);
                spend(text.length());
                yield text.getBytes(StandardCharsets.ISO_8859_1);
            }
            case DICTIONARY -> new PickleMachine.Dictionary(new LinkedHashMap<>());
            case SCALAR -> array((Type) arguments.get(0), List.of(), false, (byte[]) arguments.get(1));
            case FROM_BUFFER ->
                array(
                        (Type) arguments.get(1),
                        shape(arguments.get(2)),
                        arguments.size() > 3 && "F".equals(arguments.get(3)),
                        (byte[]) arguments.get(0));
            case ARRAY -> throw damaged("an array is made in an unknown way");
        };
    }

    void build(Object target, Object state) {
        List<Object> fields = ((PickleMachine.Sequence) state).items();
        if (target instanceof Type type) {
            String order = (String) fields.get(1);
            type.order = order.isEmpty() ? '|' : order.charAt(0);
        } else if (target instanceof Array array) {
            Object data = fields.get(4);
            Type type = (Type) fields.get(2);
            boolean fortran = Boolean.TRUE.equals(fields.get(3));
            array.content = data instanceof PickleMachine.Sequence items
                    ? items
                    : array(type, shape(fields.get(1)), fortran, (byte[]) data).content;
        } else {
            throw damaged("an object that is no array is given a state");
        }
    }

    private static List<Integer> shape(Object shape) {
        return ((PickleMachine.Sequence) shape)
                .items().stream().map(n -> dimension((Long) n)).toList();
    }

    private static int dimension(long length) {
        if (length < 0) {
            throw new ArithmeticException("negative length");
        }
        return Math.toIntExact(length);
    }

    private void spend(long bytes) {
        allowance -= bytes;
        if (allowance < 0) {
            throw damaged("the same bytes are unpacked again and again");
        }
    }

    private Array array(Type type, List<Integer> shape, boolean fortran, byte[] data) {
        char order = type.order == '=' ? '<' : type.order;
        ElementType element = NpyHeaderParser.parseType(order + type.code);
        if (element == null || element.kind() == ElementType.Kind.OBJECT) {
            throw NpyHeaderParser.notRead(file, where, order + type.code);
        }
        spend((long) Double.BYTES * data.length / Math.max(1, element.bytes()));
        NpyHeader header = new NpyHeader(element, order + type.code, fortran, shape, 0);
        Array array = new Array();
        array.content = header.read(file, where, data);
        return array;
    }

    /** Returns a finished object as a value, lists and dictionaries expanded. */
    StoredValue value(Object object) {
        return value(object, 0);
    }

    private StoredValue value(@Nullable Object object, int depth) {
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            throw damaged("they are nested more than " + MAX_DEPTH + " deep or more than " + MAX_VALUES + " in number");
        }
        if (object instanceof StoredValue value) {
            return value;
        }
        if (object instanceof Array array) {
            return value(array.content, depth); // of the same depth: an array of numbers ends here
        }
        if (object instanceof PickleMachine.Sequence sequence) {
            List<StoredValue> items = new ArrayList<>();
            for (Object item : sequence.items()) {
                items.add(value(item, depth + 1));
            }
            return new StoredValue.Items(items);
        }
        if (object instanceof PickleMachine.Dictionary dictionary) {
            Map<String, StoredValue> fields = new LinkedHashMap<>();
            dictionary.fields().forEach((name, item) -> fields.put(name, value(item, depth + 1)));
            return new StoredValue.Fields(fields);
        }
        if (object instanceof String text) {
            return new StoredValue.Text(text);
        }
        if (object instanceof byte[] bytes) {
            return new StoredValue.Text(new String(bytes, StandardCharsets.UTF_8));
        }
        if (object instanceof Number || object instanceof Boolean) {
            double number = object instanceof Number n ? n.doubleValue() : Boolean.TRUE.equals(object) ? 1 : 0;
            return new StoredValue.Numbers(NpyArray.owning(new double[] {number}));
        }
        throw damaged("one of them is neither an array nor a list, a dictionary, text or a number");
    }

    private InputFileException damaged(String problem) {
        return InputFileException.of(
                file, where + "holds Python objects, and " + problem, "save the matrices with numpy.savez");
    }
}
