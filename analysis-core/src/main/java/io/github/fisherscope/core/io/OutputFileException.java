package io.github.fisherscope.core.io;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file cannot be written. The message is one line that names the file, the reason and the remedy. */
public final class OutputFileException extends UncheckedIOException {
    @Serial
    private static final long serialVersionUID = 1;

    private OutputFileException(String message, IOException cause) {
        super(message, cause);
    }

    /** Translates a failed attempt to write the file or folder. */
    public static OutputFileException of(Path file, IOException cause) {
        if (cause.getCause() instanceof OutputFileException known) {
            return known;
        }
        return new OutputFileException(
                "%s: cannot be written (%s); %s".formatted(file, reason(cause), remedy(cause)), cause);
    }

    /** Returns an exception with the message {@code FILE: problem; remedy}. */
    public static OutputFileException of(Path file, String problem, String remedy) {
        String message = "%s: %s; %s".formatted(file, problem, remedy);
        return new OutputFileException(message, new IOException(message));
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "its folder does not exist";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file of this name is in the way";
        }
        String reason = e instanceof FileSystemException other ? other.getReason() : e.getMessage();
        return reason == null || reason.isBlank() ? "the system gives no reason" : reason;
    }

    private static String remedy(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "change the permissions of the folder or choose another one";
        }
        if (e instanceof NoSuchFileException) {
            return "make the folder first or choose another one";
        }
        return "see that the disk has room and that the folder can be written to, or choose another one";
    }
}
