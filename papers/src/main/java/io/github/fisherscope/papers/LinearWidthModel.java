package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.law.LinearWidthLaw;
import io.github.fisherscope.meanfield.law.SpectralLaw;
import java.util.List;
import java.util.Locale;

/**
 * Kernels of networks with two hidden layers, all layers twice as wide as there are samples. With σ_w² = 1/E φ² and
 * inputs of that mean square, every pre-activation has variance 1, and the activations divided by their root mean square are
 * those of Fan and Wang.
 */
final class LinearWidthModel implements SpectralDensity.MatrixModel {
    private static final int WIDTH_PER_SAMPLE = 2;
    private static final int HIDDEN_LAYERS = 2;

    /** Which kernel. */
    enum Kernel {
        CONJUGATE("conjugate-kernel", "conjugate kernel"),
        TANGENT("tangent-kernel", "tangent kernel");

        private final String id;
        private final String label;

        Kernel(String id, String label) {
            this.id = id;
            this.label = label;
        }
    }

    private final Kernel kernel;
    private final Activation activation;
    private final double meanSquare;

    LinearWidthModel(Kernel kernel, String activation) {
        this.kernel = kernel;
        this.activation = Activation.parse(activation);
        this.meanSquare = GaussianExpectation.of(this.activation).at(1).meanSquare();
    }

    @Override
    public String name() {
        return kernel.id + "-" + activation.id();
    }

    @Override
    public String title() {
        return "density of the eigenvalues of the %s at proportional width, %s"
                .formatted(kernel.label, activation.id());
    }

    @Override
    public String shortTitle() {
        return "%s%s at proportional width: %s"
                .formatted(
                        kernel.label.substring(0, 1).toUpperCase(Locale.ROOT),
                        kernel.label.substring(1),
                        activation.id());
    }

    @Override
    public String caption() {
        return String.format(
                Locale.ROOT,
                "%d hidden layers, all widths %d T; activation scaled to E σ² = 1, no biases.",
                HIDDEN_LAYERS,
                WIDTH_PER_SAMPLE);
    }

    @Override
    public WidthGrid grid(boolean quick) {
        return quick ? new WidthGrid(List.of(50, 100, 200), 16) : new WidthGrid(List.of(50, 100, 200, 400, 800), 24);
    }

    @Override
    public long bytes(int size) {
        return 8L * 40 * size * size;
    }

    @Override
    public SpectralLaw law() {
        double ratio = 1.0 / WIDTH_PER_SAMPLE;
        LinearWidthLaw laws = LinearWidthLaw.of(activation, ratio, RealVector.of(ratio, ratio));
        return kernel == Kernel.CONJUGATE ? laws.conjugateKernel() : laws.tangentKernel();
    }

    @Override
    public RealVector eigenvalues(WidthGrid.Job job, long seed, Backend backend) {
        int m = WIDTH_PER_SAMPLE * job.size();
        int outputs = kernel == Kernel.CONJUGATE ? m : 1;
        int layers = kernel == Kernel.CONJUGATE ? HIDDEN_LAYERS : HIDDEN_LAYERS + 1;
        NetworkSpec spec = NetworkSpec.uniform(layers, m, m, outputs, activation, 1 / meanSquare, 0);
        try (Linearization at = job.linearize(spec, scaled(job.inputs(spec, job.size(), seed)), seed, backend)) {
            return kernel == Kernel.CONJUGATE ? conjugate(at, backend) : tangent(at);
        }
    }

    private Dataset scaled(Dataset data) {
        double root = Math.sqrt(meanSquare);
        return Dataset.ofRows(
                data.samples(),
                data.inputs(),
                (row, target) -> {
                    data.copyRow(row, target);
                    for (int i = 0; i < target.length; i++) {
                        target[i] *= root;
                    }
                },
                DataSource.memory("scaled normal inputs"));
    }

    /** The outputs are the last pre-activations, one for each unit. */
    private RealVector conjugate(Linearization at, Backend backend) {
        int units = at.outputCount();
        double[] u = at.outputs();
        double[] row = new double[units];
        try (Matrix features = backend.allocate(at.samples(), units);
                Matrix gram = backend.allocate(at.samples(), at.samples())) {
            for (int t = 0; t < at.samples(); t++) {
                for (int i = 0; i < units; i++) {
                    row[i] = activation.value(u[t * units + i]);
                }
                features.write(t, 0, row, 0, units);
            }
            backend.multiplySelfTransposed(1 / (units * meanSquare), features, 0, gram);
            return RealVector.of(backend.symmetricEigenvalues(gram));
        }
    }

    /** Gradients with respect to N(0, 1) weights are σ_w/√M times those with respect to ours; F has the factor 1/T. */
    private RealVector tangent(Linearization at) {
        double scale = at.samples() / (meanSquare * at.network().width(0));
        try (WholeFisherMatrix dual = FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            double[] values = dual.eigenvalues().toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] *= scale;
            }
            return RealVector.of(values);
        }
    }
}
