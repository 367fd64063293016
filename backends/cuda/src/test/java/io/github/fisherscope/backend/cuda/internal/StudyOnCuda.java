package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One study, the network of seed 1, here and on the backend java. */
abstract class StudyOnCuda {
    private static final int TOP = 4;
    private static final int SAMPLES = 30;
    private static final int[] WIDTHS = {20, 24, 24, 3};

    abstract Backend open(BackendConfig config);

    private static double[] spectrum(Backend backend) {
        return atTheNetwork(backend, at -> {
            try (WholeFisherMatrix dual =
                    FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
                return dual.eigenvalues().toArray();
            }
        });
    }

    private static double[] atTheNetwork(Backend backend, Function<Linearization, double[]> measurement) {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, WIDTHS);
        NeuralNetwork network = RandomNetworkGenerator.of(spec, 1).network(0);
        Dataset data = Dataset.ofRows(
                SAMPLES,
                WIDTHS[0],
                (t, row) -> {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = (float) Math.sin(1 + t * 7.3 + i * 1.7); // float32 holds it exactly
                    }
                },
                DataSource.memory("sines"));
        try (backend;
                Linearization at = Linearization.of(network, data, backend)) {
            return measurement.apply(at);
        }
    }

    /** Returns what Lanczos and the quadrature find with every operator: largest eigenvalues, and tr K² of each. */
    private static double[] krylov(Linearization at) {
        FisherRequest request = FisherRequest.exact(new Likelihood.Categorical());
        List<Double> found = new ArrayList<>();
        try (WholeFisherMatrix matrix = FisherRoutes.dual(FisherRoute.MATRIX, at, request);
                WholeFisherMatrix network = FisherRoutes.dual(FisherRoute.NETWORK, at, request);
                WholeFisherMatrix sensitivities = FisherRoutes.dual(FisherRoute.SENSITIVITIES, at, request);
                WholeFisherMatrix parameters = FisherRoutes.products(at, request)) {
            for (FisherMatrix operator : List.of(matrix, network, sensitivities, parameters)) {
                LanczosResult top = Lanczos.of(
                                LanczosConfig.defaults(TOP).withBlockSize(3).withMaxBasis(20))
                        .run(operator)
                        .orElseThrow();
                top.ritzValues().stream().forEach(found::add);
                found.add(StochasticLanczosQuadrature.of(new QuadratureConfig(4, 10, 1))
                        .estimate(operator)
                        .traceOf(x -> x * x)
                        .value());
            }
        }
        return found.stream().mapToDouble(x -> x).toArray();
    }

    /** Vectors on the device against vectors in arrays: both end within 1e-9 of each eigenvalue. */
    @Test
    void krylovMethodsFindTheSameWithTheirVectorsOnTheDevice() {
        BackendConfig one = new BackendConfig(Precision.DOUBLE, 1);
        double tolerance = 2 * LanczosConfig.defaults(TOP).tolerance();
        double[] reference = atTheNetwork(Backends.onClassPath().open("java", one), StudyOnCuda::krylov);
        double[] found = atTheNetwork(open(one), StudyOnCuda::krylov);
        assertThat(found).hasSameSizeAs(reference).hasSize(4 * (TOP + 1));
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("number %d", i).isCloseTo(reference[i], within(tolerance * reference[i]));
        }
    }

    /**
     * The kit's bound for eigenvalues is 4 (n + 8) u ‖A‖ on a matrix that is given. Here the matrix is computed too, by
     * three layers forward and backward whose sums have at most 24 terms each: 6 products in a row, each of which may
     * lose γ_27 relative to the sizes of its terms, which exceed their sum by a condition number; 8 is allowed for.
     */
    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameEigenvalues(Precision precision) {
        BackendConfig one = new BackendConfig(precision, 1);
        double[] reference = spectrum(Backends.onClassPath().open("java", one.withPrecision(Precision.DOUBLE)));
        double bound = (4 * (reference.length + 8) + 8 * 6 * 27) * precision.unitRoundoff() * reference[0];
        double[] found = spectrum(open(one));
        assertThat(found).hasSameSizeAs(reference);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("eigenvalue %d", i).isCloseTo(reference[i], within(bound));
        }
    }
}
