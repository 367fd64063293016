package io.github.fisherscope.core.layer.product;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import java.util.List;

/** The sizes of one product of matrices, rows × inner times inner × columns. */
record MatrixSizes(int rows, int inner, int columns) {
    static MatrixSizes of(Shape left, Shape right) {
        List<Integer> a = left.dimensions();
        List<Integer> b = right.dimensions();
        int rows = a.size() == 1 ? 1 : a.get(a.size() - 2);
        int inner = a.get(a.size() - 1);
        int columns = b.size() == 1 ? 1 : b.get(b.size() - 1);
        int other = b.get(Math.max(0, b.size() - 2));
        Args.require(
                inner == other,
                "matmul cannot multiply %s by %s: the last axis of the first has %d entries, and %d stand against them",
                left,
                right,
                inner,
                other);
        return new MatrixSizes(rows, inner, columns);
    }
}
