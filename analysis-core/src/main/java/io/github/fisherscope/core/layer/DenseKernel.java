package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.network.DenseShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dense} as a node of a graph. It acts on the channels of every position alike, so that a tensor with S positions is T·S
 * rows to it; a vector has S = 1. Source of the shapes of rows: with sensitivities {@code δ_rts} and inputs {@code h_ts} row
 * (r, t) is {@code Σ_s δ_rts ⊗ ĥ_ts}.
 */
public final class DenseKernel implements LayerKernel {
    private final Dense dense;
    private final int positions;
    private final Backend backend;
    private @Nullable Matrix inputs;

    private DenseKernel(Dense dense, int positions, Backend backend) {
        this.dense = dense;
        this.positions = positions;
        this.backend = backend;
    }

    /**
     * What it is.
     *
     * @param shape fan-in, fan-out and whether there is a bias
     */
    public record Of(DenseShape shape) implements ComputedLayer {
        @Override
        public String kind() {
            return "dense";
        }

        @Override
        public Shape output(List<Shape> inputs) {
            Args.requireSame("the number of inputs of a dense layer", inputs.size(), 1, "it takes one");
            Args.requireSame(
                    "the number of channels, the last dimension of " + inputs.get(0),
                    inputs.get(0).channels(),
                    shape.inputs(),
                    "the layer takes that many inputs");
            return inputs.get(0).withChannels(shape.outputs());
        }

        private OuterForm form(List<Shape> inputs) {
            int positions = inputs.get(0).positions();
            return new OuterForm(1, shape.inputs(), shape.outputs(), positions, 1, false, shape.bias());
        }

        @Override
        public double flops(List<Shape> inputs) {
            return form(inputs).flops();
        }

        @Override
        public double gramFlops(List<Shape> inputs, double samples, double rows) {
            return form(inputs).gramFlops(samples, rows);
        }

        @Override
        public Map<String, Shape> parameters() {
            Map<String, Shape> parameters = new LinkedHashMap<>();
            parameters.put("weight", Shape.of(shape.outputs(), shape.inputs()));
            if (shape.bias()) {
                parameters.put("bias", Shape.of(shape.outputs()));
            }
            return parameters;
        }

        @Override
        public LayerKernel kernel(List<Shape> inputs, Matrix parameters, Backend backend) {
            DenseParameters own = DenseParameters.view(shape, parameters, 0);
            return new DenseKernel(Dense.at(shape, own, backend), inputs.get(0).positions(), backend);
        }
    }

    /** The inputs of all positions, as they lie. */
    private record Tokens(Matrix inputs, int positions) implements OuterRows.Inputs {
        @Override
        public long samples() {
            return inputs.rows() / positions;
        }

        @Override
        public OuterRows.Reader reader() {
            return new OuterRows.Reader() {
                @Override
                public Matrix read(long sample, int part) {
                    return inputs.rowRange(sample * positions, (sample + 1) * positions);
                }

                @Override
                public void close() {}
            };
        }
    }

    /** Returns the rows of positions of a matrix with a row for each sample. */
    private Matrix byPosition(Matrix m) {
        return positions == 1 ? m : m.reshaped(m.rows() * positions, m.columns() / positions);
    }

    private Matrix inputs() {
        return Objects.requireNonNull(inputs, "forward() must run first");
    }

    @Override
    public void forward(List<Matrix> batch, Matrix output) {
        inputs = byPosition(batch.get(0));
        dense.forward(inputs(), byPosition(output));
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        Matrix tangent = inputTangents.get(0);
        if (tangent == null && direction == null) {
            backend.fill(outputTangent, 0);
            return;
        }
        dense.jvp(
                inputs(),
                tangent == null ? null : byPosition(tangent),
                direction == null ? null : DenseParameters.view(dense.shape(), direction, 0),
                byPosition(outputTangent));
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        backend.multiply(
                1,
                byPosition(cotangents),
                Transpose.NO,
                dense.parameters().weights(),
                Transpose.NO,
                beta,
                byPosition(below));
    }

    @Override
    public void addParameterVjp(Matrix cotangent, Matrix gradient) {
        dense.vjpParameters(byPosition(cotangent), inputs(), 1, DenseParameters.view(dense.shape(), gradient, 0));
    }

    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        Matrix tangent = inputTangents.get(0);
        return Optional.of(new VjpChange() {
            @Override
            public void addVjp(Matrix cotangents, int input, Matrix below) {
                if (direction != null) {
                    DenseParameters moved = DenseParameters.view(dense.shape(), direction, 0);
                    dense.addVjpInputsAlong(byPosition(cotangents), moved, byPosition(below));
                }
            }

            @Override
            public void addParameterVjp(Matrix cotangents, Matrix gradient) {
                if (tangent != null) {
                    DenseParameters sum = DenseParameters.view(dense.shape(), gradient, 0);
                    dense.addVjpParametersAlong(byPosition(cotangents), byPosition(tangent), sum);
                }
            }
        });
    }

    @Override
    public RowGradients rows(Matrix cotangents) {
        if (positions == 1) {
            return new DenseRows(dense, inputs(), cotangents, backend);
        }
        DenseShape shape = dense.shape();
        OuterForm form = new OuterForm(1, shape.inputs(), shape.outputs(), positions, 1, false, shape.bias());
        return OnePositionRows.orWhole(
                new OuterRows(form, new Tokens(inputs(), positions), cotangents, backend), backend);
    }

    @Override
    public Optional<PositionKernel> byPosition() {
        return positions == 1 ? Optional.empty() : Optional.of(new AtPositions());
    }

    private final class AtPositions implements PositionKernel {
        @Override
        public void vjpAt(Matrix cotangents, int[] places, Matrix below) {
            int inputs = dense.shape().inputs();
            try (Matrix own = backend.allocate(cotangents.rows(), inputs)) {
                dense.vjpInputs(cotangents, own);
                for (int i = 0; i < places.length; i++) {
                    backend.copy(own.rowRange(i, i + 1L), below.view(i, (long) places[i] * inputs, 1, inputs));
                }
            }
        }

        @Override
        public RowGradients rowsAt(Matrix cotangents, int[] places) {
            DenseShape shape = dense.shape();
            OuterForm form = new OuterForm(1, shape.inputs(), shape.outputs(), 1, 1, false, shape.bias());
            Tokens all = new Tokens(inputs(), positions);
            return new OuterRows(form, new PlacedInputs(all, places, 0, places.length), cotangents, backend);
        }
    }

    @Override
    public void close() {}
}
