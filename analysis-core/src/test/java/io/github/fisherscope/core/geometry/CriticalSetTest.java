package io.github.fisherscope.core.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.geometry.CriticalSet.Kind;
import io.github.fisherscope.core.network.NetworkKinds;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sets of superfluous units and their distances. */
class CriticalSetTest {
    private static NeuralNetwork network() {
        return NetworkKinds.network("tanh", List.of(2, 4, 3, 2), 8);
    }

    private static Optional<CriticalSet> nearest(NeuralNetwork network, Kind kind) {
        return CriticalSet.nearest(network).stream()
                .filter(s -> s.kind() == kind)
                .findFirst();
    }

    /** The distance is the length of the way to the projection, and the projection lies in the set. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theDistanceIsThatToTheProjection(Kind kind) {
        NeuralNetwork network = network();
        CriticalSet set = nearest(network, kind).orElseThrow();
        NeuralNetwork projected = set.projected(network);
        double[] from = network.parameterVector();
        double[] to = projected.parameterVector();
        double squares = 0;
        for (int p = 0; p < from.length; p++) {
            squares += (from[p] - to[p]) * (from[p] - to[p]);
        }
        assertThat(Math.sqrt(squares)).isCloseTo(set.distance(), within(1e-14));
        CriticalSet there = nearest(projected, kind).orElseThrow();
        assertThat(there.distance()).isLessThan(1e-15);
        assertThat(there.unit()).isEqualTo(set.unit());
        assertThat(there.near()).isTrue();
    }

    /** No point of the set that is drawn beside the projection is nearer. */
    @Test
    void noOtherPairOfEqualUnitsIsNearer() {
        NeuralNetwork network = network();
        CriticalSet set = nearest(network, Kind.EQUAL).orElseThrow();
        ChainVectors vectors = new ChainVectors(network);
        double[] a = vectors.incomingValues(set.layer(), set.unit());
        double[] b = vectors.incomingValues(set.layer(), set.other());
        for (int trial = 0; trial < 200; trial++) {
            double squares = 0;
            for (int e = 0; e < a.length; e++) {
                double common = (a[e] + b[e]) / 2 + 0.3 * Math.sin(3.7 * trial + e);
                squares += (a[e] - common) * (a[e] - common) + (b[e] - common) * (b[e] - common);
            }
            assertThat(Math.sqrt(squares)).isGreaterThanOrEqualTo(set.distance());
        }
    }

    /** Some of hundred outgoing weights is always small; one that is a thousandth of the others is not there by chance. */
    @Test
    void nearMeansNearerThanChance() {
        int near = 0;
        for (int seed = 0; seed < 40; seed++) {
            NeuralNetwork network = NetworkKinds.network("tanh", List.of(3, 100, 1), seed);
            CriticalSet silent = nearest(network, Kind.SILENT).orElseThrow();
            assertThat(silent.relative()).isLessThan(0.1);
            near += silent.near() ? 1 : 0;
        }
        // 40 networks with a probability of about 0.04 each: more than 8 have one of 5e-5.
        assertThat(near).isLessThanOrEqualTo(8);
    }

    @Test
    void setsAreInOrderAndInWords() {
        List<CriticalSet> sets = CriticalSet.nearest(network());
        assertThat(sets).hasSize(4).isSortedAccordingTo((x, y) -> Double.compare(x.relative(), y.relative()));
        assertThat(new CriticalSet(Kind.EQUAL, 1, 0, 2, 0.1, 0.01, true).words())
                .isEqualTo("units 1 and 3 of layer 1 equal");
    }

    @Test
    void oppositeUnitsMatterOnlyWhereTheActivationIsOdd() {
        NeuralNetwork relu = NetworkKinds.network("relu", List.of(2, 4, 2), 8);
        assertThat(CriticalSet.nearest(relu)).extracting(CriticalSet::kind).doesNotContain(Kind.OPPOSITE);
        NeuralNetwork linear = NetworkKinds.network("identity", List.of(2, 4, 2), 8);
        assertThat(CriticalSet.nearest(linear)).isEmpty();
        assertThat(CriticalSet.nearestPair(linear)).isEmpty();
    }
}
