package io.github.fisherscope.studies.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.transport.CostMatrix;
import io.github.fisherscope.geometry.transport.PointSet;
import io.github.fisherscope.geometry.transport.RelaxedConfig;
import io.github.fisherscope.geometry.transport.RelaxedTransport;
import io.github.fisherscope.geometry.transport.TransportDivergences;
import io.github.fisherscope.spectra.distance.SpectralMeasure;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RelaxedDistancesTest {
    @Test
    void equalSpectraAreNotApart() {
        SpectralMeasure spectrum = drawn(50, 0);
        assertThat(RelaxedDistances.between(spectrum, spectrum)
                        .relaxedDivergence()
                        .value())
                .isCloseTo(0, within(1e-14));
        assertThat(RelaxedDistances.between(spectrum, spectrum)
                        .sinkhornDivergence()
                        .value())
                .isZero();
        SpectralMeasure point = measure(new double[] {2});
        assertThat(RelaxedDistances.between(point, point).sinkhornDivergence().value())
                .isZero();
    }

    /** S of a shift by d is d² whatever λ, as W is; D, which blurs first, stays below it. */
    @Test
    void spectraOneDecadeApartAreOneSquaredDecadeApart() {
        RelaxedDistances apart = RelaxedDistances.between(drawn(50, 0), drawn(50, 1));
        assertThat(apart.sinkhornDivergence().value()).isCloseTo(1, within(0.02));
        assertThat(apart.relaxedDivergence().value()).isBetween(0.7, 1.0);
    }

    /** Counting in cells moves every eigenvalue by at most half a cell. */
    @Test
    void cellsChangeLittleAgainstTheSpectraThemselves() {
        SpectralMeasure a = drawn(40, 0);
        SpectralMeasure b = drawn(40, 0.4);
        double[] all = new double[80];
        a.values().copyTo(0, all, 0, 40);
        b.values().copyTo(0, all, 40, 40);
        PointSet line = PointSet.line(RealVector.of(all));
        TransportDivergences exact = TransportDivergences.of(
                RelaxedTransport.of(CostMatrix.squaredDistance(line, line), RelaxedConfig.defaults()),
                RelaxedDistances.RELAXATION);
        double[] p = new double[80];
        double[] q = new double[80];
        Arrays.fill(p, 0, 40, 1.0 / 40);
        Arrays.fill(q, 40, 80, 1.0 / 40);
        double expected = exact.sinkhorn(
                        DiscreteMeasure.distribution("p", RealVector.of(p)),
                        DiscreteMeasure.distribution("q", RealVector.of(q)))
                .value();
        assertThat(RelaxedDistances.between(a, b).sinkhornDivergence().value())
                .isCloseTo(expected, within(0.02 * expected));
    }

    private static SpectralMeasure drawn(int n, double shift) {
        Random random = new Random(4);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextGaussian() / 2 + shift;
        }
        return measure(values);
    }

    private static SpectralMeasure measure(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] weights = new double[values.length];
        Arrays.fill(weights, 1.0 / values.length);
        return new SpectralMeasure(RealVector.of(sorted), RealVector.of(weights));
    }
}
