package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.FormedRows;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.RowBlocks;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.layer.VjpChange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transposed convolution as products: patches of the output are {@code Wᵀ H_t}, added up where they overlap. */
final class TransposedConvKernel implements LayerKernel {
    private final TransposedConv conv;
    private final Backend backend;
    private final Patches patches;
    private final int images;
    private final int positions;
    private final Matrix parameters;
    private @Nullable Matrix inputs;

    /**
     * @param patches those of the output
     * @param planes the input
     */
    TransposedConvKernel(TransposedConv conv, Patches patches, Planes planes, Matrix parameters, Backend backend) {
        this.conv = conv;
        this.backend = backend;
        this.patches = patches;
        this.images = planes.batch();
        this.positions = planes.area();
        this.parameters = parameters;
    }

    private int weightCount() {
        return conv.inputChannels() * patches.rows() / conv.groups();
    }

    private Matrix weights(Matrix row) {
        return row.view(0, 0, 1, weightCount()).reshaped(conv.inputChannels(), patches.rows() / conv.groups());
    }

    private double[] biases(Matrix row) {
        double[] biases = new double[conv.bias() ? conv.outputChannels() : 0];
        if (biases.length > 0) {
            row.read(0, weightCount(), biases, 0, biases.length);
        }
        return biases;
    }

    private Matrix byImage(Matrix m) {
        return images == 1 ? m : m.reshaped(m.rows() * images, m.columns() / images);
    }

    private Matrix inputs() {
        return Objects.requireNonNull(inputs, "forward() must run first");
    }

    private Matrix image(Matrix m, long i) {
        return m.rowRange(i, i + 1).reshaped(conv.inputChannels(), positions);
    }

    private Matrix group(Matrix m, int g) {
        long each = m.rows() / conv.groups();
        return m.rowRange(g * each, (g + 1) * each);
    }

    @Override
    public void forward(List<Matrix> batch, Matrix output) {
        inputs = byImage(batch.get(0));
        apply(inputs(), parameters, true, 0, byImage(output));
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        Matrix tangent = inputTangents.get(0);
        if (tangent == null && direction == null) {
            backend.fill(outputTangent, 0);
        }
        if (direction != null) {
            apply(inputs(), direction, true, 0, byImage(outputTangent));
        }
        if (tangent != null) {
            apply(byImage(tangent), parameters, false, direction == null ? 0 : 1, byImage(outputTangent));
        }
    }

    private void apply(Matrix in, Matrix row, boolean withBias, double beta, Matrix out) {
        double[] biases = withBias ? biases(row) : new double[0];
        Matrix w = weights(row);
        int columns = Math.toIntExact(out.columns());
        RowBlocks.forEachLarge(backend, in.rows(), (from, to) -> {
            Patches.Scratch scratch = patches.new Scratch();
            double[] numbers = new double[columns];
            try (Matrix room = backend.allocate(patches.rows(), patches.steps())) {
                for (long i = from; i < to; i++) {
                    for (int g = 0; g < conv.groups(); g++) {
                        Matrix h = group(image(in, i), g);
                        backend.multiply(1, group(w, g), Transpose.YES, h, Transpose.NO, 0, group(room, g));
                    }
                    patches.add(room, beta, out, i, scratch);
                    if (biases.length > 0) {
                        RowBlocks.read(out, i, numbers, 0);
                        for (int j = 0; j < columns; j++) {
                            numbers[j] += biases[j / (columns / biases.length)];
                        }
                        out.write(i, 0, numbers, 0, columns);
                    }
                }
            }
        });
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        vjp(cotangents, weights(parameters), beta, below);
    }

    private void vjp(Matrix cotangents, Matrix w, double beta, Matrix below) {
        Matrix above = byImage(cotangents);
        Matrix target = byImage(below);
        RowBlocks.forEachLarge(backend, above.rows(), (from, to) -> {
            Patches.Scratch scratch = patches.new Scratch();
            try (Matrix room = backend.allocate(patches.rows(), patches.steps())) {
                for (long i = from; i < to; i++) {
                    Matrix p = patches.of(above, i, room, scratch);
                    for (int g = 0; g < conv.groups(); g++) {
                        Matrix h = group(image(target, i), g);
                        backend.multiply(1, group(w, g), Transpose.NO, group(p, g), Transpose.NO, beta, h);
                    }
                }
            }
        });
    }

