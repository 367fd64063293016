package io.github.fisherscope.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.Add;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphTest {
    private static Layer dense(int inputs, int outputs, boolean bias) {
        return new DenseKernel.Of(new DenseShape(inputs, outputs, bias));
    }

    @Test
    void tensorsStandOneBehindTheOtherUnderTheirNames() {
        Graph.Builder builder = Graph.on(Shape.of(3));
        builder.then("fc1", dense(3, 4, true));
        builder.then("relu", new Activated.Of(new Activation.Relu()));
        builder.then("fc2", dense(4, 2, false));
        Graph graph = builder.build();
        assertThat(graph.tensors())
                .containsExactly(
                        new ParameterTensor("fc1.weight", Shape.of(4, 3), 0),
                        new ParameterTensor("fc1.bias", Shape.of(4), 12),
                        new ParameterTensor("fc2.weight", Shape.of(2, 4), 16));
        assertThat(graph.parameters()).isEqualTo(24);
        assertThat(graph.tensor("fc2.weight").end()).isEqualTo(24);
        assertThat(graph.output()).isEqualTo(Shape.of(2));
        assertThatThrownBy(() -> graph.tensor("fc2.bias")).hasMessageContaining("[fc1.weight, fc1.bias, fc2.weight]");
    }

    @Test
    void mistakesAreNamed() {
        Graph.Builder builder = Graph.on(Shape.of(3));
        builder.then("a", dense(3, 4, true));
        assertThatThrownBy(() -> builder.then("a", dense(4, 4, true)))
                .hasMessageContaining("two nodes of the name 'a'");
        assertThatThrownBy(() -> builder.then("b", dense(5, 4, true)))
                .hasMessageContaining("node 'b'")
                .hasMessageContaining("of 4 is 4 but must be 5");
        assertThatThrownBy(() -> builder.add("c", dense(4, 4, true), List.of(7)))
                .hasMessageContaining("-1 to 0");
        assertThatThrownBy(() -> builder.add("d", new Add.Of(), List.of(0, Graph.INPUT)))
                .hasMessageContaining("4 and 3");
        builder.add("e", dense(3, 2, true), List.of(Graph.INPUT));
        assertThatThrownBy(builder::build).hasMessageContaining("output of node 'a'");
        assertThatThrownBy(() -> Graph.on(Shape.of(3)).build()).hasMessageContaining("no node");
    }

    @Test
    void nodesMayReadTheSameTensorInAnotherOrder() {
        Graph.Builder builder = Graph.on(Shape.of(2));
        int weight = builder.parameter("w", Shape.of(2, 3));
        int[] transposed = {0, 3, 1, 4, 2, 5};
        builder.add("up", dense(2, 3, false), List.of(Graph.INPUT), List.of(ParameterView.of(weight, transposed)));
        builder.add("down", dense(3, 2, false), List.of(0), List.of(ParameterView.whole(weight)));
        Graph graph = builder.build();
        assertThat(graph.parameters()).isEqualTo(6);
        assertThat(graph.node(0).views().get(0).index(1)).isEqualTo(3);
        int more = builder.parameter("b", Shape.of(1));
        assertThatThrownBy(builder::build).hasMessageContaining("no node uses the parameter 'b'");
        assertThatThrownBy(() -> builder.add("x", dense(2, 3, false), List.of(1), List.of(ParameterView.whole(more))))
                .hasMessageContaining("parameter 1 of node 'x' is 1 but must be 6");
        assertThatThrownBy(() -> builder.add(
                        "y", dense(2, 1, false), List.of(1), List.of(ParameterView.of(weight, new int[] {0, 6}))))
                .hasMessageContaining("entry 6 of the parameter 'w', which has 6");
        assertThatThrownBy(() -> builder.add("z", dense(2, 1, false), List.of(1), List.of()))
                .hasMessageContaining("number of views");
    }

    @Test
    void shapesKnowChannelsAndPositions() {
        Shape shape = Shape.of(3, 32, 16);
        assertThat(shape.channels()).isEqualTo(16);
        assertThat(shape.positions()).isEqualTo(96);
        assertThat(shape.withChannels(5)).hasToString("3×32×5");
        assertThatThrownBy(() -> Shape.of(3, 0)).hasMessageContaining("a dimension is 0");
        assertThatThrownBy(() -> Shape.of(1 << 20, 1 << 20)).hasMessageContaining("number of entries");
    }
}
