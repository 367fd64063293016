package io.github.fisherscope.formats.onnx.proto;

import io.github.fisherscope.formats.bytes.Halves;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Where the numbers of a tensor stand: as they are in memory, or in a list of the message. */
sealed interface TensorData {
    /** Returns the number of elements of a type. */
    long elements(ElementKind kind);

    /** Returns element {@code i} as a floating-point number; every narrower type is widened without rounding. */
    double real(ElementKind kind, int i);

    /** Returns element {@code i} as a whole number; fractions are cut off. */
    long whole(ElementKind kind, int i);

    /**
     * KnownNumbers as they are in memory, little-endian.
     *
     * @param bytes a slice of a file
     */
    record Raw(ByteBuffer bytes) implements TensorData {
        @Override
        public long elements(ElementKind kind) {
            return bytes.remaining() % kind.bytes() == 0 ? bytes.remaining() / kind.bytes() : -1;
        }

        @Override
        public double real(ElementKind kind, int i) {
            return switch (kind) {
                case FLOAT -> bits().getFloat(i * Float.BYTES);
                case DOUBLE -> bits().getDouble(i * Double.BYTES);
                case FLOAT16 -> Halves.half(bits().getShort(i * Short.BYTES));
                case BFLOAT16 -> Halves.brain(bits().getShort(i * Short.BYTES));
                case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> whole(kind, i);
            };
        }

        @Override
        public long whole(ElementKind kind, int i) {
            return switch (kind) {
                case BOOL -> bits().get(i) == 0 ? 0 : 1;
                case INT8 -> bits().get(i);
                case UINT8 -> Byte.toUnsignedLong(bits().get(i));
                case INT16 -> bits().getShort(i * Short.BYTES);
                case UINT16 -> Short.toUnsignedLong(bits().getShort(i * Short.BYTES));
                case INT32 -> bits().getInt(i * Integer.BYTES);
                case UINT32 -> Integer.toUnsignedLong(bits().getInt(i * Integer.BYTES));
                case INT64, UINT64 -> bits().getLong(i * Long.BYTES);
                case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> (long) real(kind, i);
            };
        }

        private ByteBuffer bits() {
            return bytes.order() == ByteOrder.LITTLE_ENDIAN
                    ? bytes
                    : bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /**
     * KnownNumbers in a list of the message.
     *
     * @param bits floating-point numbers as bits, whole numbers as they are
     */
    record Listed(NumberList bits) implements TensorData {
        @Override
        public long elements(ElementKind kind) {
            return bits.size();
        }

        @Override
        public double real(ElementKind kind, int i) {
            long b = bits.get(i);
            return switch (kind) {
                case FLOAT -> Float.intBitsToFloat((int) b);
                case DOUBLE -> Double.longBitsToDouble(b);
                case FLOAT16 -> Halves.half((short) b);
                case BFLOAT16 -> Halves.brain((short) b);
                case UINT8, INT8, UINT16, INT16, INT32, INT64, BOOL, UINT32, UINT64 -> b;
            };
        }

        @Override
        public long whole(ElementKind kind, int i) {
            return kind.floating() ? (long) real(kind, i) : bits.get(i);
        }
    }

    /**
     * Zeros.
     *
     * @param count how many
     */
    record Zeros(int count) implements TensorData {
        @Override
        public long elements(ElementKind kind) {
            return count;
        }

        @Override
        public double real(ElementKind kind, int i) {
            return 0;
        }

        @Override
        public long whole(ElementKind kind, int i) {
            return 0;
        }
    }
}
