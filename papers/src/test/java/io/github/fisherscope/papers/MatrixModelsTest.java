package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The matrices of the papers against gradients written out by hand for the same networks and inputs. */
class MatrixModelsTest {
    private static final long SEED = 4;

    /** F over the weights alone of f_k = Σ_j v_kj φ(Σ_i w_ji x_i). */
    @ParameterizedTest
    @ValueSource(strings = {"identity", "tanh", "erf"})
    void theSingleHiddenLayerIsThatOfItsWeights(String name) {
        int n = 4;
        int samples = 4 * n * n;
        WidthGrid.Job job = new WidthGrid.Job(n, 1);
        Activation activation = Activation.parse(name);
        NetworkSpec spec = NetworkSpec.of(activation, 1, 0, n, n, n);
        NeuralNetwork network = RandomNetworkGenerator.of(spec, job.seed(SEED)).network(1);
        Dataset data = job.inputs(spec, samples, SEED);
        double[][] w = weights(network, 1);
        double[][] v = weights(network, 2);
        double[][] fisher = new double[2 * n * n][2 * n * n];
        double[] x = new double[n];
        for (int t = 0; t < samples; t++) {
            data.copyRow(t, x);
            double[] u = product(w, x);
            for (int k = 0; k < n; k++) {
                double[] gradient = new double[2 * n * n];
                for (int j = 0; j < n; j++) {
                    for (int i = 0; i < n; i++) {
                        gradient[j * n + i] = v[k][j] * activation.derivative(u[j]) * x[i];
                    }
                    gradient[n * n + k * n + j] = activation.value(u[j]);
                }
                addOuter(fisher, gradient, 1.0 / samples);
            }
        }
        RealVector found = measured(new SingleHiddenLayerModel(name, name), job);
        assertThat(found.size()).isEqualTo(2 * n * n);
        assertMoments(found, fisher);
    }

    /** With one output, F/T has the eigenvalues of the Gram matrix of gradients. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "identity"})
    void theCentredNetworkHasTheGramMatrixOfItsGradients(String name) {
        int samples = 6;
        int m = 2 * samples;
        WidthGrid.Job job = new WidthGrid.Job(samples, 0);
        Activation activation = Activation.parse(name);
        NetworkSpec spec = NetworkSpec.uniform(3, m, m, 1, activation, 1.5, 0);
        NeuralNetwork network = RandomNetworkGenerator.of(spec, job.seed(SEED)).network(0);
        double[][] gradients = gradients(network, activation, job.inputs(spec, samples, SEED));
        double[][] gram = gram(gradients, 1.0 / samples);

        assertMoments(measured(new CentredNetworkModel(name, name, 1.5), job), gram);
    }

    /** The tangent kernel of N(0, 1) weights over the width: gradients by our weights are larger by √M/σ_w. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "erf"})
    void theTangentKernelIsThatOfStandardWeights(String name) {
        int samples = 5;
        int m = 2 * samples;
        WidthGrid.Job job = new WidthGrid.Job(samples, 0);
        Activation activation = Activation.parse(name);
        double meanSquare = GaussianExpectation.of(activation).at(1).meanSquare();
        NetworkSpec spec = NetworkSpec.uniform(3, m, m, 1, activation, 1 / meanSquare, 0);
        NeuralNetwork network = RandomNetworkGenerator.of(spec, job.seed(SEED)).network(0);
        Dataset plain = job.inputs(spec, samples, SEED);
        double[][] gradients = gradients(network, activation, plain, Math.sqrt(meanSquare));
        double[][] gram = gram(gradients, 1 / (meanSquare * m));

        assertMoments(measured(new LinearWidthModel(LinearWidthModel.Kernel.TANGENT, name), job), gram);
    }

    private static RealVector measured(SpectralDensity.MatrixModel model, WidthGrid.Job job) {
        try (Backend backend = Backends.onClassPath()
                .open(Backends.AUTO, BackendConfig.defaults().withThreads(1))) {
            return model.eigenvalues(job, SEED, backend);
        }
    }

    /** Trace and squared norm are sums over eigenvalues and over entries; rounding of a few hundred products each. */
    private static void assertMoments(RealVector eigenvalues, double[][] matrix) {
        double trace = 0;
        double squares = 0;
        for (int i = 0; i < matrix.length; i++) {
            trace += matrix[i][i];
            for (double entry : matrix[i]) {
                squares += entry * entry;
            }
        }
        assertThat(eigenvalues.sum()).isCloseTo(trace, within(1e-11 * trace));
        assertThat(eigenvalues.stream().map(e -> e * e).sum()).isCloseTo(squares, within(1e-11 * squares));
        assertThat(eigenvalues.get(0)).isBetween(Math.sqrt(squares / matrix.length), Math.sqrt(squares));
    }

