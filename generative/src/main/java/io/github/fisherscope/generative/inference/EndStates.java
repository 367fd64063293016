package io.github.fisherscope.generative.inference;

import io.github.fisherscope.generative.internal.Clustering;
import java.util.ArrayList;
import java.util.List;

/**
 * What repeated inference ends at: the last states, which of them stand still, and which of them are the same.
 *
 * @param still how many trajectories moved by less than the tolerance in their last step
 * @param groups number of the group of each last state; states closer than the distance hang together
 * @param count number of groups
 */
public record EndStates(int still, List<Integer> groups, int count) {
    public EndStates {
        groups = List.copyOf(groups);
    }

    /**
     * Looks at the last states.
     *
     * @param tolerance a shorter last step counts as none
     * @param distance states closer than this are the same
     */
    public static EndStates of(Trajectories runs, double tolerance, double distance) {
        List<double[]> last = new ArrayList<>();
        int still = 0;
        for (int t = 0; t < runs.count(); t++) {
            last.add(runs.state(runs.steps() - 1, t));
            still += runs.lastMove(t) < tolerance ? 1 : 0;
        }
        int[] groups = Clustering.connected(last, distance);
        List<Integer> all = new ArrayList<>();
        int count = 0;
        for (int group : groups) {
            all.add(group);
            count = Math.max(count, group + 1);
        }
        return new EndStates(still, all, count);
    }
}
