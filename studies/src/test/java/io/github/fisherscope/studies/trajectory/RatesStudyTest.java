package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.HeavyBall;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.geometry.divergence.Divergences;
import io.github.fisherscope.results.trajectory.RatesResult;
import io.github.fisherscope.results.trajectory.RatesResult.Method;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RatesStudyTest {
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    private static StudyConfig study(String activation, int samples, int... widths) {
        List<Integer> all = new ArrayList<>();
        for (int width : widths) {
            all.add(width);
        }
        NetworkSpec family = new NetworkSpec(all, Activation.parse(activation), 1, 0.25);
        return StudyConfig.random(family, samples).withSeed(4);
    }

    private static RatesResult rates(StudyConfig study, TrainLoss loss, int steps, Optimizer... methods) {
        return new RatesStudy(study, loss, List.of(methods), steps).run(StudyListener.silent(), BACKEND);
    }

    /** One layer is linear, so its loss is quadratic everywhere: a rate trains exactly below the limit. */
    @Test
    void onAQuadraticLossRatesTrainUpToTheLimit() {
        TrainLoss squares = TrainLoss.of(new Likelihood.Gaussian(1));
        RatesResult result = rates(
                study("identity", 20, 5, 1),
                squares,
                400,
                new GradientDescent(1),
                new HeavyBall(1, 0.5),
                NaturalGradientDescent.damped(1, 0.1));
        double largest = result.largest();
        double[] limits = {2 / largest, 3 / largest, 2 * (largest + 0.1) / largest};
        for (int i = 0; i < limits.length; i++) {
            Method method = result.methods().get(i);
            assertThat(method.limit()).isCloseTo(limits[i], within(1e-12 * limits[i]));
            assertThat(method.limitAtEnd()).isCloseTo(limits[i], within(1e-9 * limits[i]));
            double trained = Objects.requireNonNull(method.trained());
            assertThat(trained).isBetween(0.96 * limits[i], limits[i]);
            assertThat(method.failed()).isBetween(limits[i], 1.04 * limits[i]);
            assertThat(Objects.requireNonNull(method.failed()) / trained).isLessThanOrEqualTo(1.02);
            assertThat(method.lossRatio()).isLessThan(1);
            assertThat(method.trainings()).isBetween(5, 15);
        }
        assertThat(result.methods()).extracting(Method::name).doesNotContainNull();
        assertThat(result.methods().get(2).name()).isEqualTo("natural:dual:damping=0.1");
    }

    /** The law of large width: the largest eigenvalue lies within the scatter of a network of this size. */
    @Test
    void theoryStandsBesideMeasurementWhereItApplies() {
        RatesResult wide = rates(
                study("tanh", 60, 100, 150, 150, 1),
                TrainLoss.of(new Likelihood.Gaussian(1)),
                3,
                new GradientDescent(1));
        double predicted = Objects.requireNonNull(wide.predictedLargest());
        assertThat(predicted).isCloseTo(wide.largest(), within(0.3 * wide.largest()));
        assertThat(wide.methods().get(0).predicted()).isCloseTo(2 / predicted, within(1e-12));
        RatesResult classes =
                rates(study("tanh", 8, 3, 5, 2), TrainLoss.of(new Likelihood.Categorical()), 3, Adam.of(1e-3));
        assertThat(classes.predictedLargest()).isNull();
        assertThat(classes.methods().get(0).predicted()).isNull();
        assertThat(classes.methods().get(0).limit()).isNull();
        assertThat(classes.methods().get(0).limitAtEnd()).isPositive();
        assertThat(classes.methods().get(0).name()).isEqualTo("adam:0.9:0.999:1.0E-8");
    }

    /** The Hessian of Jensen-Shannon's divergence is a quarter of the Fisher matrix. */
    @Test
    void theLossesCurvatureIsInTheLimit() {
        StudyConfig study = study("tanh", 8, 3, 5, 2);
        Likelihood likelihood = new Likelihood.Categorical();
        TrainLoss quarter = new TrainLoss(likelihood, Divergences.parse("js"), 0);
        Method kl = rates(study, TrainLoss.of(likelihood), 2, new GradientDescent(1))
                .methods()
                .get(0);
        Method js = rates(study, quarter, 2, new GradientDescent(1)).methods().get(0);
        double limit = Objects.requireNonNull(kl.limit());
        assertThat(js.limit()).isCloseTo(4 * limit, within(1e-12 * limit));
    }

    @Test
    void nothingToTryIsRefused() {
        TrainLoss squares = TrainLoss.of(new Likelihood.Gaussian(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rates(study("tanh", 8, 3, 5, 2), squares, 2))
                .withMessageContaining("at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rates(study("tanh", 8, 3, 5, 2), squares, 0, new GradientDescent(1)))
                .withMessageContaining("steps is 0");
    }
}
