package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.meanfield.law.SingleHiddenLayerLaw;
import io.github.fisherscope.meanfield.law.SpectralLaw;
import java.util.List;
import java.util.Locale;

/**
 * The Fisher matrix over the weights of a network with as many inputs as hidden units and outputs, on so many samples,
 * 4n², that what is left of their randomness vanishes with the size like everything else.
 */
final class SingleHiddenLayerModel implements SpectralDensity.MatrixModel {
    private static final int SAMPLES_PER_SQUARE = 4;

    private final Activation activation;
    private final String label;

    SingleHiddenLayerModel(String activation, String label) {
        this.activation = Activation.parse(activation);
        this.label = label;
    }

    @Override
    public String name() {
        return "single-hidden-layer-" + label;
    }

    @Override
    public String title() {
        return "density of the Fisher eigenvalues of a single hidden layer, %s".formatted(label);
    }

    @Override
    public String shortTitle() {
        return "Fisher eigenvalues of one hidden layer: " + label;
    }

    @Override
    public String caption() {
        return String.format(
                Locale.ROOT,
                "n inputs, hidden units and outputs, weights N(0, 1/n), no biases, %d n² normal samples.",
                SAMPLES_PER_SQUARE);
    }

    @Override
    public WidthGrid grid(boolean quick) {
        return quick ? new WidthGrid(List.of(8, 12, 16, 20), 12) : new WidthGrid(List.of(12, 16, 24, 32), 20);
    }

    @Override
    public long bytes(int size) {
        long parameters = 2L * size * (size + 1);
        return 16 * parameters * parameters + (512L << 20);
    }

    @Override
    public SpectralLaw law() {
        return SingleHiddenLayerLaw.of(activation);
    }

    @Override
    public RealVector eigenvalues(WidthGrid.Job job, long seed, Backend backend) {
        int n = job.size();
        NetworkSpec spec = NetworkSpec.of(activation, 1, 0, n, n, n);
        Dataset data = job.inputs(spec, SAMPLES_PER_SQUARE * n * n, seed);
        NeuralNetwork network = RandomNetworkGenerator.of(spec, job.seed(seed)).network(job.network());
        try (WholeFisherMatrix fisher =
                        FisherRoutes.entries(network, data, FisherRequest.exact(new Likelihood.Gaussian(1)), backend);
                Matrix weights = backend.allocate(2L * n * n, 2L * n * n)) {
            ParameterLayout layout = spec.layout();
            int[] kept = new int[2 * n * n];
            for (int i = 0; i < n * n; i++) {
                kept[i] = Math.toIntExact(layout.weightOffset(1)) + i;
                kept[n * n + i] = Math.toIntExact(layout.weightOffset(2)) + i;
            }
            double[] row = new double[kept.length];
            for (int i = 0; i < kept.length; i++) {
                double[] column = fisher.column(kept[i]);
                for (int j = 0; j < kept.length; j++) {
                    row[j] = column[kept[j]];
                }
                weights.write(i, 0, row, 0, row.length);
            }
            return RealVector.of(backend.symmetricEigenvalues(weights));
        }
    }
}
