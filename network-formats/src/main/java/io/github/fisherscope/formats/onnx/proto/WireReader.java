package io.github.fisherscope.formats.onnx.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one message in Protocol Buffers' wire format, one after the other. Nothing is copied but texts: the bytes of
 * inner messages and of numbers are slices of the file. A length that reaches behind its message is refused before anything
 * is allocated.
 *
 * <p>Source of the format: the encoding chapter of the Protocol Buffers documentation (tags, varints, lengths).
 */
final class WireReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int LONGEST_VARINT = 10;
    private static final int LONGEST_TEXT = 1 << 16;

    private final ByteBuffer in;
    private int field;
    private int type;

    WireReader(ByteBuffer message) {
        this.in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Goes to the next field; returns false behind the last one. */
    boolean next() {
        if (!in.hasRemaining()) {
            return false;
        }
        long tag = varint();
        type = (int) (tag & 7);
        long number = tag >>> 3;
        if (number < 1 || number > Integer.MAX_VALUE >>> 2) {
            throw new DamagedMessageException("there is no field of the number " + number);
        }
        field = (int) number;
        return true;
    }

    /** Returns the number of the field. */
    int field() {
        return field;
    }

    /** Reads the field as a whole number. */
    long number() {
        require(VARINT);
        return varint();
    }

    /** Reads the field as a float. */
    float float32() {
        require(FIXED32);
        need(Float.BYTES);
        return in.getFloat();
    }

    /** Reads the field as bytes, which stay where they are. */
    ByteBuffer bytes() {
        require(BYTES);
        long length = varint();
        if (length < 0 || length > in.remaining()) {
            throw new DamagedMessageException(
                    "a field claims " + Long.toUnsignedString(length) + " bytes where " + in.remaining() + " are left");
        }
        ByteBuffer slice = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + (int) length);
        return slice;
    }

    /** Reads the field as text. */
    String text() {
        ByteBuffer bytes = bytes();
        if (bytes.remaining() > LONGEST_TEXT) {
            throw new DamagedMessageException(
                    "a name has " + bytes.remaining() + " bytes; names of up to " + LONGEST_TEXT + " are read");
        }
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /** Reads one whole number or a packed list of them. */
    void numbers(NumberList list) {
        if (type == VARINT) {
            list.add(varint());
            return;
        }
        WireReader packed = new WireReader(bytes());
        while (packed.in.hasRemaining()) {
            list.add(packed.varint());
        }
    }

    /** Reads one float or a packed list of them, as bits. */
    void floats(NumberList list) {
        if (type == FIXED32) {
            need(Float.BYTES);
            list.add(in.getInt());
            return;
        }
        ByteBuffer packed = bytes();
        requireWhole(packed, Float.BYTES);
        while (packed.hasRemaining()) {
            list.add(packed.getInt());
        }
    }

    /** Reads one double or a packed list of them, as bits. */
    void doubles(NumberList list) {
        if (type == FIXED64) {
            need(Double.BYTES);
            list.add(in.getLong());
            return;
        }
        ByteBuffer packed = bytes();
        requireWhole(packed, Double.BYTES);
        while (packed.hasRemaining()) {
            list.add(packed.getLong());
        }
    }

    private static void requireWhole(ByteBuffer packed, int width) {
        if (packed.remaining() % width != 0) {
            throw new DamagedMessageException(
                    "a list of numbers of " + width + " bytes each has " + packed.remaining() + " bytes");
        }
    }

    /** Passes over the field. */
    void skip() {
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> skip(Long.BYTES);
            case BYTES -> bytes();
            case FIXED32 -> skip(Integer.BYTES);
            default -> throw new DamagedMessageException("a field is of the unknown kind " + type);
        }
    }

    private void skip(int count) {
        need(count);
        in.position(in.position() + count);
    }

    private void require(int expected) {
        if (type != expected) {
            throw new DamagedMessageException("field " + field + " is of the kind " + type + " and not " + expected);
        }
    }

    private void need(int count) {
        if (in.remaining() < count) {
            throw new DamagedMessageException("a number is cut off");
        }
    }

    private long varint() {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            need(1);
            byte b = in.get();
            value |= (long) (b & 0x7f) << (7 * i);
            if (b >= 0) {
                return value;
            }
        }
        throw new DamagedMessageException("a number has more than " + LONGEST_VARINT + " bytes");
    }
}
