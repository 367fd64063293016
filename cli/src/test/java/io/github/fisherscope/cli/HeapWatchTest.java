package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule alone; that it keeps a process within its plan is {@code PlannedMemoryTest}'s to show. */
class HeapWatchTest {
    @ParameterizedTest(name = "{0} MiB used, {1} MiB found living")
    @CsvSource({
        "0, 0, false",
        "32, 0, false", // before the first full collection nothing is known to live
        "33, 0, true",
        "850, 850, false",
        "1032, 850, false", // 850 / 0.85 + 32
        "1033, 850, true",
        "8192, 16384, false"
    })
    void whatIsMuchMoreThanLivedIsOvergrown(long used, long living, boolean overgrown) {
        assertThat(HeapWatch.isOvergrown(used << 20, living << 20)).isEqualTo(overgrown);
    }
}
