package io.github.fisherscope.spectra.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.dense.DenseEigenSolver;
import io.github.fisherscope.spectra.dense.DenseLibrary;
import io.github.fisherscope.spectra.density.SpectralDensity;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer of the façade against the entries of the dense matrix, on both sides of the duality. */
class FisherTest {
    /** A matrix with its entries by plain loops over per-sample gradients. */
    record Case(String name, Fisher fisher, NeuralNetwork network, Dataset data, FisherRequest request) {
        double[][] entries() {
            int p = (int) network.parameters();
            double[][] entries = new double[p][p];
            try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1));
                    WholeFisherMatrix dense = FisherRoutes.entries(network, data, request, backend)) {
                for (int j = 0; j < p; j++) {
                    entries[j] = dense.column(j); // it is symmetric
                }
            }
            return entries;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static NeuralNetwork network() {
        return RandomNetworkGenerator.of(NetworkSpec.of(Activation.parse("tanh"), 2, 0.3, 4, 6, 5, 3), 3)
                .network(0);
    }

    private static Dataset data(int samples) {
        return RandomInputs.of(4).standardNormal(0, samples, 4);
    }

    /** P = 83; 7 samples give 21 rows of the dual matrix, 60 give 180. */
    static Stream<Case> cases() {
        NeuralNetwork n = network();
        Likelihood categorical = new Likelihood.Categorical();
        int[] classes = new int[60];
        for (int t = 0; t < classes.length; t++) {
            classes[t] = t % 3;
        }
        Labels labels = Labels.Classes.of(3, classes);
        FisherRequest gaussian = FisherRequest.exact(new Likelihood.Gaussian(1));
        FisherRequest drawn = FisherRequest.monteCarlo(categorical, 2, 5);
        return Stream.of(
                new Case("few samples", Fisher.of(n, data(7)), n, data(7), gaussian),
                new Case("many samples", Fisher.of(n, data(60)), n, data(60), gaussian),
                new Case(
                        "categorical",
                        Fisher.of(n, data(7)).withLikelihood(categorical),
                        n,
                        data(7),
                        FisherRequest.exact(categorical)),
                new Case(
                        "empirical",
                        Fisher.of(n, data(60)).withLabels(labels.first(60)).withLikelihood(categorical),
                        n,
                        data(60),
                        FisherRequest.empirical(categorical, labels)),
                new Case("drawn labels", Fisher.of(n, data(7)).with(drawn), n, data(7), drawn));
    }

    private static double[] eigenvalues(double[][] entries) {
        return DenseEigenSolver.of(DenseLibrary.EJML).eigenvalues(entries).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyAnswerIsThatOfTheEntries(Case c) {
        double[][] f = c.entries();
        int p = f.length;
        double[] values = eigenvalues(f);
        double unit = 1e-10 * values[0];
        Fisher fisher = c.fisher();
        double trace = 0;
        double squares = 0;
        for (int i = 0; i < p; i++) {
            trace += f[i][i];
            squares += Arrays.stream(f[i]).map(x -> x * x).sum();
        }
        assertThat(fisher.dimension()).isEqualTo(p);
        assertThat(fisher.trace()).isCloseTo(trace, within(unit));
        assertThat(fisher.layerTraces().sum()).isCloseTo(trace, within(unit));
        assertThat(fisher.squaredNorm()).isCloseTo(squares, within(1e-10 * squares));
        Spectrum all = fisher.eigenvalues();
        assertThat(all.dimension()).isEqualTo(p);
        for (int i = 0; i < all.count(); i++) {
            assertThat(all.values().get(i)).isCloseTo(values[i], within(unit));
        }
        for (int i = (int) (p - fisher.certainZeros()); i < p; i++) {
            assertThat(values[i]).isCloseTo(0, within(unit));
        }
        LargestEigenvalues largest = fisher.largest(5);
        assertThat(largest.converged()).isTrue();
        for (int i = 0; i < 5; i++) {
            assertThat(largest.value(i)).isCloseTo(values[i], within(1e-8 * values[0]));
            assertEigenvector(f, largest.value(i), largest.vector(i), 1e-6 * values[0]);
        }
        double[] v = c.network().parameterVector();
        double[] product = product(f, v);
        assertThat(distance(fisher.times(RealVector.of(v)).toArray(), product)).isLessThan(unit);
        double form = 0;
        for (int i = 0; i < p; i++) {
            form += v[i] * product[i];
            assertThat(fisher.diagonal().get(i)).isCloseTo(f[i][i], within(unit));
        }
        assertThat(fisher.quadraticForm(RealVector.of(v))).isCloseTo(form, within(1e-10 * form));
        assertSolves(fisher, f, v, values);
    }

    private static void assertSolves(Fisher fisher, double[][] f, double[] b, double[] values) {
        double damping = 0.1 * values[0];
        double[] x = fisher.solve(RealVector.of(b), damping).toArray();
        double[] back = product(f, x);
        double sum = 0;
        for (int i = 0; i < b.length; i++) {
            back[i] += damping * x[i];
            sum += Math.log(Math.max(0, values[i]) + damping);
        }
        assertThat(distance(back, b)).isLessThan(1e-10 * Math.sqrt(b.length));
        assertThat(fisher.logDeterminant(damping)).isCloseTo(sum, within(1e-9 * Math.abs(sum)));
    }

    private static void assertEigenvector(double[][] f, double value, RealVector v, double allowed) {
        double[] image = product(f, v.toArray());
        double[] expected = v.stream().map(x -> value * x).toArray();
        assertThat(v.stream().map(x -> x * x).sum()).isCloseTo(1, within(1e-12));
        assertThat(distance(image, expected)).isLessThan(allowed);
    }

    private static double[] product(double[][] f, double[] v) {
        double[] y = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < v.length; j++) {
                y[i] += f[i][j] * v[j];
            }
        }
        return y;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    /** At 80 steps a probe of 83 dimensions is exhausted, and only the scatter of 12 probes is left. */
    @ParameterizedTest
    @MethodSource("cases")
    void theDensityHasTheMomentsAndTheZerosOfTheMatrix(Case c) {
        SpectralDensity density = c.fisher().density();
        assertThat(density.dimension()).isEqualTo(c.network().parameters());
        assertThat(density.exactZeros()).isEqualTo(c.fisher().certainZeros());
        // false-alarm rate 1e-4 each
        double mean = c.fisher().trace() / c.fisher().dimension();
        assertThat(density.moment(1).interval(0.9999).contains(mean)).isTrue();
        assertThat(density.moment(1).standardError()).isLessThan(0.2 * mean);
    }

    @Test
    void askingAgainGivesTheSameBits() {
        Fisher fisher = Fisher.of(network(), data(7));
        SpectralDensity density = fisher.density();
        RealVector largest = fisher.largest(4).values();
        assertThat(fisher.largest(4).values()).isEqualTo(largest);
        assertThat(fisher.density()).isEqualTo(density);
    }

    @Test
    void formsAreMadeOnceAndAnswerTillTheyAreClosed() {
        Fisher fisher = Fisher.of(network(), data(7));
        for (FisherForm kind : FisherForm.values()) {
            try (FisherMatrix form = fisher.form(kind)) {
                assertThat(form.form()).isEqualTo(kind);
                assertThat(form.dimension()).isEqualTo(83);
                assertThat(form.trace()).as("%s keeps the diagonal", kind).isPositive();
                assertThat(form.eigenvalues().sum()).isCloseTo(form.trace(), within(1e-8 * form.trace()));
            }
        }
    }

    /** The caller's backend is used and stays open, and no other thread pool is left behind. */
    @Test
    void aBackendOfTheCallersStaysOpen() {
        try (Backend backend = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1))) {
            Fisher fisher = Fisher.of(network(), data(7)).on(backend);
            double trace = fisher.trace();
            try (FisherMatrix form = fisher.form(FisherForm.LAYERS)) {
                assertThat(form.trace()).isCloseTo(trace, within(1e-10 * trace));
            }
            assertThat(fisher.trace()).isEqualTo(trace);
        }
    }

    @Test
    void everybodyWithoutABackendSharesOne() {
        int before = threads();
        for (int i = 0; i < 20; i++) {
            Fisher.of(network(), data(7)).trace();
        }
        assertThat(threads() - before).as("threads of at most one backend").isLessThanOrEqualTo(processors());
        assertThat(SharedBackend.get()).isSameAs(SharedBackend.get());
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static int threads() {
        return Thread.getAllStackTraces().size();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fisher.of(network(), RandomInputs.of(1).standardNormal(0, 5, 3)))
                .withMessageContaining("number of inputs of the data is 3 but must be 4");
        Fisher fisher = Fisher.of(network(), data(7));
        assertThatIllegalArgumentException().isThrownBy(() -> fisher.largest(0)).withMessageContaining("count is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fisher.times(RealVector.of(1, 2)))
                .withMessageContaining("one number per parameter");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fisher.withLabels(Labels.none()))
                .withMessageContaining("labels");
    }
}
