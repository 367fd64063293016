package io.github.fisherscope.core.backend.internal.pure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of eight entries stand in for those of 2²⁷. */
class HeapStorageTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 16, 23, 24, 25})
    void runsCrossPagesInAnyWay(int entries) {
        for (boolean doubles : new boolean[] {true, false}) {
            try (HeapStorage<?> storage =
                    doubles ? HeapStorage.ofDoubles(entries, 3) : HeapStorage.ofFloats(entries, 3)) {
                double[] x =
                        IntStream.range(0, entries).mapToDouble(i -> i + 0.5).toArray();
                for (int from = 0; from < entries; from++) {
                    storage.put(from, x, from, entries - from);
                    double[] all = new double[entries + 2];
                    storage.get(from, all, 1, entries - from);
                    float[] singles = new float[entries];
                    storage.get(from, singles, from, entries - from);
                    for (int i = from; i < entries; i++) {
                        assertThat(all[1 + i - from]).isEqualTo(x[i]);
                        assertThat(singles[i]).isEqualTo((float) x[i]);
                    }
                    assertThat(all[0]).isZero();
                    assertThat(all[1 + entries - from]).isZero();
                }
            }
        }
    }

    @Test
    void pagesCoverMoreThanTwoToThe31Entries() {
        long entries = 46_341L * 46_341L;
        assertThat(HeapStorage.pageCount(entries, 27)).isEqualTo(17);
        long covered = 0;
        for (int page = 0; page < 17; page++) {
            covered += HeapStorage.pageLength(entries, 27, page);
        }
        assertThat(covered).isEqualTo(entries);
        assertThat(HeapStorage.pageCount(0, 27)).isZero();
        assertThat(HeapStorage.pageCount(1L << 27, 27)).isEqualTo(1);
        assertThat(HeapStorage.pageCount((1L << 27) + 1, 27)).isEqualTo(2);
    }
}
