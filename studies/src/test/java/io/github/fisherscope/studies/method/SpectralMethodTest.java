package io.github.fisherscope.studies.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.method.SpectralMethod.Takes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every spectral method runs on the same matrix, and tells what it costs. */
class SpectralMethodTest {
    private static final NeuralNetwork NETWORK =
            RandomNetworkGenerator.of(Small.spec(), 1).network(0);
    private static final int SAMPLES = 9;
    private static final Dataset DATA = RandomInputs.of(1).standardNormal(0, SAMPLES, 4);
    private static final FisherRequest REQUEST = FisherRequest.exact(new Likelihood.Gaussian(1));
    private static final SpectrumOptions OPTIONS =
            SpectrumOptions.defaults().withTop(3).withProbes(20).withSteps(30);
    private static final SearchTask TASK = new SearchTask(NETWORK.parameters(), NETWORK.outputs(), OPTIONS, 5);

    /** Steps whose prices are easy to tell apart. */
    private static final SearchPrices PRICES = new SearchPrices() {
        @Override
        public double allOf(Takes entries) {
            return entries == Takes.FISHER_ENTRIES ? 1e6 : 2e6;
        }

        @Override
        public double preparation() {
            return 7;
        }

        @Override
        public double product() {
            return 1000;
        }

        @Override
        public double largestProducts() {
            return 50;
        }
    };

    private static List<Method> known() {
        return Method.known();
    }

    /** Opens what a method takes, as a study does. */
    private static <T> T on(Takes takes, Function<WholeFisherMatrix, T> work) {
        try (Backend backend = Backends.onClassPath().open("java", Small.ONE_THREAD.config());
                Linearization at = Linearization.of(NETWORK, DATA, backend);
                WholeFisherMatrix matrix = switch (takes) {
                    case FISHER_ENTRIES -> FisherRoutes.entries(NETWORK, DATA, REQUEST, backend);
                    case DUAL_ENTRIES -> FisherRoutes.dualEntries(at, REQUEST);
                    case PRODUCTS -> FisherRoutes.smaller(FisherRoute.NETWORK, at, REQUEST);
                }) {
            return work.apply(matrix);
        }
    }

    private static MethodFinding find(SpectralMethod method, String id) {
        return on(method.takes(), matrix -> method.find(matrix, TASK, id));
    }

    /** One matrix, so one largest eigenvalue, whichever way it is found; and a density whose mean is the mean eigenvalue. */
    @ParameterizedTest
    @MethodSource("known")
    void allFindTheSameEigenvalues(Method method) {
        Spectrum all = find(Method.DUAL.how(), "dual").spectrum();
        MethodFinding found = find(method.how(), method.id());
        assertThat(found.converged()).isTrue();
        for (int i = 0; i < TASK.largest(); i++) {
            assertThat(found.spectrum().values().get(i)).isCloseTo(all.values().get(i), within(1e-7 * all.max()));
        }
        assertThat(found.spectrum().complete()).isEqualTo(method.direct());
        assertThat(found.density() != null).isEqualTo(method.density());
        if (found.density() != null) {
            // the probes' scatter is the only error of the first moment, and the largest eigenvalues enter exactly
            double trace = found.density().traceOf(x -> x).value();
            assertThat(trace).isCloseTo(all.trace(), within(0.15 * all.trace()));
        }
    }

    @Test
    void flopsAreThoseCountedByHand() {
        assertThat(Method.DENSE.how().flops(PRICES, OPTIONS)).isEqualTo(1e6);
        assertThat(Method.DUAL.how().flops(PRICES, OPTIONS)).isEqualTo(2e6);
        for (Method largest : List.of(Method.LANCZOS, Method.SUBSPACE)) {
            assertThat(largest.how().flops(PRICES, OPTIONS)).isEqualTo(7 + 50 * 1000);
        }
        for (Method density : List.of(Method.QUADRATURE, Method.KERNEL_POLYNOMIAL)) {
            assertThat(density.how().flops(PRICES, OPTIONS)).isEqualTo(7 + (50 + 20 * 30) * 1000);
        }
    }

    @Test
    void vectorsAreThoseCountedByHand() {
        long n = 10_000;
        assertThat(Method.DUAL.how().vectors(n, 2, OPTIONS)).isEqualTo((double) n);
        double basis = 2.0 * (2 * 3 + 40 + 2) * n; // and their images
        assertThat(Method.LANCZOS.how().vectors(n, 2, OPTIONS)).isEqualTo(basis);
        assertThat(Method.SUBSPACE.how().vectors(n, 2, OPTIONS)).isEqualTo(basis);
        assertThat(Method.QUADRATURE.how().vectors(n, 2, OPTIONS)).isEqualTo((3.0 + 20 * 30) * n);
        assertThat(Method.KERNEL_POLYNOMIAL.how().vectors(n, 2, OPTIONS)).isEqualTo(basis);
        SpectrumOptions many = OPTIONS.withTop(80);
        assertThat(Method.KERNEL_POLYNOMIAL.how().vectors(50, 2, many))
                .as("a basis is never longer than the space")
                .isEqualTo(Math.max(2 * 50 * 50, (80 + 4 * 16) * 50));
    }

    /** The Hessian may have negative eigenvalues: what squares or smears them, or needs a dual matrix, is no method for it. */
    @Test
    void someAreUnfitForNegativeEigenvalues() {
        assertThat(known().stream().filter(m -> m.how().unfitForNegative().isEmpty()))
                .containsExactly(Method.DENSE, Method.LANCZOS, Method.QUADRATURE);
        assertThatIllegalStateException().isThrownBy(Method.AUTO::how);
    }

    /** Power iteration: a method of one's own is one class, and nothing else has to know of it. */
    private static final class PowerIteration implements SpectralMethod {
        @Override
        public Takes takes() {
            return Takes.PRODUCTS;
        }

        @Override
        public String finds() {
            return "the largest eigenvalue";
        }

        @Override
        public MethodFinding find(WholeFisherMatrix matrix, SearchTask task, String id) {
            double[] x = new double[matrix.dimension()];
            double[] y = new double[x.length];
            Arrays.fill(x, 1);
            double value = 0;
            for (int step = 0; step < 3000; step++) {
                matrix.apply(x, y);
                value = Math.sqrt(DoubleStream.of(y).map(v -> v * v).sum());
                for (int i = 0; i < x.length; i++) {
                    x[i] = y[i] / value;
                }
            }
            Spectrum spectrum = Spectrum.partial(new double[] {value}, task.parameters(), id);
            return MethodFinding.of(spectrum, new SearchEnd.Direct(), true);
        }

        @Override
        public double flops(SearchPrices prices, SearchSettings settings) {
            return 3000 * prices.product();
        }

        @Override
        public double vectors(long n, long outputs, SearchSettings settings) {
            return 2.0 * n;
        }
    }

    @Test
    void aMethodOfOnesOwnRunsOnTheSameMatrix() {
        double expected = find(Method.DUAL.how(), "dual").spectrum().max();
        assertThat(find(new PowerIteration(), "power").spectrum().max()).isCloseTo(expected, within(1e-6 * expected));
    }
}
