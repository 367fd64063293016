package io.github.fisherscope.generative.metric;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.PredictionGeometry;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeForward;
import io.github.fisherscope.generative.inference.Trajectories;
import java.util.Arrays;

/**
 * The Fisher-Rao length of a trajectory of repeated inference, whose states are joined by straight segments in latent space. Each
 * segment is cut into pieces, and the length is the sum of Fisher-Rao distances between the distributions at their ends: never too
 * long, with an error of second order in the pieces, and without derivatives.
 *
 * @param steps the length of each step
 * @param ambient the Fisher-Rao distance between the first and the last distribution among all of independent pixels
 */
public record InferenceLength(RealVector steps, double ambient) {
    /**
     * Measures one trajectory. Cost: {@code pieces} forward passes of the decoder for each step.
     *
     * @param pieces into which a segment is cut, 1 or more
     */
    public static InferenceLength of(Vae model, VaeForward forward, Trajectories runs, int trajectory, int pieces) {
        Args.requireInRange("pieces", pieces, 1, 1 << 16);
        Args.requireInRange("states", runs.steps(), 2, Integer.MAX_VALUE);
        int k = model.latents();
        int segments = runs.steps() - 1;
        double[] z = new double[(segments * pieces + 1) * k];
        for (int node = 0; node <= segments * pieces; node++) {
            int segment = Math.min(node / pieces, segments - 1);
            double share = (node - segment * pieces) / (double) pieces;
            for (int i = 0; i < k; i++) {
                z[node * k + i] =
                        (1 - share) * runs.get(segment, trajectory, i) + share * runs.get(segment + 1, trajectory, i);
            }
        }
        double[] outputs = forward.outputs(z, segments * pieces + 1);
        double[] lengths = new double[segments];
        Likelihood likelihood = model.emission().likelihood();
        for (int node = 1; node <= segments * pieces; node++) {
            lengths[(node - 1) / pieces] += PredictionGeometry.distance(
                    likelihood, row(outputs, node - 1, model.pixels()), row(outputs, node, model.pixels()));
        }
        double ambient = PredictionGeometry.distance(
                likelihood, row(outputs, 0, model.pixels()), row(outputs, segments * pieces, model.pixels()));
        return new InferenceLength(RealVector.takingOver(lengths), ambient);
    }

    private static double[] row(double[] rows, int row, int length) {
        return Arrays.copyOfRange(rows, row * length, (row + 1) * length);
    }

    /** Returns the length of the whole. */
    public double total() {
        return steps.sum();
    }

    /** Returns length over distance of the ends, 1 for a straight way and more for a bent one; NaN if it ends where it began. */
    public double bend() {
        return ambient > 0 ? total() / ambient : Double.NaN;
    }
}
