package io.github.fisherscope.core.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.layer.OuterPlan.Way;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sums of outer products against the definition, written as plain loops over positions, for all kinds of sizes. */
class OuterRowsTest {
    private static final int ROWS_PER_SAMPLE = 3;

    /** Sums of some thousand products of numbers of order 1, relative to the largest entry. */
    private static final double TOLERANCE = 1e-13;

    static Stream<Arguments> forms() {
        return Stream.of(
                Arguments.of(new OuterForm(1, 4, 3, 5, 1, true, true), 4),
                Arguments.of(new OuterForm(1, 4, 3, 5, 1, false, true), 4),
                Arguments.of(new OuterForm(1, 7, 2, 3, 1, false, false), 3),
                Arguments.of(new OuterForm(3, 2, 4, 4, 1, true, true), 5),
                Arguments.of(new OuterForm(2, 3, 1, 6, 2, true, false), 3),
                Arguments.of(new OuterForm(2, 5, 2, 1, 1, true, true), 6),
                Arguments.of(new OuterForm(1, 1, 1, 2, 3, true, true), 1),
                Arguments.of(new OuterForm(1, 6, 5, 40, 1, true, true), 70));
    }

    /** Numbers of one batch on a backend, and the gradients that belong to them by the definition. */
    private static final class Batch implements OuterRows.Inputs, AutoCloseable {
        private final OuterForm form;
        private final Matrix inputs;
        private final Matrix deltas;
        private final double[][] x;
        private final double[][] d;

        Batch(Backend backend, OuterForm form, int samples, double phase) {
            this.form = form;
            int all = form.positions() * form.parts();
            this.x = numbers(samples, form.groups() * form.fanIn() * all, phase);
            this.d = numbers(samples * ROWS_PER_SAMPLE, form.outputs() * all, phase + 1);
            this.inputs = matrix(backend, x);
            this.deltas = matrix(backend, d);
        }

        private static double[][] numbers(int rows, int columns, double phase) {
            double[][] numbers = new double[rows][];
            for (int i = 0; i < rows; i++) {
                numbers[i] = LayerValues.numbers(columns, phase + 78.233 * i);
            }
            return numbers;
        }

        private static Matrix matrix(Backend backend, double[][] numbers) {
            Matrix m = backend.allocate(numbers.length, numbers[0].length);
            for (int i = 0; i < numbers.length; i++) {
                m.write(i, 0, numbers[i], 0, numbers[i].length);
            }
            return m;
        }

        @Override
        public long samples() {
            return x.length;
        }

        @Override
        public OuterRows.Reader reader() {
            int size = form.groups() * form.fanIn() * form.positions();
            return new OuterRows.Reader() {
                @Override
                public Matrix read(long sample, int part) {
                    Matrix piece = inputs.view(sample, (long) part * size, 1, size);
                    return form.channelsFirst()
                            ? piece.reshaped((long) form.groups() * form.fanIn(), form.positions())
                            : piece.reshaped(form.positions(), form.fanIn());
                }

                @Override
                public void close() {}
            };
        }

        OuterRows rows(Backend backend) {
            return new OuterRows(form, this, deltas, backend);
        }

        /** Returns the number of a channel at a position, of all parts. */
        private double at(double[] numbers, int channels, int channel, int position) {
            int part = position / form.positions();
            int p = position % form.positions();
            int within = form.channelsFirst() ? channel * form.positions() + p : p * channels + channel;
            return numbers[part * channels * form.positions() + within];
        }

        double[] gradient(int row) {
            double[] gradient = new double[form.parameters()];
            double[] input = x[row % x.length];
            for (int o = 0; o < form.outputs(); o++) {
                int group = o / form.fanOut();
                for (int s = 0; s < form.positions() * form.parts(); s++) {
                    double delta = at(d[row], form.outputs(), o, s);
                    for (int i = 0; i < form.fanIn(); i++) {
                        int channel = group * form.fanIn() + i;
                        gradient[o * form.fanIn() + i] += delta * at(input, form.groups() * form.fanIn(), channel, s);
                    }
                    if (form.bias()) {
                        gradient[form.weights() + o] += delta;
                    }
                }
            }
            return gradient;
        }

        @Override
        public void close() {
            inputs.close();
            deltas.close();
        }
    }

