package io.github.fisherscope.studies.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.estimate.EstimatorResult;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EstimatorStudyTest {
    private static final int REPETITIONS = 200;

    private static EstimatorResult run(String likelihood) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 2, 0.5, 4, 5, 3);
        return EstimatorStudy.of(new EstimatorStudyConfig(
                        new NetworkSource.Random(spec),
                        new InputSource.StandardNormal(6),
                        Likelihood.parse(likelihood),
                        List.of(8, 50),
                        REPETITIONS,
                        0.02,
                        0.95,
                        3))
                .run(StudyListener.silent());
    }

    /**
     * A root mean square over R repetitions scatters by 1/√(2R) = 5 % where deviations are normal; 4.5 such errors are
     * exceeded with probability 1e-5, and the factor 1.5 allows for the heavier tails of means of 8 · 6 squared scores. A
     * prediction without its factor 2 would be off by 29 or 41 %.
     */
    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "categorical", "bernoulli"})
    void measuredErrorsAreThePredictedOnes(String likelihood) {
        EstimatorResult result = run(likelihood);
        for (EstimatorResult.Estimator e : result.estimators()) {
            for (EstimatorResult.Point p : e.points()) {
                double chance = 4.5 * 1.5 / Math.sqrt(2.0 * REPETITIONS);
                assertThat(p.measuredTraceError() / p.predictedTraceError())
                        .as("%s, trace, N = %s", e.kind(), p.draws())
                        .isCloseTo(1, within(chance));
                assertThat(p.measuredDiagonalError() / p.predictedDiagonalError())
                        .as("%s, diagonal, N = %s", e.kind(), p.draws())
                        .isCloseTo(1, within(chance));
                assertThat(p.low()).isLessThan(p.high());
            }
            // the normal interval with the predicted variance; 200 repetitions of a 95 % interval lie in 89.5 to 98.5 %
            assertThat(e.points().get(1).covered()).isBetween(0.895, 0.985);
            double wanted = e.points().get(0).predictedTraceError() * Math.sqrt(8 / e.drawsForTrace());
            assertThat(wanted).isLessThanOrEqualTo(0.02);
        }
    }
}
