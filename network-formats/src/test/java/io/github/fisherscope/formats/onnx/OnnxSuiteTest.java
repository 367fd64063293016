package io.github.fisherscope.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.check.InvalidArgumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * ONNX's own tests of single operators and of models that torch exported (Debian's package libonnx-testdata): the outputs of
 * all that use operators that are read, and the derivatives, by transposition and by differences. The property {@code
 * onnx.suite} names another folder.
 */
@Tag("onnx-suite")
class OnnxSuiteTest {
    private static final String DEBIAN = "/usr/share/libonnx-testdata/data";

    /** The suite of version 1.12 has so many tests of operators that are read; fewer mean that some were passed over. */
    private static final int AT_LEAST = 550;

    /**
     * Tests of what is not kept: rounding to two bytes, constants of windows that the suite computes in single precision,
     * inputs beyond 1e100, and roots of negative numbers.
     */
    private static final Pattern OUT_OF_SCOPE = Pattern.compile(
            ".*(cast.*FLOAT16.*|window.*_expanded|operator_add_.*broadcast|operator_addconstant|operator_sqrt)");

    @Test
    void agreesWithTheSuite(TestReporter reporter) throws IOException {
        Path root = Path.of(System.getProperty("onnx.suite", DEBIAN));
        assertThat(root).as("the folder of Debian's package libonnx-testdata").isDirectory();
        List<String> failures = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int agreed = 0;
        int derivatives = 0;
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            for (Path folder : folders(root)) {
                SuiteCase test = SuiteCase.of(folder);
                if (test == null || OUT_OF_SCOPE.matcher(folder.toString()).matches()) {
                    continue;
                }
                try {
                    List<String> refusals = test.check(backend);
                    refusals.stream().limit(1).forEach(r -> refused.add(test + ": " + r));
                    agreed += refusals.isEmpty() ? 1 : 0;
                    derivatives += test.comparedDerivatives() ? 1 : 0;
                } catch (InvalidArgumentException e) {
                    refused.add(test + ": " + e.getMessage());
                } catch (AssertionError | RuntimeException e) {
                    failures.add(test + ": " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
                }
            }
        }
        reporter.publishEntry("agreed", String.valueOf(agreed));
        reporter.publishEntry("with derivatives", String.valueOf(derivatives));
        reporter.publishEntry("refused", String.join("\n", refused));
        assertThat(failures).as("tests that differ").isEmpty();
        assertThat(agreed).isGreaterThanOrEqualTo(AT_LEAST);
    }

    private static List<Path> folders(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, 2)) {
            return files.filter(f -> Files.exists(f.resolve("model.onnx")))
                    .sorted()
                    .toList();
        }
    }
}
