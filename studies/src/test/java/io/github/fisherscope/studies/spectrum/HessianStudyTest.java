package io.github.fisherscope.studies.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.JacobianProducts;
import io.github.fisherscope.core.fisher.LabelExpectation;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.results.spectrum.HessianInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo.Density;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.spectra.dense.DenseEigenSolver;
import io.github.fisherscope.spectra.dense.DenseLibrary;
import io.github.fisherscope.spectra.fisher.Fisher;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies of the Hessian of the loss. */
class HessianStudyTest {
    private static final int SAMPLES = 9;
    private static final NetworkSpec SPEC = NetworkSpec.of(Activation.parse("tanh"), 2, 0.3, 4, 6, 5, 3);

    private static Dataset data(Labels labels) {
        Dataset inputs = RandomInputs.of(7).standardNormal(0, SAMPLES, 4);
        return Dataset.of(NpyArray.ofRows(SAMPLES, 4, inputs::copyRow), labels, DataSource.memory("test"));
    }

    private static Labels classes() {
        return Labels.Classes.of(3, 0, 1, 2, 2, 1, 0, 1, 1, 2);
    }

    private static StudyConfig config(Likelihood likelihood, Labels labels) {
        return StudyConfig.random(SPEC, SAMPLES)
                .withSeed(7)
                .withLikelihood(likelihood)
                .withInputs(new InputSource.Given(data(labels)))
                .withMatrix(new StudiedMatrix.Hessian());
    }

    private static NeuralNetwork network() {
        return RandomNetworkGenerator.of(SPEC, 7).network(0);
    }