    @Override
    public void addParameterVjp(Matrix cotangent, Matrix gradient) {
        addParameterVjp(cotangent, inputs(), conv.bias(), gradient);
    }

    private void addParameterVjp(Matrix cotangent, Matrix in, boolean withBias, Matrix gradient) {
        Matrix above = byImage(cotangent);
        Patches.Scratch scratch = patches.new Scratch();
        try (Matrix room = backend.allocate(patches.rows(), patches.steps())) {
            for (long i = 0; i < above.rows(); i++) {
                Matrix p = patches.of(above, i, room, scratch);
                addWeights(image(in, i), p, gradient);
                if (withBias) {
                    addBiases(above, i, gradient);
                }
            }
        }
    }

    private void addWeights(Matrix in, Matrix p, Matrix gradient) {
        for (int g = 0; g < conv.groups(); g++) {
            Matrix h = group(in, g);
            backend.multiply(1, h, Transpose.NO, group(p, g), Transpose.YES, 1, group(weights(gradient), g));
        }
    }

    private void addBiases(Matrix above, long i, Matrix gradient) {
        double[] biases = biases(gradient);
        if (biases.length > 0) {
            double[] numbers = new double[Math.toIntExact(above.columns())];
            RowBlocks.read(above, i, numbers, 0);
            for (int j = 0; j < numbers.length; j++) {
                biases[j / (numbers.length / biases.length)] += numbers[j];
            }
            gradient.write(0, weightCount(), biases, 0, biases.length);
        }
    }

    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        Matrix tangent = inputTangents.get(0);
        return Optional.of(new VjpChange() {
            @Override
            public void addVjp(Matrix cotangents, int input, Matrix below) {
                if (direction != null) {
                    vjp(cotangents, weights(direction), 1, below);
                }
            }

            @Override
            public void addParameterVjp(Matrix cotangents, Matrix gradient) {
                if (tangent != null) {
                    TransposedConvKernel.this.addParameterVjp(cotangents, byImage(tangent), false, gradient);
                }
            }
        });
    }

    @Override
    public RowGradients rows(Matrix cotangents) {
        return new Rows(cotangents);
    }

    /** Rows {@code Σ_s h_ts ⊗ patch_rts}: the patches are those of the cotangents here. */
    private final class Rows extends FormedRows {
        private final Matrix cotangents;

        Rows(Matrix cotangents) {
            super(TransposedConvKernel.this.backend);
            this.cotangents = cotangents;
        }

        @Override
        public long rows() {
            return cotangents.rows();
        }

        @Override
        public int parameters() {
            return weightCount() + (conv.bias() ? conv.outputChannels() : 0);
        }

        @Override
        public void addRow(long row, double[] gradient, int offset) {
            addFormed(row, gradient, offset);
        }

        @Override
        public Matrix formed(Backend on, long from, long to, int first, int end) {
            Matrix formed = on.allocate(to - from, (long) end - first);
            long samples = inputs().rows() / images;
            Matrix above = byImage(cotangents);
            RowBlocks.forEachLarge(on, to - from, (begin, last) -> {
                Patches.Scratch scratch = patches.new Scratch();
                try (Matrix room = on.allocate(patches.rows(), patches.steps());
                        Matrix whole = on.allocate(1, parameters())) {
                    for (long row = begin; row < last; row++) {
                        on.fill(whole, 0);
                        for (int n = 0; n < images; n++) {
                            long image = (from + row) % samples * images + n;
                            long own = (from + row) * images + n;
                            addWeights(image(inputs(), image), patches.of(above, own, room, scratch), whole);
                            addBiases(above, own, whole);
                        }
                        on.copy(whole.view(0, first, 1, (long) end - first), formed.rowRange(row, row + 1));
                    }
                }
            });
            return formed;
        }
    }

    @Override
    public void close() {}
}
