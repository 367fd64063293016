package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What is known of an input file before its content is believed. */
public final class RegularFile {
    /** The longest file of numbers that is read: its digest takes minutes. */
    public static final long LONGEST_DATA = 64L << 30;

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

    /**
     * Returns the whole content as UTF-8 text, without the byte order mark with which some editors begin. Nothing is read
     * of a file that is too long or no regular file.
     *
     * @param mostBytes the length up to which a file of this kind is read
     * @throws InputFileException if the file is missing, no regular file, empty, longer than that or not UTF-8
     */
    public static String text(Path file, long mostBytes) {
        requireAtMost(file, mostBytes);
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw InputFileException.of(file, "is not UTF-8 text", "check that it is the file you meant");
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        } catch (OutOfMemoryError e) {
            throw InputFileException.tooLarge(
                    file,
                    String.format(
                            Locale.ROOT,
                            "has %d MiB of text, which the heap of %d MiB has no room for",
                            length(file) >> 20,
                            Runtime.getRuntime().maxMemory() >> 20),
                    Remedy.of("give Java more memory (-Xmx)"));
        }
    }

    /**
     * Requires a regular file of at most so many bytes.
     *
     * @return its length in bytes
     * @throws InputFileException as {@link #length}, and if it is longer
     */
    public static long requireAtMost(Path file, long mostBytes) {
        long length = length(file);
        if (length > mostBytes) {
            throw InputFileException.format(
                    file,
                    "check that it is the file you meant",
                    "has %d bytes; a file of this kind is read up to %d (%d MiB)",
                    length,
                    mostBytes,
                    mostBytes >> 20);
        }
        return length;
    }

    /**
     * Requires that a path names no file yet, or a regular one of at most so many bytes, which may be empty: what a program
     * continues is asked about before it is opened, since opening a pipe waits for its other end.
     *
     * @throws InputFileException otherwise
     */
    public static void requireAtMostIfPresent(Path file, long mostBytes) {
        boolean empty;
        try {
            empty = Files.isRegularFile(file) && Files.size(file) == 0;
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
        if (Files.exists(file) && !empty) {
            requireAtMost(file, mostBytes);
        }
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
