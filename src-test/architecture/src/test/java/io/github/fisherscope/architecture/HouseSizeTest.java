package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * A record of more than eight components wants a name for some of them together, a method that does not fit on a screen
 * a name for one of its steps, and a file of more than 350 lines a second class. Tests are held to the length of files alone: a
 * table of cases may be long. The compiler's own parser reads them.
 */
class HouseSizeTest {
    private static final int MOST_COMPONENTS = 8;
    private static final int MOST_LINES = 50;
    private static final int LONGEST_FILE = 350;

    private static final Path REPOSITORY =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    @Test
    void recordsMethodsAndFilesKeepTheirSize() throws IOException {
        List<Path> files = sources();
        assertThat(files).as("source files").hasSizeGreaterThan(500);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            assertThat(tooLarge(manager.getJavaFileObjectsFromPaths(files)))
                    .as("what is too large")
                    .isEmpty();
        }
    }

    @Test
    void whatIsTooLargeIsSeen() throws IOException {
        String components = IntStream.range(0, 9).mapToObj(i -> "int c" + i).collect(Collectors.joining(", "));
        String fits = IntStream.range(0, 8).mapToObj(i -> "int c" + i).collect(Collectors.joining(", "));
        String lines = "x++;\n".repeat(49);
        String source = "class A {\nrecord Large(" + components + ") { static final int NINE = 9; }\n"
                + "record Small(" + fits + ") { static final int NINE = 9; }\nint x;\n"
                + "void long_() {\n" + lines + "}\n/** Comment.\n */\n@Deprecated\nvoid fits() {\n"
                + "x++;\n".repeat(48)
                + "}\n}\n";
        assertThat(tooLarge(List.of(file(source)))).containsExactly("A.java Large", "A.java long_");
        assertThat(tooLarge(List.of(file("src/test/A.java", source)))).isEmpty();
        assertThat(tooLarge(List.of(file("src/test/A.java", "\n".repeat(350) + "class A {}\n"))))
                .containsExactly("A.java");
        assertThat(tooLarge(List.of(file("class A {}\n" + "\n".repeat(349))))).isEmpty();
        assertThat(tooLarge(List.of(file("\n".repeat(350) + "class A {}\n")))).containsExactly("A.java");
    }

    private static JavaFileObject file(String source) {
        return file("A.java", source);
    }

    private static JavaFileObject file(String path, String source) {
        return new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private static SortedSet<String> tooLarge(Iterable<? extends JavaFileObject> files) throws IOException {
        SortedSet<String> found = new TreeSet<>();
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, files);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
            new Sizes(unit, positions, found).scan(unit, null);
        }
        return found;
    }

    private static final class Sizes extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final Set<String> found;
        private final String file;
        private final boolean test;

        Sizes(CompilationUnitTree unit, SourcePositions positions, Set<String> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
            this.test = unit.getSourceFile().toUri().getPath().contains("/src/test/");
            this.file = unit.getSourceFile().getName().replaceFirst(".*[/\\\\]", "");
        }

        @Override
        public Void visitCompilationUnit(CompilationUnitTree whole, Void nothing) {
            if (line(positions.getEndPosition(unit, whole)) > LONGEST_FILE) {
                found.add(file);
            }
            return super.visitCompilationUnit(whole, null);
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            if (type.getKind() == Tree.Kind.RECORD && !test) {
                long components = type.getMembers().stream()
                        .filter(member -> member instanceof VariableTree variable
                                && !variable.getModifiers().getFlags().contains(Modifier.STATIC))
                        .count();
                if (components > MOST_COMPONENTS) {
                    found.add(file + " " + type.getSimpleName());
                }
            }
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null && !test) {
                long first = line(positions.getStartPosition(unit, method));
                long annotations = method.getModifiers().getAnnotations().size();
                long last = line(positions.getEndPosition(unit, method));
                if (last - first - annotations + 1 > MOST_LINES) {
                    found.add(file + " " + method.getName());
                }
            }
            return super.visitMethod(method, null);
        }

        private long line(long position) {
            LineMap lines = unit.getLineMap();
            return position < 0 ? 0 : lines.getLineNumber(position);
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY)) {
            return files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> !f.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
