package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.CentredNetworkLaw;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.law.SpectralLaw;
import java.util.List;
import java.util.Locale;

/** The Fisher matrix of networks without biases whose activation has mean zero: no outliers, one law for all eigenvalues. */
final class CentredNetworkModel implements SpectralDensity.MatrixModel {
    private static final int DEPTH = 3;
    private static final int WIDTH_PER_SAMPLE = 2;
    private static final int REFERENCE = 1000;

    private final Activation activation;
    private final String label;
    private final double weightVariance;

    CentredNetworkModel(String activation, String label, double weightVariance) {
        this.activation = Activation.parse(activation);
        this.label = label;
        this.weightVariance = weightVariance;
    }

    private NetworkSpec spec(int samples) {
        int m = WIDTH_PER_SAMPLE * samples;
        return NetworkSpec.uniform(DEPTH, m, m, 1, activation, weightVariance, 0);
    }

    @Override
    public String name() {
        return "centred-network-" + label;
    }

    @Override
    public String title() {
        return "density of the Fisher eigenvalues of centred networks, %s".formatted(label);
    }

    @Override
    public String shortTitle() {
        return "Fisher eigenvalues of centred networks: " + label;
    }

    @Override
    public String caption() {
        return String.format(
                Locale.ROOT,
                "L = %d, C = 1, all widths %d T, σ_w² = %s, σ_b² = 0.",
                DEPTH,
                WIDTH_PER_SAMPLE,
                weightVariance);
    }

    @Override
    public WidthGrid grid(boolean quick) {
        return quick ? new WidthGrid(List.of(50, 100, 200), 16) : new WidthGrid(List.of(50, 100, 200, 400, 800), 24);
    }

    @Override
    public long bytes(int size) {
        return 8L * 40 * size * size;
    }

    /** The law depends on the ratios of widths and samples alone. */
    @Override
    public SpectralLaw law() {
        NetworkSpec spec = spec(REFERENCE);
        return CentredNetworkLaw.of(spec, OrderParameters.of(spec, InputMoments.standardNormal()), REFERENCE);
    }

    @Override
    public RealVector eigenvalues(WidthGrid.Job job, long seed, Backend backend) {
        try (Linearization at = job.linearize(spec(job.size()), job.size(), seed, backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            return dual.eigenvalues();
        }
    }
}
