package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.divergence.Divergence;
import io.github.fisherscope.geometry.divergence.Divergences;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainLossTest {
    private static final List<String> ALL = List.of(
            "kl",
            "reverse-kl",
            "jeffreys",
            "js",
            "squared-hellinger",
            "pearson",
            "neyman",
            "alpha:0.5",
            "alpha:-0.999");
    private static final double[] OUTPUTS = {0.3, -1.2, 0.9, 0.7, 0.1, -0.4};

    static Stream<Arguments> losses() {
        List<Arguments> all = new ArrayList<>();
        for (String name : ALL) {
            all.add(Arguments.of(name, new Likelihood.Categorical()));
            all.add(Arguments.of(name, new Likelihood.Bernoulli()));
        }
        return all.stream();
    }

    private static Loss loss(Likelihood likelihood, String divergence, double smoothing, Labels labels) {
        return new TrainLoss(likelihood, Divergences.parse(divergence), smoothing).on(labels, 3);
    }

    private static Labels soft(Likelihood likelihood) {
        return likelihood.kind() == LikelihoodKind.CATEGORICAL
                ? new Labels.Targets(RealVector.of(0.2, 0.5, 0.3, 0.6, 0.1, 0.3), 3)
                : new Labels.Targets(RealVector.of(0.2, 0.9, 0.5, 0.6, 0.1, 0.35), 3);
    }

    private static double[] coin(double p) {
        return new double[] {p, 1 - p};
    }

    private static double[] probabilities(Likelihood likelihood, double[] f, int t) {
        double[] q = new double[3];
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            q[k] = Math.exp(f[3 * t + k]);
            sum += q[k];
        }
        for (int k = 0; k < 3; k++) {
            q[k] = likelihood.kind() == LikelihoodKind.CATEGORICAL ? q[k] / sum : q[k] / (1 + q[k]);
        }
        return q;
    }

    private static DiscreteMeasure measure(double... weights) {
        return DiscreteMeasure.distribution("p", RealVector.of(weights));
    }

    /** The divergence module's own sums over distributions, one for each sample or coin. */
    @ParameterizedTest
    @MethodSource("losses")
    void theLossIsTheMeanDivergence(String name, Likelihood likelihood) {
        Divergence divergence = Divergences.parse(name);
        double[] y = ((Labels.Targets) soft(likelihood)).values().toArray();
        double sum = 0;
        for (int t = 0; t < 2; t++) {
            double[] q = probabilities(likelihood, OUTPUTS, t);
            if (likelihood.kind() == LikelihoodKind.CATEGORICAL) {
                sum += divergence.between(measure(y[3 * t], y[3 * t + 1], y[3 * t + 2]), measure(q));
                continue;
            }
            for (int k = 0; k < 3; k++) {
                sum += divergence.between(measure(coin(y[3 * t + k])), measure(coin(q[k])));
            }
        }
        double value = loss(likelihood, name, 0, soft(likelihood)).value(OUTPUTS);
        assertThat(value).isCloseTo(sum / 2, within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradientsAreTheDifferencesOfLosses(String name, Likelihood likelihood) {
        Loss loss = loss(likelihood, name, 0.1, soft(likelihood));
        double[] gradient = loss.summedGradient(OUTPUTS);
        double h = 1e-5;
        for (int i = 0; i < OUTPUTS.length; i++) {
            double[] up = OUTPUTS.clone();
            double[] down = OUTPUTS.clone();
            up[i] += h;
            down[i] -= h;
            double difference = 2 * (loss.value(up) - loss.value(down)) / (2 * h);
            // h² times a third derivative below 40, and rounding of values below 5 over h
            assertThat(gradient[i]).isCloseTo(difference, within(1e-8));
        }
    }

    /** Where the prediction is the target, the Hessian is the curvature times the Fisher matrix diag q − q qᵀ or q(1−q). */
    @ParameterizedTest
    @MethodSource("losses")
    void theHessianAtAgreementIsTheCurvatureTimesTheMetric(String name, Likelihood likelihood) {
        double[] q = probabilities(likelihood, OUTPUTS, 0);
        double[] f = {OUTPUTS[0], OUTPUTS[1], OUTPUTS[2]};
        Loss loss = loss(likelihood, name, 0, new Labels.Targets(RealVector.of(q), 3));
        double h = 1e-5;
        for (int i = 0; i < 3; i++) {
            double[] up = f.clone();
            double[] down = f.clone();
            up[i] += h;
            down[i] -= h;
            double[] above = loss.summedGradient(up);
            double[] below = loss.summedGradient(down);
            for (int k = 0; k < 3; k++) {
                double metric = likelihood.kind() == LikelihoodKind.CATEGORICAL
                        ? (i == k ? q[k] : 0) - q[i] * q[k]
                        : i == k ? q[k] * (1 - q[k]) : 0;
                assertThat((above[k] - below[k]) / (2 * h)).isCloseTo(loss.curvature() * metric, within(1e-8));
            }
        }
    }

    /**
     * Differences of gradients are Hessians H: among directions v all around, vᵀHv over vᵀFv comes up to c and not beyond.
     */
    @ParameterizedTest
    @MethodSource("losses")
    void theCurvatureIsTheLargestHessianOverMetric(String name, Likelihood likelihood) {
        Labels hard = likelihood.kind() == LikelihoodKind.CATEGORICAL
                ? Labels.Classes.of(3, 1)
                : new Labels.Targets(RealVector.of(0, 1, 0), 3);
        Loss loss = loss(likelihood, name, 0.2, hard);
        double[] f = {OUTPUTS[0], OUTPUTS[1], OUTPUTS[2]};
        double[] q = probabilities(likelihood, OUTPUTS, 0);
        double most = Double.NEGATIVE_INFINITY;
        int directions = 20_000;
        double h = 1e-4;
        double[][] hessian = new double[3][];
        for (int i = 0; i < 3; i++) {
            double[] up = f.clone();
            double[] down = f.clone();
            up[i] += h;
            down[i] -= h;
            double[] above = loss.summedGradient(up);
            double[] below = loss.summedGradient(down);
            hessian[i] = new double[] {
                (above[0] - below[0]) / (2 * h), (above[1] - below[1]) / (2 * h), (above[2] - below[2]) / (2 * h)
            };
        }
        for (int d = 0; d < directions; d++) {
            double angle = 2 * Math.PI * d / directions;
            // outputs of classes move relative to each other; coins each for itself
            double[][] moves = likelihood.kind() == LikelihoodKind.CATEGORICAL
                    ? new double[][] {{Math.cos(angle), Math.sin(angle), 0}}
                    : new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
            for (double[] v : moves) {
                most = Math.max(most, ratio(likelihood, hessian, q, v));
            }
        }
        double curvature = Math.max(most, loss.curvature());
        // the angle's step squared times the ratio, and h² times a fourth derivative over the least of the metric
        assertThat(loss.curvature(f)).isCloseTo(curvature, within(1e-5 * curvature));
    }

    private static double ratio(Likelihood likelihood, double[][] hessian, double[] q, double[] v) {
        double form = 0;
        double square = 0;
        double mean = 0;
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                form += v[i] * hessian[i][k] * v[k];
            }
            boolean classes = likelihood.kind() == LikelihoodKind.CATEGORICAL;
            square += v[i] * v[i] * q[i] * (classes ? 1 : 1 - q[i]);
            mean += classes ? q[i] * v[i] : 0;
        }
        return form / (square - mean * mean);
    }

    @ParameterizedTest
    @CsvSource({"jeffreys, 2", "js, 0.25", "squared-hellinger, 0.5", "reverse-kl, 1", "alpha:0.5, 1", "neyman, 2"})
    void curvaturesAreThoseOfTheExpansion(String name, double curvature) {
        Likelihood likelihood = new Likelihood.Categorical();
        assertThat(loss(likelihood, name, 0, soft(likelihood)).curvature()).isEqualTo(curvature);
    }

    /** Two ways to the cross-entropy: through log Σ exp, and as a divergence of targets that are nearly one-hot. */
    @Test
    void kullbackLeiblerFromSingleClassesIsTheLikelihoodsOwnLoss() {
        Likelihood likelihood = new Likelihood.Categorical();
        Labels hard = Labels.Classes.of(3, 1, 0);
        Loss own = Loss.of(likelihood, hard, 3);
        assertThat(loss(likelihood, "kl", 0, hard).value(OUTPUTS)).isEqualTo(own.value(OUTPUTS));
        assertThat(loss(likelihood, "alpha:-1", 0, hard).value(OUTPUTS)).isCloseTo(own.value(OUTPUTS), within(1e-14));
        assertThat(loss(likelihood, "alpha:-1", 0, hard).summedGradient(OUTPUTS))
                .containsExactly(own.summedGradient(OUTPUTS), within(1e-14));
    }

    @ParameterizedTest
    @CsvSource({"jeffreys, label", "reverse-kl, label", "pearson, label", "alpha:1.5, label"})
    void infiniteDivergencesAreRefusedWithTheRemedy(String name, String part) {
        Likelihood likelihood = new Likelihood.Categorical();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loss(likelihood, name, 0, Labels.Classes.of(3, 1, 0)))
                .withMessageContaining("infinite for the " + part)
                .isInstanceOfSatisfying(
                        InvalidArgumentException.class,
                        e -> assertThat(e.argument()).isEqualTo("divergence"));
        assertThat(loss(likelihood, name, 0.05, Labels.Classes.of(3, 1, 0)).value(OUTPUTS))
                .isPositive()
                .isFinite();
    }

    @Test
    void whatHasNoMetricOrNoClassesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainLoss(new Likelihood.Categorical(), Divergences.parse("total-variation"), 0))
                .withMessageContaining("no Fisher metric");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainLoss(new Likelihood.Categorical(), Divergences.parse("renyi:0.5"), 0))
                .withMessageContaining("no sum over states");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainLoss(new Likelihood.Gaussian(1), Divergences.parse("js"), 0))
                .withMessageContaining("are numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainLoss(new Likelihood.Poisson(), Divergences.parse("kl"), 0.1))
                .withMessageContaining("labelSmoothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainLoss(new Likelihood.Categorical(), Divergences.parse("kl"), 1))
                .withMessageContaining("[0, 1)");
    }

    /** Smoothing of ε over C classes: the label's class keeps 1 − ε + ε/C. */
    @Test
    void smoothingSpreadsTheShareEvenly() {
        Loss loss = loss(new Likelihood.Categorical(), "js", 0.3, Labels.Classes.of(3, 1, 0));
        assertThat(loss.labels().toArray()).containsExactly(new double[] {0.1, 0.8, 0.1, 0.8, 0.1, 0.1}, within(1e-15));
        Loss coins =
                loss(new Likelihood.Bernoulli(), "js", 0.3, new Labels.Targets(RealVector.of(1, 0, 1, 0, 0, 1), 3));
        assertThat(coins.labels().get(0)).isCloseTo(0.85, within(1e-15));
    }

    @Test
    void softTargetsOfClassesMustAddUpToOne() {
        Labels wrong = new Labels.Targets(RealVector.of(0.2, 0.5, 0.4), 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loss(new Likelihood.Categorical(), "kl", 0, wrong))
                .withMessageContaining("labels[0]")
                .withMessageContaining("sum 1");
    }

    /** Outputs far beyond where probabilities underflow: log Σ exp for KL, and −½ log 2 and less for Jensen-Shannon. */
    @Test
    void outputsFarOutHaveFiniteLossesAndSlopes() {
        double[] far = {-800, 0, 0.3, 0.7, 0.1, -0.4};
        Likelihood likelihood = new Likelihood.Categorical();
        Labels hard = Labels.Classes.of(3, 0, 0);
        double plain = Loss.of(likelihood, hard, 3).value(far);
        Loss smooth = loss(likelihood, "kl", 0.3, hard);
        assertThat(smooth.value(far)).isBetween(0.7 * plain, plain);
        assertThat(smooth.summedGradient(far)[0]).isCloseTo(-0.8, within(1e-15));
        Loss coins =
                loss(new Likelihood.Bernoulli(), "kl", 0.2, new Labels.Targets(RealVector.of(1, 0, 1, 0, 0, 1), 3));
        assertThat(coins.value(far)).isBetween(300.0, 800.0);
        Loss js = loss(likelihood, "js", 0, hard);
        double[] gradient = js.summedGradient(new double[] {-60, 0, 0, 0.7, 0.1, -0.4});
        assertThat(js.value(far)).isLessThan(Math.log(2));
        double q = Math.exp(-60) / 2;
        assertThat(gradient[0]).isCloseTo(q * 0.5 * (Math.log(2 * q) - Math.log(2)), within(1e-30));
        assertThat(loss(likelihood, "neyman", 0, hard).value(far)).isInfinite();
    }
}
