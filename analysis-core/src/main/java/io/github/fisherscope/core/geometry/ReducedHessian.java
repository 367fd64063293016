package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.math.SymmetricEigenvalues;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * What the loss does beside the set where two units of a network with one hidden layer and one output are the same. With the
 * total outgoing weight v = v_1 + v_2, the split z = (v_2 − v_1)/v and the distance u = ω_2 − ω_1 (weights and, if there is one,
 * bias) the loss beside a minimum of the smaller network is {@code E* − v(1 − z²)/8 · uᵀHu}, {@code H = E[e φ″ x xᵀ]} with
 * the residual e = −∂ℓ/∂f at the smaller network and the inputs x, with a last 1 for the bias. So where {@code v(1−z²)H} is
 * negative definite the set attracts, where it has a positive eigenvalue learning leaves it, and if H is definite the set
 * attracts on one side of |z| = 1 and repels on the other: a Milnor attractor, beside which learning is slow (Wei, Zhang,
 * Cousseau, Ozeki and Amari 2008; Amari, Ozeki, Karakida, Yoshida and Okada 2018). Near, but not at, a minimum of the smaller
 * network the sign still tells where u goes, to first order.
 *
 * @param total v
 * @param split z
 * @param eigenvalues of the second derivative of the loss in u, {@code −v(1−z²)/4 · H}, ascending
 * @param behaviour what they mean
 * @param slope ‖∂E/∂(ω, v, c)‖ of the smaller network, 0 where it is at a minimum
 */
public record ReducedHessian(double total, double split, RealVector eigenvalues, Behaviour behaviour, double slope) {
    private static final double ZERO = 1e-12;

    /** How learning moves beside the set. */
    public enum Behaviour {
        /** The loss rises in every direction away from the set. */
        ATTRACTS("the loss rises away from it in every direction: this part of the set attracts"),
        /** The loss falls in every direction away from the set. */
        REPELS("the loss falls away from it in every direction: this part of the set repels"),
        /** The loss rises in some directions and falls in others. */
        SADDLE("the loss falls away from it in some directions and rises in others: a saddle"),
        /** To second order the loss does not change. */
        FLAT("the loss does not change away from it to second order");

        private final String words;

        Behaviour(String words) {
            this.words = words;
        }

        /** Returns the meaning in words. */
        public String words() {
            return words;
        }
    }

    /** Returns whether the set is defined for a network: one hidden layer, one output that is linear. */
    public static boolean defined(NeuralNetwork network) {
        return network.depth() == 2 && network.outputs() == 1 && network.linearOutput();
    }

    /** Returns whether H is definite, so that one part of the set attracts and the other repels. */
    public boolean milnor() {
        return behaviour == Behaviour.ATTRACTS || behaviour == Behaviour.REPELS;
    }

    /**
     * Looks at the set beside a network. Cost: a forward pass and T times the square of the number of inputs.
     *
     * @param pair two units of the one hidden layer
     * @param outputGradient takes the T outputs f to ∂ℓ_t/∂f_t
     * @throws IllegalArgumentException if the network has another shape, or the set is not of two units
     */
    public static ReducedHessian beside(
            NeuralNetwork network, CriticalSet pair, Dataset data, UnaryOperator<double[]> outputGradient) {
        Args.require(
                defined(network),
                "the network has %d layers and %d outputs; the reduced Hessian is that of one hidden layer and one output",
                network.depth(),
                network.outputs());
        boolean opposite = pair.kind() == CriticalSet.Kind.OPPOSITE;
        Args.require(opposite || pair.kind() == CriticalSet.Kind.EQUAL, "%s is no pair of units", pair.words());
        double first = network.weight(2, 0, pair.unit());
        double second = (opposite ? -1 : 1) * network.weight(2, 0, pair.other());
        double total = first + second;
        double split = (second - first) / total;
        Merged merged = new Merged(network, pair, first, second);
        double[] h = merged.curvature(data, outputGradient);
        double factor = -total * (1 - split * split) / 4;
        int n = merged.omega.length;
        double[] eigenvalues = SymmetricEigenvalues.of(h, n).toArray();
        for (int i = 0; i < n; i++) {
            eigenvalues[i] *= factor;
        }
        Arrays.sort(eigenvalues);
        return new ReducedHessian(
                total, split, RealVector.takingOver(eigenvalues), behaviour(eigenvalues), merged.slope);
    }

