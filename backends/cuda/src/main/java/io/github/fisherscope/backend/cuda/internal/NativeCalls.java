package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Opens libraries by their paths and ties classes of native methods to them. */
final class NativeCalls {
    /** Nothing is closed before the process ends: CUDA's libraries do not bear it, and one needs another. */
    private static final List<NativeLibrary> OPENED = new ArrayList<>();

    /** RTLD_LAZY alone: unasked, JNA would let symbols of one library take the place of another's of the same name. */
    private static final Map<String, Object> OPTIONS = Map.of(Library.OPTION_OPEN_FLAGS, 1);

    private NativeCalls() {}

    /**
     * Opens a library, for those after it that need it.
     *
     * @throws UnsatisfiedLinkError if it cannot be opened; the message says why
     */
    static synchronized NativeLibrary open(String path) {
        NativeLibrary library = NativeLibrary.getInstance(path, OPTIONS);
        OPENED.add(library);
        return library;
    }

    /**
     * Ties every native method of {@code calls} to the function of its name. What a call costs after that is some
     * hundred nanoseconds; nothing is looked up.
     *
     * @throws UnsatisfiedLinkError if the library cannot be opened or has no such function
     */
    static NativeLibrary bind(Class<?> calls, String path) {
        NativeLibrary library = open(path);
        Native.register(calls, library);
        return library;
    }

    /** Returns a text as C wants it. */
    static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** Returns the text up to its closing zero. */
    static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
