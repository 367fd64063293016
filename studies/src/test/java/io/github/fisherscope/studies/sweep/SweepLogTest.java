package io.github.fisherscope.studies.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepPoint;
import io.github.fisherscope.results.sweep.SweepRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepLogTest {
    private static final SweepGrid GRID = TestGrids.tiny(List.of(1L, 2L));

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("sweep.jsonl");
    }

    private static SweepLog.Header header(SweepGrid grid, Precision precision) {
        return SweepLog.Header.of("1.0", grid, precision);
    }

    private SweepLog open(SweepGrid grid, boolean merge) {
        return SweepLog.open(file, header(grid, Precision.DOUBLE), merge);
    }

    private static SweepRecord record(int index) {
        SweepPoint p = GRID.points().get(index);
        return new SweepRecord(
                p.family(),
                p.seed(),
                Long.toString(p.networkSeed()),
                Map.of("mean", 0.1 + index, "max", 1e-300),
                0.5,
                "double");
    }

    private void writeThree() {
        try (SweepLog log = open(GRID, false)) {
            for (int i = 0; i < 3; i++) {
                log.append(record(i));
            }
        }
    }

    @Test
    void finishedPointsComeBackExactly() {
        writeThree();

        try (SweepLog log = open(GRID, false)) {
            assertThat(log.finished().values()).containsExactly(record(0), record(1), record(2));
            assertThat(log.notes()).isEmpty();
        }
    }

    @Test
    void whereverTheFileIsCutOnlyTheTornLineIsLost() throws IOException {
        writeThree();
        byte[] whole = Files.readAllBytes(file);
        int header = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int length = header; length <= whole.length; length += 7) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            int complete = (int) new String(whole, header, length - header, StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            try (SweepLog log = open(GRID, false)) {
                assertThat(log.finished()).as("cut at %d", length).hasSize(complete);
                for (int i = complete; i < 3; i++) {
                    log.append(record(i));
                }
            }
            assertThat(Files.readAllBytes(file)).as("continued from %d", length).isEqualTo(whole);
        }
    }

    @Test
    void aFileCutWithinItsFirstLineStartsAgain() throws IOException {
        writeThree();
        Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 40));

        try (SweepLog log = open(GRID, false)) {
            assertThat(log.finished()).isEmpty();
            assertThat(log.notes()).singleElement().asString().contains("half written");
        }
    }

    @Test
    void anyChangedByteOfAPointTakesItOut() throws IOException {
        writeThree();
        byte[] whole = Files.readAllBytes(file);
        int start = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        int end = start + new String(whole, start, whole.length - start, StandardCharsets.UTF_8).indexOf('\n');
        for (int i = start; i < end; i += 17) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            try (SweepLog log = open(GRID, false)) {
                assertThat(log.finished().values()).as("byte %d", i).containsExactlyInAnyOrder(record(1), record(2));
                assertThat(log.notes()).singleElement().asString().contains("line 2 is damaged");
            }
        }
    }

    @Test
    void oneDamagedByteAnywhereCostsOneLine() throws IOException {
        writeThree();
        byte[] whole = Files.readAllBytes(file);
        int header = new String(whole, StandardCharsets.UTF_8).indexOf('\n');
        for (int i = 0; i < whole.length; i += i < 12 || whole[i] == '\n' ? 1 : 13) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 4;
            Files.write(file, damaged);
            try (SweepLog log = open(GRID, false)) {
                assertThat(log.finished()).as("byte %d", i).hasSize(i <= header ? 3 : 2);
                assertThat(log.notes()).singleElement().asString().contains(i <= header ? "line 1" : "line");
            }
            try (SweepLog log = open(GRID, false)) { // a grid line stands at the end now
                assertThat(log.finished()).as("byte %d, again", i).hasSize(i <= header ? 3 : 2);
            }
        }
    }

    @Test
    void withoutItsFirstLineTheFileStillKnowsItsPrecision() throws IOException {
        writeThree();
        Files.writeString(file, Files.readString(file).replaceFirst("grid", "gird"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SweepLog.open(file, header(GRID, Precision.SINGLE), false))
                .withMessageContaining("double-precision");
    }

    @Test
    void aPointThatCannotBeWrittenLeavesTheOthers() throws IOException {
        writeThree();
        long before = Files.size(file);
        SweepLog log = open(GRID, false);
        log.close(); // every later write fails
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> log.append(record(3)));
        assertThat(Files.size(file)).isEqualTo(before);
    }

    @Test
    void anotherGridIsRefusedWithTheDifferenceAndMergedOnDemand() {
        writeThree();
        SweepGrid more = TestGrids.tiny(List.of(1L, 2L, 3L));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(more, false))
                .withMessageContaining("seeds [1, 2, 3] instead of [1, 2]")
                .withMessageContaining("or merge, which uses");
        try (SweepLog log = open(more, true)) {
            assertThat(log.finished()).hasSize(3);
        }
        try (SweepLog log = open(more, false)) {
            assertThat(log.finished()).hasSize(3);
        }
    }

    @Test
    void anotherPrecisionIsRefusedEvenWhenMerging() {
        writeThree();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SweepLog.open(file, header(GRID, Precision.SINGLE), true))
                .withMessageContaining("double-precision");
    }

    @Test
    void aSecondSweepInTheSameFolderIsRefused() {
        try (SweepLog log = open(GRID, false)) {
            assertThat(log.finished()).isEmpty();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> open(GRID, false))
                    .withMessageContaining("in use by another run");
        }
    }

    @Test
    void aFileThatIsNoSweepIsNotTouched() throws IOException {
        Files.writeString(file, "my diary\nof 2026", StandardOpenOption.CREATE_NEW);

        assertThatIllegalArgumentException().isThrownBy(() -> open(GRID, true)).withMessageContaining("left alone");
        assertThat(file).hasContent("my diary\nof 2026");
        for (String content : List.of("{\"a\": 1}", "{\"crc\": 1}\n", "[]", "{}\n{}\n")) {
            Files.writeString(file, content);
            assertThatIllegalArgumentException().isThrownBy(() -> open(GRID, true));
            assertThat(Files.readString(file)).isEqualTo(content);
        }
    }
}