    private static Behaviour behaviour(double[] eigenvalues) {
        double size = 0;
        for (double x : eigenvalues) {
            size = Math.max(size, Math.abs(x));
        }
        boolean rises = false;
        boolean falls = false;
        for (double x : eigenvalues) {
            rises |= x > ZERO * size;
            falls |= x < -ZERO * size;
        }
        return rises && falls
                ? Behaviour.SADDLE
                : rises ? Behaviour.ATTRACTS : falls ? Behaviour.REPELS : Behaviour.FLAT;
    }

    /** The network with the two units made one. */
    private static final class Merged {
        private final NeuralNetwork network;
        private final CriticalSet pair;
        private final double total;
        private final double[] omega;
        private final boolean bias;
        private double slope;

        Merged(NeuralNetwork network, CriticalSet pair, double first, double second) {
            this.network = network;
            this.pair = pair;
            this.total = first + second;
            this.bias = network.layer(1).hasBias();
            ChainVectors vectors = new ChainVectors(network);
            double sign = pair.kind() == CriticalSet.Kind.OPPOSITE ? -1 : 1;
            double[] a = vectors.incomingValues(1, pair.unit());
            double[] b = vectors.incomingValues(1, pair.other());
            this.omega = new double[a.length];
            for (int e = 0; e < a.length; e++) {
                omega[e] = (first * a[e] + second * sign * b[e]) / total;
            }
        }

        private double[] input(Dataset data, int t) {
            double[] x = new double[omega.length];
            data.copyRow(t, x, 0);
            if (bias) {
                x[x.length - 1] = 1;
            }
            return x;
        }

        private double argument(double[] x) {
            double sum = 0;
            for (int e = 0; e < x.length; e++) {
                sum += omega[e] * x[e];
            }
            return sum;
        }

        private double output(Dataset data, int t) {
            double[] x = new double[network.inputs()];
            data.copyRow(t, x);
            Activation activation = network.activation(1);
            double[] u = network.layer(1).preActivation(x);
            double f = network.bias(2, 0) + total * activation.value(argument(input(data, t)));
            double offset = pair.kind() == CriticalSet.Kind.OPPOSITE
                    ? 2 * activation.value(0) * network.weight(2, 0, pair.other())
                    : 0;
            for (int i = 0; i < u.length; i++) {
                f += i == pair.unit() || i == pair.other() ? 0 : network.weight(2, 0, i) * activation.value(u[i]);
            }
            return f + offset;
        }

        double[] curvature(Dataset data, UnaryOperator<double[]> outputGradient) {
            int samples = data.samples();
            double[] f = new double[samples];
            for (int t = 0; t < samples; t++) {
                f[t] = output(data, t);
            }
            double[] gradient = outputGradient.apply(f);
            Activation activation = network.activation(1);
            int n = omega.length;
            double[] h = new double[n * n];
            double[] along = new double[n + 1];
            for (int t = 0; t < samples; t++) {
                double[] x = input(data, t);
                double u = argument(x);
                double bend = -gradient[t] * activation.secondDerivative(u) / samples;
                for (int i = 0; i < n; i++) {
                    along[i] += gradient[t] * total * activation.derivative(u) * x[i] / samples;
                    for (int j = 0; j < n; j++) {
                        h[i * n + j] += bend * x[i] * x[j];
                    }
                }
                along[n] += gradient[t] * activation.value(u) / samples;
            }
            double squares = 0;
            for (double g : along) {
                squares += g * g;
            }
            slope = Math.sqrt(squares);
            return h;
        }
    }
}
