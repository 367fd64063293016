package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors of a block from those of all outputs: sums with unequal weights where the block has fewer, so that nothing
 * cancels by symmetry.
 */
final class StartVectors {
    private StartVectors() {}

    /** Adds given vectors up to as many sums as a block has. */
    static List<RealVector> sums(List<RealVector> vectors, int block) {
        List<RealVector> sums = new ArrayList<>();
        for (int b = 0; b < block; b++) {
            double[] sum = vectors.get(b).toArray();
            for (int k = b + block; k < vectors.size(); k += block) {
                int weight = 1 + k / block;
                RealVector next = vectors.get(k);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weight * next.get(i);
                }
            }
            sums.add(RealVector.of(sum));
        }
        return sums;
    }

    /** Returns such sums of the vectors that are constant over samples for one output each and zero for the others. */
    static List<RealVector> constants(int outputs, int samples, int block) {
        double[][] sums = new double[block][Math.multiplyExact(outputs, samples)];
        for (int k = 0; k < outputs; k++) {
            Arrays.fill(sums[k % block], k * samples, (k + 1) * samples, 1 + k / block);
        }
        return Arrays.stream(sums).map(RealVector::of).toList();
    }
}
