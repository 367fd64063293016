package io.github.fisherscope.core.io;

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
 * The stack machine of a Python pickle (protocols 2 to 5). It executes nothing from Python: what a name stands for, and what a
 * call makes, is decided by the class that extends it, which refuses every name it does not know.
 *
 * <p>Memory: the objects of the pickle. A claimed length never exceeds what is left of the pickle.
 */
public abstract class PickleMachine {
    private static final int HIGHEST_PROTOCOL = 5;

    private final ByteBuffer in;
    private final Object none;
    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    /**
     * @param pickle the bytes, which stay the caller's and must not change meanwhile
     * @param none what stands for None
     */
    protected PickleMachine(byte[] pickle, Object none) {
        this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
        this.none = none;
    }

    /** A list or tuple, which may still grow. */
    public record Sequence(List<Object> items) {}

    /** A dictionary, which may still grow. */
    public record Dictionary(Map<String, Object> fields) {}

    /** Returns what a name such as {@code collections.OrderedDict} stands for, or refuses it. */
    protected abstract Object named(String name);

    /** Returns what a call of something named makes. */
    protected abstract Object call(Object constructor, List<Object> arguments);

    /** Gives an object its state. */
    protected abstract void build(Object target, Object state);

    /** Returns what bytes are kept as. */
    protected abstract Object bytes(byte[] bytes);

    /** Returns the name of a dictionary's field, or refuses the key. */
    protected abstract String field(Object key);

    /** Returns the exception for a pickle that cannot be read; the problem is a sentence without its subject. */
    protected abstract RuntimeException damaged(String problem);

    /** Executes an instruction that the machine does not have; returns false if it is unknown here, too. */
    protected boolean further(int code) {
        return false;
    }

    /** Runs to the end and returns the one object of the pickle. */
    protected final Object run() {
        try {
            for (int code = unsigned(); code != '.'; code = unsigned()) {
                execute(code);
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException | ArithmeticException e) {
            throw damaged("is cut off or damaged at byte " + in.position());
        }
        if (stack.size() != 1) {
            throw damaged("does not end where its one object ends");
        }
        return pop();
    }

    /** Returns whether bytes follow what was read. */
    protected final boolean hasMore() {
        return in.hasRemaining();
    }

    protected final void push(Object value) {
        stack.add(value);
    }

    protected final Object pop() {
        return stack.remove(stack.size() - 1);
    }

    /** Takes everything above the last mark from the stack. */
    protected final List<Object> fromMark() {
        return cut(marks.remove(marks.size() - 1));
    }

    private void execute(int code) {
        if (!structure(code) && !scalar(code) && !text(code) && !container(code) && !memory(code) && !further(code)) {
            throw damaged(String.format(Locale.ROOT, "holds the instruction 0x%02x, which is not read", code));
        }
    }

    private boolean structure(int code) {
        switch (code) {
            case 0x80 -> {
                int protocol = in.get();
                if (protocol < 2 || protocol > HIGHEST_PROTOCOL) {
                    throw damaged("has protocol " + protocol + "; 2 to " + HIGHEST_PROTOCOL + " are read");
                }
            }
            case 0x95 -> length(in.getLong()); // a frame: its length must be possible, its content is read as it comes
            case '(' -> marks.add(stack.size());
            case '0' -> pop();
            case 'c' -> push(named(line() + "." + line()));
            case 0x93 -> {
                String name = (String) pop();
                push(named(pop() + "." + name));
            }
            case 'R' -> {
                List<Object> arguments = ((Sequence) pop()).items();
                push(call(pop(), arguments));
            }
            case 'b' -> {
                Object state = pop();
                build(top(), state);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean scalar(int code) {
        switch (code) {
            case 'N' -> push(none);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) unsigned());
            case 'M' -> push((long) Short.toUnsignedInt(in.getShort()));
            case 0x8a -> push(wholeNumber(unsigned()));
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
            case 0x8c -> push(utf8(unsigned()));
            case 0x8d -> push(utf8(in.getLong()));
            case 'B', 'T' -> push(bytes(next(Integer.toUnsignedLong(in.getInt()))));
            case 'C', 'U' -> push(bytes(next(unsigned())));
            case 0x8e, 0x96 -> push(bytes(next(in.getLong())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int code) {
        switch (code) {
            case ')', ']' -> push(new Sequence(new ArrayList<>()));
            case 't', 'l' -> push(new Sequence(fromMark()));
            case 0x85, 0x86, 0x87 -> push(new Sequence(cut(stack.size() - (code - 0x84))));
            case 'a' -> {
                Object item = pop();
                ((Sequence) top()).items().add(item);
            }
            case 'e' -> {
                List<Object> items = fromMark();
                ((Sequence) top()).items().addAll(items);
            }
            case '}' -> push(new Dictionary(new LinkedHashMap<>()));
            case 'd' -> {
                List<Object> items = fromMark();
                push(new Dictionary(new LinkedHashMap<>()));
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
            case 'q' -> memo.put(unsigned(), top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> push(remembered(unsigned()));
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
            throw damaged("refers to the object " + index + ", which it never made");
        }
        return value;
    }

    private void setItems(List<?> items) {
        Map<String, Object> fields = ((Dictionary) top()).fields();
        if (items.size() % 2 != 0) {
            throw damaged("has a dictionary with a key and no value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            fields.put(field(items.get(i)), items.get(i + 1));
        }
    }

    private List<Object> cut(int from) {
        List<Object> tail = stack.subList(from, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private long wholeNumber(int bytes) {
        if (bytes > Long.BYTES) {
            throw damaged("holds a whole number of " + bytes + " bytes; at most 8 are read");
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            long b = i == bytes - 1 ? in.get() : unsigned();
            value |= b << (8 * i);
        }
        return value;
    }

    private String utf8(long length) {
        return new String(next(length), StandardCharsets.UTF_8);
    }

    private byte[] next(long length) {
        byte[] bytes = new byte[length(length)];
        in.get(bytes);
        return bytes;
    }

    private int length(long claimed) {
        if (claimed < 0 || claimed > in.remaining()) {
            throw damaged("claims " + Long.toUnsignedString(claimed) + " bytes where " + in.remaining() + " are left");
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

    private int unsigned() {
        return Byte.toUnsignedInt(in.get());
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }
}
