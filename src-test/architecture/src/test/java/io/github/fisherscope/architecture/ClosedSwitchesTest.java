package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * A switch over an enum of ours lists every constant and has no {@code default}: who adds a constant learns from the
 * compiler which switches must know it. Enums of other libraries may grow without us and keep their default.
 */
class ClosedSwitchesTest {
    private static final Path REPOSITORY =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    /** Parquet's element types have names that one of our enums uses as well. */
    private static final Set<String> FOREIGN = Set.of("ParquetRows.java");

    @Test
    void switchesOverOurEnumsHaveNoDefault() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> files = sources();
        assertThat(files).as("source files").hasSizeGreaterThan(500);
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            assertThat(open(manager.getJavaFileObjectsFromPaths(files))).isEmpty();
        }
    }

    @Test
    void aDefaultIsSeen() throws IOException {
        String source = """
                class A {
                    enum Color { RED, GREEN, BLUE { @Override public String toString() { return "b"; } } }
                    int closed(Color c) { return switch (c) { case RED -> 1; case GREEN, BLUE -> 2; }; }
                    int open(Color c) { return switch (c) { case RED, BLUE -> 1; default -> 2; }; }
                    void statement(Color c) { switch (c) { case GREEN: break; default: } }
                    int number(int n) { return switch (n) { case Integer.MAX_VALUE -> 1; default -> 2; }; }
                    int foreign(Thread.State s) { return switch (s) { case NEW -> 1; default -> 2; }; }
                }
                """;
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        assertThat(open(List.of(file))).containsExactly("A.java:4 [RED, BLUE]", "A.java:5 [GREEN]");
    }

    private static List<String> open(Iterable<? extends JavaFileObject> files) throws IOException {
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, null, List.of("-proc:none"), null, files);
        List<CompilationUnitTree> units = new ArrayList<>();
        task.parse().forEach(units::add);
        List<Set<String>> enums = new ArrayList<>();
        units.forEach(unit -> new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                if (type.getKind() == Tree.Kind.ENUM) {
                    enums.add(constants(type));
                }
                return super.visitClass(type, null);
            }
        }.scan(unit, null));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        List<String> found = new ArrayList<>();
        units.forEach(unit -> new Defaults(unit, positions, enums, found).scan(unit, null));
        return found;
    }

    /** A constant is the only field of an enum that starts as a new object of the enum itself. */
    private static Set<String> constants(ClassTree type) {
        Set<String> names = new HashSet<>();
        for (Tree member : type.getMembers()) {
            if (member instanceof VariableTree field
                    && field.getInitializer() instanceof NewClassTree made
                    && made.getIdentifier()
                            .toString()
                            .equals(type.getSimpleName().toString())) {
                names.add(field.getName().toString());
            }
        }
        return names;
    }

    private static final class Defaults extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Set<String>> enums;
        private final List<String> found;

        Defaults(CompilationUnitTree unit, SourcePositions positions, List<Set<String>> enums, List<String> found) {
            this.unit = unit;
            this.positions = positions;
            this.enums = enums;
            this.found = found;
        }

        @Override
        public Void visitSwitch(SwitchTree statement, Void nothing) {
            look(statement.getCases());
            return super.visitSwitch(statement, null);
        }

        @Override
        public Void visitSwitchExpression(SwitchExpressionTree expression, Void nothing) {
            look(expression.getCases());
            return super.visitSwitchExpression(expression, null);
        }

        private void look(List<? extends CaseTree> cases) {
            List<String> labels = cases.stream()
                    .flatMap(c -> c.getExpressions().stream())
                    .map(Object::toString)
                    .toList();
            boolean open = cases.stream().anyMatch(c -> c.getExpressions().isEmpty());
            String file = unit.getSourceFile().getName().replaceFirst(".*[/\\\\]", "");
            if (open
                    && !FOREIGN.contains(file)
                    && !labels.isEmpty()
                    && enums.stream().anyMatch(e -> e.containsAll(labels))) {
                long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, cases.get(0)));
                found.add(file + ":" + line + " " + labels);
            }
        }
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY)) {
            return files.filter(f -> f.toString().endsWith(".java"))
                    .filter(f -> f.toString().contains("/src/main/"))
                    .filter(f -> !f.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
    }
}
