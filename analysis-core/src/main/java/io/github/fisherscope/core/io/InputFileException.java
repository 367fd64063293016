package io.github.fisherscope.core.io;

import io.github.fisherscope.core.check.Remedy;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serial;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file that the user handed over cannot be used. The message is a single line of bounded length that names the file,
 * says what is wrong and what to do about it; characters that could garble a terminal are replaced.
 */
public final class InputFileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private static final int MAX_MESSAGE = 1000;

    private final String file;
    private final boolean tooLarge;
    private final transient Remedy remedy;

    private InputFileException(Path file, String problem, Remedy remedy, boolean tooLarge, @Nullable Throwable cause) {
        super(oneLine(file + ": " + problem + "; " + remedy.words()), cause);
        this.file = file.toString();
        this.tooLarge = tooLarge;
        this.remedy = remedy;
    }

    /**
     * Returns an exception with the message {@code FILE: problem; remedy}.
     *
     * @param problem what is wrong, with the offending value
     * @param remedy what the user can do
     */
    public static InputFileException of(Path file, String problem, String remedy) {
        return of(file, problem, Remedy.of(remedy));
    }

    /**
     * Returns an exception with the message {@code FILE: problem; remedy}.
     *
     * @param problem what is wrong, with the offending value
     * @param remedy what the user can do, with the arguments that apply it
     */
    public static InputFileException of(Path file, String problem, Remedy remedy) {
        return new InputFileException(file, problem, remedy, false, null);
    }

    /** Returns an exception of a sound file whose content does not fit into memory. */
    public static InputFileException tooLarge(Path file, String problem, Remedy remedy) {
        return new InputFileException(file, problem, remedy, true, null);
    }

    /** Returns an exception whose problem is a format string, filled in without regard to the user's language. */
    public static InputFileException format(Path file, String remedy, String problem, Object... arguments) {
        return of(file, String.format(Locale.ROOT, problem, arguments), remedy);
    }

    /** Returns an exception whose problem is a format string, and whose remedy names the arguments that apply it. */
    public static InputFileException format(Path file, Remedy remedy, String problem, Object... arguments) {
        return of(file, String.format(Locale.ROOT, problem, arguments), remedy);
    }

    /** Translates a failed attempt to read the file. */
    public static InputFileException unreadable(Path file, Exception cause) {
        String detail =
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
        String problem = "cannot be read (" + detail + ")";
        String remedy = "check the file and the disk it lies on";
        if (cause instanceof NoSuchFileException) {
            problem = "does not exist";
            remedy = "check the path";
        } else if (cause instanceof AccessDeniedException) {
            problem = "may not be read";
            remedy = "check the permissions of the file and its folder";
        } else if (cause instanceof CharacterCodingException) {
            problem = "is not UTF-8 text";
            remedy = "save it as UTF-8, or use .npy for binary numbers";
        } else if (cause instanceof EOFException) {
            problem = "ends too early";
            remedy = "it was cut off: copy or write it again";
        } else if (cause instanceof ZipException || !(cause instanceof IOException)) {
            problem = "is damaged (" + detail + ")";
            remedy = "copy or write it again";
        }
        return new InputFileException(file, problem, Remedy.of(remedy), false, cause);
    }

    /** Returns what the user can do. */
    public Remedy remedy() {
        return remedy;
    }

    /** Returns the file as the user named it. */
    public String file() {
        return file;
    }

    /** Returns whether nothing is wrong with the file but that memory has no room for it. */
    public boolean isTooLarge() {
        return tooLarge;
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_MESSAGE));
        for (int i = 0; i < text.length() && line.length() < MAX_MESSAGE; i++) {
            char c = text.charAt(i);
            boolean unsafe = Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || isDirectionMark(c);
            line.append(unsafe ? '?' : c);
        }
        return text.length() > line.length() ? line + " …" : line.toString();
    }

    private static boolean isDirectionMark(char c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }
}
