package io.github.fisherscope.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J and OpenBLAS in one process, on one study: the network of seed 1. */
@Tag("openblas")
class BackendsTogetherTest {
    private static final int SAMPLES = 30;
    private static final int FEW_SAMPLES = 6;
    private static final int[] WIDTHS = {20, 24, 24, 3};

    private static double[] spectrum(String name, Precision precision, int samples) {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, WIDTHS);
        NeuralNetwork network = RandomNetworkGenerator.of(spec, 1).network(0);
        Dataset data = Dataset.ofRows(
                samples,
                WIDTHS[0],
                (t, row) -> {
                    for (int i = 0; i < row.length; i++) {
                        row[i] = (float) Math.sin(1 + t * 7.3 + i * 1.7); // float32 holds it exactly
                    }
                },
                DataSource.memory("sines"));
        try (Backend backend = Backends.onClassPath().open(name, new BackendConfig(precision, 2));
                Linearization at = Linearization.of(network, data, backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            return dual.eigenvalues().toArray();
        }
    }

    /**
     * The kit's bound for eigenvalues is 4 (n + 8) u ‖A‖ on a matrix that is given. Here the matrix is computed too, by
     * three layers forward and backward whose sums have at most 24 terms each: 6 products in a row, each of which may
     * lose γ_27 relative to the sizes of its terms. What the sizes of the terms exceed their sum by is the condition
     * number of the network's products; 8 is allowed for.
     */
    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameEigenvaluesOnAllBackends(Precision precision) {
        double[] reference = spectrum("java", Precision.DOUBLE, SAMPLES);
        double u = precision.unitRoundoff();
        double bound = (4 * (reference.length + 8) + 8 * 6 * 27) * u * reference[0];
        for (String name : new String[] {"java", "openblas", "nd4j"}) {
            double[] found = spectrum(name, precision, SAMPLES);
            assertThat(found).hasSameSizeAs(reference);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).as("%s, eigenvalue %d", name, i).isCloseTo(reference[i], within(bound));
            }
        }
    }

    @Test
    void bothSurviveAHundredAlternatingRunsAndGiveTheSameBitsEachTime() {
        double[] fromNd4j = spectrum("nd4j", Precision.DOUBLE, FEW_SAMPLES);
        double[] fromOpenBlas = spectrum("openblas", Precision.DOUBLE, FEW_SAMPLES);
        for (int run = 0; run < 100; run++) {
            assertThat(spectrum("nd4j", Precision.DOUBLE, FEW_SAMPLES))
                    .as("nd4j, run %d", run)
                    .isEqualTo(fromNd4j);
            assertThat(spectrum("openblas", Precision.DOUBLE, FEW_SAMPLES))
                    .as("openblas, run %d", run)
                    .isEqualTo(fromOpenBlas);
        }
        assertThat(openblas.blas_get_num_threads())
                .as("threads of the OpenBLAS that both use")
                .isEqualTo(1);
    }

    /** A DL4J program may call from within a workspace; nothing of ours may be taken from it. */
    @Test
    void anOpenWorkspaceOfTheCallerIsLeftAlone() {
        WorkspaceConfiguration small =
                WorkspaceConfiguration.builder().initialSize(1 << 20).build();
        double[] expected = spectrum("nd4j", Precision.DOUBLE, FEW_SAMPLES);
        try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace(small, "of the caller")) {
            assertThat(spectrum("nd4j", Precision.DOUBLE, FEW_SAMPLES)).isEqualTo(expected);
            assertThat(workspace.getPrimaryOffset()).as("bytes taken").isZero();
        }
    }
}
