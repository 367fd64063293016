package io.github.fisherscope.core.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Tells files that this program wrote from those of somebody else, by their content. A JSON document of ours names its
 * schema and a page its generator; a table begins with the header that is about to be written; what cannot carry a mark
 * counts as ours where it has the right format and lies beside a head that is ours.
 */
final class OwnFile {
    /** Files above this size are not read; none of those that carry a mark comes near it. */
    private static final long LARGEST = 64L << 20;

    private static final int MAGIC = 4;

    private OwnFile() {}

    /**
     * Tells whether a file may be replaced.
     *
     * @param existing a regular file
     * @param next what is about to replace it; empty if that is not known yet
     * @param ownHead whether the head of the set is there and is ours
     */
    static boolean isOurs(Path existing, byte[] next, boolean ownHead) throws IOException {
        long size = Files.size(existing);
        if (size == 0) {
            return true;
        }
        if (size > LARGEST) {
            return ownHead && !carriesMark(existing);
        }
        byte[] content = Files.readAllBytes(existing);
        if (Arrays.equals(content, next) || isMarked(existing, content)) {
            return true;
        }
        return switch (extension(existing)) {
            case "json", "html" -> false;
            case "csv" -> ownHead || firstLine(content).equals(firstLine(next));
            case "png", "npy", "npz" -> ownHead && (next.length == 0 || sameMagic(content, next));
            default -> ownHead;
        };
    }

    /** Tells whether a file that exists says itself that it is ours. */
    static boolean isMarked(Path existing) throws IOException {
        return Files.isRegularFile(existing)
                && Files.size(existing) <= LARGEST
                && isMarked(existing, Files.readAllBytes(existing));
    }

    private static boolean isMarked(Path existing, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return switch (extension(existing)) {
            case "json" -> text.contains("\"fisherscope/");
            case "html" -> text.contains("name=\"generator\" content=\"Fisherscope");
            case "npz" ->
                text.startsWith("PK")
                        && text.substring(0, Math.min(text.length(), 100)).contains("eigenvalues");
            case "ipynb", "md", "txt", "xml" -> text.toLowerCase(Locale.ROOT).contains("fisherscope");
            default -> false;
        };
    }

    private static boolean carriesMark(Path file) {
        return switch (extension(file)) {
            case "json", "html" -> true;
            default -> false;
        };
    }

    private static String extension(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String firstLine(byte[] content) {
        int end = 0;
        while (end < content.length && content[end] != '\n') {
            end++;
        }
        return new String(content, 0, end, StandardCharsets.UTF_8);
    }

    private static boolean sameMagic(byte[] a, byte[] b) {
        return Arrays.equals(Arrays.copyOf(a, MAGIC), Arrays.copyOf(b, MAGIC));
    }
}
