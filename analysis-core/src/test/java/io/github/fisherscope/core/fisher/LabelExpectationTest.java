package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.LabelSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Output factors, scores and drawn labels against sums over all labels. */
class LabelExpectationTest {
    private static final double[] OUTPUTS = {0.7, -1.1, 0.2};

    static Stream<Arguments> factors() {
        return Stream.of("gaussian", "categorical", "bernoulli", "poisson")
                .flatMap(l -> Stream.of("identity", "tanh", "softplus").map(a -> Arguments.of(l, a)));
    }

    /** Adds weight · (ψ′∘s)(ψ′∘s)ᵀ. */
    private static void addOuter(double[] score, double[] slopes, double weight, double[][] sum) {
        for (int a = 0; a < score.length; a++) {
            for (int b = 0; b < score.length; b++) {
                sum[a][b] += weight * slopes[a] * score[a] * slopes[b] * score[b];
            }
        }
    }

    /** Q = E[score scoreᵀ] by the sum over all labels; Gaussian by its definition. */
    private static double[][] enumerated(Likelihood likelihood, double[] f, double[] slopes) {
        double[][] q = new double[3][3];
        double[] y = new double[3];
        double[] score = new double[3];
        if (likelihood instanceof Likelihood.Gaussian) {
            for (int k = 0; k < 3; k++) {
                q[k][k] = slopes[k] * slopes[k];
            }
            return q;
        }
        boolean categorical = likelihood instanceof Likelihood.Categorical;
        int values = likelihood instanceof Likelihood.Poisson ? 60 : 2;
        for (int code = 0; code < values * values * values; code++) {
            y[0] = code % values;
            y[1] = Math.floorDiv(code, values) % values;
            y[2] = Math.floorDiv(code, values * values);
            if (categorical && y[0] + y[1] + y[2] != 1) {
                continue;
            }
            double logP = 0;
            double normaliser = 0;
            for (int k = 0; k < 3; k++) {
                logP += y[k] * f[k];
                if (categorical) {
                    normaliser += Math.exp(f[k]);
                } else if (values == 2) {
                    logP -= Math.log1p(Math.exp(f[k]));
                } else {
                    logP -= Math.exp(f[k]);
                    for (int i = 2; i <= y[k]; i++) {
                        logP -= Math.log(i);
                    }
                }
            }
            likelihood.score(f, y, score);
            addOuter(score, slopes, categorical ? Math.exp(logP) / normaliser : Math.exp(logP), q);
        }
        return q;
    }

