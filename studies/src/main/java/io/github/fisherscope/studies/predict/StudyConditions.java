package io.github.fisherscope.studies.predict;

import io.github.fisherscope.core.data.SampleMoments;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.results.spectrum.TheoryInfo.Condition;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.NetworkSource.AsIfRandom;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The conditions of theory that its formulas cannot see: where the weights and the inputs came from. */
public final class StudyConditions {
    /** A coefficient of variation of |x|² this many times that of normal inputs means samples differ in length. */
    private static final double NORM_VARIATION_FACTOR = 3;

    private StudyConditions() {}

    /**
     * Returns {@code independent-inputs} where inputs were given and {@code random-weights} where weights were.
     *
     * @param predicted whether predictions stand beside the conditions
     */
    static List<Condition> of(StudyConfig config, boolean predicted) {
        List<Condition> conditions = new ArrayList<>();
        if (config.inputs() instanceof InputSource.Given given) {
            SampleMoments moments = given.data().moments();
            conditions.add(
                    predicted
                            ? independentInputs(moments, config.network().inputs())
                            : inputsOfNoTheory(moments, config.network().inputs()));
        }
        if (config.network() instanceof NetworkSource.Imported) {
            conditions.add(new Condition(
                    "random-weights",
                    false,
                    "the weights were read from a file; theory is that of random weights and was not asked for"));
        }
        if (config.network() instanceof NetworkSource.AnyLayers) {
            conditions.add(new Condition(
                    "fully-connected",
                    false,
                    "theory is that of fully connected networks, and this network has other layers or frozen tensors"));
        }
        if (config.network() instanceof NetworkSource.Given given) {
            conditions.add(randomWeights(given));
            if (!given.layersAlike()) {
                conditions.add(layersAlike(given.network()));
            }
        }
        return List.copyOf(conditions);
    }

    /** Returns the conditions of {@link #of} and, where theory's formulas are for another matrix, {@code gaussian-exact}. */
    public static List<Condition> ofWholeMatrix(StudyConfig config) {
        return Stream.concat(of(config, TheorySection.asked(config.network())).stream(), gaussianExact(config).stream())
                .toList();
    }

    /** Returns whether theory of random weights has numbers for the matrix that is measured of a given network. */
    public static boolean coveredAsIfRandom(StudyConfig config) {
        boolean signal = !(config.inputs() instanceof InputSource.Given data)
                || whyNoTheory(data.data().moments()).isEmpty();
        boolean matrix = !(config.matrix() instanceof StudiedMatrix.Hessian)
                && !(config.matrix() instanceof StudiedMatrix.Normalized);
        return config.network() instanceof NetworkSource.Given given
                && given.layersAlike()
                && given.spec().weightVariance() > 0
                && gaussianExact(config).isEmpty()
                && matrix
                && signal;
    }

    /** Returns the condition that fails for other likelihoods and labels than those of the closed formulas, or nothing. */
    static Optional<Condition> gaussianExact(StudyConfig config) {
        boolean holds = config.likelihood().identityFactor()
                && config.fisher() instanceof FisherRequest.Exact exact
                && exact.outputActivation() instanceof Activation.Identity;
        return holds
                ? Optional.empty()
                : Optional.of(new Condition(
                        "gaussian-exact",
                        false,
                        "theory's closed formulas are those of the Gaussian likelihood with unit variance, linear "
                                + "outputs and the exact expectation over labels; here: "
                                + config.likelihood().id() + " likelihood, "
                                + config.fisher().meaning()));
    }

    /** Returns why theory has no number for inputs such as these, or nothing. */
    static Optional<String> whyNoTheory(SampleMoments data) {
        return data.meanSquaredNorm() > 0
                ? Optional.empty()
                : Optional.of("all inputs are zero, and theory is that of inputs of positive length");
    }

    /** Says how far inputs are from theory's where theory is not made, so that nothing was given to it. */
    private static Condition inputsOfNoTheory(SampleMoments data, int inputs) {
        String text = whyNoTheory(data)
                .orElseGet(() -> String.format(
                        Locale.ROOT,
                        "theory assumes independent inputs of equal length and equal overlap; |x|² varies by %.0f %% between these"
                                + " samples (normal inputs: %.0f %%)%s, and overlaps differ from pair to pair",
                        100 * data.normVariation(),
                        100 * Math.sqrt(2.0 / inputs),
                        constantInputs(data)));
        return new Condition("independent-inputs", false, text);
    }

    private static String constantInputs(SampleMoments data) {
        return data.constantInputs() > 0
                ? String.format(Locale.ROOT, ", %.0f %% of the inputs are constant", 100 * data.constantFraction())
                : "";
    }

    private static Condition independentInputs(SampleMoments data, int inputs) {
        Optional<String> none = whyNoTheory(data);
        if (none.isPresent()) {
            return new Condition("independent-inputs", false, none.get());
        }
        double normal = Math.sqrt(2.0 / inputs);
        boolean evenLengths = data.normVariation() <= NORM_VARIATION_FACTOR * normal;
        String text = String.format(
                Locale.ROOT,
                "theory assumes independent inputs of equal length and equal overlap; it was given the data's mean "
                        + "square q̂⁰ = %.4g and mean overlap q̂_st⁰ = %.4g. Here |x|² varies by %.0f %% between samples "
                        + "(normal inputs: %.0f %%)%s and overlaps differ from pair to pair. The mean of the spectrum and "
                        + "its trace depend on lengths only and carry over%s; the largest eigenvalue, the second moment "
                        + "and the bulk depend on overlaps and are shown for orientation only",
                data.meanSquaredNorm(),
                data.meanCrossProduct(),
                100 * data.normVariation(),
                100 * normal,
                constantInputs(data),
                evenLengths ? "" : " approximately (exactly only for piecewise linear activations without biases)");
        return new Condition("independent-inputs", false, text);
    }

    private static Condition layersAlike(NeuralNetwork network) {
        return new Condition(
                "layers-alike",
                false,
                "theory is that of networks with one activation in all hidden layers, linear outputs, and biases in all layers"
                        + " or in none; this network has the activations " + network.activationNames()
                        + " and biases in "
                        + network.layers().stream().filter(DenseLayer::hasBias).count() + " of " + network.depth()
                        + " layers");
    }

    private static Condition randomWeights(NetworkSource.Given given) {
        if (given.asIfRandom() == AsIfRandom.NO) {
            return new Condition(
                    "random-weights",
                    false,
                    "the weights were read from a file; theory is that of random weights and was not asked for");
        }
        String variances = String.format(
                Locale.ROOT,
                "σ_w² = %.4g, σ_b² = %.4g",
                given.spec().weightVariance(),
                given.spec().biasVariance());
        return new Condition(
                "random-weights",
                false,
                given.asIfRandom() == AsIfRandom.OWN_VARIANCES
                        ? "the weights were read from a file; theory is that of random weights with the variances found "
                                + "in it (" + variances + "), which trained weights need not follow"
                        : "the weights were read from a file; theory is that of random weights with the variances given ("
                                + variances + ")");
    }
}
