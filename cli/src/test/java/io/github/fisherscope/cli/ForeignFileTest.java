package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every option that names an output file replaces an earlier file of ours and an empty one, and leaves any other alone. */
class ForeignFileTest {
    private static final String CASES = """
            spectrum --widths 3,3,2 --samples 2 --out @/report --json @/out.json
            spectrum --widths 3,3,2 --samples 2 --out @/report --json @/plainly
            spectrum --widths 3,3,2 --samples 2 --out @/report --assert largest<1e9 --junit @/out.xml
            theory --widths 3,3,2 --json @/out.txt
            theory --widths 3,3,2 --phase-diagram @/out.png
            theory --widths 3,3,2 --phase-diagram @/out.svg
            estimate --draws 2,3 --repetitions 2 --widths 3,3,2 --json @/out.json
            train --widths 3,3,2 --samples 4 --steps 1 --json - --save @/out.npz
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void empty() throws IOException {
        Files.writeString(folder.resolve("notes"), "my notes, and a word on Fisherscope\n");
    }

    private Run run(String line) {
        return Run.of(Run.split(line, folder));
    }

    private Path output(String line) {
        return Path.of(line.substring(line.lastIndexOf(' ') + 1).replace("@", folder.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = CASES)
    void aForeignFileStaysAndIsNamed(String line) throws IOException {
        Path file = output(line);
        Files.copy(folder.resolve("notes"), file);
        Run run = run(line);
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OUTPUT_LOST);
        assertThat(run.err())
                .contains(file.toString(), "not written by Fisherscope", "move it away or choose another name");
        assertThat(run.out()).isEmpty();
        assertThat(file).hasSameBinaryContentAs(folder.resolve("notes"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = CASES)
    void anEmptyFileAndAnEarlierOneOfOursAreReplaced(String line) throws IOException {
        Path file = output(line);
        Files.createFile(file);
        Run first = run(line);
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(file).isNotEmptyFile();
        Run again = run(line);
        assertThat(again.code()).as(again.err()).isZero();
    }
}
