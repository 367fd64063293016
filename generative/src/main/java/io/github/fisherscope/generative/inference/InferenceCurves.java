package io.github.fisherscope.generative.inference;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trajectories held against levels of abstraction: at each step the distance to the own memory, the own concept of each level and
 * the centre, to the nearest concept of others, and how the next step points to each. All numbers are per trajectory; whoever
 * shows them takes means. Steps count from 0. Nothing is random.
 */
public final class InferenceCurves {
    private final Trajectories runs;
    private final List<ConceptLevel> levels;
    private final int[] datumOf;
    private final LatentDistance distance;

    private InferenceCurves(Trajectories runs, List<ConceptLevel> levels, int[] datumOf, LatentDistance distance) {
        Args.requireSame("the number of data named", datumOf.length, runs.count(), "name the datum of each trajectory");
        Args.requireInRange("levels", levels.size(), 1, Integer.MAX_VALUE);
        this.runs = runs;
        this.levels = List.copyOf(levels);
        this.datumOf = datumOf.clone();
        this.distance = distance;
    }

    /**
     * Holds trajectories against levels.
     *
     * @param levels from memories to the global centre
     * @param datumOf the clean datum that each trajectory started near
     */
    public static InferenceCurves of(
            Trajectories runs, List<ConceptLevel> levels, int[] datumOf, LatentDistance distance) {
        return new InferenceCurves(runs, levels, datumOf, distance);
    }

    /** Returns the trajectories. */
    public Trajectories runs() {
        return runs;
    }

    /** Returns the levels, from memories to the centre. */
    public List<ConceptLevel> levels() {
        return levels;
    }

    private RealVector each(Measure measure) {
        return RealVector.takingOver(
                IntStream.range(0, runs.count()).mapToDouble(measure::of).toArray());
    }

    @FunctionalInterface
    private interface Measure {
        double of(int trajectory);
    }

    /** Returns the distance of each trajectory to the centre of its own group. */
    public RealVector toOwn(int level, int step) {
        return each(t -> distance.between(runs.state(step, t), levels.get(level).own(datumOf[t])));
    }

    /** Returns the distance of each trajectory to the nearest centre of another group; infinite if there is one group. */
    public RealVector toOther(int level, int step) {
        return each(t -> {
            double[] z = runs.state(step, t);
            RealVector other = levels.get(level).nearestOther(datumOf[t], z, distance);
            return other == null ? Double.POSITIVE_INFINITY : distance.between(z, other);
        });
    }

    /** Returns the distance of each trajectory to the state that another one of the same number ended at. */
    public RealVector toEnds(Trajectories ends, int step) {
        return each(t ->
                distance.between(runs.state(step, t), RealVector.takingOver(ends.state(ends.steps() - 1, datumOf[t]))));
    }

    /** Returns the cosine between the step from {@code step} to the next and the way to the centre of the own group. */
    public RealVector cosine(int level, int step) {
        return each(t -> distance.cosine(
                runs.state(step, t), runs.state(step + 1, t), levels.get(level).own(datumOf[t])));
    }

    /** Returns the step at which each trajectory is nearest to the centre of its own group, the first of several. */
    public RealVector closestStep(int level) {
        double[][] all = IntStream.range(0, runs.steps())
                .mapToObj(step -> toOwn(level, step).toArray())
                .toArray(double[][]::new);
        return each(t -> IntStream.range(0, all.length)
                .reduce((a, b) -> all[b][t] < all[a][t] ? b : a)
                .orElseThrow());
    }

    /** Returns the share of trajectories that are nearer to their own centre at one level than at another. */
    public double shareNearer(int level, int than, int step) {
        RealVector a = toOwn(level, step);
        RealVector b = toOwn(than, step);
        return IntStream.range(0, a.size()).filter(t -> a.get(t) < b.get(t)).count() / (double) a.size();
    }

    /** Returns for each trajectory the level whose own centre is nearest, the least abstract of several. */
    public int[] nearestLevel(int step) {
        List<RealVector> all = IntStream.range(0, levels.size())
                .mapToObj(level -> toOwn(level, step))
                .toList();
        return IntStream.range(0, runs.count())
                .map(t -> IntStream.range(0, all.size())
                        .reduce((a, b) -> all.get(b).get(t) < all.get(a).get(t) ? b : a)
                        .orElseThrow())
                .toArray();
    }
}
