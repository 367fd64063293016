package io.github.fisherscope.bench;

import io.github.fisherscope.bench.BenchConfig.Problem;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.Trainable;
import io.github.fisherscope.core.training.Training;
import io.github.fisherscope.core.training.TrainingConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/** A step of the damped natural gradient on the whole matrix beside one of gradient descent, losses included. */
final class NaturalGradientStages {
    private static final double DAMPING = 1e-2;

    private final Problem problem;
    private final Backend backend;
    private final RateMeter meter;
    private final FlopCount flops;

    NaturalGradientStages(Problem problem, Backend backend, RateMeter meter) {
        this.problem = problem;
        this.backend = backend;
        this.meter = meter;
        this.flops = FlopCount.of(problem.network().widths(), problem.data().samples());
    }

    void run() {
        // Both end with a forward pass over the samples, which the next step uses again.
        double gradient = flops.forward() + flops.fisherProduct() / 2;
        measure("gradient step", gradient, new GradientDescent(1e-3));
        double n = flops.dualDimension();
        measure(
                "natural gradient step, damped",
                gradient + flops.dualMatrix() + n * n * n / 3,
                NaturalGradientDescent.damped(1e-3, DAMPING));
    }

    private void measure(String stage, double needed, Optimizer optimizer) {
        int outputs = problem.network().outputs();
        Loss loss = Loss.squaredError(
                RealVector.takingOver(new double[problem.data().samples() * outputs]), outputs);
        TrainingConfig config = TrainingConfig.defaults().withSteps(1);
        meter.measure(problem.name(), stage, needed, () -> {
            try (Training training =
                    new Training(Trainable.of(problem.network()), problem.data(), loss, optimizer, config, backend)) {
                training.step();
                Map<String, Double> values = new LinkedHashMap<>();
                values.put("before", training.losses().get(0));
                values.put("after", training.losses().get(1));
                return values;
            }
        });
    }
}
