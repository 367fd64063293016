package io.github.fisherscope.core.manifold;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.math.SymmetricSolve;
import java.util.Arrays;

/**
 * Geodesics of a {@link StatisticalManifold}: {@code θ̈ = −Γ(θ̇, θ̇)} with {@code Γ = g⁻¹ Γ_k}, followed for one unit of time by the
 * fifth-order method of Dormand and Prince with steps of their own choice.
 *
 * @param end exp_θ(u)
 * @param endVelocity the velocity there
 * @param speed √(uᵀgu), the geodesic's length
 * @param endSpeed the speed at the end, equal to {@code speed} but for the error of the integration
 * @param steps steps taken
 */
public record ExponentialMap(RealVector end, RealVector endVelocity, double speed, double endSpeed, int steps) {
    private static final double TOLERANCE = 1e-12;
    private static final int MOST_STEPS = 20_000;

    private static final double[][] STAGES = {
        {1.0 / 5},
        {3.0 / 40, 9.0 / 40},
        {44.0 / 45, -56.0 / 15, 32.0 / 9},
        {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
        {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
        {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
    };
    private static final double[] ERRORS = {
        71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40
    };

    /**
     * Follows the geodesic from θ with the velocity u.
     *
     * @throws IllegalArgumentException if the metric is singular on the way: there Γ is not defined
     * @throws ArithmeticException if the geodesic leaves the family, or takes too many steps
     */
    public static ExponentialMap of(StatisticalManifold manifold, double[] theta, double[] u) {
        int n = manifold.dimension();
        manifold.require("theta", theta);
        manifold.require("u", u);
        double[] state = new double[2 * n];
        System.arraycopy(theta, 0, state, 0, n);
        System.arraycopy(u, 0, state, n, n);
        double[] slope = slope(manifold, state);
        double time = 0;
        double step = 0.01;
        int steps = 0;
        while (time < 1) {
            if (++steps > MOST_STEPS) {
                throw new ArithmeticException(
                        "the geodesic took more than %s steps and reached time %s of 1".formatted(MOST_STEPS, time));
            }
            step = Math.min(step, 1 - time);
            double[][] k = new double[7][];
            k[0] = slope;
            double[] next = state;
            for (int s = 0; s < STAGES.length; s++) {
                next = combined(state, step, STAGES[s], k);
                k[s + 1] = slope(manifold, next);
            }
            double error = error(state, step, k);
            if (error <= 1) {
                time = step == 1 - time ? 1 : time + step;
                state = next;
                slope = k[6];
            }
            step *= Math.min(4, Math.max(0.2, 0.9 * Math.pow(error + 1e-10, -0.2)));
        }
        double[] end = Arrays.copyOf(state, n);
        double[] velocity = Arrays.copyOfRange(state, n, 2 * n);
        return new ExponentialMap(
                RealVector.takingOver(end),
                RealVector.takingOver(velocity),
                Math.sqrt(manifold.squaredSpeed(theta, u)),
                Math.sqrt(manifold.squaredSpeed(end, velocity)),
                steps);
    }

    /** Returns {@code θ + u − ½Γ(u, u)}, the exponential map up to an error of third order in u. */
    public static RealVector secondOrder(StatisticalManifold manifold, double[] theta, double[] u) {
        double[] acceleration = acceleration(manifold, theta, u);
        double[] point = new double[theta.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = theta[i] + u[i] + acceleration[i] / 2;
        }
        return RealVector.takingOver(point);
    }

    /** Returns all Γ^l_ij of the second kind, entry {@code (l·P + i)·P + j}. */
    public static RealVector secondKind(StatisticalManifold manifold, double[] theta) {
        int n = manifold.dimension();
        double[] first = manifold.firstKind(theta);
        double[] metric = manifold.metric(theta);
        double[] second = new double[n * n * n];
        for (int ij = 0; ij < n * n; ij++) {
            double[] lower = Arrays.copyOfRange(first, ij * n, (ij + 1) * n);
            double[] upper = SymmetricSolve.of(metric, n, lower);
            for (int l = 0; l < n; l++) {
                second[l * n * n + ij] = upper[l];
            }
        }
        return RealVector.takingOver(second);
    }

    private static double[] acceleration(StatisticalManifold manifold, double[] theta, double[] u) {
        double[] gamma = manifold.christoffel(theta, u);
        double[] raised = SymmetricSolve.of(manifold.metric(theta), gamma.length, gamma);
        for (int i = 0; i < raised.length; i++) {
            raised[i] = -raised[i];
        }
        return raised;
    }

    private static double[] slope(StatisticalManifold manifold, double[] state) {
        int n = state.length / 2;
        double[] theta = Arrays.copyOf(state, n);
        double[] u = Arrays.copyOfRange(state, n, 2 * n);
        double[] slope = new double[2 * n];
        System.arraycopy(u, 0, slope, 0, n);
        System.arraycopy(acceleration(manifold, theta, u), 0, slope, n, n);
        return slope;
    }

    private static double[] combined(double[] state, double step, double[] weights, double[][] k) {
        double[] next = state.clone();
        for (int s = 0; s < weights.length; s++) {
            for (int i = 0; i < next.length; i++) {
                next[i] += step * weights[s] * k[s][i];
            }
        }
        return next;
    }

    private static double error(double[] state, double step, double[][] k) {
        double worst = 0;
        for (int i = 0; i < state.length; i++) {
            double sum = 0;
            for (int s = 0; s < ERRORS.length; s++) {
                sum += ERRORS[s] * k[s][i];
            }
            worst = Math.max(worst, Math.abs(step * sum) / (TOLERANCE * (1 + Math.abs(state[i]))));
        }
        return Double.isFinite(worst) ? worst : Args.requireFinite("state of the geodesic", worst);
    }
}
