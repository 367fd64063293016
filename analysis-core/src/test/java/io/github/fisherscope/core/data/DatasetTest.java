package io.github.fisherscope.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.io.NpyArray;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {
    private static Dataset dataset(NpyArray values) {
        return Dataset.of(values, Labels.none(), DataSource.memory("test"));
    }

    private static NpyArray random(int samples, int inputs, double mean, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return NpyArray.ofRows(samples, inputs, (t, row) -> Arrays.setAll(row, i -> mean + random.nextDouble(-1, 1)));
    }

    /** Σ_{s≠t} x_s·x_t / (T(T−1)M_0) pair by pair, with 50 digits. */
    private static double crossProductByDefinition(NpyArray x) {
        MathContext digits = new MathContext(50);
        BigDecimal sum = BigDecimal.ZERO;
        for (int s = 0; s < x.rows(); s++) {
            for (int t = 0; t < x.rows(); t++) {
                for (int i = 0; s != t && i < x.columns(); i++) {
                    sum = sum.add(new BigDecimal(x.get(s, i)).multiply(new BigDecimal(x.get(t, i))), digits);
                }
            }
        }
        return sum.doubleValue() / ((double) x.rows() * (x.rows() - 1) * x.columns());
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 0", "2, 5, 0", "7, 3, 0", "40, 11, 0", "40, 11, 1000"})
    void theMeanOverPairsAgreesWithItsDefinition(int samples, int inputs, double mean) {
        NpyArray x = random(samples, inputs, mean, 7);
        SampleMoments moments = dataset(x).moments();
        double norm = Arrays.stream(x.toArray()).map(v -> v * v).sum() / samples / inputs;
        // |x_t|² is a plain sum of M_0 terms, |Σx|² too, with a few roundings per term: (M_0 + 4)·ε relative, on sums
        // of
        // sizes q̂⁰/(T − 1) and T·q̂⁰/(T − 1) in units of the answer.
        double bound = (inputs + 4) * Math.ulp(1.0) * norm * (samples + 1.0) / (samples - 1.0);
        assertThat(moments.meanCrossProduct()).isCloseTo(crossProductByDefinition(x), within(bound));
        assertThat(moments.meanSquaredNorm()).isCloseTo(norm, within((inputs + samples + 4) * Math.ulp(norm)));
    }

    @Test
    void momentsOfASmallExampleAreThoseWorkedOutByHand() {
        // Rows (1, 2, 5), (3, 4, 5): norms 30 and 50, product 36, third input constant.
        SampleMoments m =
                dataset(NpyArray.of(new double[] {1, 2, 5, 3, 4, 5}, 2, 3)).moments();
        assertThat(m.meanSquaredNorm()).isCloseTo(40.0 / 3, within(1e-14)); // a few ulps of 13.3
        assertThat(m.meanCrossProduct()).isCloseTo(36.0 / 3, within(1e-14));
        assertThat(m.normVariation()).isCloseTo(0.25, within(1e-15));
        assertThat(m.constantInputs()).isEqualTo(1);
        assertThat(m.constantFraction()).isEqualTo(1.0 / 3);
    }

    /** Equal samples reach the bound q̂_st⁰ ≤ q̂⁰, samples that sum to 0 reach q̂_st⁰ ≥ −q̂⁰/(T − 1); no rounding passes them. */
    @Test
    void momentsOfEqualAndOfOppositeSamplesStayWithinTheirBounds() {
        SplittableRandom random = new SplittableRandom(11);
        int atTheBound = 0;
        for (int trial = 0; trial < 2000; trial++) {
            int samples = random.nextInt(2, 40);
            int inputs = random.nextInt(1, 8);
            double[] row = random.doubles(inputs, -3, 3).toArray();
            boolean opposite = trial % 2 == 1;
            SampleMoments m = dataset(NpyArray.ofRows(
                            opposite ? samples / 2 * 2 : samples,
                            inputs,
                            (t, x) -> Arrays.setAll(x, i -> opposite && t % 2 == 1 ? -row[i] : row[i])))
                    .moments();
            assertThat(m.meanCrossProduct()).isLessThanOrEqualTo(m.meanSquaredNorm());
            int even = samples / 2 * 2;
            double expected = opposite ? -m.meanSquaredNorm() / (even - 1) : m.meanSquaredNorm();
            assertThat(m.meanCrossProduct()).isCloseTo(expected, within(4e-15 * m.meanSquaredNorm()));
            assertThat(m.meanCrossProduct()).isGreaterThanOrEqualTo(-m.meanSquaredNorm() / (even - 1));
            atTheBound += m.meanCrossProduct() == expected ? 1 : 0;
        }
        assertThat(atTheBound).as("cases that a rounding would lead beyond").isGreaterThan(200);
    }

    @Test
    void oneSampleAndZeroSamplesOfValueGiveNoNaN() {
        SampleMoments one = dataset(NpyArray.of(new double[] {3, 4}, 1, 2)).moments();
        assertThat(one).isEqualTo(new SampleMoments(12.5, 0, 0, 2, 1));
        SampleMoments zeros = dataset(NpyArray.of(new double[6], 3, 2)).moments();
        assertThat(zeros).isEqualTo(new SampleMoments(0, 0, 0, 2, 1));
        SampleMoments huge = dataset(NpyArray.of(new double[] {1e100, -1e100, 1e100, 1e100}, 2, 2))
                .moments();
        assertThat(huge.meanSquaredNorm()).isCloseTo(1e200, within(1e186));
        assertThat(huge.meanCrossProduct()).isCloseTo(0, within(1e186));
    }

    @Test
    void whatIsNotUsableIsRefusedWithItsPosition() {
        double[] data = {1, 2, 3, 4, Double.NaN, 6};
        assertThatThrownBy(() -> dataset(NpyArray.of(data, 3, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input 0 of sample 2")
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> dataset(NpyArray.of(new double[] {1.1e100}, 1, 1)))
                .hasMessageContaining("1.1E100");
        assertThatThrownBy(() -> dataset(NpyArray.of(new double[0], 0, 2))).hasMessageContaining("samples is 0");
        assertThatThrownBy(() -> Dataset.of(
                        NpyArray.of(new double[4], 2, 2), Labels.Classes.of(3, 0, 1, 2), DataSource.gaussian(1)))
                .hasMessageContaining("number of labels is 3");
    }

    @Test
    void rowsAndEntriesAreThoseThatWereFilledIn() {
        Dataset d = Dataset.ofRows(3, 2, (t, row) -> Arrays.setAll(row, i -> 10 * t + i), DataSource.gaussian(42));
        double[] row = new double[4];
        d.copyRow(2, row, 1);
        assertThat(row).containsExactly(0, 20, 21, 0);
        assertThat(d.get(1, 1)).isEqualTo(11);
        assertThat(d.source().description()).isEqualTo("gaussian(42)");
        assertThat(d.source().sha256()).isNull();
        assertThat(d.buffer().isReadOnly()).isTrue();
        assertThatThrownBy(() -> d.get(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void labelsKnowTheirRange() {
        Labels.Classes classes = Labels.Classes.of(3, 0, 2, 1);
        assertThat(classes.withClasses(10).classes()).isEqualTo(10);
        assertThat(classes.first(2)).isEqualTo(Labels.Classes.of(3, 0, 2));
        assertThatThrownBy(() -> classes.withClasses(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sample 1")
                .hasMessageContaining("is 2");
        assertThatThrownBy(() -> Labels.Classes.of(3, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
