package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.ResidentOperator;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What crosses between host and device while eigenvalues are found: every copy is counted. */
class ResidentVectorsTest {
    private static final int SAMPLES = 60;
    private static final NetworkSpec SPEC = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 12, 20, 3);
    private static final int TOP = 4;
    private static final int BLOCK = 3;
    private static final int PROBES = 5;
    private static final int STEPS = 12;

    /** Little room, so that it restarts. */
    private static final LanczosConfig LANCZOS =
            LanczosConfig.defaults(TOP).withBlockSize(BLOCK).withMaxBasis(16).withConfirmations(0);

    /** The coefficients of a vector, of which the basis has no more. */
    private static final int LONGEST = 16 + BLOCK;

    /** Coefficients and norms of a vector in five passes, its share of what a restart needs, its norm and its number. */
    private static final int PER_CALL = 5 * (LONGEST + 1) + LONGEST + 2;

    /** Norms, products and factors of a step of the quadrature; its coefficients do not cross. */
    private static final int PER_STEP = 16;

    private final SimulatedDevice device = new SimulatedDevice(1L << 26);

    private Backend open(Precision precision) {
        return CudaProvider.open("cuda", new CudaSession(device), Arithmetic.of(precision));
    }

    private static Linearization linearize(Backend backend) {
        NeuralNetwork network = RandomNetworkGenerator.of(SPEC, 1).network(0);
        Dataset data = RandomInputs.of(2).standardNormal(0, SAMPLES, 12);
        return Linearization.of(network, data, backend);
    }

    private static ResidentOperator operator(String name, Linearization at, String likelihood) {
        FisherRequest request = FisherRequest.exact(Likelihood.parse(likelihood));
        WholeFisherMatrix made = switch (name) {
            case "matrix" -> FisherRoutes.dual(FisherRoute.MATRIX, at, request);
            case "network" -> FisherRoutes.dual(FisherRoute.NETWORK, at, request);
            case "sensitivities" -> FisherRoutes.dual(FisherRoute.SENSITIVITIES, at, request);
            case "parameters" -> FisherRoutes.products(at, request);
            default -> throw new IllegalArgumentException(name);
        };
        return (ResidentOperator) made;
    }

    private record Outcome(LanczosResult top, SpectralDensity density) {
        static Outcome of(ResidentOperator operator) {
            LanczosResult top = Lanczos.of(LANCZOS).run(operator).orElseThrow();
            return new Outcome(top, density(operator, top));
        }

        static SpectralDensity density(ResidentOperator operator, LanczosResult top) {
            return StochasticLanczosQuadrature.of(new QuadratureConfig(PROBES, STEPS, 1))
                    .estimate(operator, operator.dimension(), top.ritzValues(), top.ritzVectors());
        }
    }

    private static Outcome onHost(String name, String likelihood) {
        try (Backend java = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1));
                Linearization at = linearize(java)) {
            return Outcome.of(operator(name, at, likelihood));
        }
    }

    /** Returns the numbers in copies that are shorter than those of vectors. */
    private static long small(List<Integer> copies) {
        return copies.stream()
                .filter(count -> count <= LONGEST)
                .mapToLong(count -> count)
                .sum();
    }

    private static long atLeast(List<Integer> copies, int length) {
        return copies.stream().filter(count -> count >= length).count();
    }

    /**
     * The first product of an operator may bring what it keeps to the device, so one is made before copies are counted. A
     * vector has 180 or 323 numbers: lengths tell those of vectors apart, and sums show none that goes in pieces.
     */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "matrix, gaussian", "matrix, categorical",
        "network, gaussian", "network, categorical",
        "sensitivities, gaussian", "sensitivities, categorical",
        "parameters, gaussian", "parameters, categorical"
    })
    void onlyStartVectorsAndResultsCross(String name, String likelihood) {
        Outcome expected = onHost(name, likelihood);
        long before = device.memory().free();
        try (Backend backend = open(Precision.DOUBLE);
                Linearization at = linearize(backend)) {
            ResidentOperator operator = operator(name, at, likelihood);
            assertThat(operator.resident()).isTrue();
            int n = operator.dimension();
            Outcome.density(
                    operator, Lanczos.of(LANCZOS.withMaxOperatorCalls(8)).run(operator));
            device.takeCopiesIn();
            device.takeCopiesOut();

            LanczosResult top = Lanczos.of(LANCZOS).run(operator);
            List<Integer> in = device.takeCopiesIn();
            List<Integer> out = device.takeCopiesOut();
            assertThat(top.restarts()).as("restarts").isPositive();
            assertThat(atLeast(in, n)).as("start vectors written").isEqualTo(BLOCK);
            assertThat(atLeast(out, n)).as("Ritz vectors read").isEqualTo(TOP);
            assertThat(atLeast(in, LONGEST + 1)).isEqualTo(BLOCK);
            assertThat(atLeast(out, LONGEST + 1)).isEqualTo(TOP);
            assertThat(small(in)).isLessThan((long) PER_CALL * top.operatorCalls());
            assertThat(small(out)).isLessThan((long) PER_CALL * top.operatorCalls());

            SpectralDensity density = Outcome.density(operator, top);
            in = device.takeCopiesIn();
            out = device.takeCopiesOut();
            assertThat(atLeast(in, LONGEST + 1))
                    .as("probes, and vectors known before")
                    .isEqualTo(PROBES + TOP);
            assertThat(atLeast(out, LONGEST + 1)).isZero();
            assertThat(small(in)).isLessThan((long) PER_STEP * density.operatorCalls());
            assertThat(small(out)).isLessThan((long) PER_STEP * density.operatorCalls());
            assertSame(new Outcome(top, density), expected, n);
        }
        assertThat(device.memory().free()).as("left behind").isEqualTo(before);
    }

    private static void assertSame(Outcome found, Outcome expected, int n) {
        assertThat(found.top().operatorCalls()).isEqualTo(expected.top().operatorCalls());
        assertThat(found.top().restarts()).isEqualTo(expected.top().restarts());
        double largest = expected.top().ritzValues().get(0);
        for (int i = 0; i < TOP; i++) {
            double value = expected.top().ritzValues().get(i);
            assertThat(found.top().ritzValues().get(i)).isCloseTo(value, within(2 * LANCZOS.tolerance() * value));
        }
        assertThat(found.density().operatorCalls()).isEqualTo(expected.density().operatorCalls());
        double squares = expected.density().traceOf(x -> x * x).value();
        // the known vectors are found to √tolerance at worst, and enter the probes in square
        double rounding = 8 * (n + 10) * Math.ulp(1.0) * n * largest * largest;
        assertThat(found.density().traceOf(x -> x * x).value())
                .isCloseTo(squares, within(4 * LANCZOS.tolerance() * squares + rounding));
    }

    @Test
    void inSinglePrecisionVectorsBelongToTheHost() {
        try (Backend backend = open(Precision.SINGLE);
                Linearization at = linearize(backend);
                WholeFisherMatrix operator =
                        FisherRoutes.dual(FisherRoute.MATRIX, at, FisherRequest.exact(Likelihood.parse("gaussian")))) {
            device.takeCopiesOut();
            LanczosResult top = Lanczos.of(LANCZOS.withTolerance(1e-5)).run(operator);
            assertThat(atLeast(device.takeCopiesOut(), operator.dimension()))
                    .as("images read, each in shares of the block rows")
                    .isGreaterThanOrEqualTo(top.operatorCalls());
        }
    }

    @Test
    void vectorsThatWouldTakeMoreThanHalfOfTheDeviceStayOnTheHost() {
        Outcome expected = onHost("matrix", "gaussian");
        try (Backend backend = open(Precision.DOUBLE);
                Linearization at = linearize(backend);
                WholeFisherMatrix operator =
                        FisherRoutes.dual(FisherRoute.MATRIX, at, FisherRequest.exact(Likelihood.parse("gaussian")))) {
            double[] unit = new double[operator.dimension()];
            operator.apply(unit, unit.clone());
            long vectors = 8L * (2L * LONGEST + 1) * operator.dimension();
            while (backend.freeBytes() >= 2 * vectors) {
                assertThat(backend.allocate(1, 4096).rows())
                        .as("taken by others")
                        .isEqualTo(1);
            }
            device.takeCopiesOut();
            LanczosResult top = Lanczos.of(LANCZOS).run(operator);
            assertThat(atLeast(device.takeCopiesOut(), operator.dimension()))
                    .as("images read")
                    .isGreaterThanOrEqualTo(top.operatorCalls());
            double largest = expected.top().ritzValues().get(0);
            assertThat(top.ritzValues().get(0)).isCloseTo(largest, within(2 * LANCZOS.tolerance() * largest));
        }
    }
}
