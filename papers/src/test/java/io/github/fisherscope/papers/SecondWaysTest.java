package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.SymmetricSolve;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the experiments on natural gradients compute, in a second way. */
class SecondWaysTest {
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    /** The cases of the oracle of natural gradients: ranks are full, so that a step is α times the residual, exactly. */
    @ParameterizedTest
    @CsvSource({"EXACT, 9", "LAYERS, 9", "TRIDIAGONAL, 9", "KRONECKER, 9", "EXACT, 12", "LAYERS, 12", "TRIDIAGONAL, 12"
    })
    void realNetworksAreIsotropic(Isotropy form, int width) {
        assertThat(deviation(form, width, 5)).isLessThan(1e-11);
    }

    /** Beyond full rank they are not: K-FAC of the first layer at T = M_0 + 2, layers of the last one at T = M + 2. */
    @ParameterizedTest
    @CsvSource({"KRONECKER, 20, 8, 9", "LAYERS, 9, 10, 11"})
    void withoutFullRankTheyAreNot(Isotropy form, int width, int last, int next) {
        assertThat(deviation(form, width, last)).isLessThan(1e-6);
        assertThat(deviation(form, width, next)).isGreaterThan(1e-3);
    }

    private static double deviation(Isotropy form, int width, int samples) {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 1.5, 0.2, 7, width, width, width, 1);
        NeuralNetwork network = RandomNetworkGenerator.of(spec, 32).network(0);
        Dataset data = RandomInputs.of(32).standardNormal(0, samples, 7);
        return form.deviation(network, data, BACKEND);
    }

    /** 1ᵀN⁻¹1 by solving N²x = N1, which is positive definite, and by the recursion of the experiment. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6, 7, 9, 10, 12})
    void theTridiagonalRateSolvesItsSystem(int layers) {
        double[] square = new double[layers * layers];
        double[] right = new double[layers];
        for (int i = 0; i < layers; i++) {
            for (int j = 0; j < layers; j++) {
                right[i] += near(i, j);
                for (int k = 0; k < layers; k++) {
                    square[i * layers + j] += near(i, k) * near(k, j);
                }
            }
        }
        double sum = 0;
        for (double x : SymmetricSolve.of(square, layers, right)) {
            sum += x;
        }
        assertThat(Isotropy.TRIDIAGONAL.alpha(layers, 3)).isCloseTo(sum, within(1e-9));
    }

    private static double near(int i, int j) {
        return Math.abs(i - j) <= 1 ? 1 : 0;
    }

    /** The recursion for gradients with a covariance that is a whole matrix, in place of its diagonal. */
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 100, 1000})
    void theCovarianceOfGradientsIsThatOfMatrices(int time) {
        double[] g = {1, 0.49, 4};
        double[][] cov = new double[3][3];
        for (int t = 1; t <= time; t++) {
            double eta = 2.5 / (t + 30.0);
            double trace = 0;
            for (int i = 0; i < 3; i++) {
                trace += g[i] * cov[i][i];
            }
            double[][] next = new double[3][3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    // E (I − ηxxᵀ) C (I − ηxxᵀ) + η² G, with E xxᵀCxxᵀ = 2 GCG + tr(GC) G for normal x
                    double fourth = 2 * g[i] * cov[i][j] * g[j] + (i == j ? g[i] * (trace + 1) : 0);
                    next[i][j] = cov[i][j] * (1 - eta * (g[i] + g[j])) + eta * eta * fourth;
                }
            }
            cov = next;
        }
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += g[i] * cov[i][i];
        }
        assertThat(FisherEfficiency.expected(false, time)).isCloseTo(time * sum, within(1e-10 * time));
    }

    /** The number of wins that chance does not explain, by counting all outcomes of n coins. */
    @ParameterizedTest
    @ValueSource(ints = {5, 8, 12, 16})
    void winsAreCountedOverAllOutcomes(int coins) {
        int needed = AdaptiveAgainstPlain.needed(coins);
        assertThat(shareAtLeast(coins, needed)).isLessThanOrEqualTo(0.05);
        assertThat(shareAtLeast(coins, needed - 1)).isGreaterThan(0.05);
    }

    private static double shareAtLeast(int coins, int wins) {
        int count = 0;
        for (int outcome = 0; outcome < 1 << coins; outcome++) {
            count += Integer.bitCount(outcome) >= wins ? 1 : 0;
        }
        return count / (double) (1 << coins);
    }

    /** The fastest direction beside the best unit, from speeds along two axes instead of the reduced Hessian. */
    @Test
    void theFastestRateIsThatOfTheSpeeds() {
        TwoUnits task = TwoUnits.of(
                1,
                60,
                x -> Math.tanh(x[0] + 0.6 * x[1]) + 0.7 * Math.tanh(0.4 * x[0] - 0.8 * x[1]),
                new double[] {0.6, 0.05, 1.5},
                BACKEND);
        double[] a = task.pinned(new double[] {1e-3, 0}, 0, BACKEND);
        double[] b = task.pinned(new double[] {0, 1e-3}, 0, BACKEND);
        double mean = (a[0] + b[1]) / 2e-3;
        double root = Math.hypot((a[0] - b[1]) / 2e-3, (a[1] + b[0]) / 2e-3);
        assertThat(task.fastest(0)).isCloseTo(mean + root, within(1e-5));
        assertThat(a[1]).isCloseTo(b[0], within(1e-8));
    }
}
