package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WidthGridTest {
    @TempDir
    Path folder;

    /** 100 000 · seed + size and 1000 · seed + depth, as it was, gave seeds that a neighbour's seed could reach. */
    @Test
    void everyPointHasASeedOfItsOwnUnderEverySeed() {
        Set<Long> seeds = new HashSet<>();
        int count = 0;
        for (long seed = 0; seed < 20; seed++) {
            for (int size = 1; size <= 400; size++) {
                long own = new WidthGrid.Job(size, 0).seed(seed);
                assertThat(own).isNotNegative();
                seeds.add(own);
                count++;
            }
        }
        assertThat(seeds).hasSize(count);
        assertThat(new WidthGrid.Job(1, 0).seed(100_001)).isNotEqualTo(new WidthGrid.Job(100_001, 0).seed(1));
    }

    @Test
    void networksOfOneSizeShareTheSeedAndDifferInNumber() {
        WidthGrid.Job first = new WidthGrid.Job(8, 0);
        WidthGrid.Job second = new WidthGrid.Job(8, 1);
        NetworkSpec spec = Family.TANH.spec(2, 8, 1);

        assertThat(first.seed(3)).isEqualTo(second.seed(3));
        assertThat(row(first, spec)).isEqualTo(row(new WidthGrid.Job(8, 0), spec));
        assertThat(row(first, spec)).isNotEqualTo(row(second, spec));
    }

    /** Inputs of neighbouring sizes are uncorrelated: of 100 correlations of 8000 numbers none exceeds 5/√8000. */
    @Test
    void pointsOfACurveShareNoRandomNumbers() {
        NetworkSpec spec = Family.TANH.spec(2, 80, 1);
        double[] base = inputs(new WidthGrid.Job(100, 0), spec);
        for (int size = 101; size <= 200; size++) {
            double[] other = inputs(new WidthGrid.Job(size, 0), spec);
            double product = 0;
            for (int i = 0; i < base.length; i++) {
                product += base[i] * other[i];
            }
            assertThat(product / base.length).as("size %d", size).isCloseTo(0, within(5 / Math.sqrt(base.length)));
        }
    }

    @Test
    void theLargestNetworksAreMeasuredFirstAndEveryOneOnce() {
        WidthGrid grid = new WidthGrid(List.of(2, 4, 8), 3);
        List<WidthGrid.Job> order = Collections.synchronizedList(new ArrayList<>());
        Measurements<WidthGrid.Job> found = grid.measure(Settings.quick(folder), "grid", 1 << 20, (job, backend) -> {
            order.add(job);
            return RealVector.of(job.size() * 10 + job.network(), 1);
        });

        assertThat(order).hasSize(9).doesNotHaveDuplicates();
        assertThat(order.get(0).size()).isEqualTo(8);
        assertThat(grid.largest()).isEqualTo(8);
        assertThat(found.size()).isEqualTo(9);
        assertThat(grid.columns(found, 0))
                .containsExactly(RealVector.of(20, 21, 22), RealVector.of(40, 41, 42), RealVector.of(80, 81, 82));
        assertThat(grid.columns(found, v -> v.get(0) * v.get(1)).get(1)).isEqualTo(RealVector.of(40, 41, 42));
    }

    @Test
    void ratiosAreTakenSizeBySize() {
        assertThat(WidthGrid.ratios(List.of(RealVector.of(2, 4), RealVector.of(9, 12)), List.of(2.0, 3.0)))
                .containsExactly(RealVector.of(1, 2), RealVector.of(3, 4));
    }

    @Test
    void theExponentOfAPowerIsFound() {
        WidthGrid grid = new WidthGrid(List.of(10, 20, 40), 2);
        List<RealVector> cubes = grid.sizes().stream()
                .map(m -> RealVector.of(Math.pow(m, 3) * 0.99, Math.pow(m, 3) * 1.01))
                .toList();
        assertThat(grid.exponent(cubes).value()).isCloseTo(3, within(1e-12));
    }

    private static double[] row(WidthGrid.Job job, NetworkSpec spec) {
        double[] row = new double[spec.inputs()];
        job.inputs(spec, 2, 3).copyRow(1, row);
        return row;
    }

    private static double[] inputs(WidthGrid.Job job, NetworkSpec spec) {
        double[] all = new double[100 * spec.inputs()];
        for (int t = 0; t < 100; t++) {
            job.inputs(spec, 100, 1).copyRow(t, all, t * spec.inputs());
        }
        return all;
    }
}
