package io.github.fisherscope.generative;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import java.util.function.IntUnaryOperator;

/**
 * Both halves of an autoencoder on a backend, for rows of any number. Cost: a forward pass. Memory: the parameters and the
 * activations of one batch. Not safe for several threads.
 */
public final class VaeForward implements AutoCloseable {
    private final Vae model;
    private final int room;
    private final Matrix theta;
    private final ChainPass encoder;
    private final ChainPass decoder;

    private VaeForward(Vae model, Backend backend, int room) {
        this.model = model;
        this.room = Args.requireInRange("room", room, 1, Integer.MAX_VALUE);
        this.theta = backend.allocate(1, model.parameters());
        theta.write(0, 0, model.parameterVector(), 0, model.parameters());
        this.encoder = new ChainPass(model.encoder(), backend, theta, null, 0, room);
        this.decoder = new ChainPass(model.decoder(), backend, theta, null, model.encoderParameters(), room);
    }

    /**
     * Copies a model to a backend.
     *
     * @param backend stays open
     * @param room rows that are worked on at a time
     */
    public static VaeForward of(Vae model, Backend backend, int room) {
        return new VaeForward(model, backend, room);
    }

    /** Returns μ_1 … μ_K, s_1 … s_K of each of the data. */
    public double[] posterior(double[] x, int rows) {
        return through(encoder, x, rows, model.pixels(), 2 * model.latents());
    }

    /** Returns the decoder's outputs, before {@link Emission#mean}, of each latent state. */
    public double[] outputs(double[] z, int rows) {
        return through(decoder, z, rows, model.latents(), model.pixels());
    }

    /** Returns the decoder's Jacobian at one latent state, entry {@code i·D + k} of ∂o_k/∂z_i. */
    public double[] decoderJacobian(double[] z) {
        return jacobian(decoder, z, model.latents(), model.pixels());
    }

    /** Returns the encoder's Jacobian at one datum, entry {@code i·2K + k}: the first K outputs are means. */
    public double[] encoderJacobian(double[] x) {
        return jacobian(encoder, x, model.pixels(), 2 * model.latents());
    }

    private static double[] jacobian(ChainPass pass, double[] at, int inputs, int outputs) {
        pass.inputs(1).write(0, 0, at, 0, inputs);
        pass.forward(1);
        double[] all = new double[inputs * outputs];
        try (Matrix transposed = pass.jacobian(0)) {
            copy(transposed, inputs, outputs, all, i -> i * outputs);
        }
        return all;
    }

    private double[] through(ChainPass pass, double[] x, int rows, int inputs, int outputs) {
        Args.requireSame("the number of numbers", x.length, (long) rows * inputs, "give whole rows");
        double[] y = new double[Math.multiplyExact(rows, outputs)];
        for (int from = 0; from < rows; from += room) {
            int first = from;
            int n = Math.min(room, rows - from);
            for (int t = 0; t < n; t++) {
                pass.inputs(n).write(t, 0, x, (from + t) * inputs, inputs);
            }
            pass.forward(n);
            copy(pass.outputs(n), n, outputs, y, t -> (first + t) * outputs);
        }
        return y;
    }

    private static void copy(Matrix m, int rows, int columns, double[] target, IntUnaryOperator place) {
        for (int t = 0; t < rows; t++) {
            m.read(t, 0, target, place.applyAsInt(t), columns);
        }
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
        theta.close();
    }
}
