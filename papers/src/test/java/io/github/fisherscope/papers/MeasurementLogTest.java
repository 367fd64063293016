package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.math.RealVector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementLogTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("deep").resolve("measurements.log");
    }

    private void write(String... keys) {
        try (MeasurementLog log = MeasurementLog.open(file())) {
            for (String key : keys) {
                log.append(key, RealVector.of(key.length(), 1 / 3.0, Double.POSITIVE_INFINITY));
            }
        }
    }

    private Map<String, RealVector> read() {
        try (MeasurementLog log = MeasurementLog.open(file())) {
            return log.finished();
        }
    }

    @Test
    void numbersReadBackToTheSameBits() {
        write("Job[size=10, network=0]", "σ_w");

        assertThat(read())
                .containsOnlyKeys("Job[size=10, network=0]", "σ_w")
                .containsEntry("σ_w", RealVector.of(3, 1 / 3.0, Double.POSITIVE_INFINITY));
    }

    /** A killed process leaves any beginning of the file behind. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 30, 40})
    void aLineThatIsCutIsMeasuredAgainAndNothingElse(int cut) throws IOException {
        write("first", "σecond");
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - cut));

        assertThat(read()).containsOnlyKeys("first");
        write("third");
        assertThat(read()).containsOnlyKeys("first", "third");
    }

    @Test
    void aDamagedLineCostsThatLine() throws IOException {
        write("first", "second", "third");
        byte[] whole = Files.readAllBytes(file());
        String text = new String(whole, StandardCharsets.UTF_8);
        int start = text.indexOf('\n') + 1;
        for (int i = start; i <= text.indexOf('\n', start); i++) { // the line feed, too
            for (int bit : new int[] {1, 8, 128}) {
                byte[] damaged = whole.clone();
                damaged[i] ^= (byte) bit;
                Files.write(file(), damaged);
                assertThat(read()).as("bit %d of byte %d", bit, i).containsOnlyKeys("first", "third");
            }
        }
    }

    @Test
    void aFileOfSomebodyElseIsNotTouched() throws IOException {
        Files.createDirectories(folder.resolve("deep"));
        for (String content : List.of("my diary\nof 2026\n", "a,b\n1,2", "x")) {
            Files.writeString(file(), content);
            assertThatIllegalArgumentException()
                    .isThrownBy(this::read)
                    .withMessageContaining("measurements.log")
                    .withMessageContaining("left alone");
            assertThat(file()).hasContent(content);
        }
    }
}
