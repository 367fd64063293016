package io.github.fisherscope.studies.predict;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.kernel.InfiniteWidthKernel;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The whole spectrum that theory predicts for the very inputs that were measured; it never sees the network. */
public final class KernelPrediction {
    /** Samples up to which the kernel and its eigenvalues take about a second. */
    private static final int MOST_SAMPLES = 500;

    private final StudyConfig config;
    private final boolean applies;

    /** The answer for given data, which are the same for every network; null until it was asked for. */
    private @Nullable RealVector ofGiven;

    public KernelPrediction(StudyConfig config) {
        this.config = config;
        this.applies = applies(config);
    }

    private static boolean applies(StudyConfig config) {
        boolean asked = config.network() instanceof NetworkSource.Random
                || (config.network() instanceof NetworkSource.Given given && given.showsTheory());
        return asked
                && config.matrix() instanceof StudiedMatrix.Whole
                && config.likelihood().identityFactor()
                && config.fisher() instanceof FisherRequest.Exact exact
                && exact.outputActivation() instanceof Activation.Identity;
    }

    /**
     * Returns the T eigenvalues of the infinite-width kernel, each of which the Fisher matrix has C times, or nothing where
     * the formula does not apply (only the Gaussian likelihood with the exact expectation has it) or would take long.
     *
     * @param data the inputs of one network
     */
    public Optional<RealVector> of(Dataset data) {
        if (!applies || data.samples() > MOST_SAMPLES) {
            return Optional.empty();
        }
        if (!(config.inputs() instanceof InputSource.Given)) {
            return Optional.of(eigenvalues(data));
        }
        synchronized (this) {
            if (ofGiven == null) {
                ofGiven = eigenvalues(data);
            }
            return Optional.of(ofGiven);
        }
    }

    private RealVector eigenvalues(Dataset data) {
        double[] inputs = new double[Math.multiplyExact(data.samples(), data.inputs())];
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, inputs, t * data.inputs());
        }
        RealVector gram = InfiniteWidthKernel.gram(RealVector.of(inputs), data.inputs());
        return InfiniteWidthKernel.of(config.network().spec(), gram).eigenvalues();
    }
}
