package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * The library does not speak the command line: no string outside {@code cli} names an option of {@code fisher}. Scripts
 * and notebooks have arguments, and the command line alone knows which option sets which.
 */
class OptionLiteralsTest {
    private static final Path REPOSITORY =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Path CLI = REPOSITORY.resolve("cli");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*[a-z]");

    @Test
    void noStringOutsideTheCommandLineNamesAnOption() throws IOException {
        Set<String> options = new TreeSet<>();
        for (Literal literal : literals(sources(CLI))) {
            if (OPTION.matcher(literal.text()).matches()) {
                options.add(literal.text());
            }
        }
        assertThat(options).contains("--widths", "--memory", "--label-expectation");
        List<Path> library = new ArrayList<>();
        for (Path module : modules()) {
            library.addAll(sources(module));
        }
        assertThat(library).hasSizeGreaterThan(300);
        assertThat(naming(options, literals(library))).isEmpty();
    }

    @Test
    void anOptionInAMessageIsSeen() throws IOException {
        String source = """
                class A {
                    /** Not --memory in a comment. */
                    String a = "raise " + "--memory to 4g", b = \"""
                        x
                        (--memory)\""";
                    String c = "--gpu-architecture=a", d = "a---memory", e = "--memory-x";
                }
                """;
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        List<String> found = naming(Set.of("--memory"), parsed(List.of(file)));
        assertThat(found).hasSize(2).allSatisfy(place -> assertThat(place).contains("A.java"));
    }

    /** @param text what the string says */
    private record Literal(String file, String text) {}

    private static List<String> naming(Set<String> options, List<Literal> literals) {
        return literals.stream()
                .filter(literal -> OPTION.matcher(literal.text())
                        .results()
                        .map(MatchResult::group)
                        .anyMatch(options::contains))
                .map(literal -> literal.file() + ": " + literal.text())
                .toList();
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.find(
                REPOSITORY,
                2,
                (path, attributes) -> attributes.isDirectory() && Files.isDirectory(path.resolve("src/main/java")))) {
            return folders.filter(module -> !module.equals(CLI) && !module.endsWith("benchmarks"))
                    .filter(module -> !module.startsWith(REPOSITORY.resolve("src-test")))
                    .sorted()
                    .toList();
        }
    }

    private static List<Path> sources(Path module) throws IOException {
        try (Stream<Path> files = Files.walk(module.resolve("src/main"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Literal> literals(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            return parsed(manager.getJavaFileObjectsFromPaths(files));
        }
    }

    private static List<Literal> parsed(Iterable<? extends JavaFileObject> files) throws IOException {
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, files);
        List<Literal> literals = new ArrayList<>();
        for (CompilationUnitTree unit : task.parse()) {
            String name = unit.getSourceFile().getName();
            new TreeScanner<Void, Void>() {
                @Override
                public Void visitLiteral(LiteralTree literal, Void nothing) {
                    if (literal.getValue() instanceof String text) {
                        literals.add(new Literal(name, text));
                    }
                    return null;
                }
            }.scan(unit, null);
        }
        return literals;
    }
}
