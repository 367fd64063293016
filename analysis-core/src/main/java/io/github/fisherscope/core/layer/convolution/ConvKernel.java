package io.github.fisherscope.core.layer.convolution;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.OuterForm;
import io.github.fisherscope.core.layer.OuterRows;
import io.github.fisherscope.core.layer.RowBlocks;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.layer.VjpChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A convolution as products of weights with patches, image by image: {@code U_t = W P_t + b}. Patches are made anew wherever
 * they are needed; a thread holds those of one image.
 */
final class ConvKernel implements LayerKernel {
    /** Entries of sums over images that are made side by side: 32 MiB in float64. */
    private static final long SIDE_BY_SIDE = 1 << 22;

    private final Conv conv;
    private final Backend backend;
    private final Patches patches;
    private final int images;
    private final Matrix weights;
    private final @Nullable Matrix bias;
    private @Nullable Matrix inputs;

    ConvKernel(Conv conv, Planes planes, Matrix parameters, Backend backend) {
        this.conv = conv;
        this.backend = backend;
        this.patches = new Patches(conv.window(), conv.inputChannels(), planes);
        this.images = planes.batch();
        this.weights = weightsIn(parameters);
        this.bias = biasIn(parameters);
    }

    private int fanIn() {
        return patches.rows() / conv.groups();
    }

    private int fanOut() {
        return conv.outputChannels() / conv.groups();
    }

    private Matrix weightsIn(Matrix row) {
        long count = (long) conv.outputChannels() * fanIn();
        return row.view(0, 0, 1, count).reshaped(conv.outputChannels(), fanIn());
    }

    private @Nullable Matrix biasIn(Matrix row) {
        long count = (long) conv.outputChannels() * fanIn();
        return conv.bias() ? row.view(0, count, 1, conv.outputChannels()) : null;
    }

    /** Returns a batch with a row for each image, of which a sample may have several. */
    private Matrix byImage(Matrix m) {
        return images == 1 ? m : m.reshaped(m.rows() * images, m.columns() / images);
    }

    private Matrix inputs() {
        return Objects.requireNonNull(inputs, "forward() must run first");
    }

    private Matrix room() {
        return backend.allocate(patches.rows(), patches.steps());
    }

    @Override
    public void forward(List<Matrix> batch, Matrix output) {
        inputs = byImage(batch.get(0));
        apply(inputs(), weights, bias, 0, byImage(output));
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        Matrix tangent = inputTangents.get(0);
        if (tangent == null && direction == null) {
            backend.fill(outputTangent, 0);
        }
        if (direction != null) {
            apply(inputs(), weightsIn(direction), biasIn(direction), 0, byImage(outputTangent));
        }
        if (tangent != null) {
            apply(byImage(tangent), weights, null, direction == null ? 0 : 1, byImage(outputTangent));
        }
    }

    /** Computes {@code out ← W P + beta out}, where beta is 0 or 1, or {@code out ← W P + b} if there is a bias. */
    private void apply(Matrix in, Matrix w, @Nullable Matrix b, double beta, Matrix out) {
        double[] biases = b == null ? new double[0] : atEveryStep(b);
        RowBlocks.forEachLarge(backend, in.rows(), (from, to) -> {
            Patches.Scratch scratch = patches.new Scratch();
            try (Matrix room = room()) {
                for (long i = from; i < to; i++) {
                    Matrix p = patches.of(in, i, room, scratch);
                    if (b != null) {
                        out.write(i, 0, biases, 0, biases.length);
                    }
                    Matrix u = image(out, i);
                    double kept = b == null ? beta : 1;
                    for (int g = 0; g < conv.groups(); g++) {
                        backend.multiply(1, group(w, g), Transpose.NO, group(p, g), Transpose.NO, kept, group(u, g));
                    }
                }
            }
        });
    }

    /** Returns the biases of all channels as they stand in the output of an image. */
    private double[] atEveryStep(Matrix b) {
        double[] channels = new double[conv.outputChannels()];
        double[] all = new double[channels.length * patches.steps()];
        b.read(0, 0, channels, 0, channels.length);
        for (int c = 0; c < channels.length; c++) {
            Arrays.fill(all, c * patches.steps(), (c + 1) * patches.steps(), channels[c]);
        }
        return all;
    }

    /** Returns the output, or a cotangent of it, at one image: channels × steps. */
    private Matrix image(Matrix m, long i) {
        return m.rowRange(i, i + 1).reshaped(conv.outputChannels(), patches.steps());
    }

