package io.github.fisherscope.generative;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;

/**
 * The bound {@code L(x) = log p(x | z) − ½ Σ (eˢ + μ² − 1 − s)} with {@code z = μ + e^{s/2} ε} and its exact gradient at a fixed
 * ε (reparameterisation: Kingma and Welling, arXiv:1312.6114; Rezende, Mohamed and Wierstra, arXiv:1401.4082). The divergence
 * may be weighted, for a warm-up; the terms that are returned never are.
 *
 * <p>Cost: a forward and a backward pass, 6 times batch times parameters. Memory: the parameters twice and a batch's activations
 * three times. Deterministic, whatever the number of threads. Not safe for several threads.
 */
public final class Bound implements AutoCloseable {
    private final Vae model;
    private final Backend backend;
    private final int room;
    private final Matrix theta;
    private final Matrix gradient;
    private final ChainPass encoder;
    private final ChainPass decoder;

    private Bound(Vae model, Backend backend, int room) {
        this.model = model;
        this.backend = backend;
        this.room = Args.requireInRange("room", room, 1, Integer.MAX_VALUE);
        this.theta = backend.allocate(1, model.parameters());
        this.gradient = backend.allocate(1, model.parameters());
        this.encoder = new ChainPass(model.encoder(), backend, theta, gradient, 0, room);
        this.decoder = new ChainPass(model.decoder(), backend, theta, gradient, model.encoderParameters(), room);
        moveTo(model.parameterVector());
    }

    /**
     * Makes room for batches of up to {@code room} data.
     *
     * @param backend stays open
     */
    public static Bound of(Vae model, Backend backend, int room) {
        return new Bound(model, backend, room);
    }

    /** Goes to other parameters, in the order of {@link Vae#parameterVector}. */
    public void moveTo(double[] parameters) {
        Args.requireSame("the length of theta", parameters.length, model.parameters(), "give one number per parameter");
        theta.write(0, 0, parameters, 0, parameters.length);
    }

    /**
     * Returns the bound.
     *
     * @param x n data, one after the other
     * @param epsilon n · K normal numbers
     */
    public BoundTerms terms(double[] x, double[] epsilon) {
        return evaluate(x, epsilon, 1, false);
    }

    /**
     * Returns the bound and the gradient of {@code −Σ (log p(x | z) − weight · KL)} over the data.
     *
     * @param x n data, one after the other
     * @param epsilon n · K normal numbers
     * @param weight what the divergence counts; 1 for the bound itself
     * @param target receives the gradient, one number per parameter
     */
    public BoundTerms gradient(double[] x, double[] epsilon, double weight, double[] target) {
        BoundTerms terms = evaluate(x, epsilon, weight, true);
        gradient.read(0, 0, target, 0, target.length);
        return terms;
    }

    private BoundTerms evaluate(double[] x, double[] epsilon, double weight, boolean backward) {
        int rows = rows(x, epsilon);
        int latents = model.latents();
        for (int t = 0; t < rows; t++) {
            encoder.inputs(rows).write(t, 0, x, t * model.pixels(), model.pixels());
        }
        encoder.forward(rows);
        double[] posterior = new double[rows * 2 * latents];
        for (int t = 0; t < rows; t++) {
            encoder.outputs(rows).read(t, 0, posterior, t * 2 * latents, 2 * latents);
        }
        draw(posterior, epsilon, rows);
        decoder.forward(rows);
        double[] reconstruction = scores(x, rows, backward);
        if (backward) {
            decoder.backward(rows, true);
            posteriorSignal(posterior, epsilon, weight, rows);
            encoder.backward(rows, false);
        }
        return summed(posterior, reconstruction);
    }

    private int rows(double[] x, double[] epsilon) {
        int rows = x.length / model.pixels();
        Args.require(
                rows >= 1 && rows <= room && rows * model.pixels() == x.length,
                "there are %s numbers for data of %s pixels; give whole data, 1 to %s of them",
                x.length,
                model.pixels(),
                room);
        Args.requireSame(
                "the number of normal numbers", epsilon.length, (long) rows * model.latents(), "give one per latent");
        return rows;
    }

    /** Writes z = μ + e^{s/2} ε. */
    private void draw(double[] posterior, double[] epsilon, int rows) {
        int k = model.latents();
        double[] z = new double[k];
        for (int t = 0; t < rows; t++) {
            for (int i = 0; i < k; i++) {
                double deviation = StrictMath.exp(posterior[(2 * t + 1) * k + i] / 2);
                z[i] = posterior[2 * t * k + i] + deviation * epsilon[t * k + i];
            }
            decoder.inputs(rows).write(t, 0, z, 0, k);
        }
    }

    /** Returns log p(x | z) of each datum and leaves the signal of −log p at the decoder's outputs. */
    private double[] scores(double[] x, int rows, boolean backward) {
        int pixels = model.pixels();
        double[] values = new double[rows];
        Matrix outputs = decoder.outputs(rows);
        Matrix signal = decoder.outputSignal(rows);
        backend.forEach(rows, t -> {
            double[] o = new double[pixels];
            outputs.read(t, 0, o, 0, pixels);
            values[t] = model.emission().scoreInPlace(x, t * pixels, o, pixels);
            if (backward) {
                for (int i = 0; i < pixels; i++) {
                    o[i] = -o[i];
                }
                signal.write(t, 0, o, 0, pixels);
            }
        });
        return values;
    }

    /** With g the derivative of −log p in z: g + w μ for the mean, ½ g e^{s/2} ε + ½ w (eˢ − 1) for the log variance. */
    private void posteriorSignal(double[] posterior, double[] epsilon, double weight, int rows) {
        int k = model.latents();
        double[] g = new double[k];
        double[] signal = new double[2 * k];
        for (int t = 0; t < rows; t++) {
            decoder.inputSignal(rows).read(t, 0, g, 0, k);
            for (int i = 0; i < k; i++) {
                double s = posterior[(2 * t + 1) * k + i];
                signal[i] = g[i] + weight * posterior[2 * t * k + i];
                signal[k + i] =
                        0.5 * g[i] * StrictMath.exp(s / 2) * epsilon[t * k + i] + 0.5 * weight * StrictMath.expm1(s);
            }
            encoder.outputSignal(rows).write(t, 0, signal, 0, 2 * k);
        }
    }

    private BoundTerms summed(double[] posterior, double[] reconstruction) {
        int k = model.latents();
        int rows = reconstruction.length;
        double[] divergence = new double[rows];
        double[] perLatent = new double[k];
        for (int t = 0; t < rows; t++) {
            for (int i = 0; i < k; i++) {
                double mean = posterior[2 * t * k + i];
                double s = posterior[(2 * t + 1) * k + i];
                double share = 0.5 * (StrictMath.expm1(s) - s + mean * mean);
                divergence[t] += share;
                perLatent[i] += share / rows;
            }
        }
        return new BoundTerms(
                RealVector.takingOver(reconstruction),
                RealVector.takingOver(divergence),
                RealVector.takingOver(perLatent));
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
        theta.close();
        gradient.close();
    }
}
