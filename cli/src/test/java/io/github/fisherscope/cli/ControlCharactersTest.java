package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlCharactersTest {
    @TempDir
    private Path folder;

    /** No file that is written has a character that does something, and pictures stay XML: a browser refuses others whole. */
    @Test
    void namesOfFilesShowInEverythingThatIsWritten() throws IOException {
        Path data = Files.writeString(folder.resolve("a\u001b[31m\u0007.csv"), "1.5,2,3\n4.5,5,7\n");
        String study = "spectrum --depth 2 --width 3 --quiet --title t\u0001\u202e --svg --data";
        for (String out : List.of("first\u001b", "second")) {
            List<String> line = new ArrayList<>(Run.split(study, folder));
            line.addAll(List.of(data.toString(), "--out", folder.resolve(out).toString()));
            Run run = Run.of(line);
            assertThat(run.code()).as(run.err()).isZero();
        }
        Path both = folder.resolve("both");
        Run compared = Run.of(
                "report",
                folder.resolve("first\u001b").toString(),
                folder.resolve("second").toString(),
                "--out",
                both.toString());
        assertThat(compared.code()).as(compared.err()).isZero();
        int checked = 0;
        for (Path written : List.of(folder.resolve("second"), both)) {
            try (Stream<Path> files = Files.list(written)) {
                for (Path file : files.filter(f -> f.toString().matches(".*[.](html|svg|md|csv|json)"))
                        .toList()) {
                    String text = Files.readString(file);
                    assertThat(text.chars().filter(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t'))
                            .as("control characters in %s", file)
                            .isEmpty();
                    assertThat(text).doesNotContainPattern("&#(x0*[01]?[0-9a-f]|[12]?[0-9]);");
                    if (!file.toString().endsWith(".json")) { // which keeps titles as they are
                        assertThat(text).as(file.toString()).doesNotContain("\u202e");
                    }
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(10);
    }
}
