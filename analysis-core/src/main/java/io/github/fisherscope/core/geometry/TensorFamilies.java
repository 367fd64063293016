package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.math.NullVectors;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Null directions of a network of any layers by the fewest tensors that they move: a bias that a norm or a softmax takes off
 * again, weights and gains that scale each other away, queries and keys. For tensors S the null vectors within S are the
 * combinations of a basis of the null space that are zero outside S.
 *
 * <p>One tensor, two, three, and up to five that follow each other in θ are looked at, and only where there are three rows or
 * more for each of their parameters: with fewer, every group would have null vectors for want of samples.
 */
final class TensorFamilies {
    private static final double OUTSIDE = 1e-7;
    private static final int LONGEST_RUN = 5;
    private static final double MOST_FLOPS = 2e10;

    private final List<ParameterTensor> tensors;
    private final NullVectors nulls;
    private final int rows;
    private double flops;

    TensorFamilies(Graph graph, NullVectors nulls, int rows) {
        this.tensors = graph.tensors();
        this.nulls = nulls;
        this.rows = rows;
    }

    List<NullFamily> families() {
        List<NullFamily> families = new ArrayList<>();
        int count = tensors.size();
        for (int i = 0; i < count; i++) {
            add(families, List.of(i));
        }
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                add(families, List.of(i, j));
            }
        }
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                for (int k = j + 1; k < count; k++) {
                    add(families, List.of(i, j, k));
                }
            }
        }
        for (int length = 4; length <= LONGEST_RUN; length++) {
            for (int i = 0; i + length <= count; i++) {
                List<Integer> run = new ArrayList<>();
                for (int j = i; j < i + length; j++) {
                    run.add(j);
                }
                add(families, run);
            }
        }
        return families;
    }

    private void add(List<NullFamily> families, List<Integer> group) {
        int inside = group.stream().mapToInt(t -> tensors.get(t).shape().size()).sum();
        double outside = (double) nulls.singularValues().size() - inside;
        double k = nulls.nullity();
        double price = k * k * (2 * outside + 20 * k);
        if (k == 0 || 3L * inside > rows || flops + price > MOST_FLOPS) {
            return;
        }
        flops += price;
        List<RealVector> within = within(group);
        if (!within.isEmpty()) {
            families.add(new NullFamily(Kind.TENSORS, words(group), within));
        }
    }

    private String words(List<Integer> group) {
        String names = group.stream().map(t -> tensors.get(t).name()).collect(Collectors.joining(", "));
        return group.size() == 1
                ? names + " alone: what follows takes such changes off again, or never sees them"
                : names + " can change together unseen";
    }

    /** Returns null vectors that are zero outside these tensors. */
    private List<RealVector> within(List<Integer> group) {
        int size = nulls.singularValues().size();
        boolean[] inside = new boolean[size];
        for (int t : group) {
            Arrays.fill(
                    inside, (int) tensors.get(t).offset(), (int) tensors.get(t).end(), true);
        }
        int k = nulls.nullity();
        List<double[]> basis = nulls.basis().stream().map(RealVector::toArray).toList();
        double[] outside = new double[size * k];
        int outsideRows = 0;
        for (int p = 0; p < size; p++) {
            if (!inside[p]) {
                for (int i = 0; i < k; i++) {
                    outside[outsideRows * k + i] = basis.get(i)[p];
                }
                outsideRows++;
            }
        }
        double[] entries = Arrays.copyOf(outside, outsideRows * k);
        return NullVectors.of(entries, outsideRows, k, OUTSIDE).basis().stream()
                .map(c -> combination(basis, c, inside))
                .toList();
    }

    private static RealVector combination(List<double[]> basis, RealVector c, boolean[] inside) {
        double[] v = new double[inside.length];
        for (int i = 0; i < c.size(); i++) {
            double[] u = basis.get(i);
            for (int p = 0; p < v.length; p++) {
                v[p] += inside[p] ? c.get(i) * u[p] : 0;
            }
        }
        return RealVector.takingOver(v);
    }
}
