package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.training.Loss;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LossHessianTest {
    private static final int SAMPLES = 6;

    /** A network, its data, a likelihood with labels, and the output activation. */
    record Case(String kind, String widths, String likelihood, String outputActivation) {
        FisherCase fisher() {
            return FisherCase.of(kind, widths, SAMPLES, request());
        }

        private int outputs() {
            return Integer.parseInt(widths.substring(widths.lastIndexOf(',') + 1));
        }

        FisherRequest.Exact request() {
            return FisherRequest.exact(Likelihood.parse(likelihood))
                    .withOutputActivation(Activation.parse(outputActivation));
        }

        Labels labels() {
            var empirical = (FisherRequest.Empirical)
                    FisherCase.request(likelihood, LabelExpectation.EMPIRICAL, SAMPLES, outputs());
            return empirical.labels();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("tanh", "3,4,3,2", "gaussian", "identity"),
                new Case("sigmoid", "2,5,3", "categorical", "identity"),
                new Case("softplus", "3,4,2", "bernoulli", "identity"),
                new Case("silu", "2,3,3,2", "poisson", "identity"),
                new Case("relu", "3,5,4,2", "categorical", "identity"),
                new Case("tanh", "2,4,3", "gaussian", "sigmoid"),
                new Case("tanh", "3,2", "bernoulli", "identity"),
                new Case("tanh", "2,3,3,3,2", "bernoulli", "tanh"),
                new Case("tanh|relu|silu/101", "3,4,4,2", "categorical", "identity"),
                new Case("softplus|sigmoid|tanh/none", "2,4,3,3", "gaussian", "identity"),
                new Case("sigmoid|tanh/01", "3,4,2", "bernoulli", "sigmoid"));
    }

    private static Backend backend(String name) {
        return Backends.onClassPath().open(name, new BackendConfig(Precision.DOUBLE, 2));
    }

    /** Returns the Hessian of the loss by second derivatives of its definition, pair by pair of parameters. */
    private static double[][] bySecondDerivatives(Case c) {
        int p = c.fisher().parameters();
        double[][] hessian = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j <= i; j++) {
                hessian[i][j] = loss(c, i, j).mixed();
                hessian[j][i] = hessian[i][j];
            }
        }
        return hessian;
    }

    private static SecondOrder loss(Case c, int i, int j) {
        NeuralNetwork network = c.fisher().network();
        double[] values = network.parameterVector();
        SecondOrder[] theta = new SecondOrder[values.length];
        for (int k = 0; k < theta.length; k++) {
            theta[k] = new SecondOrder(values[k], k == i ? 1 : 0, k == j ? 1 : 0, 0);
        }
        SecondOrder sum = SecondOrder.constant(0);
        RealVector labels = ObservedLabels.vectors(c.request().likelihood(), c.labels(), SAMPLES, network.outputs());
        double[] x = new double[network.inputs()];
        for (int t = 0; t < SAMPLES; t++) {
            c.fisher().data().copyRow(t, x);
            SecondOrder[] f = outputs(c, network, theta, x);
            double[] y = labels.slice(t * f.length, (t + 1) * f.length).toArray();
            sum = sum.plus(lossOf(c.likelihood(), f, y));
        }
        return sum.times(1.0 / SAMPLES);
    }

    private static SecondOrder[] outputs(Case c, NeuralNetwork network, SecondOrder[] theta, double[] x) {
        SecondOrder[] h = Arrays.stream(x).mapToObj(SecondOrder::constant).toArray(SecondOrder[]::new);
        for (int l = 1; l <= network.depth(); l++) {
            int weights = (int) network.layout().weightOffset(l);
            SecondOrder[] u = new SecondOrder[network.width(l)];
            for (int i = 0; i < u.length; i++) {
                u[i] = network.layer(l).hasBias()
                        ? theta[(int) network.layout().biasOffset(l) + i]
                        : SecondOrder.constant(0);
                for (int j = 0; j < h.length; j++) {
                    u[i] = u[i].plus(theta[weights + i * h.length + j].times(h[j]));
                }
                u[i] = u[i].activate(network.activation(l).id());
            }
            h = u;
        }
        return Arrays.stream(h).map(f -> f.activate(c.outputActivation())).toArray(SecondOrder[]::new);
    }

    private static SecondOrder lossOf(String likelihood, SecondOrder[] f, double[] y) {
        SecondOrder sum = SecondOrder.constant(0);
        SecondOrder normalization = SecondOrder.constant(0);
        for (int k = 0; k < f.length; k++) {
            SecondOrder target = SecondOrder.constant(y[k]);
            normalization = normalization.plus(f[k].exp());
            sum = switch (likelihood) {
                case "gaussian" ->
                    sum.plus(f[k].minus(target).times(f[k].minus(target)).times(0.5));
                case "categorical" -> sum.minus(f[k].times(target));
                case "bernoulli" ->
                    sum.minus(f[k].times(target))
                            .plus(f[k].exp().plus(SecondOrder.constant(1)).log());
                default -> sum.plus(f[k].exp()).minus(f[k].times(target));
            };
        }
        return likelihood.equals("categorical") ? sum.plus(normalization.log()) : sum;
    }

    private static double[][] dense(LossHessian hessian) {
        int p = hessian.dimension();
        double[][] units = new double[p][p];
        double[][] columns = new double[p][p];
        for (int i = 0; i < p; i++) {
            units[i][i] = 1;
        }
        hessian.applyBatch(units, columns);
        return columns;
    }

    private static double largest(double[][] matrix) {
        return Arrays.stream(matrix)
                .mapToDouble(row -> Arrays.stream(row).map(Math::abs).sum())
                .max()
                .orElseThrow();
    }

    /** Rounding is some hundred units of 2e-16; 1e-9 of λ_max, at least the largest column over √P, is far above it. */
    private static void assertClose(double[][] found, double[][] expected, double relative) {
        double allowed = relative * largest(expected) / Math.sqrt(expected.length);
        assertThat(allowed).isPositive();
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected.length; j++) {
                assertThat(found[i][j]).as("entry %d, %d", i, j).isCloseTo(expected[i][j], within(allowed));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyEntryIsTheSecondDerivativeOfTheLoss(Case c) {
        double[][] expected = bySecondDerivatives(c);
        FisherCase f = c.fisher();
        for (String name : new String[] {"java", Backends.AUTO}) {
            try (Backend backend = backend(name);
                    Linearization at = Linearization.of(f.network(), f.data(), backend);
                    LossHessian whole = LossHessian.at(at, c.request(), c.labels());
                    LossHessian batches = LossHessian.of(f.network(), f.data(), c.request(), c.labels(), backend, 4)) {
                assertClose(dense(whole), expected, 1e-9);
                assertClose(dense(batches), expected, 1e-9);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void productsAreTheDifferencesOfGradients(Case c) {
        FisherCase f = c.fisher();
        double[] theta = f.network().parameterVector();
        double[] v = new double[theta.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = Math.sin(1 + 3.0 * i);
        }
        try (Backend backend = backend("java");
                Linearization at = Linearization.of(f.network(), f.data(), backend);
                LossHessian hessian = LossHessian.at(at, c.request(), c.labels())) {
            double[] product = new double[v.length];
            hessian.apply(v, product);
            double h = 1e-4;
            double[] up = gradient(c, moved(theta, v, h), backend);
            double[] down = gradient(c, moved(theta, v, -h), backend);
            double norm = Math.sqrt(Arrays.stream(product).map(x -> x * x).sum());
            for (int i = 0; i < v.length; i++) {
                // h² times a fourth derivative of order one along v, whose norm is about 5; rounding is 1e-16/h.
                assertThat(product[i]).isCloseTo((up[i] - down[i]) / (2 * h), within(1e-5 * norm));
            }
        }
    }

    private static double[] moved(double[] theta, double[] v, double h) {
        double[] moved = theta.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += h * v[i];
        }
        return moved;
    }

    /** Without an output activation from the loss and Jacobian products, which know nothing of the Hessian. */
    private static double[] gradient(Case c, double[] theta, Backend backend) {
        FisherCase f = c.fisher();
        NeuralNetwork network = f.network().withParameterVector(theta);
        try (Linearization at = Linearization.of(network, f.data(), backend);
                JacobianProducts products = JacobianProducts.of(at);
                LossHessian hessian = LossHessian.at(at, c.request(), c.labels())) {
            double[] own = hessian.gradient();
            if (c.outputActivation().equals("identity")) {
                Loss loss = Loss.of(c.request().likelihood(), c.labels(), network.outputs());
                double[] summed = products.transposed(loss.summedGradient(at.outputs()));
                for (int i = 0; i < own.length; i++) {
                    assertThat(summed[i] / SAMPLES).isCloseTo(own[i], within(1e-13));
                }
            }
            return own;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itIsTheFisherMatrixAndTheResidualTerm(Case c) {
        FisherCase f = c.fisher();
        double[][] fisher = f.matrix();
        try (Backend backend = backend(Backends.AUTO);
                Linearization at = Linearization.of(f.network(), f.data(), backend);
                LossHessian hessian = LossHessian.at(at, c.request(), c.labels())) {
            double[][] whole = dense(hessian);
            double[][] residual = dense(hessian.residual());
            for (int i = 0; i < whole.length; i++) {
                for (int j = 0; j < whole.length; j++) {
                    residual[i][j] += fisher[i][j];
                }
            }
            assertClose(residual, whole, 1e-12);
        }
    }

    @Test
    void theResidualTermVanishesWhereTheLabelsAreFitted() {
        Case c = new Case("tanh", "3,4,3,2", "gaussian", "identity");
        FisherCase f = c.fisher();
        try (Backend backend = backend("java");
                Linearization at = Linearization.of(f.network(), f.data(), backend)) {
            Labels fitted = new Labels.Targets(RealVector.of(at.outputs()), 2);
            try (LossHessian hessian = LossHessian.at(at, c.request(), fitted)) {
                assertThat(largest(dense(hessian.residual()))).isZero();
                assertClose(dense(hessian), f.matrix(), 1e-12);
            }
        }
    }

    @Test
    void momentsAndEigenvaluesAreThoseOfTheEntries() {
        Case c = new Case("tanh", "3,4,3,2", "gaussian", "identity");
        FisherCase f = c.fisher();
        try (Backend backend = backend(Backends.AUTO);
                Linearization at = Linearization.of(f.network(), f.data(), backend);
                LossHessian hessian = LossHessian.at(at, c.request(), c.labels())) {
            double[][] entries = dense(hessian);
            RealVector values = hessian.eigenvalues();
            DualMoments moments = hessian.columnMoments();
            double trace = 0;
            double squares = 0;
            double firstBlock = 0;
            for (int i = 0; i < entries.length; i++) {
                trace += entries[i][i];
                for (int j = 0; j < entries.length; j++) {
                    double square = entries[i][j] * entries[i][j];
                    squares += square;
                    firstBlock += f.layer(i) == 1 && f.layer(j) == 1 ? square : 0;
                }
            }
            assertThat(moments.trace()).isCloseTo(trace, within(1e-12));
            assertThat(moments.squaredNorm()).isCloseTo(squares, within(1e-12 * squares));
            assertThat(moments.layerSquaredNorms().get(0)).isCloseTo(firstBlock, within(1e-12 * squares));
            assertThat(values.sum()).isCloseTo(trace, within(1e-10));
            assertThat(values.stream().map(v -> v * v).sum()).isCloseTo(squares, within(1e-10 * squares));
            assertThat(values.get(values.size() - 1)).as("an indefinite matrix").isNegative();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowsOnTheBackendHaveTheImagesOfArrays(Case c) {
        FisherCase f = c.fisher();
        int p = f.parameters();
        try (Backend backend = backend("java");
                Linearization at = Linearization.of(f.network(), f.data(), backend);
                LossHessian hessian = LossHessian.at(at, c.request(), c.labels());
                Matrix xs = backend.allocate(20, p);
                Matrix ys = backend.allocate(20, p)) {
            double[][] x = new double[20][p];
            double[][] y = new double[20][p];
            for (int i = 0; i < 20; i++) {
                for (int j = 0; j < p; j++) {
                    x[i][j] = Math.cos(i + 2.0 * j);
                }
                xs.write(i, 0, x[i], 0, p);
            }
            hessian.apply(xs, ys);
            hessian.applyBatch(x, y);
            for (int i = 0; i < 20; i++) {
                double[] image = new double[p];
                ys.read(i, 0, image, 0, p);
                assertThat(image).isEqualTo(y[i]);
            }
        }
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("gaussian", Labels.none(), "needs the labels of the data"),
                Arguments.of("categorical", Labels.Classes.of(2, 0, 1), "number of labels is 2 but must be 6"),
                Arguments.of("gaussian", Labels.Classes.of(2, 0, 1, 0, 1, 0, 1), "needs real targets"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void labelsThatDoNotFitAreRefused(String likelihood, Labels labels, String message) {
        FisherCase f = new Case("tanh", "3,4,2", likelihood, "identity").fisher();
        FisherRequest.Exact request = FisherRequest.exact(Likelihood.parse(likelihood));
        try (Backend backend = backend("java");
                Linearization at = Linearization.of(f.network(), f.data(), backend)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> LossHessian.at(at, request, labels))
                    .withMessageContaining(message);
        }
    }
}
