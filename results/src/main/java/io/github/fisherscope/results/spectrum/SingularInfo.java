package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Null directions of the whole Fisher matrix, decided by the singular values of its factor, with what they are, and the sets of
 * superfluous units that the network is near.
 *
 * @param cutoff singular values up to this fraction of the largest count as zero
 * @param rank number of larger ones
 * @param leastKept the smallest of these over the largest
 * @param largestDropped the largest of the others over the largest of all, 0 if there are none
 * @param directions null directions that have a reason; the rest of P less the rank has none but too few samples
 * @param symmetries changes of the parameters, small or large, that leave the function as it is
 * @param nearby the nearest set of each kind in which a unit is superfluous, the relatively nearest first
 * @param beside what the loss does beside the nearest pair of units, null where it is not known
 */
public record SingularInfo(
        double cutoff,
        int rank,
        double leastKept,
        double largestDropped,
        List<Directions> directions,
        List<String> symmetries,
        List<Nearby> nearby,
        @Nullable Beside beside) {
    public SingularInfo {
        directions = List.copyOf(directions);
        symmetries = List.copyOf(symmetries);
        nearby = List.copyOf(nearby);
    }

    /**
     * Null directions with one reason.
     *
     * @param kind short key
     * @param words which units or tensors, and what may change
     * @param count independent directions that no reason before it explains
     * @param residual the largest ‖G v‖/(s_max ‖v‖) among them
     */
    public record Directions(String kind, String words, int count, double residual) {}

    /**
     * A set of parameters at which a unit is superfluous.
     *
     * @param kind equal, opposite, silent or constant
     * @param words which units
     * @param distance the Euclidean distance of θ
     * @param relative the distance over a length of the parameters concerned
     * @param near whether it is smaller than chance makes it
     */
    public record Nearby(String kind, String words, double distance, double relative, boolean near) {}

    /**
     * The loss beside two units that are the same, for one hidden layer and one output.
     *
     * @param pair which units
     * @param total sum v of their outgoing weights
     * @param split their difference over the sum, z
     * @param eigenvalues of the second derivative of the loss in their distance, ascending
     * @param behaviour attracts, repels, saddle or flat
     * @param words what that means
     * @param milnor whether one part of the set attracts and the other repels
     * @param slope length of the gradient of the network with one unit less, 0 at its minimum
     */
    public record Beside(
            String pair,
            double total,
            double split,
            RealVector eigenvalues,
            String behaviour,
            String words,
            boolean milnor,
            double slope) {}
}
