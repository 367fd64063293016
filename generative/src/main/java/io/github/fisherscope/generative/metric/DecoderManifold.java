package io.github.fisherscope.generative.metric;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.OutputJet;
import io.github.fisherscope.core.fisher.PredictionGeometry;
import io.github.fisherscope.core.manifold.NetworkManifold;
import io.github.fisherscope.core.manifold.StatisticalManifold;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.generative.Vae;

/**
 * What an autoencoder can draw, with the latent state as coordinates and the Fisher matrix {@code G(z) = JᵀQJ} of p(x | z) as
 * metric: a distance that does not change when latents are measured in other units. Derivatives are carried forward through the
 * layers by plain loops, exactly; {@link LatentMetric} is the fast way to G alone.
 *
 * <p>Cost: three forward passes of one datum for the speed, K times that for the metric and its symbols. Immutable.
 */
public final class DecoderManifold implements StatisticalManifold {
    private final NeuralNetwork decoder;
    private final Likelihood likelihood;

    private DecoderManifold(NeuralNetwork decoder, Likelihood likelihood) {
        this.decoder = decoder;
        this.likelihood = likelihood;
    }

    /**
     * Returns the manifold of a model's decoder.
     *
     * @throws IllegalArgumentException if an activation has a kink, across which there are no geodesics
     */
    public static DecoderManifold of(Vae model) {
        for (DenseLayer layer : model.decoder().layers()) {
            if (!NetworkManifold.smooth(layer.activation())) {
                throw InvalidArgumentException.of(
                        "activation",
                        layer.activation().id(),
                        "it has a kink, where the metric of latent space has no derivative",
                        "take a smooth one, such as tanh or softplus; chords need no derivative");
            }
        }
        return new DecoderManifold(model.decoder(), model.emission().likelihood());
    }

    @Override
    public int dimension() {
        return decoder.inputs();
    }

    @Override
    public double squaredSpeed(double[] z, double[] u) {
        double[] velocity = jet(z, u).velocity();
        return dot(velocity, velocity);
    }

    @Override
    public double[] metric(double[] z) {
        int k = dimension();
        double[][] columns = jacobian(z);
        double[] g = new double[k * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                g[i * k + j] = dot(columns[i], columns[j]);
                g[j * k + i] = g[i * k + j];
            }
        }
        return g;
    }

    @Override
    public double[] christoffel(double[] z, double[] u) {
        double[] bend = jet(z, u).acceleration();
        double[][] columns = jacobian(z);
        double[] gamma = new double[columns.length];
        for (int k = 0; k < gamma.length; k++) {
            gamma[k] = dot(bend, columns[k]);
        }
        return gamma;
    }

    private double[][] jacobian(double[] z) {
        double[][] columns = new double[dimension()][];
        double[] axis = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            axis[i] = 1;
            columns[i] = jet(z, axis).velocity();
            axis[i] = 0;
        }
        return columns;
    }

    /** Returns ψ with its derivatives along z + su, in coordinates in which p's metric is flat. */
    private OutputJet jet(double[] z, double[] u) {
        require("z", z);
        Args.requireSame("the length of u", u.length, dimension(), "give one number per latent");
        OutputJet h = OutputJet.zeros(z.length);
        for (int i = 0; i < z.length; i++) {
            h.set(i, z[i], u[i], 0);
        }
        for (DenseLayer layer : decoder.layers()) {
            h = affine(layer, h).through(layer.activation());
        }
        return PredictionGeometry.embedded(likelihood, h);
    }

    private static OutputJet affine(DenseLayer layer, OutputJet h) {
        double[] weights = layer.weights().toArray();
        double[] value = h.value();
        double[] velocity = h.velocity();
        double[] acceleration = h.acceleration();
        OutputJet next = OutputJet.zeros(layer.outputs());
        var bias = layer.bias();
        for (int i = 0; i < layer.outputs(); i++) {
            double a = bias == null ? 0 : bias.get(i);
            double b = 0;
            double c = 0;
            for (int j = 0; j < layer.inputs(); j++) {
                double w = weights[i * layer.inputs() + j];
                a += w * value[j];
                b += w * velocity[j];
                c += w * acceleration[j];
            }
            next.set(i, a, b, c);
        }
        return next;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
