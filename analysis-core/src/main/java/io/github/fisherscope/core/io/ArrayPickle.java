package io.github.fisherscope.core.io;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads Python objects that are pickled in a .npy file, as far as they are lists, tuples, dictionaries, text, numbers and
 * NumPy arrays (protocols 2 to 5). Nothing is executed: the file can name the few constructors that
 * {@link PickledArrays} knows, and any other name is refused with the name.
 *
 * <p>Memory: what the file itself needs, twice. A claimed length never exceeds what is left of the file, and shared or
 * nested parts are expanded to a bounded size only.
 */
final class ArrayPickle {
    private static final int HIGHEST_PROTOCOL = 5;

    private final Path file;
    private final String where;
    private final ByteBuffer in;
    private final PickledArrays arrays;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    ArrayPickle(Path file, String where, byte[] pickle) {
        this.file = file;
        this.where = where;
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.arrays = new PickledArrays(file, where, pickle.length);
    }

    /**
     * Reads the one object of the pickle.
     *
     * @throws InputFileException if it is damaged or holds anything but arrays, text, lists and dictionaries
     */
    StoredValue read() {
        try {
            while (true) {
                int code = Byte.toUnsignedInt(in.get());
                if (code == '.') {
                    break;
                }
                execute(code);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException | ArithmeticException e) {
            throw damaged("the pickle is cut off or damaged at byte " + in.position());
        }
        if (stack.size() != 1 || in.hasRemaining()) {
            throw damaged("the pickle does not end where its one object ends");
        }
        return arrays.value(pop());
    }

    private void execute(int code) {
        if (!structure(code) && !scalar(code) && !text(code) && !container(code) && !memory(code)) {
            throw damaged(
                    String.format(Locale.ROOT, "the pickle holds the instruction 0x%02x, which is not read", code));
        }
    }

    private boolean structure(int code) {
        switch (code) {
            case 0x80 -> {
                int protocol = in.get();
                if (protocol < 2 || protocol > HIGHEST_PROTOCOL) {
                    throw damaged("the pickle has protocol " + protocol + "; 2 to " + HIGHEST_PROTOCOL + " are read");
                }
            }
            case 0x95 -> length(in.getLong()); // a frame: its length must be possible, its content is read as it comes
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case 'c' -> push(arrays.named(line() + "." + line()));
            case 0x93 -> {
                String name = (String) pop();
                push(arrays.named(pop() + "." + name));
            }
            case 'R' -> {
                List<?> arguments = ((PickledArrays.Sequence) pop()).items();
                push(arrays.call((PickledArrays.Constructor) pop(), arguments));
            }
            case 'b' -> {
                Object state = pop();
                arrays.build(top(), state);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean scalar(int code) {
        switch (code) {
            case 'N' -> push(PickledArrays.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) Byte.toUnsignedInt(in.get()));
            case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
            case 0x8a -> push(longNumber(Byte.toUnsignedInt(in.get())));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int code) {
        switch (code) {
            case 'X' -> push(utf8(Integer.toUnsignedLong(in.getInt())));
            case 0x8c -> push(utf8(Byte.toUnsignedLong(in.get())));
            case 0x8d -> push(utf8(in.getLong()));
            case 'B', 'T' -> push(bytes(Integer.toUnsignedLong(in.getInt())));
            case 'C', 'U' -> push(bytes(Byte.toUnsignedLong(in.get())));
            case 0x8e, 0x96 -> push(bytes(in.getLong()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int code) {
        switch (code) {
            case ')' -> push(new PickledArrays.Sequence(new ArrayList<>()));
            case ']' -> push(new PickledArrays.Sequence(new ArrayList<>()));
            case 't', 'l' -> push(new PickledArrays.Sequence(fromMark()));
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 'a' -> {
                Object item = pop();
                ((PickledArrays.Sequence) top()).items().add(item);
            }
            case 'e' -> {
                List<Object> items = fromMark();
                ((PickledArrays.Sequence) top()).items().addAll(items);
            }
            case '}' -> push(new PickledArrays.Dictionary(new LinkedHashMap<>()));
            case 'd' -> {
                List<Object> items = fromMark();
                push(new PickledArrays.Dictionary(new LinkedHashMap<>()));
                setItems(items);
            }
            case 's' -> {
                Object value = pop();
                setItems(List.of(pop(), value));
            }
            case 'u' -> setItems(fromMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int code) {
        switch (code) {
            case 'q' -> memo.put(Byte.toUnsignedInt(in.get()), top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> push(remembered(Byte.toUnsignedInt(in.get())));
            case 'j' -> push(remembered(in.getInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Object remembered(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw damaged("the pickle refers to the object " + index + ", which it never made");
        }
        return value;
    }

    private void setItems(List<?> items) {
        Map<String, Object> fields = ((PickledArrays.Dictionary) top()).fields();
        if (items.size() % 2 != 0) {
            throw damaged("the pickle has a dictionary with a key and no value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String) && !(key instanceof Long)) {
                throw damaged("the pickle has a dictionary whose keys are neither text nor whole numbers");
            }
            fields.put(String.valueOf(key), items.get(i + 1));
        }
    }

    private void tuple(int count) {
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        push(new PickledArrays.Sequence(items));
    }

    private List<Object> fromMark() {
        int from = marks.remove(marks.size() - 1);
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private long longNumber(int bytes) {
        if (bytes > Long.BYTES) {
            throw damaged("the pickle holds a whole number of " + bytes + " bytes; at most 8 are read");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            long b = i == bytes - 1 ? in.get() : Byte.toUnsignedLong(in.get());
            value |= b << (8 * i);
        }
        return value;
    }

    private String utf8(long length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private byte[] bytes(long length) {
        byte[] bytes = new byte[length(length)];
        in.get(bytes);
        return bytes;
    }

    private int length(long claimed) {
        if (claimed < 0 || claimed > in.remaining()) {
            throw damaged("the pickle claims " + claimed + " bytes where " + in.remaining() + " are left");
        }
        return (int) claimed;
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        for (int c = in.get(); c != '\n'; c = in.get()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }

    private InputFileException damaged(String problem) {
        return InputFileException.of(
                file, where + "holds Python objects, and " + problem, "save the matrices with numpy.savez");
    }
}
