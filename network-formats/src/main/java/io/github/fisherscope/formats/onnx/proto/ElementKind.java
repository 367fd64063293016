package io.github.fisherscope.formats.onnx.proto;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Types of a tensor's elements, by the numbers that ONNX gives them. */
public enum ElementKind {
    FLOAT(1, 4),
    UINT8(2, 1),
    INT8(3, 1),
    UINT16(4, 2),
    INT16(5, 2),
    INT32(6, 4),
    INT64(7, 8),
    BOOL(9, 1),
    FLOAT16(10, 2),
    DOUBLE(11, 8),
    UINT32(12, 4),
    UINT64(13, 8),
    BFLOAT16(16, 2);

    private final int code;
    private final int bytes;

    ElementKind(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Returns the type of a number in a file, or nothing for text, complex numbers and numbers of eight bits or fewer. */
    public static Optional<ElementKind> of(long code) {
        return Stream.of(values()).filter(k -> k.code == code).findFirst();
    }

    /** Returns the number of bytes of an element. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether the elements are floating-point numbers. */
    public boolean floating() {
        return this == FLOAT || this == FLOAT16 || this == DOUBLE || this == BFLOAT16;
    }

    /** Returns the type's name as messages have it. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