    private static double[][] gradients(NeuralNetwork network, Activation activation, Dataset data) {
        return gradients(network, activation, data, 1);
    }

    /** Returns the gradient of the only output by all weights of three layers and by their biases, which are 0, for each sample. */
    private static double[][] gradients(NeuralNetwork network, Activation activation, Dataset data, double scale) {
        double[][] w1 = weights(network, 1);
        double[][] w2 = weights(network, 2);
        double[][] w3 = weights(network, 3);
        int m = w1.length;
        double[][] all = new double[data.samples()][];
        double[] x = new double[data.inputs()];
        for (int t = 0; t < all.length; t++) {
            data.copyRow(t, x);
            for (int i = 0; i < x.length; i++) {
                x[i] *= scale;
            }
            double[] u1 = product(w1, x);
            double[] h1 = map(u1, activation);
            double[] u2 = product(w2, h1);
            double[] h2 = map(u2, activation);
            double[] back2 = new double[m];
            double[] back1 = new double[m];
            for (int j = 0; j < m; j++) {
                back2[j] = w3[0][j] * activation.derivative(u2[j]);
            }
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < m; j++) {
                    back1[i] += w2[j][i] * back2[j];
                }
                back1[i] *= activation.derivative(u1[i]);
            }
            double[] gradient = new double[m * x.length + m * m + m + 2 * m + 1];
            for (int j = 0; j < m; j++) {
                for (int i = 0; i < x.length; i++) {
                    gradient[j * x.length + i] = back1[j] * x[i];
                }
                for (int i = 0; i < m; i++) {
                    gradient[m * x.length + j * m + i] = back2[j] * h1[i];
                }
                gradient[m * x.length + m * m + j] = h2[j];
                gradient[m * x.length + m * m + m + j] = back1[j];
                gradient[m * x.length + m * m + 2 * m + j] = back2[j];
            }
            gradient[gradient.length - 1] = 1;
            all[t] = gradient;
        }
        return all;
    }

    private static double[][] gram(double[][] rows, double factor) {
        double[][] gram = new double[rows.length][rows.length];
        for (int s = 0; s < rows.length; s++) {
            for (int t = 0; t < rows.length; t++) {
                double sum = 0;
                for (int i = 0; i < rows[s].length; i++) {
                    sum += rows[s][i] * rows[t][i];
                }
                gram[s][t] = factor * sum;
            }
        }
        return gram;
    }

    private static double[] map(double[] u, Activation activation) {
        double[] h = new double[u.length];
        for (int i = 0; i < u.length; i++) {
            h[i] = activation.value(u[i]);
        }
        return h;
    }

    private static double[] product(double[][] matrix, double[] x) {
        double[] result = new double[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < x.length; j++) {
                result[i] += matrix[i][j] * x[j];
            }
        }
        return result;
    }

    private static void addOuter(double[][] matrix, double[] v, double factor) {
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < v.length; j++) {
                matrix[i][j] += factor * v[i] * v[j];
            }
        }
    }

    private static double[][] weights(NeuralNetwork network, int layer) {
        double[][] rows = new double[network.width(layer)][network.width(layer - 1)];
        for (int i = 0; i < rows.length; i++) {
            network.copyWeightRow(layer, i, rows[i]);
        }
        return rows;
    }
}
