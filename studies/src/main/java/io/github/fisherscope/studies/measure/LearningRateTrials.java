package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.LossCurve;
import io.github.fisherscope.core.training.TrainingConfig;
import io.github.fisherscope.core.training.TrainingLoop;
import io.github.fisherscope.results.spectrum.LearningRateInfo.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a network at rates around 2/λ_max, to see the bound hold.
 *
 * <p>The targets are the network's own outputs moved by a ten-thousandth, so the training starts next to a minimum, where
 * the loss is quadratic with the Fisher matrix as its Hessian. Further away a network may leave the region in which its
 * gradients grow, and settle elsewhere at a rate above the bound (Lewkowycz et al. 2020), which would test something else.
 */
final class LearningRateTrials {
    private static final double OFFSET = 1e-4;
    private static final List<Double> SHARES_OF_BOUND =
            List.of(0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1.05, 1.1, 1.2, 1.4, 1.7, 2.0);

    private LearningRateTrials() {}

    /** Returns the trials by rising rate. Cost: 13 · steps · 6 T P flops at most. Deterministic. */
    static List<Trial> run(Linearization at, Dataset data, double largestEigenvalue, int steps) {
        if (!(largestEigenvalue > 0)) {
            return List.of();
        }
        RealVector targets = RealVector.of(
                RealVector.of(at.outputs()).stream().map(f -> f + OFFSET).toArray());
        Loss loss = Loss.squaredError(targets, at.outputCount());
        TrainingConfig config = TrainingConfig.defaults().withSteps(steps);
        List<Trial> trials = new ArrayList<>();
        for (double share : SHARES_OF_BOUND) {
            double rate = share * 2 / largestEigenvalue;
            LossCurve curve = TrainingLoop.of(config, new GradientDescent(rate))
                    .run(at.network(), data, loss, at.backend())
                    .losses();
            RealVector losses = curve.losses();
            trials.add(new Trial(rate, share, steps, losses.get(losses.size() - 1) / losses.get(0), curve.diverged()));
        }
        return trials;
    }
}
