package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.product.Lookup;
import io.github.fisherscope.core.layer.product.MatMul;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Flops counted by hand. */
class GraphSizeTest {
    private static GraphSize of(Graph graph) {
        return new GraphSize(graph, 10, 3, Precision.DOUBLE);
    }

    /** A convolution in two groups, 4 steps of 2×2 taps on one channel for each of four outputs, and a dense layer 16 → 3. */
    @Test
    void convolutionsAreProductsWithPatches() {
        Graph.Builder graph = Graph.on(Shape.of(1, 2, 3, 3));
        graph.then("conv", new Conv(2, 4, 2, true, Window.of(2, 2)));
        graph.then("act", new Activated.Of(new Activation.Tanh()));
        graph.then("flat", IndexGather.reshape(Shape.of(1, 4, 2, 2), Shape.of(16)));
        graph.then("out", new DenseKernel.Of(new DenseShape(16, 3, true)));
        GraphSize size = of(graph.build());
        double forward = 2 * (4 * 4 * 4) + 2 * 16 * 3;
        assertThat(size.forwardFlops()).isEqualTo(10 * forward);
        // 30 rows: a pass back for each, formed rows of the convolution (a = 4, b = 2, S = 4) in each group, of which
        // half a
        // tile is enough, and (ΔΔᵀ) ∘ (XXᵀ) of the dense layer
        double conv = 2 * (0.5 * 2 * 60 * 4 * 4 * 2 + 0.5 * 2 * 30 * 30 * 4 * 2);
        double dense = 2 * 10 * 10 * 16 + 2 * 30 * 30 * 3;
        assertThat(size.momentFlops()).isEqualTo(3 * 10 * forward + conv + dense);
    }

    /** Attention multiplies what it computed, so that its products count without a parameter; a table is only looked up. */
    @Test
    void productsWithoutParametersCountAndLookUpsDoNot() {
        Graph.Builder graph = Graph.on(Shape.of(3));
        int table = graph.then("tokens", new Lookup(50, 5));
        int turned = graph.then("turned", IndexGather.reshape(Shape.of(3, 5), Shape.of(5, 3)));
        graph.add("scores", new MatMul(), List.of(table, turned), List.of());
        GraphSize size = of(graph.build());
        assertThat(size.forwardFlops()).isEqualTo(10 * 2 * 3 * 5 * 3);
        double rows = 3 * 10 * 3;
        assertThat(size.momentFlops()).isEqualTo(rows / 10 * (10 * 90) + rows * rows * 3 * 5);
    }
}
