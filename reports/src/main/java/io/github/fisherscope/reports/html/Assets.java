package io.github.fisherscope.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files that every page carries: styles, scripts, licences. */
final class Assets {
    private Assets() {}

    static String text(String name) {
        try (InputStream in = Assets.class.getResourceAsStream("/io/github/fisherscope/reports/html/" + name)) {
            return new String(
                    Objects.requireNonNull(in, name + " is missing from the jar")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name + " from the jar", e);
        }
    }
}
