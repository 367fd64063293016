package io.github.fisherscope.backend.cuda.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The libraries that the dynamic linker of glibc knows: the paths in the text part of {@code /etc/ld.so.cache}. */
final class LinkerCache {
    private LinkerCache() {}

    /** Returns every path to a library; none where there is no such file. */
    static List<Path> libraries(Path cache) {
        try {
            return paths(Files.readAllBytes(cache));
        } catch (IOException e) {
            return List.of(); // musl and others have no cache: the folders are searched without it
        }
    }

    /** Returns the texts that begin with a slash, end with a zero byte and name a shared library. */
    static List<Path> paths(byte[] cache) {
        List<Path> found = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < cache.length; end++) {
            if (cache[end] != 0) {
                continue;
            }
            if (cache[start] == '/') {
                String text = new String(cache, start, end - start, StandardCharsets.UTF_8);
                if (text.contains(".so") && text.chars().noneMatch(Character::isISOControl)) {
                    found.add(Path.of(text));
                }
            }
            start = end + 1;
        }
        return found;
    }
}
