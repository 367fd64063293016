package io.github.fisherscope.core.backend.internal.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilingTest {
    @Test
    void rowsAreDividedBeforeColumns() {
        assertThat(Tiling.balanced(1000, 1000, 1024, 128, 8)).isEqualTo(new Tiling(1000, 1000, 250, 500));
    }

    @Test
    void sidesAreEvenWholeMultiples() {
        Tiling tiles = new Tiling(10_000, 1000, 1024, 500).evenedOut(24, 8);
        assertThat(tiles).isEqualTo(new Tiling(10_000, 1000, 1008, 504));
        assertThat(tiles.rowsFrom(9 * 1008)).isEqualTo(928);
    }

    @ParameterizedTest(name = "{0} × {1}")
    @CsvSource({"1, 1", "23, 7", "129, 128", "1000, 1000", "1025, 300", "10000, 10", "7, 9001", "2048, 2048"})
    void tilesCoverTheMatrixOnce(long m, long n) {
        Tiling tiles = Tiling.balanced(m, n, 1024, 128, 8).evenedOut(24, 8);
        long covered = 0;
        for (int tile = 0; tile < tiles.count(); tile++) {
            long height = tiles.rowsFrom(tiles.firstRow(tile));
            long width = tiles.columnsFrom(tiles.firstColumn(tile));
            assertThat(height).isBetween(1L, 1024 + 23L);
            assertThat(width).isBetween(1L, 1024 + 7L);
            covered += height * width;
        }
        assertThat(covered).isEqualTo(m * n);
        assertThat(tiles.count())
                .isLessThanOrEqualTo(Tiling.balanced(m, n, 1024, 128, 8).count());
    }
}
