package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.kernel.InfiniteWidthKernel;
import io.github.fisherscope.meanfield.law.bulk.BulkLaw;
import io.github.fisherscope.meanfield.law.bulk.FiniteWidthLaw;
import io.github.fisherscope.spectra.fisher.Fisher;
import io.github.fisherscope.testkit.MeanAgreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The law of the bulk at finite width against measured spectra of random networks: the share of a network's bulk below each
 * predicted quantile, after the bulk is scaled to the predicted mean, which moves all quantiles of one network together.
 */
class BulkLawTest {
    private static final double FALSE_ALARM = 1e-6;

    /** What the law itself may be off at such widths: the distances that were found elsewhere reach 0.02. */
    private static final double SLACK = 0.02;

    private static final double DETECTABLE = 0.08;
    private static final int NETWORKS = 30;
    private static final int SAMPLES = 50;
    private static final double[] PROBABILITIES = {0.1, 0.25, 0.5, 0.75, 0.9};
    private static final NetworkSpec SPEC = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 200, 200, 200, 4);

    private static Dataset inputs(int i) {
        return RandomInputs.of(11).standardNormal(i, SAMPLES, SPEC.inputs());
    }

    private static double[] bulk(int i) {
        RealVector all = Fisher.of(RandomNetworkGenerator.of(SPEC, 7).network(i), inputs(i))
                .eigenvalues()
                .values();
        double[] descending = all.toArray();
        return Arrays.copyOfRange(descending, SPEC.outputs(), SPEC.outputs() * SAMPLES);
    }

    private static double[] shares(List<double[]> spectra, double quantile, double mean) {
        return spectra.stream()
                .mapToDouble(bulk -> {
                    double own = Arrays.stream(bulk).average().orElseThrow();
                    return Arrays.stream(bulk)
                                    .filter(v -> v * mean / own <= quantile)
                                    .count()
                            / (double) bulk.length;
                })
                .toArray();
    }

    @Test
    void measuredSpectraFollowTheLawAndNotTheKernel() {
        List<double[]> spectra = new ArrayList<>();
        for (int i = 0; i < NETWORKS; i++) {
            spectra.add(bulk(i));
        }
        BulkLaw law = FiniteWidthLaw.of(SPEC, InputMoments.standardNormal(), SAMPLES)
                .law()
                .orElseThrow();

        for (double p : PROBABILITIES) {
            new MeanAgreement(FALSE_ALARM, SLACK / p, DETECTABLE / p)
                    .check("share below quantile " + p, p, shares(spectra, law.quantile(p), law.mean()));
        }
        double[] kernel = kernel();
        double mean = Arrays.stream(kernel).average().orElseThrow();
        MeanAgreement agreement = new MeanAgreement(FALSE_ALARM, SLACK / 0.1, DETECTABLE / 0.1);
        assertThatThrownBy(() -> agreement.check(
                        "share below the kernel's quantile", 0.1, shares(spectra, kernel[kernel.length / 10], mean)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("say");
    }

    /** The bulk of the infinite-width kernel on the same inputs, ascending. */
    private static double[] kernel() {
        double[] x = new double[SAMPLES * SPEC.inputs()];
        for (int t = 0; t < SAMPLES; t++) {
            inputs(0).copyRow(t, x, t * SPEC.inputs());
        }
        RealVector gram = InfiniteWidthKernel.gram(RealVector.of(x), SPEC.inputs());
        return InfiniteWidthKernel.of(SPEC, gram).eigenvalues().stream()
                .skip(1)
                .sorted()
                .toArray();
    }
}
