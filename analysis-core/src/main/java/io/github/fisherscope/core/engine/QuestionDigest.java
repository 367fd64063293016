package io.github.fisherscope.core.engine;

import io.github.fisherscope.core.math.RealVector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of texts and numbers, each with its length, so that no two lists of them are taken for each other. */
final class QuestionDigest {
    static final int BYTES = 32;
    private static final int NUMBERS = 1 << 12;

    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(NUMBERS * Double.BYTES);

    QuestionDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(int number) {
        buffer.clear().putInt(number).flip();
        digest.update(buffer);
    }

    void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
    }

    void add(RealVector numbers) {
        add(new double[][] {numbers.toArray()});
    }

    void add(double[][] vectors) {
        add(vectors.length);
        for (double[] vector : vectors) {
            add(vector.length);
            for (int from = 0; from < vector.length; from += NUMBERS) {
                buffer.clear();
                for (int i = from; i < Math.min(vector.length, from + NUMBERS); i++) {
                    buffer.putDouble(vector[i]);
                }
                digest.update(buffer.flip());
            }
        }
    }

    byte[] value() {
        return digest.digest();
    }
}