    /** Returns the rows of a group of a matrix whose rows are divided among the groups. */
    private Matrix group(Matrix m, int g) {
        long each = m.rows() / conv.groups();
        return m.rowRange(g * each, (g + 1) * each);
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        vjp(cotangents, weights, beta, below);
    }

    private void vjp(Matrix cotangents, Matrix w, double beta, Matrix below) {
        Matrix above = byImage(cotangents);
        Matrix target = byImage(below);
        RowBlocks.forEachLarge(backend, above.rows(), (from, to) -> {
            Patches.Scratch scratch = patches.new Scratch();
            try (Matrix room = room()) {
                for (long i = from; i < to; i++) {
                    for (int g = 0; g < conv.groups(); g++) {
                        Matrix delta = group(image(above, i), g);
                        backend.multiply(1, group(w, g), Transpose.YES, delta, Transpose.NO, 0, group(room, g));
                    }
                    patches.add(room, beta, target, i, scratch);
                }
            }
        });
    }

    /** Some sums over images are made side by side, and then added one after the other. */
    @Override
    public void addParameterVjp(Matrix cotangent, Matrix gradient) {
        addParameterVjp(cotangent, inputs(), conv.bias(), gradient);
    }

    private void addParameterVjp(Matrix cotangent, Matrix in, boolean withBias, Matrix gradient) {
        Matrix above = byImage(cotangent);
        long total = above.rows();
        int sums = (int) Math.max(1, Math.min(Math.min(8, total), SIDE_BY_SIDE / gradient.columns()));
        List<Matrix> parts = new ArrayList<>();
        try {
            for (int k = 0; k < sums; k++) {
                parts.add(backend.allocate(1, gradient.columns()));
            }
            backend.forEach(sums, k -> {
                Matrix part = parts.get(k);
                Matrix biases = withBias ? biasIn(part) : null;
                addGradients(above, in, total * k / sums, total * (k + 1) / sums, weightsIn(part), biases);
            });
            parts.forEach(part -> backend.add(1, part, 1, gradient));
        } finally {
            parts.forEach(Matrix::close);
        }
    }

    private void addGradients(Matrix above, Matrix in, long from, long to, Matrix weightSum, @Nullable Matrix biases) {
        Patches.Scratch scratch = patches.new Scratch();
        try (Matrix room = room();
                Matrix ones = backend.allocate(patches.steps(), 1)) {
            backend.fill(ones, 1);
            for (long i = from; i < to; i++) {
                Matrix p = patches.of(in, i, room, scratch);
                Matrix delta = image(above, i);
                for (int g = 0; g < conv.groups(); g++) {
                    Matrix sum = group(weightSum, g);
                    backend.multiply(1, group(delta, g), Transpose.NO, group(p, g), Transpose.YES, 1, sum);
                }
                if (biases != null) {
                    Matrix column = biases.reshaped(conv.outputChannels(), 1);
                    backend.multiply(1, delta, Transpose.NO, ones, Transpose.NO, 1, column);
                }
            }
        }
    }

    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        Matrix tangent = inputTangents.get(0);
        return Optional.of(new VjpChange() {
            @Override
            public void addVjp(Matrix cotangents, int input, Matrix below) {
                if (direction != null) {
                    vjp(cotangents, weightsIn(direction), 1, below);
                }
            }

            @Override
            public void addParameterVjp(Matrix cotangents, Matrix gradient) {
                if (tangent != null) {
                    ConvKernel.this.addParameterVjp(cotangents, byImage(tangent), false, gradient);
                }
            }
        });
    }

    @Override
    public RowGradients rows(Matrix cotangents) {
        OuterForm form = new OuterForm(conv.groups(), fanIn(), fanOut(), patches.steps(), images, true, conv.bias());
        return new OuterRows(form, new PatchInputs(), cotangents, backend);
    }

    /** The patches of all images, as inputs of outer products. */
    private final class PatchInputs implements OuterRows.Inputs {
        @Override
        public long samples() {
            return inputs().rows() / images;
        }

        @Override
        public OuterRows.Reader reader() {
            Patches.Scratch scratch = patches.new Scratch();
            Matrix room = room();
            return new OuterRows.Reader() {
                @Override
                public Matrix read(long sample, int part) {
                    return patches.of(inputs(), sample * images + part, room, scratch);
                }

                @Override
                public void close() {
                    room.close();
                }
            };
        }
    }

    @Override
    public void close() {}
}
