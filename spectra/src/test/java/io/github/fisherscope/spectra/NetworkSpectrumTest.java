package io.github.fisherscope.spectra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
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
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.distribution.Localization;
import io.github.fisherscope.spectra.distribution.SpectralGaps;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Fisher matrix of a C = 10 network: ten outliers, found on both sides of the duality and by the dense solver. */
class NetworkSpectrumTest {
    private static final int OUTPUTS = 10;
    private static final NetworkSpec SPEC = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 40, 200, 200, OUTPUTS);

    private static Backend backend;
    private static Linearization at;
    private static Spectrum exact;

    @BeforeAll
    static void measureDensely() {
        backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
        NeuralNetwork network = RandomNetworkGenerator.of(SPEC, 7).network(0);
        Dataset data = RandomInputs.of(7).standardNormal(0, 30, 40);
        at = Linearization.of(network, data, backend);
        try (WholeFisherMatrix dual = FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            exact = Spectrum.complete(dual.eigenvalues().toArray(), SPEC.parameters(), "dual, LAPACK");
        }
    }

    @AfterAll
    static void close() {
        at.close();
        backend.close();
    }

    @Test
    void denseSpectrumHasTenOutliers() {
        SpectralGaps gaps = SpectralGaps.of(exact, 30, 1.5);
        assertThat(gaps.outliers()).isEqualTo(OUTPUTS);
    }

    @Test
    void singleVectorsAndBlocksFindTheOutliersWithTheirMultiplicityOnTheDualSide() {
        try (WholeFisherMatrix k =
                FisherRoutes.dual(FisherRoute.NETWORK, at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            check(Lanczos.of(LanczosConfig.defaults(12)).run(k));
            check(Lanczos.of(LanczosConfig.defaults(12).withBlockSize(OUTPUTS)).run(k));
        }
    }

    @Test
    void theParameterSideGivesTheSameEigenvaluesAndItsVectorsCanBeLocated() {
        try (WholeFisherMatrix f = FisherRoutes.products(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            LanczosResult r = Lanczos.of(LanczosConfig.defaults(12).withBlockSize(OUTPUTS))
                    .run(f);
            check(r);
            Localization where = Localization.of(r.ritzVectors().get(0), SPEC.layout());
            assertThat(where.layerShares().sum()).isCloseTo(1, within(1e-12));
            assertThat(where.participation()).isBetween(1.0, (double) SPEC.parameters());
        }
    }

    private static void check(LanczosResult r) {
        assertThat(r.converged()).isTrue();
        // residual tolerance 1e-9 of each value, and the rounding of two routes to the matrix, CT ε λ_max
        double rounding = 4 * 300 * Math.ulp(1.0) * exact.max();
        for (int i = 0; i < 12; i++) {
            double truth = exact.values().get(i);
            assertThat(r.ritzValues().get(i)).isCloseTo(truth, within(1e-9 * truth + rounding));
        }
    }

    @Test
    void deflatedQuadratureOnTheDualSideMatchesTheExactMomentsOverAllParameters() {
        try (WholeFisherMatrix k =
                FisherRoutes.dual(FisherRoute.NETWORK, at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            LanczosResult top = Lanczos.of(LanczosConfig.defaults(OUTPUTS).withBlockSize(OUTPUTS))
                    .run(k);
            SpectralDensity d = StochasticLanczosQuadrature.of(new QuadratureConfig(20, 40, 3))
                    .estimate(k, SPEC.parameters(), top.ritzValues(), top.ritzVectors());
            // two checks at a false-alarm rate of 1e-4 each
            assertThat(d.moment(1).interval(0.9999).contains(exact.mean())).isTrue();
            assertThat(d.moment(2).interval(0.9999).contains(exact.secondMoment()))
                    .isTrue();
            assertThat(d.moment(1).standardError()).isLessThan(0.03 * exact.mean());
            assertThat(d.exactZeros()).isEqualTo(SPEC.parameters() - 300);
        }
    }
}
