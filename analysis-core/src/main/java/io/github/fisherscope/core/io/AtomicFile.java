package io.github.fisherscope.core.io;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes files that are either there as a whole or not there. */
public final class AtomicFile {
    private static final int BUFFER = 1 << 16;

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a temporary file in the same folder, forces it to the disk and renames it to {@code file}, replacing what
     * was there. If anything fails, what was there stays and the temporary file is removed. A symbolic link stays one;
     * the file that it leads to is replaced.
     *
     * @throws OutputFileException naming the file if it cannot be written, or if its name belongs to something that is
     *     not a regular file
     */
    public static void write(Path file, Content content) {
        try {
            Path target = Files.isSymbolicLink(file) && Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                throw OutputFileException.of(file, notRegular(target), "choose another name");
            }
            Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
            try {
                writeNew(temporary, content);
                move(temporary, target);
            } finally {
                discard(temporary);
            }
        } catch (IOException e) {
            throw OutputFileException.of(file, e);
        }
    }

    /** How far into a file its mark is looked for: ours stand at the start. */
    private static final int MARK_WITHIN = 1 << 16;

    /**
     * Tells whether {@link #write} may take the place of what has this name: nothing, an empty file, or an earlier file of
     * ours. A file without the mark belongs to somebody else and is not to be replaced.
     *
     * @param mark what stands in the first 64 KiB of every file that is written here, in ASCII
     */
    public static boolean mayReplace(Path file, String mark) throws IOException {
        if (!Files.isRegularFile(file)) {
            return !Files.exists(file);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(MARK_WITHIN);
            return start.length == 0 || new String(start, StandardCharsets.ISO_8859_1).contains(mark);
        }
    }

    static String notRegular(Path target) {
        return Files.isDirectory(target) ? "a folder has this name" : "this is not a regular file";
    }

    /** Writes a file that must not exist and forces it to the disk. */
    static void writeNew(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
            content.writeTo(new Unclosed(out)); // compressing streams close what they write to
            out.flush();
            channel.force(false);
        }
    }

    /** Takes the bytes and stays open. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int start, int count) throws IOException {
            out.write(bytes, start, count);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            System.getLogger(AtomicFile.class.getName())
                    .log(System.Logger.Level.WARNING, "left behind " + temporary, e);
        }
    }
}
