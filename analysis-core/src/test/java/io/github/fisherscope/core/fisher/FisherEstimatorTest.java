package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.estimate.DiagonalEstimate;
import io.github.fisherscope.core.fisher.estimate.EstimatorConfig;
import io.github.fisherscope.core.fisher.estimate.EstimatorKind;
import io.github.fisherscope.core.fisher.estimate.FisherEstimate;
import io.github.fisherscope.core.fisher.estimate.FisherEstimator;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomStreams;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Estimators against exact values, their predicted variances against measured ones. */
class FisherEstimatorTest {
    private static FisherCase net(String activation, String likelihood, int samples) {
        return FisherCase.of(activation, "3,4,3", samples, FisherRequest.exact(Likelihood.parse(likelihood)));
    }

    private static FisherEstimate estimate(FisherCase c, int draws, long seed) {
        return FisherEstimator.of(EstimatorConfig.defaults().withDraws(draws).withSeed(seed))
                .run(c.network(), c.data(), c.request().likelihood());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "categorical", "bernoulli", "poisson"})
    void squaredScoresAreTheDiagonalOfTheMonteCarloFisherWithTheSameSeed(String likelihood) {
        FisherCase c = net("tanh", likelihood, 5);
        FisherEstimate found = estimate(c, 7, 31);
        FisherRequest drawn = FisherRequest.monteCarlo(c.request().likelihood(), 7, 31);
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
                Linearization at = Linearization.of(c.network(), c.data(), backend)) {
            double[] exact = FisherDiagonal.of(at, c.request()).toArray();
            double[] random = FisherDiagonal.of(at, drawn).toArray();
            for (int i = 0; i < exact.length; i++) {
                assertThat(found.diagonal().get(i)).isCloseTo(exact[i], within(1e-12 * (1 + exact[i])));
                assertThat(found.squaredScore().entries().values().get(i))
                        .isCloseTo(random[i], within(1e-12 * (1 + random[i])));
            }
            assertThat(found.trace()).isCloseTo(found.diagonal().sum(), within(1e-11 * found.trace()));
            assertThat(found.squaredScore().trace().value())
                    .isCloseTo(found.squaredScore().entries().values().sum(), within(1e-11 * found.trace()));
            assertThat(found.negativeHessian().trace().value())
                    .isCloseTo(found.negativeHessian().entries().values().sum(), within(1e-11 * found.trace()));
        }
    }

    /** A repetition that was the seed plus its number shared its labels with the next seed. */
    @Test
    void repetitionsShareNoLabelsWithThoseOfAnotherSeed() {
        FisherCase c = net("tanh", "gaussian", 5);
        Set<RealVector> found = new HashSet<>();
        for (long seed = 1; seed <= 4; seed++) {
            for (int repetition = 0; repetition < 5; repetition++) {
                EstimatorConfig config =
                        EstimatorConfig.defaults().withDraws(2).withSeed(seed).withRepetition(repetition);
                found.add(FisherEstimator.of(config)
                        .run(c.network(), c.data(), c.request().likelihood())
                        .squaredScore()
                        .entries()
                        .values());
            }
        }
        assertThat(found).hasSize(20);
    }

    /** −∂²_ii log p averaged over the labels, by five-point differences of the log-likelihood. */
    @ParameterizedTest
    @ValueSource(strings = {"gelu", "gelu/none", "relu|erf", "gelu|softplus/01"})
    void negativeHessiansAreSecondDerivativesOfTheLogLikelihood(String kind) {
        FisherCase c = net(kind, "gaussian", 1);
        double[] y = new double[3];
        double[] f = c.network().output(row(c.data()));
        var source = RandomStreams.of(5).labels(0, 0);
        double[][] labels = new double[2][3];
        for (double[] label : labels) {
            new Likelihood.Gaussian(1).sample(f, source, label);
        }
        FisherEstimate found = estimate(c, 2, 5);
        double[] theta = c.network().parameterVector();
        double step = 2e-2; // truncation h⁴/90 · f⁽⁶⁾ ~ 2e-8, rounding u/h² ~ 1e-12
        for (int i = 0; i < theta.length; i++) {
            double sum = 0;
            for (double[] label : labels) {
                double[] weights = {-1, 16, -30, 16, -1};
                for (int s = -2; s <= 2; s++) {
                    double[] moved = theta.clone();
                    moved[i] += s * step;
                    y = c.network().withParameterVector(moved).output(row(c.data()));
                    for (int k = 0; k < 3; k++) {
                        double residual = label[k] - y[k];
                        sum += weights[s + 2] * residual * residual / 2 / (12 * step * step) / labels.length;
                    }
                }
            }
            assertThat(found.negativeHessian().entries().values().get(i))
                    .isCloseTo(sum, within(1e-5 * (1 + Math.abs(sum))));
        }
    }

    private static double[] row(Dataset data) {
        double[] x = new double[data.inputs()];
        data.copyRow(0, x);
        return x;
    }

    /**
     * Relative error of a variance from n draws is √((κ − 1)/n) with the kurtosis κ of a single-draw value, up to about
     * 60 for fourth powers of heavy-tailed scores: 4.5 of them at n = 12 · 20 000 are about 7 %.
     */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "tanh, gaussian",
        "tanh, categorical",
        "gelu, bernoulli",
        "tanh, poisson",
        "softplus, categorical",
        "relu, gaussian",
        "gelu|softplus/10, categorical",
    })
    void predictedVariancesAreTheMeasuredOnes(String activation, String likelihood) {
        FisherCase c = net(activation, likelihood, 12);
        FisherEstimate found = estimate(c, 20_000, 3);
        for (EstimatorKind kind : EstimatorKind.values()) {
            DiagonalEstimate e = found.of(kind);
            double predicted = e.entries().predictedVariance().sum();
            double measured = e.entries().measuredVariance().sum();
            assertThat(measured).as(kind + " diagonal").isCloseTo(predicted, within(0.07 * predicted));
            assertThat(e.trace().measuredVariance())
                    .as(kind + " trace")
                    .isCloseTo(
                            e.trace().predictedVariance(),
                            within(0.07 * e.trace().predictedVariance()));
            // 4.5 standard deviations of the estimate itself
            assertThat(e.trace().value())
                    .isCloseTo(found.trace(), within(4.5 * Math.sqrt(e.trace().predictedVariance()) + 1e-12));
            for (int i = 0; i < found.diagonal().size(); i++) {
                double deviation = Math.sqrt(e.entries().predictedVariance().get(i));
                assertThat(e.entries().values().get(i))
                        .isCloseTo(found.diagonal().get(i), within(4.5 * deviation + 1e-12));
            }
            assertThat(e.trace().low()).isLessThanOrEqualTo(e.trace().value());
            assertThat(e.trace().high()).isGreaterThanOrEqualTo(e.trace().value());
        }
    }

    @Test
    void gaussianLabelsNeedTwoOverTheSquaredErrorDraws() {
        FisherCase one = FisherCase.of("tanh", "3,4,1", 1, FisherRequest.exact(new Likelihood.Gaussian(1)));
        FisherEstimate found = estimate(one, 10, 1);
        for (int i = 0; i < found.diagonal().size(); i++) { // Var = 2 I²/N for each single entry
            double entry = found.diagonal().get(i);
            assertThat(found.squaredScore().entries().predictedVariance().get(i))
                    .isCloseTo(2 * entry * entry / 10, within(1e-12 * entry * entry));
        }
        assertThat(found.drawsForDiagonal(EstimatorKind.SQUARED_SCORE, 0.1)).isBetween(200.0, 201.0);
        assertThat(found.drawsForTrace(EstimatorKind.SQUARED_SCORE, 0.05)).isBetween(800.0, 801.0);
        assertThat(found.traceError(EstimatorKind.SQUARED_SCORE, 200)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void secondDerivativesVanishForPiecewiseLinearNetworksAndTheLastLayer() {
        FisherEstimate relu = estimate(net("relu", "categorical", 4), 3, 2);
        assertThat(relu.negativeHessian().entries().predictedVariance().sum()).isZero();
        assertThat(relu.negativeHessian().entries().values()).isEqualTo(relu.diagonal());
        assertThat(relu.drawsForTrace(EstimatorKind.NEGATIVE_HESSIAN, 0.01)).isEqualTo(1);
        FisherCase c = net("tanh", "categorical", 4);
        FisherEstimate tanh = estimate(c, 3, 2);
        int last = (int) c.network().layout().weightOffset(2);
        for (int i = last; i < c.parameters(); i++) {
            assertThat(tanh.negativeHessian().entries().predictedVariance().get(i))
                    .isZero();
        }
        assertThat(tanh.negativeHessian().entries().predictedVariance().sum()).isPositive();
    }

    /** E‖F̂ − F‖² = v/S: 60 matrices at each of two numbers of draws. */
    @ParameterizedTest
    @CsvSource({"gaussian, 1", "gaussian, 16", "categorical, 1", "categorical, 16", "bernoulli, 4"})
    void monteCarloFisherConvergesAtThePredictedRate(String likelihood, int draws) {
        FisherCase c = net("tanh", likelihood, 4);
        double[][] exact = c.matrix();
        FisherEstimate found = estimate(c, 2, 1);
        int repeats = 300;
        double sum = 0;
        double squares = 0;
        for (int s = 0; s < repeats; s++) {
            FisherRequest drawn = FisherRequest.monteCarlo(c.request().likelihood(), draws, 1000 + s);
            double distance = distance(new FisherCase(c.network(), c.data(), drawn).matrix(), exact);
            sum += distance;
            squares += distance * distance;
        }
        double mean = sum / repeats;
        double error = Math.sqrt((squares / repeats - mean * mean) / (repeats - 1));
        double predicted = found.matrixError(draws) * found.matrixError(draws);
        assertThat(mean).isCloseTo(predicted, within(4 * error));
        assertThat(error).as("power").isLessThan(0.15 * predicted);
    }

    private static double distance(double[][] a, double[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                sum += (a[i][j] - b[i][j]) * (a[i][j] - b[i][j]);
            }
        }
        return sum;
    }

    @Test
    void badOptionsAreRefused() {
        assertThatThrownBy(() -> EstimatorConfig.defaults().withDraws(1)).hasMessageContaining("draws is 1");
        assertThatThrownBy(() -> EstimatorConfig.defaults().withConfidence(Double.NaN))
                .hasMessageContaining("confidence is NaN");
        NeuralNetwork network = net("tanh", "gaussian", 2).network();
        Dataset other = FisherCase.of("tanh", "5,2", 2, FisherRequest.exact(new Likelihood.Gaussian(1)))
                .data();
        assertThatThrownBy(() ->
                        FisherEstimator.of(EstimatorConfig.defaults()).run(network, other, new Likelihood.Gaussian(1)))
                .hasMessageContaining("number of inputs");
    }
}
