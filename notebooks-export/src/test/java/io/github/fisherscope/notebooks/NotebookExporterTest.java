package io.github.fisherscope.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.notebooks.Notebook.Cell;
import io.github.fisherscope.notebooks.NotebookExporter.Format;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class NotebookExporterTest {
    private static final String TITLE = "<script>alert(\"a\")</script> 'b' \\ `c`";
    private static final SpectrumResult RESULT = SpectrumStudy.of(
                    StudyConfig.random(NetworkSpec.of(Activation.parse("tanh"), 2, 0.3, 12, 10, 9, 2), 15)
                            .withNetworks(3)
                            .withSeed(7)
                            .withTitle(TITLE))
            .run();

    @TempDir
    private Path folder;

    @Test
    void bothNotebooksFollowTheSchemaOfJupyter() throws IOException {
        JsonSchema schema = schema();
        for (Notebook notebook : List.of(
                NotebookExporter.of(RESULT).python(),
                NotebookExporter.of(RESULT).java())) {
            assertThat(schema.validate(new ObjectMapper().readTree(notebook.json())))
                    .isEmpty();
        }
    }

    @Test
    void theSchemaSeesABrokenNotebook() throws IOException {
        String broken = NotebookExporter.of(RESULT).python().json().replaceFirst("\"id\" : \"cell-01\",", "");

        assertThat(schema().validate(new ObjectMapper().readTree(broken))).isNotEmpty();
    }

    @Test
    void theArraysAreThoseOfTheResult() {
        NotebookExporter.of(RESULT).write(EnumSet.of(Format.NPZ), folder);

        Map<String, NpyArray> arrays = NpzFile.read(folder.resolve("result.npz"));
        assertThat(vector(arrays, "eigenvalues")).isEqualTo(RESULT.spectrum().eigenvalues());
        assertThat(vector(arrays, "ensemble_mean"))
                .isEqualTo(Objects.requireNonNull(RESULT.ensemble()).values().get("mean"));
        assertThat(vector(arrays, "theory_q_tilde"))
                .isEqualTo(Objects.requireNonNull(RESULT.theory().orderParameters())
                        .qTilde());
        assertThat(vector(arrays, "layer_max").size()).isEqualTo(3);
    }

    @Test
    void everyFigureHasItsNumbersAsCsv() throws IOException {
        List<Path> files = NotebookExporter.of(RESULT).write(EnumSet.of(Format.CSV), folder);

        assertThat(files).extracting(f -> f.getFileName().toString()).contains("comparison.csv", "scree-plot.csv");
        assertThat(Files.readAllLines(folder.resolve("scree-plot.csv")))
                .contains("measured,MEASURED,1.0,," + RESULT.spectrum().max() + ",");
    }

    @Test
    void textOfTheUserStaysOutOfCode() {
        for (Notebook notebook : List.of(
                NotebookExporter.of(RESULT).python(),
                NotebookExporter.of(RESULT).java())) {
            assertThat(notebook.cells().stream().filter(Cell::code))
                    .noneMatch(c -> c.source().contains("script"));
            assertThat(notebook.cells().get(0).source()).doesNotContain("<script>");
        }
    }

    @Test
    void theSameResultGivesTheSameBytes() throws IOException {
        EnumSet<Format> all = EnumSet.allOf(Format.class);
        List<Path> first = NotebookExporter.of(RESULT).write(all, folder.resolve("a"));
        List<Path> second = NotebookExporter.of(RESULT).write(all, folder.resolve("b"));

        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).hasSameBinaryContentAs(first.get(i));
        }
    }

    @Test
    void aFormatIsFoundByNameOrRefusedWithTheNames() {
        assertThat(Format.parse("Ipynb")).isEqualTo(Format.IPYNB);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Format.parse("xls"))
                .withMessageContaining("ipynb, npz, csv, json");
    }

    @Test
    void theJavaNotebookNamesEveryEntryOfTheClassPath() {
        String separator = System.getProperty("path.separator");
        String path = String.join(separator, "/a folder/core.jar", "/b/reports.jar");

        String first = NotebookExporter.of(RESULT).withJavaClasspath(path).java().cells().stream()
                .filter(Cell::code)
                .findFirst()
                .orElseThrow()
                .source();

        assertThat(first).isEqualTo("%classpath \"/a folder/core.jar\" \"/b/reports.jar\"");
    }

    /** Runs the cells of the Java notebook in JShell, as the kernel does, and finds the same λ_max again. */
    @Test
    void theJavaNotebookMeasuresTheSameNetworkAgain() throws IOException {
        NotebookExporter.of(RESULT).write(EnumSet.of(Format.IPYNB), folder);
        String code = NotebookExporter.of(RESULT).java().cells().stream()
                .filter(Cell::code)
                .map(Cell::source)
                .filter(s -> !s.startsWith("%"))
                .collect(Collectors.joining("\n"))
                .replace("\"result.json\"", "\"" + folder.resolve("result.json") + "\"");

        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        runInJShell(code, printed);

        String output = printed.toString(StandardCharsets.UTF_8);
        assertThat(output)
                .contains("lambda_max " + RESULT.spectrum().max())
                .contains("relative difference of lambda_max 0.0\n");
    }

    /**
     * Needs Debian's jupyter-nbconvert, python3-ipykernel, python3-numpy and python3-matplotlib (other places: system
     * property {@code python}); left out unless the tag is asked for, and then it may not be skipped.
     */
    @Test
    @Tag("jupyter")
    void thePythonNotebookRunsFromTopToBottom() throws IOException, InterruptedException {
        NotebookExporter.of(RESULT).write(EnumSet.of(Format.IPYNB), folder);
        Path log = folder.resolve("nbconvert.log");
        Process jupyter = new ProcessBuilder(
                        System.getProperty("python", "/usr/bin/python3"),
                        "-m",
                        "nbconvert",
                        "--to",
                        "notebook",
                        "--execute",
                        "--output",
                        "executed.ipynb",
                        "notebook-python.ipynb")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        assertThat(jupyter.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(jupyter.exitValue()).as(Files.readString(log)).isZero();
        JsonNode executed = JsonMapper.builder().build().readTree(Files.readString(folder.resolve("executed.ipynb")));
        double printed = executed.findValues("text").stream()
                .flatMap(text -> text.valueStream())
                .map(JsonNode::asString)
                .filter(line -> line.startsWith("lambda_max "))
                .mapToDouble(line -> Double.parseDouble(line.substring(11)))
                .findFirst()
                .orElseThrow();
        assertThat(printed).isEqualTo(RESULT.spectrum().max());
        assertThat(executed.findValues("image/png")).hasSize(2);
    }

    @Test
    void theExportedJsonIsTheResult() throws IOException {
        NotebookExporter.of(RESULT).write(EnumSet.of(Format.JSON), folder);

        assertThat(ResultJson.read(folder.resolve("result.json")))
                .isEqualTo(RESULT.withEigenvalues(RealVector.empty()));
    }

    private static void runInJShell(String code, ByteArrayOutputStream printed) {
        PrintStream before = System.out;
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            for (String entry : System.getProperty("java.class.path").split(System.getProperty("path.separator"), -1)) {
                shell.addToClasspath(entry);
            }
            String rest = code;
            while (!rest.isBlank()) {
                SourceCodeAnalysis.CompletionInfo next =
                        shell.sourceCodeAnalysis().analyzeCompletion(rest);
                String source = next.source() == null ? rest : next.source();
                shell.eval(source).forEach(event -> {
                    assertThat(event.status()).as(source).isEqualTo(Snippet.Status.VALID);
                    assertThat(event.exception()).as(source).isNull();
                });
                rest = next.source() == null ? "" : next.remaining();
            }
        } finally {
            System.setOut(before);
        }
    }

    private static RealVector vector(Map<String, NpyArray> arrays, String name) {
        return RealVector.of(Objects.requireNonNull(arrays.get(name), name.toLowerCase(Locale.ROOT))
                .toArray());
    }

    private static JsonSchema schema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(NotebookExporterTest.class.getResourceAsStream("nbformat.v4.5.schema.json"))) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
