package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;

/** Rows of S_t J_t for one sample by textbook back-propagation on arrays: slow, short and independent. */
final class PlainJacobian {
    private final NeuralNetwork network;
    private final Likelihood likelihood;
    private final ParameterLayout layout;
    private final double[] theta;
    private final double[][] inputs;
    private final double[][] preActivations;

    PlainJacobian(NeuralNetwork network, Likelihood likelihood) {
        this.network = network;
        this.likelihood = likelihood;
        this.layout = network.layout();
        this.theta = network.parameterVector();
        this.inputs = new double[network.depth() + 1][];
        this.preActivations = new double[network.depth() + 1][];
    }

    /** Returns R, the number of rows per sample. */
    int rowsPerSample() {
        return network.outputs();
    }

    /** Runs the forward pass for one sample. */
    void at(double[] x) {
        inputs[0] = x.clone();
        for (int l = 1; l <= network.depth(); l++) {
            int fanIn = network.width(l - 1);
            int width = network.width(l);
            int w = (int) layout.weightOffset(l);
            int b = (int) layout.biasOffset(l);
            double[] u = new double[width];
            double[] h = new double[width];
            for (int i = 0; i < width; i++) {
                double sum = theta[b + i];
                for (int j = 0; j < fanIn; j++) {
                    sum += theta[w + i * fanIn + j] * inputs[l - 1][j];
                }
                u[i] = sum;
                h[i] = network.activation().value(sum);
            }
            preActivations[l] = u;
            inputs[l] = h;
        }
    }

    /** Writes row r of S_t J_t, P numbers, into {@code gradient}. */
    void row(int r, double[] gradient) {
        double[] delta = new double[network.outputs()];
        likelihood.factorRow(preActivations[network.depth()], r, delta);
        for (int l = network.depth(); l >= 1; l--) {
            int fanIn = network.width(l - 1);
            int w = (int) layout.weightOffset(l);
            int b = (int) layout.biasOffset(l);
            double[] below = new double[fanIn];
            for (int i = 0; i < delta.length; i++) {
                gradient[b + i] = delta[i];
                for (int j = 0; j < fanIn; j++) {
                    gradient[w + i * fanIn + j] = delta[i] * inputs[l - 1][j];
                    below[j] += delta[i] * theta[w + i * fanIn + j];
                }
            }
            for (int j = 0; l > 1 && j < fanIn; j++) {
                below[j] *= network.activation().derivative(preActivations[l - 1][j]);
            }
            delta = below;
        }
    }
}
