package io.github.fisherscope.core.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is known of an input file before its content is believed. */
public final class RegularFile {
    private static final int CHUNK = 1 << 16;

    private RegularFile() {}

    /**
     * Returns the length in bytes of a regular, non-empty file.
     *
     * @throws InputFileException if there is none, or it is a directory, a device or empty
     */
    public static long length(Path file) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
        if (attributes.isDirectory()) {
            throw InputFileException.of(file, "is a directory", "name a file inside it");
        }
        if (!attributes.isRegularFile()) {
            throw InputFileException.of(
                    file, "is not a regular file", "store the data in a file first; pipes and devices have no length");
        }
        if (attributes.size() == 0) {
            throw InputFileException.of(file, "is empty (0 bytes)", "write or download it again");
        }
        return attributes.size();
    }

    /** Returns up to {@code count} bytes from the start of the file. */
    public static byte[] start(Path file, int count) {
        length(file);
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(count);
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    /** Returns the SHA-256 digest of the whole file in lower-case hexadecimal; memory does not depend on its length. */
    public static String sha256(Path file) {
        length(file);
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                digest.update(chunk, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
