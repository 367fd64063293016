package io.github.fisherscope.notebooks;

import io.github.fisherscope.notebooks.Notebook.Cell;
import io.github.fisherscope.notebooks.Notebook.Kernel;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A notebook in Java, for the JJava kernel, that measures the same network again and holds it against the stored result. */
final class JavaNotebook {

    private JavaNotebook() {}

    /** Returns the notebook; {@code classpath} says where Fisherscope is, null for the Maven repository. */
    static Notebook of(SpectrumResult result, @Nullable String classpath) {
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.markdown("# " + Markdown.escape(result.title())
                + "\n\nRuns with the JJava kernel. The first cell says where the Fisherscope libraries are."));
        cells.add(Cell.code(
                classpath == null
                        ? "%maven io.github.fisherscope:studies:" + version(result)
                                + "\n%maven io.github.fisherscope:reports:" + version(result)
                        : classpathMagic(classpath)));
        cells.add(Cell.code("""
                import io.github.fisherscope.core.network.*;
                import io.github.fisherscope.results.json.ResultJson;
                import io.github.fisherscope.results.spectrum.SpectrumResult;
                import io.github.fisherscope.studies.config.*;
                import io.github.fisherscope.studies.spectrum.*;
                import io.github.fisherscope.reports.text.ResultText;
                import java.nio.file.Path;

                SpectrumResult stored = ResultJson.read(Path.of("result.json"));
                System.out.println("lambda_max " + stored.spectrum().max());
                System.out.println(ResultText.of(stored).terminal());
                """));
        if (canRecompute(result)) {
            cells.add(Cell.markdown("## Measure it again"));
            cells.add(Cell.code(recompute(result)));
            cells.add(Cell.code("""
                    double difference = Math.abs(result.spectrum().max() / stored.spectrum().max() - 1);
                    System.out.println("relative difference of lambda_max " + difference);
                    """));
        } else {
            cells.add(Cell.markdown(
                    "This result comes from files, or is of another matrix than the whole one of the Gaussian likelihood; the command"
                            + " stored in `provenance.command` computes it again."));
        }
        return new Notebook(Kernel.JAVA, cells);
    }

    /** JJava's magic takes paths in double quotes, in which a backslash stands before quotes and backslashes. */
    private static String classpathMagic(String classpath) {
        return Arrays.stream(classpath.split(Pattern.quote(File.pathSeparator), -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> '"' + entry.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(" ", "%classpath ", ""));
    }

    /** A result read from a file may claim any version; only what a version can look like goes into code. */
    private static String version(SpectrumResult result) {
        return result.provenance().program().version().replaceAll("[^A-Za-z0-9.+-]", "");
    }

    private static boolean canRecompute(SpectrumResult result) {
        NetworkInfo n = result.network();
        return n.source() == null
                && n.graph() == null
                && n.drawn().seed() != null
                && n.drawn().weightVariance() != null
                && n.drawn().biasVariance() != null
                && result.data().origin().sha256() == null
                && result.fisher().likelihood().equals("gaussian")
                && result.fisher().labelExpectation().equals("exact")
                && result.fisher().whole();
    }

    private static String recompute(SpectrumResult result) {
        NetworkInfo n = result.network();
        return String.format(
                Locale.ROOT,
                """
                NetworkSpec spec = NetworkSpec.of(Activation.parse(%s), %s, %s, %s)%s;
                SpectrumResult result = SpectrumStudy.of(StudyConfig.random(spec, %d)
                        .withNetworks(%d)
                        .withSeed(%sL)).run();
                System.out.println(ResultText.of(result).terminal());
                """,
                javaString(n.activation()),
                n.drawn().weightVariance(),
                n.drawn().biasVariance(),
                n.widths().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                n.biases().equals("none") ? ".withoutBiases()" : "",
                result.data().samples(),
                result.networks(),
                n.drawn().seed());
    }

    private static String javaString(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
