package io.github.fisherscope.meanfield.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.ReferenceData;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputLawTest {
    /** Standard errors beyond which a formula has failed: two-sided false-alarm rate 6e-7. */
    private static final double FAILS = 5;

    private static MeanFieldPrediction tanh(int width, int outputs, int samples) {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, width, width, width, outputs);
        return MeanFieldTheory.predict(spec, InputMoments.standardNormal(), samples);
    }

    private static OutputLaw softmax(MeanFieldPrediction p, long seed) {
        int outputs = p.spec().outputs();
        RealVector logits = InfiniteWidthOutputs.draw(p.order(), outputs, (int) p.samples(), seed);
        return OutputLaw.of(p.statistics(), OutputMetric.softmax(logits, outputs));
    }

    /** The determinant equation against the dense matrix it was reduced from. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6})
    void outliersAreTheLargestEigenvaluesOfTheDenseMatrix(int outputs) {
        MeanFieldPrediction p = tanh(400, outputs, 40);
        OutputLaw law = softmax(p, 7);
        RealVector outliers = law.outliers();
        RealVector all = law.eigenvalues();
        assertThat(outliers.size()).isPositive();
        assertThat(all.get(outliers.size())).isLessThanOrEqualTo(law.bulkEdge() * (1 + 1e-8));
        for (int i = 0; i < outliers.size(); i++) {
            assertThat(outliers.get(i)).isCloseTo(all.get(i), within(1e-9 * all.get(0)));
        }
        double p0 = p.statistics().parameters();
        assertThat(all.sum() / p0).isCloseTo(law.mean(), within(1e-12 * law.mean()));
        double squares = all.stream().map(x -> x * x).sum();
        assertThat(squares / p0).isCloseTo(law.secondMoment(), within(1e-11 * law.secondMoment()));
        assertThat(all.get(0)).isGreaterThanOrEqualTo(law.largestLowerBound());
    }

    @Test
    void identityMetricsGiveBackTheRegressionSpectrum() {
        MeanFieldPrediction p = tanh(300, 3, 20);
        double[] ones = new double[60];
        Arrays.fill(ones, 1);
        OutputLaw law = OutputLaw.of(p.statistics(), OutputMetric.diagonal(RealVector.of(ones), 3));
        assertThat(law.mean()).isCloseTo(p.statistics().finiteWidth().mean(), within(1e-15));
        assertThat(law.secondMoment()).isCloseTo(p.statistics().finiteWidth().secondMoment(), within(1e-12));
        assertThat(law.outliers().size()).isEqualTo(3);
        assertThat(law.outliers().get(2)).isCloseTo(p.statistics().finiteWidth().largest(), within(1e-9));
    }

    static Stream<ReferenceData.Case> twoClassCases() {
        return ReferenceData.theoryCases().filter(c -> c.has("softmax_beta_C2"));
    }

    @ParameterizedTest
    @MethodSource("twoClassCases")
    void twoClassCoefficientsMatchTheReference(ReferenceData.Case c) {
        MeanFieldPrediction p = MeanFieldTheory.predict(c.spec(), InputMoments.standardNormal(), c.samples());
        TwoClassSoftmax s = TwoClassSoftmax.of(p.order(), c.samples());
        for (int i = 1; i <= 3; i++) {
            double expected = c.number("softmax_beta_C2.beta" + i);
            double actual = i == 1 ? s.beta1() : i == 2 ? s.beta2() : s.beta3();
            assertThat(actual).as("beta%d", i).isCloseTo(expected, within(1e-9 * expected + 1e-30));
        }
    }

    /** The configuration of the check: tanh, L = 3, T = 100. */
    @Test
    void twoClassCoefficientsMatchTheMonteCarloCheck() {
        TwoClassSoftmax s = TwoClassSoftmax.of(tanh(500, 2, 100).order(), 100);
        double[] ours = {s.beta1(), s.beta2(), s.beta3()};
        for (int i = 0; i < 3; i++) {
            String path = "softmax_C2_check.%s.beta" + (i + 1);
            double exact = ReferenceData.number(String.format(Locale.ROOT, path, "exact"));
            assertThat(ours[i]).isCloseTo(exact, within(1e-9 * exact));
            assertAgrees(new Average(ours[i], 0), simulated(String.format(Locale.ROOT, path, "mc")), 0);
        }
    }

    /** D3: a softmax has C − 1 outliers; the count of C claims a further one of the order of the width. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void softmaxHasOneOutlierFewerThanOutputs(int outputs) {
        double before = Double.POSITIVE_INFINITY;
        for (int samples : new int[] {25, 100, 400}) {
            double last = simulatedEigenvalue(outputs, samples, outputs - 1);
            assertThat(last).isLessThan(before);
            before = last;
        }
        for (int samples : new int[] {100, 400}) {
            MeanFieldPrediction p = tanh(400, outputs, samples);
            OutputLaw law = softmax(p, 11);
            RealVector outliers = law.outliers();
            assertThat(outliers.get(outputs - 2)).isGreaterThan(2 * law.bulkEdge());
            for (int i = outputs - 1; i < outliers.size(); i++) {
                assertThat(outliers.get(i)).isLessThan(1.1 * law.bulkEdge());
            }
        }
        double late = simulatedEigenvalue(outputs, 400, outputs - 1);
        double early = simulatedEigenvalue(outputs, 25, outputs - 1);
        double last = simulatedEigenvalue(outputs, 400, outputs - 2);
        double first = simulatedEigenvalue(outputs, 25, outputs - 2);
        // In the simulation the C-th eigenvalue falls like 1/T (a factor of 16 here), the (C − 1)-th stays.
        assertThat(late / early).isLessThan(0.2);
        assertThat(last / first).isGreaterThan(0.5);
    }

    private static double simulatedEigenvalue(int outputs, int samples, int index) {
        for (var entry : ReferenceData.root().get("softmax_outlier_count")) {
            if (entry.get("C").asInt() == outputs && entry.get("T").asInt() == samples) {
                return entry.get("softmax").get(index).asDouble();
            }
        }
        throw new AssertionError("no such simulation");
    }

    /** A Monte Carlo mean with its standard error. */
    private record Average(double mean, double standardError) {
        static Average of(double[] x) {
            double mean = Arrays.stream(x).average().orElseThrow();
            double square = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
            return new Average(mean, Math.sqrt(square / (x.length - 1.0) / x.length));
        }
    }

    private static Average average(int draws, LongToDoubleFunction f) {
        return Average.of(LongStream.range(0, draws).mapToDouble(f).toArray());
    }

    @Test
    void softmaxStatisticsOfRandomNetworksMatchTheSimulation() {
        ReferenceData.Case c = ReferenceData.simulationCase("A6");
        MeanFieldPrediction p = MeanFieldTheory.predict(c.spec(), InputMoments.standardNormal(), c.samples());
        Average mean = average(100, seed -> softmax(p, seed).mean());
        Average largest = average(100, seed -> softmax(p, seed).outliers().get(0));
        assertAgrees(mean, c.simulated("sim.sm_mean"), 0);
        // The largest of C − 1 = 9 fluctuating outliers gains another O(1/√M) from finite width: 2.5 % in the table.
        assertAgrees(largest, c.simulated("sim.sm_lmax"), 0.025);
    }

    private static void assertAgrees(Average predicted, ReferenceData.Simulated simulated, double bias) {
        double error = Math.hypot(predicted.standardError(), simulated.standardError());
        // 4 standard errors: two-sided false-alarm rate 6e-5 per comparison.
        assertThat(predicted.mean()).isCloseTo(simulated.mean(), within(4 * error + bias * simulated.mean()));
    }

    /** D2: nonlinear outputs. Boundary values in the recursions give the mean but neither s nor λ_max. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void nonlinearOutputsNeedTheLawOfTheOutputMetric(int index) {
        String path = "extra_sim.nonlinear." + index;
        int outputs = index == 0 ? 1 : 4;
        boolean relu = index == 2;
        Activation phi = relu ? new Activation.Relu() : new Activation.Tanh();
        MeanFieldPrediction p = MeanFieldTheory.predict(
                NetworkSpec.of(phi, relu ? 2 : 3, relu ? 0.1 : 0.64, 400, 400, 400, outputs),
                InputMoments.standardNormal(),
                50);
        LongFunction<OutputLaw> law = seed -> {
            RealVector u = InfiniteWidthOutputs.draw(p.order(), outputs, 50, seed);
            double[] q =
                    u.stream().map(x -> phi.derivative(x) * phi.derivative(x)).toArray();
            return OutputLaw.of(p.statistics(), OutputMetric.diagonal(RealVector.of(q), outputs));
        };
        Average largest = average(800, seed -> law.apply(seed).eigenvalues().get(0));
        Average second = average(800, seed -> law.apply(seed).secondMoment());
        ReferenceData.Simulated simLargest = simulated(path + ".sim_lmax");
        ReferenceData.Simulated simSecond = simulated(path + ".sim_second");
        double naive = ReferenceData.number(path + ".naive_lmax");
        assertThat(Math.abs(simLargest.score(naive))).isGreaterThan(FAILS);
        assertThat(Math.abs(simSecond.score(ReferenceData.number(path + ".naive_second"))))
                .isGreaterThan(FAILS);
        // O(1/M) corrections of s at M = 400 are 2 to 4 % (second_corr against second_fw in the table).
        assertAgrees(largest, simLargest, 0.01);
        assertAgrees(second, simSecond, 0.04);
    }

    private static ReferenceData.Simulated simulated(String path) {
        return new ReferenceData.Simulated(ReferenceData.number(path + ".0"), ReferenceData.number(path + ".1"));
    }
}
