package io.github.fisherscope.geometry.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every divergence, with the formula as it is printed as the second way to each value. */
class DivergencePropertiesTest {
    private static final RealVector P = RealVector.of(0.5, 0.3, 0.2);
    private static final RealVector D = RealVector.of(0.3, -0.1, -0.2);
    private static final RealVector Q = RealVector.of(0.1, 0.3, 0.6);

    static Stream<Divergence> all() {
        List<Divergence> all = new ArrayList<>(Divergences.plain());
        for (String name :
                List.of("alpha:-3.5", "alpha:0.3", "alpha:2.5", "renyi:0.4", "renyi:3", "renyi:inf", "renyi:0")) {
            all.add(Divergences.parse(name));
        }
        all.add(triangular().divergence());
        all.addAll(all.stream().map(Divergence::dual).toList());
        return all.stream();
    }

    /** Vincze and Le Cam's Σ (p−q)²/(p+q), as a user would bring it. */
    private static Generator triangular() {
        return new Generator("triangular", u -> (u - 1) * (u - 1) / (u + 1), 1, 1, 0, 1, -1.5);
    }

    @ParameterizedTest
    @MethodSource("all")
    void isZeroAtEqualityAndPositiveElsewhere(Divergence divergence) {
        assertThat(divergence.between(distribution(P), distribution(P))).isZero();
        assertThat(divergence.between(distribution(P), distribution(Q)))
                .isGreaterThan(
                        divergence.name().contains("renyi:0")
                                        && !divergence.name().contains("0.4")
                                ? -1
                                : 0);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theDualExchangesTheArguments(Divergence divergence) {
        assertThat(divergence.dual().between(distribution(P), distribution(Q)))
                .isCloseTo(divergence.between(distribution(Q), distribution(P)), within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theBendIsTheDifferenceOfSlopes(Divergence divergence) {
        if (!(divergence instanceof FDivergence f)) {
            return;
        }
        for (int i = 0; i < 3; i += 2) {
            double p = P.get(i);
            double q = Q.get(i);
            double h = 1e-4 * q;
            double difference = q * (f.slope(p, q + h) - f.slope(p, q - h)) / (2 * h);
            // h² times a third derivative; a generator's slope is itself a difference with errors near 1e-10
            assertThat(f.bend(p, q)).isCloseTo(difference, within(1e-5 * (1 + Math.abs(difference))));
        }
    }

    /** The remainder over t⁴ stays bounded over three scales; a wrong third-order sign makes it grow tenfold each time. */
    @ParameterizedTest
    @MethodSource("all")
    void neighboursAreApartByTheMetricAndTheCubicTensor(Divergence divergence) {
        divergence.local().ifPresent(form -> {
            double[] remainders = new double[3];
            double[] scales = {0.1, 0.03, 0.01};
            for (int k = 0; k < 3; k++) {
                double second = 0;
                double third = 0;
                double[] q = new double[3];
                for (int i = 0; i < 3; i++) {
                    double d = scales[k] * D.get(i);
                    q[i] = P.get(i) + d;
                    second += d * d / P.get(i);
                    third += d * d * d / (P.get(i) * P.get(i));
                }
                double value = divergence.between(distribution(P), distribution(RealVector.of(q)));
                remainders[k] = (value - form.metric() * second - form.cubic() * third) / Math.pow(scales[k], 4);
            }
            assertThat(remainders[1]).isCloseTo(remainders[0], within(0.1 * Math.abs(remainders[0]) + 1e-3));
            assertThat(remainders[2]).isCloseTo(remainders[0], within(0.2 * Math.abs(remainders[0]) + 1e-3));
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {-7, -1.000001, -1, -0.9999999, -0.3, 0, 1e-9, 0.5, 0.99999, 1, 1.00001, 4})
    void closeDistributionsKeepTheirDigits(double alpha) {
        double t = 1e-7;
        RealVector q = RealVector.of(0.5 + 0.3 * t, 0.3 - 0.1 * t, 0.2 - 0.2 * t);
        double second = t * t * (0.09 / 0.5 + 0.01 / 0.3 + 0.04 / 0.2) / 2;
        double third = (alpha - 3) / 12 * t * t * t * (0.027 / 0.25 - 0.001 / 0.09 - 0.008 / 0.04);

        double value = AlphaDivergence.of(alpha).between(distribution(P), distribution(q));

        // q itself is rounded, 1e-16 beside a difference of 1e-8
        assertThat(value).isCloseTo(second + third, within(1e-7 * second));
    }

    @Test
    void familiesAreContinuousInTheirParameter() {
        for (double at : new double[] {-1, 1}) {
            double exact = AlphaDivergence.of(at).between(distribution(P), distribution(Q));
            double previous = 1;
            for (double step : new double[] {1e-3, 1e-6, 1e-9}) {
                double off = Math.abs(AlphaDivergence.of(at + step).between(distribution(P), distribution(Q)) - exact);
                assertThat(off).isLessThan(step).isLessThan(previous);
                previous = off;
            }
        }
        assertThat(RenyiDivergence.of(1 + 1e-10).between(distribution(P), distribution(Q)))
                .isCloseTo(RenyiDivergence.of(1).between(distribution(P), distribution(Q)), within(1e-9));
        assertThat(RenyiDivergence.of(1e4).between(distribution(P), distribution(Q)))
                .isCloseTo(
                        RenyiDivergence.of(Double.POSITIVE_INFINITY).between(distribution(P), distribution(Q)),
                        within(1e-3));
    }

    @Test
    void familiesAgreeWhereTheyMeet() {
        DiscreteMeasure p = distribution(P);
        DiscreteMeasure q = distribution(Q);
        double half = AlphaDivergence.of(0).between(p, q);
        double renyi = RenyiDivergence.of(0.5).between(p, q);
        double hellinger = Divergences.parse("squared-hellinger").between(p, q);
        double angle = Divergences.parse("fisher-rao").between(p, q);

        assertThat(hellinger).isCloseTo(half / 2, within(1e-15));
        assertThat(renyi).isCloseTo(-2 * Math.log(1 - hellinger / 2), within(1e-14));
        assertThat(2 * (1 - Math.cos(angle / 2))).isCloseTo(hellinger, within(1e-15));
        assertThat(Divergences.parse("jeffreys").between(p, q))
                .isCloseTo(
                        AlphaDivergence.of(-1).between(p, q)
                                + AlphaDivergence.of(1).between(p, q),
                        within(1e-15));
        assertThat(new Generator("u log u", u -> u * Math.log(u), 0, Double.POSITIVE_INFINITY, 1, 1, -1)
                        .divergence()
                        .between(p, q))
                .isCloseTo(AlphaDivergence.of(1).between(p, q), within(1e-15));
    }

    /** Of f-divergences: merging states of one ratio changes nothing, merging others makes the divergence smaller. */
    @ParameterizedTest
    @MethodSource("all")
    void mergingStatesLosesInformationOnlyWhereRatiosDiffer(Divergence divergence) {
        DiscreteMeasure p = distribution(RealVector.of(0.2, 0.4, 0.4));
        DiscreteMeasure q = distribution(RealVector.of(0.1, 0.2, 0.7));
        double whole = divergence.between(p, q);

        double same = divergence.between(distribution(RealVector.of(0.6, 0.4)), distribution(RealVector.of(0.3, 0.7)));
        double less = divergence.between(distribution(RealVector.of(0.2, 0.8)), distribution(RealVector.of(0.1, 0.9)));

        assertThat(same).isCloseTo(whole, within(1e-14));
        assertThat(less).isLessThanOrEqualTo(whole);
    }

    @ParameterizedTest
    @MethodSource("all")
    void zerosGiveNumbersOrInfinityAndNeverNaN(Divergence divergence) {
        RealVector[] some = {
            RealVector.of(0, 0.5, 0.5),
            RealVector.of(0.5, 0.5, 0),
            RealVector.of(1, 0, 0),
            RealVector.of(0, 1, 0),
            P,
            RealVector.of(1e-300, 1 - 1e-16, 1e-16)
        };
        for (RealVector p : some) {
            for (RealVector q : some) {
                double value = divergence.between(distribution(p), distribution(q));
                assertThat(value)
                        .as("%s %s %s", divergence.name(), p, q)
                        .isNotNaN()
                        .isGreaterThanOrEqualTo(0);
            }
        }
        assertThat(Divergences.parse("js").between(distribution(some[2]), distribution(some[3])))
                .isEqualTo(Math.log(2));
    }

    /** Of KL it is q − p however far the logits are; of Jeffreys' divergence −p beside a part that vanishes. */
    @Test
    void gradientsInTheLogitsOutliveUnderflow() {
        DiscreteMeasure target = distribution(RealVector.of(0.25, 0.75));
        RealVector far = RealVector.of(0, -2000);
        assertThat(AlphaDivergence.kullbackLeibler().logitGradient(target, far).toArray())
                .containsExactly(new double[] {0.75, -0.75}, within(1e-15));
        assertThat(((FDivergence) Divergences.parse("jeffreys"))
                        .logitGradient(target, far)
                        .get(1))
                .isCloseTo(-0.75, within(1e-12));
        assertThat(((FDivergence) Divergences.parse("alpha:0"))
                        .logitGradient(target, far)
                        .toArray())
                .containsExactly(new double[] {0, 0}, within(1e-12));
        assertThatThrownBy(() -> ((FDivergence) Divergences.parse("neyman")).logitGradient(target, far))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("logits[1]");
    }

    @Test
    void positiveMeasuresTakeTheirMassIntoAccount() {
        DiscreteMeasure p = DiscreteMeasure.positive("p", RealVector.of(2, 1));
        DiscreteMeasure q = DiscreteMeasure.positive("q", RealVector.of(1, 3));

        assertThat(AlphaDivergence.kullbackLeibler().between(p, q))
                .isCloseTo(2 * Math.log(2) - 2 + 1 + Math.log(1.0 / 3) - 1 + 3, within(1e-15));
        assertThat(AlphaDivergence.of(0.5).between(p, q))
                .isCloseTo(4 / 0.75 * (0.25 * 3 + 0.75 * 4 - Math.pow(2, 0.25) - Math.pow(3, 0.75)), within(1e-14));
        assertThatThrownBy(() -> RenyiDivergence.of(2).between(p, q))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("distributions only");
    }

    @Test
    void bregmanDivergencesAreTheirDefinitionAndExpandByTheHessian() {
        RealVector y = RealVector.of(0.5, 1.2, 0.7);
        RealVector d = RealVector.of(0.3, -0.2, 0.1);
        for (BregmanPotential potential : BregmanPotential.all()) {
            RealVector x = RealVector.of(0.8, 1.0, 0.8);
            double definition = potential.value(x) - potential.value(y);
            for (int i = 0; i < 3; i++) {
                definition -= potential.gradient(y).get(i) * (x.get(i) - y.get(i));
            }
            assertThat(potential.divergence(x, y)).as(potential.name()).isCloseTo(definition, within(1e-15));
            assertThat(potential.divergence(y, y)).isZero();

            double[] remainders = new double[2];
            for (int k = 0; k < 2; k++) {
                double t = k == 0 ? 0.1 : 0.01;
                RealVector moved = RealVector.takingOver(new double[] {0.5 + t * 0.3, 1.2 - t * 0.2, 0.7 + t * 0.1});
                remainders[k] = (potential.divergence(moved, y)
                                - t * t * potential.quadratic(y, d)
                                - t * t * t * potential.cubic(y, d))
                        / Math.pow(t, 4);
            }
            assertThat(remainders[1]).isCloseTo(remainders[0], within(0.2 * Math.abs(remainders[0]) + 1e-6));
        }
    }

    @Test
    void theGradientInLogitsIsThatOfDifferences() {
        DiscreteMeasure target = distribution(RealVector.of(0.2, 0.5, 0.3));
        double[] logits = {0.3, -0.2, 0.5};
        all().filter(FDivergence.class::isInstance).map(FDivergence.class::cast).forEach(divergence -> {
            RealVector gradient = divergence.logitGradient(target, RealVector.of(logits));
            for (int i = 0; i < 3; i++) {
                double h = 1e-5;
                double[] up = logits.clone();
                double[] down = logits.clone();
                up[i] += h;
                down[i] -= h;
                double difference = (value(divergence, target, up) - value(divergence, target, down)) / (2 * h);
                assertThat(gradient.get(i)).as(divergence.name()).isCloseTo(difference, within(1e-8));
            }
        });
        assertThatThrownBy(() -> ((FDivergence) Divergences.parse("jeffreys"))
                        .logitGradient(distribution(RealVector.of(0, 1, 0)), RealVector.of(logits)))
                .hasMessageContaining("smooth the target");
    }

    private static double value(FDivergence divergence, DiscreteMeasure target, double[] logits) {
        return divergence.between(
                target, distribution(RealVector.takingOver(FDivergence.softmax(RealVector.of(logits)))));
    }

    @Test
    void badArgumentsAreRefusedWithTheirName() {
        assertThatThrownBy(() -> DiscreteMeasure.distribution("p", RealVector.of(0.5, 0.4)))
                .hasMessageContaining("p is a measure with the sum 0.9");
        assertThatThrownBy(() -> DiscreteMeasure.distribution("p", RealVector.of(1.5, -0.5)))
                .hasMessageContaining("p[1]");
        assertThatThrownBy(() -> DiscreteMeasure.distribution("p", RealVector.of(Double.NaN, 1)))
                .hasMessageContaining("p[0]");
        assertThatThrownBy(() -> DiscreteMeasure.proportionalTo("p", RealVector.of(0, 0)))
                .hasMessageContaining("sum 0");
        assertThatThrownBy(() -> Divergences.parse("wasserstein")).hasMessageContaining("alpha:A");
        assertThatThrownBy(() -> Divergences.parse("alpha:x")).hasMessageContaining("not a number");
        assertThatThrownBy(() -> Divergences.parse("renyi:-1")).hasMessageContaining("order is -1.0");
    }

    private static DiscreteMeasure distribution(RealVector weights) {
        return DiscreteMeasure.distribution("p", weights);
    }
}
