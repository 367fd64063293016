package io.github.fisherscope.core.fisher.estimate;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;

/**
 * Outputs of one sample with their first and second derivatives with respect to each single parameter, by plain loops:
 * {@code ∂f/∂W_ij = δ_i h_j} and {@code ∂²f/∂W_ij² = H_ii h_j²} with the Hessian H of f in u^l,
 * {@code H^l = D W^{l+1}ᵀ H^{l+1} W^{l+1} D + diag(φ″(u^l) ∘ W^{l+1}ᵀ δ^{l+1})}, D = diag φ_l′(u^l), from
 * {@code H^L = diag(φ_L″(u^L) ∘ e_k)} on, which is 0 for linear outputs.
 *
 * <p>Cost per output: 2 Σ M_{l+1} M_l (M_{l+1} + M_l) flops for the Hessians, none for piecewise linear activations.
 */
final class OutputDerivatives {
    private final NeuralNetwork network;
    private final ParameterLayout layout;
    private final int depth;
    private final double[][] inputs;
    private final double[][] preActivations;
    /** First and second derivatives, output by output, P each. */
    private final double[][] first;

    private final double[][] second;

    OutputDerivatives(NeuralNetwork network) {
        this.network = network;
        this.layout = network.layout();
        this.depth = network.depth();
        this.inputs = new double[depth + 2][];
        this.preActivations = new double[depth + 1][];
        int parameters = Math.toIntExact(layout.parameters());
        this.first = new double[network.outputs()][parameters];
        this.second = new double[network.outputs()][parameters];
    }

    /** Computes everything for the sample {@code x} (M_0 numbers). */
    void at(double[] x) {
        inputs[1] = x.clone();
        for (int l = 1; l <= depth; l++) {
            double[] u = network.layer(l).preActivation(inputs[l]);
            preActivations[l] = u;
            inputs[l + 1] = new double[u.length];
            for (int i = 0; i < u.length; i++) {
                inputs[l + 1][i] = network.activation(l).value(u[i]);
            }
        }
        for (int k = 0; k < network.outputs(); k++) {
            backward(k);
        }
    }

    private void backward(int k) {
        double[] delta = new double[network.outputs()];
        delta[k] = 1;
        double[][] hessian = new double[delta.length][delta.length];
        for (int l = depth; l >= 1; l--) {
            throughActivation(l, delta, hessian);
            write(k, l, delta, hessian);
            if (l > 1) {
                double[][] w = weights(l);
                delta = transposed(w, delta);
                hessian = bent(l) ? sandwich(w, hessian) : new double[delta.length][delta.length];
            }
        }
    }

    /** Returns whether f has second derivatives in u^l, which layers above and their own activation make. */
    private boolean bent(int l) {
        for (int m = l; m <= depth; m++) {
            if (!network.activation(m).piecewiseLinear()) {
                return true;
            }
        }
        return false;
    }

    /** Turns derivatives with respect to h^l into those with respect to u^l. */
    private void throughActivation(int l, double[] delta, double[][] hessian) {
        Activation activation = network.activation(l);
        double[] u = preActivations[l];
        for (int i = 0; i < delta.length; i++) {
            double slope = activation.derivative(u[i]);
            for (int j = 0; j < delta.length; j++) {
                hessian[i][j] *= slope * activation.derivative(u[j]);
            }
            hessian[i][i] += activation.secondDerivative(u[i]) * delta[i];
            delta[i] *= slope;
        }
    }

    private void write(int k, int l, double[] delta, double[][] hessian) {
        double[] h = inputs[l];
        int w = Math.toIntExact(layout.weightOffset(l));
        int b = Math.toIntExact(layout.biasOffset(l));
        for (int i = 0; i < delta.length; i++) {
            for (int j = 0; j < h.length; j++) {
                first[k][w + i * h.length + j] = delta[i] * h[j];
                second[k][w + i * h.length + j] = hessian[i][i] * h[j] * h[j];
            }
            if (network.layer(l).hasBias()) {
                first[k][b + i] = delta[i];
                second[k][b + i] = hessian[i][i];
            }
        }
    }

    private double[][] weights(int l) {
        double[][] w = new double[network.layer(l).shape().outputs()]
                [network.layer(l).shape().inputs()];
        for (int i = 0; i < w.length; i++) {
            network.copyWeightRow(l, i, w[i]);
        }
        return w;
    }

    private static double[] transposed(double[][] w, double[] v) {
        double[] y = new double[w[0].length];
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < y.length; j++) {
                y[j] += w[i][j] * v[i];
            }
        }
        return y;
    }

    /** Returns Wᵀ H W. */
    private static double[][] sandwich(double[][] w, double[][] h) {
        int m = w[0].length;
        double[][] result = new double[m][m];
        for (int a = 0; a < w.length; a++) {
            double[] row = transposed(w, h[a]);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < m; j++) {
                    result[i][j] += w[a][i] * row[j];
                }
            }
        }
        return result;
    }

    /** Returns the outputs f (C numbers). */
    double[] outputs() {
        return inputs[depth + 1];
    }

    /** Returns ∂f_k/∂θ_i. */
    double first(int k, int i) {
        return first[k][i];
    }

    /** Returns ∂²f_k/∂θ_i². */
    double second(int k, int i) {
        return second[k][i];
    }

    /** Returns the C × C matrix of inner products of gradients, Θ = J Jᵀ. */
    double[][] gram() {
        int c = first.length;
        double[][] theta = new double[c][c];
        for (int a = 0; a < c; a++) {
            for (int b = 0; b < c; b++) {
                for (int i = 0; i < first[a].length; i++) {
                    theta[a][b] += first[a][i] * first[b][i];
                }
            }
        }
        return theta;
    }

    /** Returns Σ_i ∂²f_k/∂θ_i² for every output. */
    double[] laplacians() {
        double[] sums = new double[second.length];
        for (int k = 0; k < sums.length; k++) {
            for (double v : second[k]) {
                sums[k] += v;
            }
        }
        return sums;
    }
}
