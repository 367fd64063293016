package io.github.fisherscope.generative.inference;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;

/**
 * Latent states of several data under repeated inference: z_1 is the state of the start, z_{n+1} that of the data drawn from
 * z_n. Immutable.
 */
public final class Trajectories {
    private final int count;
    private final int latents;
    private final List<double[]> states;

    private Trajectories(int count, int latents, List<double[]> states) {
        this.count = count;
        this.latents = latents;
        this.states = List.copyOf(states);
    }

    /**
     * Follows data for some steps. Cost: a pass through both halves for each.
     *
     * @param starts rows of D numbers
     * @param steps number of states of each trajectory, 1 or more
     */
    public static Trajectories run(InferenceStep inference, double[] starts, int steps) {
        Args.requireInRange("steps", steps, 1, 1_000_000);
        Args.require(
                starts.length > 0 && starts.length % inference.pixels() == 0,
                "there are %s numbers for data of %s; give whole rows",
                starts.length,
                inference.pixels());
        int rows = starts.length / inference.pixels();
        List<double[]> states = new ArrayList<>();
        double[] x = starts;
        for (int step = 0; step < steps; step++) {
            double[] z = inference.latent(x, rows, step);
            states.add(z);
            if (step + 1 < steps) {
                x = inference.data(z, rows, step);
            }
        }
        return new Trajectories(rows, inference.latents(), states);
    }

    /** Returns how many data were followed. */
    public int count() {
        return count;
    }

    /** Returns K. */
    public int latents() {
        return latents;
    }

    /** Returns the number of states of each. */
    public int steps() {
        return states.size();
    }

    /** Returns coordinate {@code i} of state {@code step} of trajectory {@code t}, all counted from 0. */
    public double get(int step, int t, int i) {
        return states.get(step)[t * latents + i];
    }

    /** Returns a state as a copy. */
    public double[] state(int step, int t) {
        double[] z = new double[latents];
        System.arraycopy(states.get(step), t * latents, z, 0, latents);
        return z;
    }

    /** Returns the states of all trajectories at a step, row by row. */
    public RealVector states(int step) {
        return RealVector.of(states.get(step));
    }

    /** Returns the length of the last step of a trajectory, or infinity if there is but one state. */
    public double lastMove(int t) {
        if (steps() < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double squares = 0;
        for (int i = 0; i < latents; i++) {
            double d = get(steps() - 1, t, i) - get(steps() - 2, t, i);
            squares += d * d;
        }
        return Math.sqrt(squares);
    }
}
