package io.github.fisherscope.meanfield.phase;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Phase points over a grid of weight and bias variances.
 *
 * @param activation φ
 * @param weightVariances the values of σ_w², positive
 * @param biasVariances the values of σ_b², not negative
 * @param points row by row: all weight variances for the first bias variance, then for the second, and so on
 */
public record PhaseDiagram(
        Activation activation, RealVector weightVariances, RealVector biasVariances, List<PhasePoint> points) {

    public PhaseDiagram {
        points = List.copyOf(points);
        Args.requireSame(
                "number of points",
                points.size(),
                (long) weightVariances.size() * biasVariances.size(),
                "give one point per pair of variances");
    }

    /** Computes the diagram, in parallel over the grid; the result does not depend on the number of threads. */
    public static PhaseDiagram of(Activation activation, RealVector weightVariances, RealVector biasVariances) {
        Args.require(!weightVariances.isEmpty(), "weightVariances is empty; give at least one value");
        Args.require(!biasVariances.isEmpty(), "biasVariances is empty; give at least one value");
        int columns = weightVariances.size();
        List<PhasePoint> points = IntStream.range(0, columns * biasVariances.size())
                .parallel()
                .mapToObj(i ->
                        PhasePoint.of(activation, weightVariances.get(i % columns), biasVariances.get(i / columns)))
                .toList();
        return new PhaseDiagram(activation, weightVariances, biasVariances, points);
    }

    /** Returns the point at the given positions in the two lists of variances. */
    public PhasePoint point(int weightIndex, int biasIndex) {
        return points.get(biasIndex * weightVariances.size() + weightIndex);
    }
}
