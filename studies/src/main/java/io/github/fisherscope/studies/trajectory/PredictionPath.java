package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.PredictionGeometry;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;

/**
 * The way that a network's predictions take, in the space of all predictions on the samples with the Fisher-Rao metric. It
 * knows outputs and no parameters, so that it is the same whatever the coordinates.
 */
final class PredictionPath {
    private final Likelihood likelihood;
    private final int outputs;
    private final double[] start;
    private double[] last;
    private double length;
    private double energy;

    /** @param f outputs at the start, entry {@code t·C + k} */
    PredictionPath(Likelihood likelihood, int outputs, double[] f) {
        this.likelihood = likelihood;
        this.outputs = outputs;
        this.start = f.clone();
        this.last = start;
    }

    /** Goes on to other outputs. */
    void to(double[] f) {
        double chord = chord(last, f);
        length += chord;
        energy += 0.5 * chord * chord;
        last = f.clone();
    }

    double length() {
        return length;
    }

    double energy() {
        return energy;
    }

    double distance() {
        return chord(start, last);
    }

    /** Returns √ mean_t d_t². */
    private double chord(double[] f, double[] g) {
        double sum = 0;
        for (int t = 0; t < f.length; t += outputs) {
            double d = PredictionGeometry.distance(
                    likelihood, Arrays.copyOfRange(f, t, t + outputs), Arrays.copyOfRange(g, t, t + outputs));
            sum += d * d;
        }
        return Math.sqrt(sum * outputs / f.length);
    }

    /** Returns what {@link #resume} needs. */
    RealVector state() {
        double[] all = new double[2 + 2 * start.length];
        all[0] = length;
        all[1] = energy;
        System.arraycopy(start, 0, all, 2, start.length);
        System.arraycopy(last, 0, all, 2 + start.length, last.length);
        return RealVector.takingOver(all);
    }

    /** Returns the path as it was. */
    static PredictionPath resume(Likelihood likelihood, int outputs, RealVector state) {
        int size = (state.size() - 2) / 2;
        PredictionPath path =
                new PredictionPath(likelihood, outputs, state.slice(2, 2 + size).toArray());
        path.last = state.slice(2 + size, 2 + 2 * size).toArray();
        path.length = state.get(0);
        path.energy = state.get(1);
        return path;
    }
}
