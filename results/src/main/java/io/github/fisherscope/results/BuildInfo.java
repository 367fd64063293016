package io.github.fisherscope.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which build of the project is running.
 *
 * @param version the project's version
 * @param commit the abbreviated commit it was built from, with {@code -dirty} for uncommitted changes, or
 *     {@code unknown} when built outside a git checkout
 */
public record BuildInfo(String version, String commit) {
    private static final String RESOURCE = "/io/github/fisherscope/results/build.properties";

    /** Reads the file that the build made. */
    public static BuildInfo current() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + RESOURCE + "; build it with Maven");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = properties.getProperty("commit", "");
        boolean known = !commit.isBlank() && !commit.startsWith("$");
        return new BuildInfo(properties.getProperty("version", "unknown"), known ? commit : "unknown");
    }
}
