package io.github.fisherscope.studies.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemorySizeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1m",
        "1048576, 1m",
        "1048577, 2m",
        "1073741824, 1g",
        "1073741825, 1025m",
        "10737418239, 10240m",
        "10737418240, 10g",
        "10737418241, 11g"
    })
    void sizesAreRoundedUpToWhatTheOptionTakes(long bytes, String text) {
        assertThat(MemorySize.of(bytes)).isEqualTo(text);
    }

    /** A limit that is set to what a refusal names must be enough. */
    @Test
    void whatIsNamedIsNeverLess() {
        for (long bytes = 1; bytes < 1L << 45; bytes = bytes * 3 + 1) {
            String text = MemorySize.of(bytes);
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            assertThat(number << (text.endsWith("m") ? 20 : 30)).isGreaterThanOrEqualTo(bytes);
        }
    }
}