    @ParameterizedTest(name = "{0}, outputs {1}")
    @MethodSource("factors")
    void exactFactorIsTheSumOverAllLabels(String likelihoodName, String activation) {
        Likelihood likelihood = Likelihood.parse(likelihoodName);
        Activation output = Activation.parse(activation);
        double[] f = new double[3];
        double[] slopes = new double[3];
        output.evaluate(OUTPUTS, f, slopes, 3);
        double[] rows = new double[9];
        FisherRequest request = FisherRequest.exact(likelihood).withOutputActivation(output);
        new ScoreRows(request, 1, 3).write(0, OUTPUTS, rows);
        double[][] q = enumerated(likelihood, f, slopes);
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double sum = 0;
                for (int r = 0; r < 3; r++) {
                    sum += rows[3 * r + a] * rows[3 * r + b];
                }
                assertThat(sum).isCloseTo(q[a][b], within(1e-13)); // 216 000 terms of size < 1 in float64
            }
        }
    }

    @ParameterizedTest(name = "{0}, outputs {1}")
    @MethodSource("factors")
    void drawnLabelsHaveTheExactOutputFisher(String likelihoodName, String activation) {
        Likelihood likelihood = Likelihood.parse(likelihoodName);
        Activation output = Activation.parse(activation);
        double[] f = new double[3];
        double[] slopes = new double[3];
        output.evaluate(OUTPUTS, f, slopes, 3);
        int draws = 40_000;
        double[] rows = new double[3 * draws];
        FisherRequest request = FisherRequest.monteCarlo(likelihood, draws, 5).withOutputActivation(output);
        new ScoreRows(request, 1, 3).write(0, OUTPUTS, rows);
        double[][] q = enumerated(likelihood, f, slopes);
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                double sum = 0;
                double squares = 0;
                for (int r = 0; r < draws; r++) {
                    double product = rows[3 * r + a] * rows[3 * r + b];
                    sum += product;
                    squares += product * product * draws;
                }
                double error = Math.sqrt((squares - sum * sum) / draws);
                // 4.5 standard errors: 9 · 12 comparisons go wrong with probability 7e-4
                assertThat(sum).isCloseTo(q[a][b], within(4.5 * error));
                assertThat(error).as("power").isLessThan(0.03);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-30, 0.3, 12, 55, 1e4, 3e8})
    void poissonLabelsHaveMeanAndVarianceOfTheirRate(double rate) {
        LabelSource source = RandomStreams.of(8).labels(0, 0);
        int draws = 20_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            double deviation = source.nextPoisson(rate) - rate;
            sum += deviation;
            squares += deviation * deviation;
        }
        assertThat(sum / draws).isCloseTo(0, within(4.5 * Math.sqrt(rate / draws)));
        // variance of a squared Poisson deviation: rate + 2 rate²
        assertThat(squares / draws).isCloseTo(rate, within(4.5 * Math.sqrt((rate + 2 * rate * rate) / draws)));
    }

    @Test
    void labelsOfASampleDependOnSeedNetworkAndSampleOnly() {
        FisherRequest.MonteCarlo request = FisherRequest.monteCarlo(new Likelihood.Gaussian(1), 2, 9);
        double[] first = rows(request, 10, 7);
        assertThat(rows(request, 10, 7)).containsExactly(first);
        assertThat(rows(FisherRequest.monteCarlo(new Likelihood.Gaussian(1), 2, 9), 2000, 7))
                .containsExactly(first);
        assertThat(rows(request, 10, 8)).doesNotContain(first);
        assertThat(rows(request.forNetwork(1), 10, 7)).doesNotContain(first);
        assertThat(rows(FisherRequest.monteCarlo(new Likelihood.Gaussian(1), 2, 10), 10, 7))
                .doesNotContain(first);
        double[] more = rows(FisherRequest.monteCarlo(new Likelihood.Gaussian(1), 8, 9), 10, 7);
        for (int i = 0; i < first.length; i++) { // more draws continue the sequence; weights 1/√2 and 1/√8
            assertThat(2 * more[i]).isCloseTo(first[i], within(1e-15 * (1 + Math.abs(first[i]))));
        }
    }

    private static double[] rows(FisherRequest request, int samples, int t) {
        double[] rows = new double[3 * request.rowsPerSample(3)];
        new ScoreRows(request, samples, 3).write(t, OUTPUTS, rows);
        return rows;
    }

    @Test
    void empiricalRowIsTheScoreAtTheObservedLabel() {
        double[] gaussian = rows(
                FisherRequest.empirical(new Likelihood.Gaussian(4), new Labels.Targets(RealVector.of(1, 2, 3), 3)),
                1,
                0);
        assertThat(gaussian).containsExactly((1 - 0.7) / 4, (2 + 1.1) / 4, (3 - 0.2) / 4);
        double[] classes = rows(FisherRequest.empirical(new Likelihood.Categorical(), Labels.Classes.of(2, 1)), 1, 0);
        double z = Math.exp(0.7) + Math.exp(-1.1) + Math.exp(0.2);
        assertThat(classes[1]).isCloseTo(1 - Math.exp(-1.1) / z, within(1e-15));
        assertThat(classes[2]).isCloseTo(-Math.exp(0.2) / z, within(1e-15));
        double[] single = new double[1];
        new ScoreRows(FisherRequest.empirical(new Likelihood.Poisson(), Labels.Classes.of(9, 6)), 1, 1)
                .write(0, new double[] {0.5}, single);
        assertThat(single[0]).isCloseTo(6 - Math.exp(0.5), within(1e-14));
    }

    @Test
    void labelsThatDoNotFitAreRefusedWithAReason() {
        Labels classes = Labels.Classes.of(3, 0, 2);
        Labels reals = new Labels.Targets(RealVector.of(0, 1, 0.5, 1), 2);
        refused(new Likelihood.Gaussian(1), Labels.none(), 2, 3, "it needs the labels of the data");
        refused(new Likelihood.Gaussian(1), classes, 2, 3, "needs real targets");
        refused(new Likelihood.Categorical(), reals, 2, 2, "needs one class per sample");
        refused(new Likelihood.Categorical(), classes, 2, 2, "label of sample 1 (from 0) is 2");
        refused(new Likelihood.Bernoulli(), reals, 2, 2, "label is 0.5; that is target 0 of sample 1 (both from 0)");
        refused(new Likelihood.Bernoulli(), classes, 2, 1, "label of sample 1 (from 0) is 2");
        refused(new Likelihood.Poisson(), new Labels.Targets(RealVector.of(2, -1), 1), 2, 1, "is -1.0");
        refused(new Likelihood.Poisson(), new Labels.Targets(RealVector.of(2, 1.5), 1), 2, 1, "whole numbers");
        refused(new Likelihood.Poisson(), classes, 2, 3, "needs a vector of 3 targets per sample");
        refused(new Likelihood.Gaussian(1), reals, 3, 2, "the number of labels is 2");
        refused(new Likelihood.Gaussian(1), reals, 2, 3, "the length of each target is 2");
        assertThatThrownBy(() -> FisherRequest.monteCarlo(new Likelihood.Poisson(), 0, 1))
                .hasMessageContaining("draws is 0");
        assertThatThrownBy(() -> rows(25))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7.2");
    }

    /** One-hot vectors and whole numbers stored as floating point ones name classes; the scores are those of the classes. */
    @Test
    void classesAreRecognisedHoweverTheyAreStored() {
        double[] expected =
                rows(FisherRequest.empirical(new Likelihood.Categorical(), Labels.Classes.of(3, 2, 0)), 2, 0);
        Labels oneHot = new Labels.Targets(RealVector.of(0, 0, 1, 1, 0, 0), 3);
        Labels whole = new Labels.Targets(RealVector.of(2.0, 0.0), 1);
        for (Labels labels : List.of(oneHot, whole)) {
            assertThat(rows(FisherRequest.empirical(new Likelihood.Categorical(), labels), 2, 0))
                    .containsExactly(expected);
        }
        for (double[] bad :
                new double[][] {{0, 0, 1, 1, 1, 0}, {0, 0, 1, 0, 0, 0}, {0, 0, 2, 1, 0, 0}, {0, 0, 1, 1, 0, -0.5}}) {
            refused(
                    new Likelihood.Categorical(),
                    new Labels.Targets(RealVector.of(bad), 3),
                    2,
                    3,
                    "one-hot vectors of length 3");
        }
        refused(
                new Likelihood.Categorical(),
                new Labels.Targets(RealVector.of(0, 1, 1, 0), 2),
                2,
                3,
                "one-hot vectors of length 3");
        refused(new Likelihood.Categorical(), new Labels.Targets(RealVector.of(1.5, 0), 1), 2, 3, "whole numbers");
    }

    @Test
    void labelsCountedFromOneAreRefusedWhateverTheSamplesKeptShow() {
        for (Labels.Classes all : List.of(Labels.Classes.of(4, 1, 2, 3), Labels.Classes.of(4, 3, 2, 1))) {
            for (int kept = 1; kept <= 3; kept++) {
                refused(
                        new Likelihood.Categorical(),
                        all.first(kept),
                        kept,
                        3,
                        "there are 3 classes, which are counted from 0");
            }
        }
        refused(new Likelihood.Categorical(), new Labels.Targets(RealVector.of(1, 2, 3), 1), 3, 3, "subtract 1");
        Labels stored = new Labels.Targets(RealVector.of(1, 2, 3), 1); // as floating point numbers
        for (int kept = 1; kept <= 2; kept++) {
            refused(new Likelihood.Categorical(), stored.first(kept), kept, 3, "subtract 1");
            refused(new Likelihood.Categorical(), stored.first(2).first(kept), kept, 3, "subtract 1");
        }
        Labels mixed = new Labels.Targets(RealVector.of(1, 0, 2.5), 1);
        refused(new Likelihood.Categorical(), mixed.first(2), 2, 3, "whole numbers");
        refused(new Likelihood.Bernoulli(), Labels.Classes.of(3, 1, 2, 1).first(1), 1, 1, "subtract 1");
        refused(new Likelihood.Categorical(), Labels.Classes.of(9, 0, 8).first(1), 1, 3, "between 0 and 2");
    }

    private static double[] rows(double logRate) {
        double[] row = new double[1];
        new ScoreRows(FisherRequest.monteCarlo(new Likelihood.Poisson(), 1, 1), 1, 1)
                .write(0, new double[] {logRate}, row);
        return row;
    }

    private static void refused(Likelihood likelihood, Labels labels, int samples, int outputs, String reason) {
        assertThatThrownBy(() -> new ScoreRows(FisherRequest.empirical(likelihood, labels), samples, outputs))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
