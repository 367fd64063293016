package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.inference.ConceptLevel;
import io.github.fisherscope.generative.inference.InferenceCurves;
import io.github.fisherscope.generative.inference.Trajectories;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What repeated inference did in one network, as numbers in a row that a log can keep. */
final class InferenceNumbers {
    private static final int LEVELS = AutoencoderTask.LEVELS.size();
    private static final int STEPS = AutoencoderTask.STEPS;
    private static final int BOUND = 0;
    private static final int ACTIVE = 1;
    private static final int TURN = 2;
    private static final int RETURN = 3;
    private static final int APPROACH = 4;
    private static final int LENGTH = 5;
    private static final int BEND = 6;
    private static final int COURSE = 7;
    private static final int ENDS = COURSE + LEVELS * STEPS;
    private static final int PLANE = ENDS + LEVELS * AutoencoderTask.NOISE.size();
    private static final int PATH = 2 * (STEPS + 1);
    private static final int CONCEPTS = PLANE + AutoencoderTask.PATHS * PATH;

    private double[] values = new double[CONCEPTS];

    InferenceNumbers(double bound, int active) {
        values[BOUND] = bound;
        values[ACTIVE] = active;
    }

    private InferenceNumbers(double[] values) {
        this.values = values;
    }

    /** Reads what {@link #row} gave. */
    static InferenceNumbers of(RealVector row) {
        return new InferenceNumbers(row.toArray());
    }

    RealVector row() {
        return RealVector.of(values);
    }

    /** Notes which level is nearest at the last step. */
    void addEnds(int noise, InferenceCurves curves) {
        int[] nearest = curves.nearestLevel(STEPS - 1);
        for (int level : nearest) {
            values[ENDS + noise * LEVELS + level] += 1.0 / nearest.length;
        }
    }

    /** Notes the distances at every step, and where steps go. */
    void addCourse(InferenceCurves curves) {
        double[][] concept = new double[STEPS][];
        double[][] memory = new double[STEPS][];
        for (int step = 0; step < STEPS; step++) {
            for (int level = 0; level < LEVELS; level++) {
                values[COURSE + level * STEPS + step] =
                        curves.toOwn(level, step).mean();
            }
            memory[step] = curves.toOwn(0, step).toArray();
            concept[step] = curves.toOwn(1, step).toArray();
        }
        values[TURN] = curves.cosine(1, 0).mean() - curves.cosine(0, 0).mean();
        int count = memory[0].length;
        for (int t = 0; t < count; t++) {
            int closest = 0;
            for (int step = 1; step < STEPS; step++) {
                closest = concept[step][t] < concept[closest][t] ? step : closest;
            }
            double first = memory[0][t];
            double scale = first > 0 ? first : 1;
            values[RETURN] += (memory[closest][t] - memory[STEPS - 1][t]) / scale / count;
            double start = concept[0][t] > 0 ? concept[0][t] : 1;
            values[APPROACH] += (concept[0][t] - concept[closest][t]) / start / count;
        }
    }

    /** Notes the first trajectories in the plane of the two latents that tell most, with their memories and the concepts. */
    void addPlane(Trajectories runs, List<ConceptLevel> levels, RealVector perLatent) {
        List<Integer> order = IntStream.range(0, perLatent.size())
                .boxed()
                .sorted((a, b) -> Double.compare(perLatent.get(b), perLatent.get(a)))
                .toList();
        int x = order.get(0);
        int y = order.get(Math.min(1, order.size() - 1));
        for (int t = 0; t < Math.min(AutoencoderTask.PATHS, runs.count()); t++) {
            for (int step = 0; step < STEPS; step++) {
                values[PLANE + t * PATH + 2 * step] = runs.get(step, t, x);
                values[PLANE + t * PATH + 2 * step + 1] = runs.get(step, t, y);
            }
            RealVector memory = levels.get(0).own(t);
            values[PLANE + t * PATH + 2 * STEPS] = memory.get(x);
            values[PLANE + t * PATH + 2 * STEPS + 1] = memory.get(y);
        }
        List<RealVector> concepts = levels.get(1).centres();
        double[] all = Arrays.copyOf(values, CONCEPTS + 2 * concepts.size());
        for (int c = 0; c < concepts.size(); c++) {
            all[CONCEPTS + 2 * c] = concepts.get(c).get(x);
            all[CONCEPTS + 2 * c + 1] = concepts.get(c).get(y);
        }
        values = all;
    }

    void addLength(double length, double bend) {
        values[LENGTH] = length;
        values[BEND] = bend;
    }

    /** Returns the mean bound on data that training did not see. */
    double bound() {
        return values[BOUND];
    }

    double active() {
        return values[ACTIVE];
    }

    /** Returns by how much more the first step points to the fine concept than to the memory, as cosines. */
    double turn() {
        return values[TURN];
    }

    /** Returns how much nearer to the memory, in first distances, the end is than the place nearest to the fine concept. */
    double back() {
        return values[RETURN];
    }

    /** Returns which share of the first distance to the fine concept is gone at the nearest place. */
    double approach() {
        return values[APPROACH];
    }

    double length() {
        return values[LENGTH];
    }

    double bend() {
        return values[BEND];
    }

    double distance(int level, int step) {
        return values[COURSE + level * STEPS + step];
    }

    /** Returns the share of trajectories of which this level is nearest at the last step. */
    double nearest(int noise, int level) {
        return values[ENDS + noise * LEVELS + level];
    }

    /** Returns the mean of the nearest level at the last step, 0 for the memory to 3 for the centre. */
    double abstraction(int noise) {
        return IntStream.range(0, LEVELS)
                .mapToDouble(level -> level * nearest(noise, level))
                .sum();
    }

    /** Returns x_1, y_1, … of a trajectory, the memory last. */
    RealVector path(int t) {
        return RealVector.of(Arrays.copyOfRange(values, PLANE + t * PATH, PLANE + (t + 1) * PATH));
    }

    /** Returns x_1, y_1, … of the fine concepts. */
    RealVector concepts() {
        return RealVector.of(Arrays.copyOfRange(values, CONCEPTS, values.length));
    }
}
