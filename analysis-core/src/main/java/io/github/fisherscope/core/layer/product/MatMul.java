package io.github.fisherscope.core.layer.product;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * The matrix product of two tensors over their last two axes, for all coordinates along the axes before, which are broadcast:
 * aligned at the last of them, 1 is repeated. A tensor of one axis is a row on the left, a column on the right. Scores of
 * attention and what they weigh are such products.
 */
public record MatMul() implements ComputedLayer {
    @Override
    public String kind() {
        return "matmul";
    }

    @Override
    public Shape output(List<Shape> inputs) {
        Args.requireSame("the number of inputs of matmul", inputs.size(), 2, "it takes two");
        Shape left = inputs.get(0);
        Shape right = inputs.get(1);
        MatrixSizes sizes = MatrixSizes.of(left, right);
        List<Integer> dimensions = new ArrayList<>(leading(left, right));
        if (left.dimensions().size() > 1) {
            dimensions.add(sizes.rows());
        }
        if (right.dimensions().size() > 1) {
            dimensions.add(sizes.columns());
        }
        return dimensions.isEmpty() ? Shape.of(1) : new Shape(dimensions);
    }

    /** Returns the axes before the last two, those of both tensors broadcast to each other. */
    static List<Integer> leading(Shape left, Shape right) {
        List<Integer> a = leading(left);
        List<Integer> b = leading(right);
        int rank = Math.max(a.size(), b.size());
        List<Integer> both = new ArrayList<>();
        for (int d = 0; d < rank; d++) {
            int x = d < rank - a.size() ? 1 : a.get(d - rank + a.size());
            int y = d < rank - b.size() ? 1 : b.get(d - rank + b.size());
            Args.require(
                    x == y || x == 1 || y == 1,
                    "matmul cannot broadcast %s and %s to each other: %d and %d differ, and neither is 1",
                    left,
                    right,
                    x,
                    y);
            both.add(Math.max(x, y));
        }
        return both;
    }

    /** Returns the axes of a tensor before its last two. */
    static List<Integer> leading(Shape shape) {
        return shape.dimensions().subList(0, Math.max(0, shape.dimensions().size() - 2));
    }

    @Override
    public double flops(List<Shape> inputs) {
        MatrixSizes sizes = MatrixSizes.of(inputs.get(0), inputs.get(1));
        double products = leading(inputs.get(0), inputs.get(1)).stream()
                .mapToDouble(i -> i)
                .reduce(1, (a, b) -> a * b);
        return 2 * products * sizes.rows() * sizes.inner() * sizes.columns();
    }

    @Override
    public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
        return new MatMulKernel(inputs.get(0), inputs.get(1), backend);
    }
}
