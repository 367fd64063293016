package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.Arrays;

/** Rows of S_t J_t for one sample by textbook back-propagation on arrays: slow, short and independent. */
final class PlainJacobian {
    private final NeuralNetwork network;
    private final ScoreRows scores;
    private final double[] rows;
    private final ParameterLayout layout;
    private final double[] theta;
    private final double[][] inputs;
    private final double[][] preActivations;

    PlainJacobian(NeuralNetwork network, FisherRequest request, int samples) {
        this.network = network;
        this.scores = new ScoreRows(request, samples, network.outputs());
        this.rows = new double[scores.perSample() * network.outputs()];
        this.layout = network.layout();
        this.theta = network.parameterVector();
        this.inputs = new double[network.depth() + 1][];
        this.preActivations = new double[network.depth() + 1][];
    }

    /** Returns R, the number of rows per sample. */
    int rowsPerSample() {
        return scores.perSample();
    }

    /** Runs the forward pass for sample {@code t} with inputs {@code x}. */
    void at(int t, double[] x) {
        inputs[0] = x.clone();
        for (int l = 1; l <= network.depth(); l++) {
            int fanIn = network.layer(l).shape().inputs();
            int width = network.layer(l).shape().outputs();
            int w = (int) layout.weightOffset(l);
            int b = (int) layout.biasOffset(l);
            double[] u = new double[width];
            double[] h = new double[width];
            for (int i = 0; i < width; i++) {
                double sum = network.layer(l).hasBias() ? theta[b + i] : 0;
                for (int j = 0; j < fanIn; j++) {
                    sum += theta[w + i * fanIn + j] * inputs[l - 1][j];
                }
                u[i] = sum;
                h[i] = network.activation(l).value(sum);
            }
            preActivations[l] = u;
            inputs[l] = h;
        }
        scores.write(t, inputs[network.depth()], rows);
    }

    /** Writes row r of S_t J_t, P numbers, into {@code gradient}. */
    void row(int r, double[] gradient) {
        int outputs = network.outputs();
        double[] delta = Arrays.copyOfRange(rows, r * outputs, (r + 1) * outputs);
        for (int l = network.depth(); l >= 1; l--) {
            int fanIn = network.layer(l).shape().inputs();
            int w = (int) layout.weightOffset(l);
            int b = (int) layout.biasOffset(l);
            double[] below = new double[fanIn];
            for (int i = 0; i < delta.length; i++) {
                delta[i] *= network.activation(l).derivative(preActivations[l][i]);
                if (network.layer(l).hasBias()) {
                    gradient[b + i] = delta[i];
                }
                for (int j = 0; j < fanIn; j++) {
                    gradient[w + i * fanIn + j] = delta[i] * inputs[l - 1][j];
                    below[j] += delta[i] * theta[w + i * fanIn + j];
                }
            }
            delta = below;
        }
    }
}
