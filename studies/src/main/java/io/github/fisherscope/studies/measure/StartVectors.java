package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.fisher.DualMatrixOperator;
import io.github.fisherscope.core.fisher.DualOperator;
import io.github.fisherscope.core.fisher.SensitivityOperator;
import io.github.fisherscope.core.fisher.StreamedDual;
import io.github.fisherscope.core.fisher.StreamedFisher;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a Krylov space starts: at the mean gradients of the C outputs, or on the dual side at the vectors that are constant
 * over samples for one output each, whose gradients they are. In mean-field theory they span the space of the C outliers,
 * so that few steps suffice.
 */
final class StartVectors {
    private StartVectors() {}

    /**
     * Returns {@code block} vectors, at most C, sums of those of several outputs where there are fewer; none for a map
     * of another kind.
     */
    static List<RealVector> of(ProblemShape shape, SymmetricOperator operator, int block) {
        if (operator instanceof StreamedFisher fisher) {
            return sums(fisher.meanGradients(), block);
        }
        if (!isDual(operator)) {
            return List.of();
        }
        List<RealVector> constants = new ArrayList<>();
        double[][] sums = new double[block][operator.dimension()];
        for (int k = 0; k < shape.outputs(); k++) {
            Arrays.fill(sums[k % block], k * shape.samples(), (k + 1) * shape.samples(), 1 + k / block);
        }
        for (double[] sum : sums) {
            constants.add(RealVector.of(sum));
        }
        return constants;
    }

    /** Adds the vectors up to as many sums as a block has, with unequal weights so that nothing cancels by symmetry. */
    private static List<RealVector> sums(List<RealVector> vectors, int block) {
        List<RealVector> result = new ArrayList<>();
        for (int b = 0; b < block; b++) {
            double[] sum = vectors.get(b).toArray();
            for (int k = b + block; k < vectors.size(); k += block) {
                int weight = 1 + k / block;
                RealVector next = vectors.get(k);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weight * next.get(i);
                }
            }
            result.add(RealVector.of(sum));
        }
        return result;
    }

    private static boolean isDual(SymmetricOperator operator) {
        return operator instanceof DualOperator
                || operator instanceof SensitivityOperator
                || operator instanceof DualMatrixOperator
                || operator instanceof StreamedDual;
    }
}
