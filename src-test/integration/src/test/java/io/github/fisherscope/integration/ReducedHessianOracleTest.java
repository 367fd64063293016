package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.geometry.CriticalSet;
import io.github.fisherscope.core.geometry.ReducedHessian;
import io.github.fisherscope.core.geometry.ReducedHessian.Behaviour;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.testkit.OracleFile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loss beside two equal units, against a numpy program that minimised the network with one unit. */
class ReducedHessianOracleTest {
    private static final OracleFile CASE = OracleFile.read(ReducedHessianOracleTest.class, "/oracle/manifold.json")
            .cases("reduced_dynamics")
            .get(0);

    private static Dataset data() {
        double[][] x = CASE.matrix("x");
        return Dataset.ofRows(
                x.length,
                x[0].length,
                (t, row) -> System.arraycopy(x[t], 0, row, 0, row.length),
                DataSource.memory("oracle"));
    }

    private static Loss loss() {
        return Loss.squaredError(RealVector.of(CASE.vector("y")), 1);
    }

    /** Returns the network at a distance u and a split z from the one unit (w*, v*); without biases. */
    private static NeuralNetwork network(double[] u, double z) {
        double[] w = CASE.vector("one_unit_w");
        double v = CASE.number("one_unit_v");
        double[] theta = new double[6];
        for (int j = 0; j < 2; j++) {
            theta[j] = w[j] - (1 + z) / 2 * u[j];
            theta[2 + j] = w[j] + (1 - z) / 2 * u[j];
        }
        theta[4] = v * (1 - z) / 2;
        theta[5] = v * (1 + z) / 2;
        NetworkSpec spec = new NetworkSpec(List.of(2, 2, 1), new Activation.Tanh(), 1, 0).withoutBiases();
        return RandomNetworkGenerator.of(spec, 1).network(0).withParameterVector(theta);
    }

    private static ReducedHessian beside(double[] u, double z) {
        NeuralNetwork network = network(u, z);
        CriticalSet pair = new CriticalSet(CriticalSet.Kind.EQUAL, 1, 0, 1, 0, 0, true);
        return ReducedHessian.beside(network, pair, data(), loss()::summedGradient);
    }

    private static double loss(NeuralNetwork network) {
        Dataset data = data();
        double[] f = new double[data.samples()];
        double[] x = new double[2];
        for (int t = 0; t < f.length; t++) {
            data.copyRow(t, x);
            f[t] = network.output(x)[0];
        }
        return loss().value(f);
    }

    @Test
    void theReducedHessianIsThatOfTheOracle() {
        double[] h = CASE.vector("h_eigenvalues");
        for (double z : new double[] {-1.5, -0.5, 0, 0.9, 2}) {
            ReducedHessian found = beside(CASE.at("case").vector("u"), z);
            double factor = -CASE.number("one_unit_v") * (1 - z * z) / 4;
            double[] expected = Arrays.stream(h).map(x -> factor * x).sorted().toArray();
            assertThat(found.eigenvalues().toArray()).containsExactly(expected, within(1e-10 * h[1]));
            assertThat(found.split()).isCloseTo(z, within(1e-12));
            assertThat(found.total()).isCloseTo(CASE.number("one_unit_v"), within(1e-12));
            assertThat(found.behaviour()).isEqualTo(Behaviour.SADDLE); // H is indefinite
            assertThat(found.milnor()).isFalse();
            assertThat(found.slope()).isLessThan(1e-14);
        }
    }

    /** Losses of the rows at the oracle's tolerance, and their second-order form from these eigenvalues' matrix. */
    @Test
    void theLossBesideTheSetFollowsTheReducedHessian() {
        double[] u = CASE.at("case").vector("u");
        double best = CASE.number("one_unit_loss");
        double[][] h = CASE.matrix("h_matrix");
        for (OracleFile row : CASE.cases("rows")) {
            double z = row.number("z");
            double quadratic = h[0][0] * u[0] * u[0] + 2 * h[0][1] * u[0] * u[1] + h[1][1] * u[1] * u[1];
            double second = best - CASE.number("one_unit_v") * (1 - z * z) / 8 * quadratic;
            assertThat(loss(network(u, z))).isCloseTo(row.number("loss"), within(1e-15));
            assertThat(row.number("loss_second_order")).isCloseTo(second, within(1e-15));
            // The remainder is v²(1−z²)²/128 E[φ″²(u·x)⁴], about 1e-11 here, and a third order times the residual.
            assertThat(loss(network(u, z)) - best).isCloseTo(second - best, within(1e-10));
        }
    }

    /** A residual that is −φ″ makes H = −E[φ″² xxᵀ] definite, and the other sign the other one: either part of the set. */
    @Test
    void signsTellWhichPartOfTheSetAttracts() {
        double[] u = {1e-3, 2e-3};
        CriticalSet pair = new CriticalSet(CriticalSet.Kind.EQUAL, 1, 0, 1, 0, 0, true);
        Activation tanh = new Activation.Tanh();
        Dataset data = data();
        for (double sign : new double[] {-1, 1}) {
            for (double z : new double[] {0.3, 1.7}) {
                NeuralNetwork network = network(u, z);
                double[] w = CASE.vector("one_unit_w");
                ReducedHessian found = ReducedHessian.beside(network, pair, data, f -> {
                    double[] gradient = new double[f.length];
                    for (int t = 0; t < f.length; t++) {
                        double bend = tanh.secondDerivative(w[0] * data.get(t, 0) + w[1] * data.get(t, 1));
                        gradient[t] = -sign * bend; // the residual e = sign φ″ makes H definite with that sign
                    }
                    return gradient;
                });
                // v > 0: |z| < 1 repels for positive H and attracts for negative; |z| > 1 the other way.
                boolean repels = sign > 0 == Math.abs(z) < 1;
                assertThat(found.behaviour()).isEqualTo(repels ? Behaviour.REPELS : Behaviour.ATTRACTS);
                assertThat(found.milnor()).isTrue();
            }
        }
    }

    @Test
    void otherNetworksAreRefused() {
        NetworkSpec spec = new NetworkSpec(List.of(2, 2, 2), new Activation.Tanh(), 1, 0);
        NeuralNetwork network = RandomNetworkGenerator.of(spec, 1).network(0);
        CriticalSet pair = new CriticalSet(CriticalSet.Kind.EQUAL, 1, 0, 1, 0, 0, true);
        assertThatThrownBy(() -> ReducedHessian.beside(network, pair, data(), f -> f))
                .hasMessageContaining("one hidden layer and one output");
        CriticalSet silent = new CriticalSet(CriticalSet.Kind.SILENT, 1, 0, 0, 0, 0, true);
        assertThatThrownBy(() -> ReducedHessian.beside(network(new double[2], 0), silent, data(), f -> f))
                .hasMessageContaining("no pair");
    }
}
