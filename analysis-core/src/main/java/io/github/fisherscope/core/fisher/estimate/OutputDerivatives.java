package io.github.fisherscope.core.fisher.estimate;

import io.github.fisherscope.core.fisher.UsualNetwork;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;

/**
 * Outputs of one sample with their first and second derivatives with respect to each single parameter, by plain loops:
 * {@code ∂f/∂W_ij = δ_i h_j} and {@code ∂²f/∂W_ij² = H_ii h_j²} with the Hessian H of f in u^l,
 * {@code H^l = D W^{l+1}ᵀ H^{l+1} W^{l+1} D + diag(φ″(u^l) ∘ W^{l+1}ᵀ δ^{l+1})}, D = diag φ′(u^l), H^L = 0.
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
        UsualNetwork.require(network);
        this.network = network;
        this.layout = network.layout();
        this.depth = network.depth();
        this.inputs = new double[depth + 1][];
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
            if (l < depth) {
                inputs[l + 1] = new double[u.length];
                for (int i = 0; i < u.length; i++) {
                    inputs[l + 1][i] = network.activation(l).value(u[i]);
                }
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
            write(k, l, delta, hessian);
            if (l > 1) {
                double[][] w = weights(l);
                double[] below = transposed(w, delta);
                double[][] next = network.activation(l - 1).piecewiseLinear()
                        ? new double[below.length][below.length]
                        : sandwich(w, hessian);
                double[] u = preActivations[l - 1];
                for (int i = 0; i < below.length; i++) {
                    double slope = network.activation(l - 1).derivative(u[i]);
                    for (int j = 0; j < below.length; j++) {
                        next[i][j] *= slope * network.activation(l - 1).derivative(u[j]);
                    }
                    next[i][i] += network.activation(l - 1).secondDerivative(u[i]) * below[i];
                    below[i] *= slope;
                }
                delta = below;
                hessian = next;
            }
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
            first[k][b + i] = delta[i];
            second[k][b + i] = hessian[i][i];
        }
    }

    private double[][] weights(int l) {
        double[][] w = new double[network.width(l)][network.width(l - 1)];
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
        return preActivations[depth];
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