    /** Returns the eigenvalues, descending, of the Hessian by central differences of gradients from Jacobian products. */
    private static double[] byDifferences(Likelihood likelihood, Labels labels) {
        double h = 1e-4;
        double[] theta = network().parameterVector();
        int p = theta.length;
        double[][] hessian = new double[p][p];
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            for (int i = 0; i < p; i++) {
                double[] up = gradient(theta, i, h, likelihood, labels, backend);
                double[] down = gradient(theta, i, -h, likelihood, labels, backend);
                for (int j = 0; j < p; j++) {
                    hessian[i][j] += (up[j] - down[j]) / (4 * h);
                    hessian[j][i] += (up[j] - down[j]) / (4 * h);
                }
            }
        }
        return DenseEigenSolver.of(DenseLibrary.EJML).eigenvalues(hessian).toArray();
    }

    private static double[] gradient(
            double[] theta, int i, double h, Likelihood likelihood, Labels labels, Backend backend) {
        double[] moved = theta.clone();
        moved[i] += h;
        try (Linearization at = Linearization.of(network().withParameterVector(moved), data(labels), backend);
                JacobianProducts products = JacobianProducts.of(at)) {
            Loss loss = Loss.of(likelihood, labels, 3);
            double[] gradient = products.transposed(loss.summedGradient(at.outputs()));
            for (int j = 0; j < gradient.length; j++) {
                gradient[j] /= SAMPLES;
            }
            return gradient;
        }
    }

    /** Differences are exact to h² times a fourth derivative, some 1e-7 of λ_max. */
    @ParameterizedTest
    @ValueSource(strings = {"categorical", "gaussian"})
    void allEigenvaluesAreThoseOfDifferences(String name) {
        Likelihood likelihood = Likelihood.parse(name);
        double[] numbers = new double[SAMPLES * 3];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 3 * Math.sin(i);
        }
        Labels labels = name.equals("gaussian") ? new Labels.Targets(RealVector.of(numbers), 3) : classes();
        double[] expected = byDifferences(likelihood, labels);
        int p = expected.length;

        SpectrumResult result = SpectrumStudy.of(config(likelihood, labels)).run();

        double unit = 1e-6 * expected[0];
        assertThat(result.fisher().matrix()).isEqualTo("hessian");
        assertThat(result.spectrum().run().method()).isEqualTo("dense");
        RealVector values = result.spectrum().eigenvalues();
        assertThat(values.size()).isEqualTo(p);
        for (int i = 0; i < p; i++) {
            assertThat(values.get(i)).isCloseTo(expected[i], within(unit));
        }
        assertThat(result.learningRate().bound()).isCloseTo(2 / expected[0], within(1e-5 * 2 / expected[0]));
        assertThat(result.learningRate().predictedBound()).isNull();
        HessianInfo hessian = Objects.requireNonNull(result.hessian());
        assertThat(hessian.smallest().get(0)).isCloseTo(expected[p - 1], within(unit));
        assertThat(hessian.negative())
                .isEqualTo(values.stream().filter(v -> v < -1e-10).count())
                .isPositive();
        assertThat(result.spectrum().checks()).hasSize(3).allMatch(c -> c.relativeDifference() < 1e-7);
        // Weyl: no eigenvalue is farther from that of the Fisher matrix than the norm of the residual term
        assertThat(Math.abs(result.spectrum().max() - hessian.fisherMax()))
                .isLessThanOrEqualTo(hessian.residualNorm() * (1 + 1e-3));
        double magnitude = Math.max(values.get(0), -values.get(p - 1));
        assertThat(hessian.residualShare()).isCloseTo(hessian.residualNorm() / magnitude, within(1e-12));
    }

    @Test
    void bothEndsAndTheDensityAreThoseOfAllEigenvalues() {
        StudyConfig config = config(new Likelihood.Categorical(), classes());
        SpectrumResult all = SpectrumStudy.of(config).run();
        SpectrumResult ends =
                SpectrumStudy.of(config.withMethod(Method.QUADRATURE)).run();

        RealVector values = all.spectrum().eigenvalues();
        double unit = 1e-7 * values.get(0);
        for (int i = 0; i < 10; i++) {
            assertThat(ends.spectrum().eigenvalues().get(i)).isCloseTo(values.get(i), within(unit));
        }
        HessianInfo hessian = Objects.requireNonNull(ends.hessian());
        HessianInfo exact = Objects.requireNonNull(all.hessian());
        for (int i = 0; i < hessian.smallest().size(); i++) {
            assertThat(hessian.smallest().get(i)).isCloseTo(values.get(values.size() - 1 - i), within(unit));
        }
        assertThat(hessian.negative()).isNull();
        assertThat(hessian.residualNorm()).isCloseTo(exact.residualNorm(), within(1e-3 * exact.residualNorm()));
        Density density = Objects.requireNonNull(ends.spectrum().density());
        assertThat(density.nodes().stream().min().orElseThrow())
                .as("negative eigenvalues are kept")
                .isNegative();
        assertThat(density.grid().get(0)).as("and drawn").isNegative();
        assertThat(density.weights().sum()).isCloseTo(1, within(1e-10));
        // 10 probes of a matrix with 83 rows: the share scatters by some √(1/(4 · 83 · 10)) = 2 %
        assertThat(hessian.negativeFraction()).isCloseTo(Objects.requireNonNull(exact.negativeFraction()), within(0.1));
    }

    @Test
    void fittedLabelsLeaveTheFisherMatrix() {
        double[] outputs;
        try (Backend backend = Backends.onClassPath().open("java", BackendConfig.defaults());
                Linearization at = Linearization.of(network(), data(Labels.none()), backend)) {
            outputs = at.outputs();
        }
        StudyConfig config = config(new Likelihood.Gaussian(1), new Labels.Targets(RealVector.of(outputs), 3));
        SpectrumResult hessian = SpectrumStudy.of(config).run();
        double fisher = Fisher.of(network(), data(Labels.none())).largest(1).value(0);
        assertThat(hessian.spectrum().max()).isCloseTo(fisher, within(1e-8 * fisher));
        HessianInfo info = Objects.requireNonNull(hessian.hessian());
        // another backend rounds the outputs otherwise
        assertThat(info.loss()).isLessThan(1e-25);
        assertThat(info.residualShare()).isLessThan(1e-12);
    }

    @Test
    void whatHasNoHessianIsRefusedBeforeAnyWork() {
        StudyConfig config = config(new Likelihood.Categorical(), classes());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpectrumStudy.of(config.withInputs(new InputSource.StandardNormal(5)))
                        .run())
                .withMessageContaining("needs labels");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SpectrumStudy.of(config.withMethod(Method.DUAL)).run())
                .withMessageContaining("method is dual; it needs a matrix without negative eigenvalues");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpectrumStudy.of(
                                config.withFisher(FisherRequest.monteCarlo(new Likelihood.Categorical(), 1, 1)))
                        .run())
                .withMessageContaining(LabelExpectation.MONTE_CARLO.id());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpectrumStudy.of(config.withLikelihood(new Likelihood.Gaussian(1)))
                        .run())
                .withMessageContaining("needs real targets");
    }
}
