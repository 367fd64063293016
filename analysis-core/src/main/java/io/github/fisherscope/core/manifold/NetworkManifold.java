package io.github.fisherscope.core.manifold;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.OutputJet;
import io.github.fisherscope.core.fisher.PredictionGeometry;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.ActivationKind;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.Objects;

/**
 * The predictions of a chain of dense layers on given inputs, with the network's parameters θ and the Fisher matrix as metric.
 * Predictions of each likelihood map isometrically into a flat space, {@code ψ = f/σ}, {@code 2√p}, …, so that
 * {@code g_ij = (1/T) Σ ∂_iψ·∂_jψ} and {@code Γ_{ij,k} = (1/T) Σ ∂_i∂_jψ·∂_kψ}, the metric's own connection, with exact
 * derivatives carried forward through the layers: no differences.
 *
 * <p>Cost: a forward pass of three times the usual for {@link #squaredSpeed}, P of them for the metric and the symbols.
 * Immutable.
 */
public final class NetworkManifold implements StatisticalManifold {
    private final NeuralNetwork network;
    private final Dataset data;
    private final Likelihood likelihood;

    private NetworkManifold(NeuralNetwork network, Dataset data, Likelihood likelihood) {
        this.network = network;
        this.data = data;
        this.likelihood = likelihood;
    }

    /**
     * Returns the manifold of the networks with these layers.
     *
     * @throws IllegalArgumentException if an activation has a kink, across which there are no geodesics
     */
    public static NetworkManifold of(NeuralNetwork network, Dataset data, Likelihood likelihood) {
        Objects.requireNonNull(likelihood, "likelihood");
        Args.requireSame(
                "the number of inputs of the data", data.inputs(), network.inputs(), "it must be the network's");
        for (int l = 1; l <= network.depth(); l++) {
            if (!smooth(network.activation(l))) {
                throw InvalidArgumentException.of(
                        "activation",
                        network.activation(l).id(),
                        "it has a kink, where the metric has no derivative",
                        "take a smooth one, such as tanh or softplus; chords between predictions need no derivative");
            }
        }
        return new NetworkManifold(network, data, likelihood);
    }

    /** Returns whether an activation has derivatives everywhere. */
    public static boolean smooth(Activation activation) {
        return activation.kind() == ActivationKind.IDENTITY || !activation.piecewiseLinear();
    }

    @Override
    public int dimension() {
        return Math.toIntExact(network.parameters());
    }

    /** Returns θ of the network that this was made from. */
    public double[] parameters() {
        return network.parameterVector();
    }

    @Override
    public double squaredSpeed(double[] theta, double[] u) {
        double[][] velocity = derivatives(theta, u)[0];
        double sum = 0;
        for (double[] row : velocity) {
            for (double x : row) {
                sum += x * x;
            }
        }
        return sum / data.samples();
    }

    @Override
    public double[] metric(double[] theta) {
        int n = dimension();
        double[][] columns = jacobian(theta);
        double[] g = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double value = dot(columns[i], columns[j]) / data.samples();
                g[i * n + j] = value;
                g[j * n + i] = value;
            }
        }
        return g;
    }

    @Override
    public double[] christoffel(double[] theta, double[] u) {
        double[] bend = flat(derivatives(theta, u)[1]);
        double[][] columns = jacobian(theta);
        double[] gamma = new double[columns.length];
        for (int k = 0; k < gamma.length; k++) {
            gamma[k] = dot(bend, columns[k]) / data.samples();
        }
        return gamma;
    }

    /** Returns ∂_kψ for every k, all samples in a row; its singular values over √T are those of the factor of F. */
    private double[][] jacobian(double[] theta) {
        double[][] columns = new double[dimension()][];
        double[] axis = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            axis[k] = 1;
            columns[k] = flat(derivatives(theta, axis)[0]);
            axis[k] = 0;
        }
        return columns;
    }

    /** Returns ψ̇ and ψ̈ along θ + su, a row for each sample. */
    private double[][][] derivatives(double[] theta, double[] u) {
        require("theta", theta);
        require("u", u);
        double[][] first = new double[data.samples()][];
        double[][] second = new double[data.samples()][];
        double[] x = new double[network.inputs()];
        for (int t = 0; t < first.length; t++) {
            data.copyRow(t, x);
            OutputJet psi = PredictionGeometry.embedded(likelihood, outputs(x, theta, u));
            first[t] = psi.velocity();
            second[t] = psi.acceleration();
        }
        return new double[][][] {first, second};
    }

    /** Carries value, first and second derivative through the layers. */
    private OutputJet outputs(double[] x, double[] theta, double[] u) {
        ParameterLayout layout = network.layout();
        OutputJet h = OutputJet.constant(x);
        for (int l = 1; l <= network.depth(); l++) {
            int inputs = network.layer(l).shape().inputs();
            int units = network.layer(l).shape().outputs();
            int weights = Math.toIntExact(layout.weightOffset(l));
            int bias = Math.toIntExact(layout.biasOffset(l));
            boolean biased = network.layer(l).hasBias();
            OutputJet next = OutputJet.zeros(units);
            for (int i = 0; i < units; i++) {
                double a = biased ? theta[bias + i] : 0;
                double b = biased ? u[bias + i] : 0;
                double c = 0;
                for (int j = 0; j < inputs; j++) {
                    double w = theta[weights + i * inputs + j];
                    double v = u[weights + i * inputs + j];
                    a += w * h.value()[j];
                    b += w * h.velocity()[j] + v * h.value()[j];
                    c += w * h.acceleration()[j] + 2 * v * h.velocity()[j];
                }
                next.set(i, a, b, c);
            }
            h = next.through(network.activation(l));
        }
        return h;
    }

    private static double[] flat(double[][] rows) {
        double[] all = new double[rows.length * rows[0].length];
        for (int t = 0; t < rows.length; t++) {
            System.arraycopy(rows[t], 0, all, t * rows[t].length, rows[t].length);
        }
        return all;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
