package io.github.fisherscope.formats.torch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The instructions of a pickle (protocols 2 to 5) as far as dictionaries of tensors need them. Nothing is run: the few
 * constructors that a file can name are those of {@link TorchObjects}, and any other name is refused with the name. A claimed
 * length never exceeds what is left of the pickle.
 */
final class TorchPickle {
    private static final int HIGHEST_PROTOCOL = 5;

    private final ByteBuffer in;
    private final TorchObjects objects;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    TorchPickle(byte[] pickle, TorchObjects objects) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.objects = objects;
    }

    /** Returns the one object of the pickle. */
    Object read() {
        try {
            for (int code = code(); code != '.'; code = code()) {
                execute(code);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException | ArithmeticException e) {
            throw new DamagedPickleException("it is cut off or damaged at byte " + in.position());
        }
        if (stack.size() != 1) {
            throw new DamagedPickleException("it does not end where its one object ends");
        }
        return pop();
    }

    private int code() {
        return Byte.toUnsignedInt(in.get());
    }

    private void execute(int code) {
        if (!structure(code) && !scalar(code) && !container(code) && !memory(code)) {
            throw new DamagedPickleException(
                    String.format(Locale.ROOT, "it holds the instruction 0x%02x, which is not read", code));
        }
    }

    private boolean structure(int code) {
        switch (code) {
            case 0x80 -> {
                int protocol = in.get();
                if (protocol < 2 || protocol > HIGHEST_PROTOCOL) {
                    throw new DamagedPickleException(
                            "it has protocol " + protocol + "; 2 to " + HIGHEST_PROTOCOL + " are read");
                }
            }
            case 0x95 -> length(in.getLong());
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case 'c' -> push(objects.named(line() + "." + line()));
            case 0x93 -> {
                String name = (String) pop();
                push(objects.named(pop() + "." + name));
            }
            case 'R' -> {
                TorchObjects.Sequence arguments = (TorchObjects.Sequence) pop();
                push(objects.call(pop(), arguments.items()));
            }
            case 'b' -> pop(); // the state of an OrderedDict: versions of its modules
            case 'Q' -> push(objects.storage(((TorchObjects.Sequence) pop()).items()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean scalar(int code) {
        switch (code) {
            case 'N' -> push(TorchObjects.Marker.NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) code());
            case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
            case 0x8a -> push(longNumber(code()));
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())));
            case 'X' -> push(text(Integer.toUnsignedLong(in.getInt())));
            case 0x8c -> push(text(code()));
            case 0x8d -> push(text(in.getLong()));
            case 'T', 'B' -> push(text(Integer.toUnsignedLong(in.getInt())));
            case 'U', 'C' -> push(text(code()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int code) {
        switch (code) {
            case ')', ']' -> push(new TorchObjects.Sequence(new ArrayList<>()));
            case 't', 'l' -> push(new TorchObjects.Sequence(fromMark()));
            case 0x85, 0x86, 0x87 -> tuple(code - 0x84);
            case 'a' -> {
                Object item = pop();
                ((TorchObjects.Sequence) top()).items().add(item);
            }
            case 'e' -> {
                List<Object> items = fromMark();
                ((TorchObjects.Sequence) top()).items().addAll(items);
            }
            case '}' -> push(new TorchObjects.Dictionary(new LinkedHashMap<>()));
            case 's' -> {
                Object value = pop();
                setItems(List.of(pop(), value));
            }
            case 'u' -> setItems(fromMark());
            case 0x8f -> push(TorchObjects.Marker.OTHER); // an empty set
            case 0x90 -> fromMark();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int code) {
        switch (code) {
            case 'q' -> memo.put(code(), top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> push(remembered(code()));
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
            throw new DamagedPickleException("it refers to the object " + index + ", which it never made");
        }
        return value;
    }

    private void setItems(List<?> items) {
        TorchObjects.Dictionary target = (TorchObjects.Dictionary) top();
        if (items.size() % 2 != 0) {
            throw new DamagedPickleException("it has a dictionary with a key and no value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            target.fields().put(String.valueOf(items.get(i)), items.get(i + 1));
        }
    }

    private void tuple(int count) {
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        push(new TorchObjects.Sequence(items));
    }

    private List<Object> fromMark() {
        List<Object> tail = stack.subList(marks.remove(marks.size() - 1), stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private long longNumber(int bytes) {
        if (bytes > Long.BYTES) {
            throw new DamagedPickleException("it holds a whole number of " + bytes + " bytes; at most 8 are read");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            long b = i == bytes - 1 ? in.get() : code();
            value |= b << (8 * i);
        }
        return value;
    }

    private String text(long length) {
        byte[] bytes = new byte[length(length)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int length(long claimed) {
        if (claimed < 0 || claimed > in.remaining()) {
            throw new DamagedPickleException(
                    "it claims " + Long.toUnsignedString(claimed) + " bytes where " + in.remaining() + " are left");
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
}
