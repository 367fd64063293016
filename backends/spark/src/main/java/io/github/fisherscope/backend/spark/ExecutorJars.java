package io.github.fisherscope.backend.spark;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The jars of the class path that executors need beside Spark's own: this program's core, and what that stands on. */
final class ExecutorJars {
    /** The beginnings of their names: analysis-core, this module, and the libraries that analysis-core names in its pom. */
    private static final List<String> NAMES = List.of(
            "analysis-core",
            "backend-spark",
            "commons-numbers-",
            "commons-rng-",
            "commons-statistics-",
            "ejml-",
            "javacpp-",
            "jspecify-",
            "openblas-");

    private ExecutorJars() {}

    /** Returns their paths; none where the program runs from folders of classes, as tests do. */
    static List<String> onClassPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> isNeeded(Path.of(path).getFileName()))
                .toList();
    }

    private static boolean isNeeded(Path file) {
        String name = String.valueOf(file);
        return name.endsWith(".jar") && NAMES.stream().anyMatch(name::startsWith);
    }
}
