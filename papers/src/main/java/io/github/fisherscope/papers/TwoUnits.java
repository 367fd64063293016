package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.geometry.CriticalSet;
import io.github.fisherscope.core.geometry.ReducedHessian;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.Trainable;
import io.github.fisherscope.core.training.Training;
import io.github.fisherscope.core.training.TrainingConfig;
import io.github.fisherscope.core.training.TrainingPoint;
import java.util.function.ToDoubleFunction;

/**
 * A tanh network of two inputs, two units and one output without biases, and the best network of one unit for the same task, in
 * the coordinates of Wei et al.: v = v₁ + v₂, w = (v₁w₁ + v₂w₂)/v, u = w₂ − w₁, z = (v₂ − v₁)/v.
 *
 * @param data inputs
 * @param loss squared error of the task
 * @param best (w*, v*) of the network with one unit
 */
record TwoUnits(Dataset data, Loss loss, RealVector best) {
    private static final double SMALL = 1e-3;

    /**
     * Returns a task.
     *
     * @param task what the output should be at an input
     * @param start where the search for (w*, v*) begins
     */
    static TwoUnits of(long seed, int samples, ToDoubleFunction<double[]> task, double[] start, Backend backend) {
        Dataset data = RandomInputs.of(seed).standardNormal(0, samples, 2);
        double[] y = new double[samples];
        double[] x = new double[2];
        for (int t = 0; t < samples; t++) {
            data.copyRow(t, x);
            y[t] = task.applyAsDouble(x);
        }
        Loss loss = Loss.squaredError(RealVector.of(y), 1);
        NeuralNetwork one = network(1, start);
        try (Training training = new Training(
                Trainable.of(one),
                data,
                loss,
                NaturalGradientDescent.damped(1, 1e-4),
                TrainingConfig.defaults().withSteps(400),
                backend)) {
            while (training.end().isEmpty()) {
                training.step();
            }
            return new TwoUnits(data, loss, RealVector.of(training.theta()));
        }
    }

    private static NeuralNetwork network(int units, double[] theta) {
        NetworkSpec spec =
                NetworkSpec.of(new Activation.Tanh(), 1, 0, 2, units, 1).withoutBiases();
        return RandomNetworkGenerator.of(spec, 1).network(0).withParameterVector(theta);
    }

    /** Returns the network with (w*, v*) at a distance and a split. */
    NeuralNetwork at(double[] u, double z) {
        double v = best.get(2);
        double[] theta = new double[6];
        for (int j = 0; j < 2; j++) {
            theta[j] = best.get(j) - (1 + z) / 2 * u[j];
            theta[2 + j] = best.get(j) + (1 - z) / 2 * u[j];
        }
        theta[4] = v * (1 - z) / 2;
        theta[5] = v * (1 + z) / 2;
        return network(2, theta);
    }

    static double[] distance(double[] theta) {
        return new double[] {theta[2] - theta[0], theta[3] - theta[1]};
    }

    static double split(double[] theta) {
        return (theta[5] - theta[4]) / (theta[5] + theta[4]);
    }

    /** Returns u̇ of gradient flow. */
    double[] speed(NeuralNetwork network, Backend backend) {
        try (TrainingPoint at = Trainable.of(network).at(network.parameterVector(), data, loss, backend)) {
            double[] g = at.summedGradient();
            int samples = data.samples();
            return new double[] {(g[0] - g[2]) / samples, (g[1] - g[3]) / samples};
        }
    }

    /**
     * Returns the published law {@code v(1 − z²)/2 · Hu} at (w*, v*), as the speed at a thousandth of the distance: at the distance
     * itself there is a term of second order in u that H, the smaller the better the unit fits, does not multiply.
     */
    double[] pinned(double[] u, double z, Backend backend) {
        double[] speed = speed(at(new double[] {SMALL * u[0], SMALL * u[1]}, z), backend);
        return new double[] {speed[0] / SMALL, speed[1] / SMALL};
    }

    /** Returns v(1 − z²)/2 times the largest eigenvalue of H beside the best unit: the rate of the fastest direction. */
    double fastest(double z) {
        CriticalSet pair = new CriticalSet(CriticalSet.Kind.EQUAL, 1, 0, 1, 0, 0, true);
        ReducedHessian h = ReducedHessian.beside(at(new double[2], z), pair, data, loss::summedGradient);
        return -2 * h.eigenvalues().get(0);
    }

    /** Trains from a network. */
    Training train(NeuralNetwork from, Optimizer optimizer, int steps, double target, Backend backend) {
        return new Training(
                Trainable.of(from),
                data,
                loss,
                optimizer,
                TrainingConfig.defaults().withSteps(steps).withTargetLoss(target),
                backend);
    }
}
