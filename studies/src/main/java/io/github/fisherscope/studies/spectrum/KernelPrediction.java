package io.github.fisherscope.studies.spectrum;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.kernel.InfiniteWidthKernel;
import org.jspecify.annotations.Nullable;

/** The whole spectrum that theory predicts for the very inputs that were measured; it never sees the network. */
final class KernelPrediction {
    /** Samples up to which the kernel and its eigenvalues take about a second. */
    private static final int MOST_SAMPLES = 500;

    private KernelPrediction() {}

    /**
     * Returns the T eigenvalues of the infinite-width kernel, each of which the Fisher matrix has C times, or null where
     * the formula does not apply (only the Gaussian likelihood with the exact expectation has it) or would take long.
     */
    static @Nullable RealVector of(StudyConfig config, Dataset data) {
        boolean asked = !(config.network() instanceof NetworkSource.Given given) || given.showsTheory();
        boolean applies = asked
                && config.matrix() instanceof StudiedMatrix.Whole
                && config.likelihood().identityFactor()
                && config.fisher() instanceof FisherRequest.Exact exact
                && exact.outputActivation() instanceof Activation.Identity;
        if (!applies || data.samples() > MOST_SAMPLES) {
            return null;
        }
        double[] inputs = new double[Math.multiplyExact(data.samples(), data.inputs())];
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, inputs, t * data.inputs());
        }
        RealVector gram = InfiniteWidthKernel.gram(RealVector.of(inputs), data.inputs());
        return InfiniteWidthKernel.of(config.network().spec(), gram).eigenvalues();
    }
}
