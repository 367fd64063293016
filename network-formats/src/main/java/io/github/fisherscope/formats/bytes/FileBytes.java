package io.github.fisherscope.formats.bytes;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.RegularFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of files, or parts of them: short ones are read, long ones are mapped and cost no heap. */
public final class FileBytes {
    private static final int LONGEST_COPY = 1 << 24;

    private FileBytes() {}

    /** Returns the length of a regular file that is not empty. */
    public static long length(Path file) {
        return RegularFile.length(file);
    }

    /**
     * Returns bytes of a file, little-endian.
     *
     * @param count at most 2³¹ − 1
     * @throws InputFileException if the file cannot be read, or the part is too long
     */
    public static ByteBuffer read(Path file, long offset, long count) {
        if (count > Integer.MAX_VALUE) {
            throw InputFileException.of(
                    file,
                    "has " + count + " bytes in one piece; at most " + Integer.MAX_VALUE + " are read",
                    "save the weights beside the model, one tensor at a time");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (count > LONGEST_COPY) {
                return channel.map(FileChannel.MapMode.READ_ONLY, offset, count).order(ByteOrder.LITTLE_ENDIAN);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) count);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException();
                }
            }
            return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw InputFileException.unreadable(file, e);
        }
    }
}
