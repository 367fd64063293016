package io.github.fisherscope.core.layer.shape;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.LinearKernel;
import io.github.fisherscope.core.layer.SelectionKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Means, sums, maxima or minima over axes. Of several largest entries the first one counts.
 *
 * @param operation what is computed
 * @param axes over which, counted from the front or, below 0, from behind; none means all
 * @param keepDimensions whether these axes stay, with length 1
 */
public record Reduce(Kind operation, List<Integer> axes, boolean keepDimensions) implements ComputedLayer {
    /** What is computed of the entries along the axes. */
    public enum Kind {
        MEAN,
        SUM,
        MAX,
        MIN
    }

    public Reduce {
        Objects.requireNonNull(operation, "operation");
        axes = List.copyOf(axes);
    }

    @Override
    public String kind() {
        return "reduce-" + operation.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Args.requireSame("the number of inputs of " + kind(), inputs.size(), 1, "it takes one");
        Shape kept = kept(inputs.get(0));
        if (keepDimensions) {
            return kept;
        }
        Set<Integer> reduced = numbers(inputs.get(0));
        List<Integer> dimensions = IntStream.range(0, kept.dimensions().size())
                .filter(d -> !reduced.contains(d))
                .mapToObj(kept.dimensions()::get)
                .toList();
        return dimensions.isEmpty() ? Shape.of(1) : new Shape(dimensions);
    }

    private Set<Integer> numbers(Shape input) {
        return axes.isEmpty()
                ? IntStream.range(0, input.dimensions().size()).boxed().collect(Collectors.toSet())
                : axes.stream().map(axis -> Axes.number(input, axis)).collect(Collectors.toSet());
    }

    /** Returns the shape of the output with all axes kept. */
    private Shape kept(Shape input) {
        List<Integer> dimensions = new ArrayList<>(input.dimensions());
        numbers(input).forEach(axis -> dimensions.set(axis, 1));
        return new Shape(dimensions);
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        Shape input = inputs.get(0);
        Shape kept = kept(input);
        int[] target = Axes.broadcast(kept, input);
        if (operation == Kind.MAX || operation == Kind.MIN) {
            return new SelectionKernel(chooser(target), input.size(), kept.size(), backend);
        }
        double weight = operation == Kind.MEAN ? (double) kept.size() / input.size() : 1;
        return new LinearKernel(new Sum(target, weight), input.size(), kept.size(), backend);
    }

    private SelectionKernel.Chooser chooser(int[] target) {
        double sign = operation == Kind.MAX ? 1 : -1;
        return (x, chosen) -> {
            Arrays.fill(chosen, -1);
            for (int i = 0; i < target.length; i++) {
                int best = chosen[target[i]];
                if (best < 0 || sign * x[i] > sign * x[best]) {
                    chosen[target[i]] = i;
                }
            }
        };
    }

    /** Sums of entries with one weight. */
    private static final class Sum implements LinearKernel.LinearMap {
        private final int[] target;
        private final double weight;

        Sum(int[] target, double weight) {
            this.target = target;
            this.weight = weight;
        }

        @Override
        public void apply(double[] x, double[] y) {
            for (int i = 0; i < target.length; i++) {
                y[target[i]] += x[i];
            }
            for (int j = 0; j < y.length; j++) {
                y[j] *= weight;
            }
        }

        @Override
        public void transposed(double[] g, double[] x) {
            for (int i = 0; i < target.length; i++) {
                x[i] += weight * g[target[i]];
            }
        }
    }

    /** Returns the pooling of all positions of N×C×spatial, whose axes stay with length 1. */
    public static ComputedLayer globalPool(Kind kind) {
        return new GlobalPool(kind);
    }

    /** Reduces all axes from the third one on, however many there are. */
    private record GlobalPool(Kind kindOfSum) implements ComputedLayer {
        @Override
        public String kind() {
            return "global-" + kindOfSum.name().toLowerCase(Locale.ROOT);
        }

        private Reduce of(Shape input) {
            int rank = input.dimensions().size();
            Args.require(rank >= 3, "%s takes batch, channels and positions, and there is %s", kind(), input);
            return new Reduce(kindOfSum, IntStream.range(2, rank).boxed().toList(), true);
        }

        @Override
        public Shape output(List<Shape> inputs) {
            Args.requireSame("the number of inputs of " + kind(), inputs.size(), 1, "it takes one");
            return of(inputs.get(0)).output(inputs);
        }

        @Override
        public Map<String, Shape> parameters() {
            return Map.of();
        }

        @Override
        public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
            return of(inputs.get(0)).kernel(inputs, parameters, backend);
        }
    }
}