    private static Backend backend() {
        return Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 2));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void assertTile(
            Backend backend, Way way, Batch left, int from, int to, Batch right, int otherFrom, int otherTo) {
        OuterRows rows = left.rows(backend);
        OuterRows columns = left == right ? rows : right.rows(backend);
        double largest = 0;
        double worst = 0;
        try (Matrix sum = backend.allocate(to - from, otherTo - otherFrom)) {
            backend.fill(sum, 0.5);
            rows.addGram(way, backend, from, to, columns, otherFrom, otherTo, 0.25, sum);
            double[] found = new double[otherTo - otherFrom];
            for (int i = from; i < to; i++) {
                sum.read(i - from, 0, found, 0, found.length);
                double[] own = left.gradient(i);
                for (int j = otherFrom; j < otherTo; j++) {
                    double expected = 0.5 + 0.25 * dot(own, right.gradient(j));
                    largest = Math.max(largest, Math.abs(expected));
                    worst = Math.max(worst, Math.abs(found[j - otherFrom] - expected));
                }
            }
        }
        assertThat(worst).as("%s for %s", way, left.form).isLessThanOrEqualTo(TOLERANCE * largest);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void allWaysToATileAgree(OuterForm form, int samples) {
        List<Way> ways = form.positions() * form.parts() == 1
                ? List.of(Way.ROWS, Way.MIXED, Way.EXPAND)
                : List.of(Way.ROWS, Way.MIXED);
        int n = samples * ROWS_PER_SAMPLE;
        try (Backend backend = backend();
                Batch batch = new Batch(backend, form, samples, 0);
                Batch other = new Batch(backend, form, samples + 1, 5)) {
            for (Way way : ways) {
                assertTile(backend, way, batch, 0, n, batch, 0, n);
                assertTile(backend, way, batch, 1, n, batch, 0, n - 1);
                assertTile(backend, way, batch, 0, n, other, 0, n + 3);
                assertTile(backend, way, batch, 1, 2, other, 2, n);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void normsFollowFromProducts(OuterForm form, int samples) {
        try (Backend backend = backend();
                Batch batch = new Batch(backend, form, samples, 2)) {
            OuterRows rows = batch.rows(backend);
            double[] found = rows.squaredNorms();
            double[] products = form.parts() == 1 ? rows.normsByProducts() : found;
            for (int i = 0; i < found.length; i++) {
                double expected = dot(batch.gradient(i), batch.gradient(i));
                assertThat(found[i]).isCloseTo(expected, within(TOLERANCE * expected));
                assertThat(products[i]).isCloseTo(expected, within(TOLERANCE * 100 * expected));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void anyPartOfTheParametersCanBeFormed(OuterForm form, int samples) {
        int first = form.parameters() / 3;
        int end = form.parameters() - form.parameters() / 4;
        try (Backend backend = backend();
                Batch batch = new Batch(backend, form, samples, 3)) {
            OuterRows rows = batch.rows(backend);
            RowGradients weights = rows.restricted(0, form.weights());
            RowGradients biases = rows.restricted(form.weights(), form.parameters());
            double[] found = new double[form.parameters()];
            try (Matrix part = rows.formed(backend, 1, 3, first, end);
                    Matrix own = weights.formed(backend, 1, 3);
                    Matrix rest = biases.formed(backend, 1, 3)) {
                for (int i = 0; i < 2; i++) {
                    double[] expected = batch.gradient(i + 1);
                    part.read(i, 0, found, first, end - first);
                    for (int j = first; j < end; j++) {
                        assertThat(found[j]).isCloseTo(expected[j], within(1e-13 * form.positions()));
                    }
                    own.read(i, 0, found, 0, form.weights());
                    rest.read(i, 0, found, form.weights(), form.parameters() - form.weights());
                    assertThat(found).containsExactly(expected, within(1e-13 * form.positions()));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void kroneckerFactorsAreMomentsOfInputsAndSensitivities(OuterForm form, int samples) {
        try (Backend backend = backend();
                Batch batch = new Batch(backend, form, samples, 4)) {
            for (KroneckerSharing sharing : KroneckerSharing.values()) {
                List<RowGradients.KroneckerPair> pairs = batch.rows(backend).kronecker(backend, sharing);
                assertThat(pairs).hasSize(form.groups());
                for (int g = 0; g < form.groups(); g++) {
                    boolean reduce = sharing == KroneckerSharing.REDUCE;
                    int inputs = form.groups() * form.fanIn();
                    double all = form.positions() * form.parts();
                    double input = moment(batch, batch.x, inputs, g * form.fanIn(), reduce);
                    double output = moment(batch, batch.d, form.outputs(), g * form.fanOut(), reduce);
                    double[] entry = new double[1];
                    pairs.get(g).inputs().read(0, 0, entry, 0, 1);
                    assertThat(entry[0]).isCloseTo(input / samples / (reduce ? all * all : all), within(1e-13));
                    pairs.get(g).outputs().read(0, 0, entry, 0, 1);
                    assertThat(entry[0]).isCloseTo(output / samples, within(1e-12));
                    if (form.bias()) {
                        pairs.get(g).inputs().read(form.fanIn(), form.fanIn(), entry, 0, 1);
                        assertThat(entry[0]).isCloseTo(1, within(1e-14));
                    }
                }
                pairs.forEach(RowGradients.KroneckerPair::close);
            }
        }
    }

    /** Returns the sum over rows of the square of a channel's sum over positions, or of the squares at all positions. */
    private static double moment(Batch batch, double[][] rows, int channels, int channel, boolean reduce) {
        double total = 0;
        for (double[] row : rows) {
            double sum = 0;
            for (int s = 0; s < batch.form.positions() * batch.form.parts(); s++) {
                double number = batch.at(row, channels, channel, s);
                sum += reduce ? number : number * number;
            }
            total += reduce ? sum * sum : sum;
        }
        return total;
    }

    /** The five cases that were measured: convolutions early and late, and dense layers on tokens. */
    @Test
    void theCheapestWayIsTheOneThatWasMeasuredToBe() {
        assertThat(way(new OuterForm(1, 27, 16, 256, 1, true, false), 12, 10)).isEqualTo(Way.ROWS);
        assertThat(way(new OuterForm(1, 576, 64, 16, 1, true, false), 24, 10)).isEqualTo(Way.MIXED);
        assertThat(way(new OuterForm(1, 1152, 128, 16, 1, true, false), 20, 10)).isEqualTo(Way.MIXED);
        assertThat(way(new OuterForm(1, 128, 128, 32, 1, false, false), 16, 10)).isEqualTo(Way.ROWS);
        assertThat(way(new OuterForm(1, 256, 256, 16, 1, false, false), 24, 4)).isEqualTo(Way.MIXED);
        assertThat(way(new OuterForm(1, 256, 256, 1, 1, false, false), 24, 4)).isEqualTo(Way.EXPAND);
    }

    private static Way way(OuterForm form, int samples, int outputs) {
        double rows = (double) samples * outputs;
        Way one = OuterPlan.of(form, rows, samples, rows, samples, false).way();
        assertThat(OuterPlan.of(form, rows, samples, rows, samples, true).way()).isEqualTo(one);
        return one;
    }

    /** Slices of one, two and all outputs, and a width that is no multiple of anything. */
    @ParameterizedTest
    @MethodSource("forms")
    void squaresBySliceAreThoseOfTheRows(OuterForm form, int samples) {
        if (form.parts() > 1) {
            return;
        }
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 2));
                Batch batch = new Batch(backend, form, samples, 0.4)) {
            double[] expected = new double[form.parameters() + 3];
            for (int row = 0; row < samples * ROWS_PER_SAMPLE; row++) {
                double[] gradient = batch.gradient(row);
                for (int j = 0; j < gradient.length; j++) {
                    expected[2 + j] += gradient[j] * gradient[j] / 7;
                }
            }
            for (int slice : new int[] {1, 2 * form.fanIn() + 1, 1 << 16}) {
                double[] found = new double[expected.length];
                new OuterSquares(batch.rows(backend), backend, slice).add(7, found, 2);
                for (int j = 0; j < expected.length; j++) {
                    assertThat(found[j])
                            .as("slice %d, entry %d", slice, j)
                            .isCloseTo(expected[j], within(1e-12 * (1 + expected[j])));
                }
            }
        }
    }
}
