package io.github.fisherscope.studies.spectrum;

import io.github.fisherscope.core.data.InputMoments;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.OutputNormalization;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.LeadingOrder;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.spectrum.TheoryInfo.Condition;
import io.github.fisherscope.studies.predict.PhaseSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What theory says about a study, with the conditions that only the study knows about: its data and its network. */
final class TheorySection {
    /** A coefficient of variation of |x|² this many times that of normal inputs means samples differ in length. */
    private static final double NORM_VARIATION_FACTOR = 3;

    private final MeanFieldPrediction prediction;
    private final List<Condition> conditions = new ArrayList<>();
    private final boolean gaussianLikelihood;
    private final StudyConfig config;
    private final FormTheory form;

    private TheorySection(StudyConfig config, @Nullable InputMoments data, Theory theory) {
        var moments = data == null
                ? io.github.fisherscope.meanfield.InputMoments.standardNormal()
                : new io.github.fisherscope.meanfield.InputMoments(data.meanSquaredNorm(), data.meanCrossProduct());
        this.prediction =
                theory.predict(config.network().spec(), moments, config.inputs().samples());
        this.config = config;
        this.form = FormTheory.of(config.matrix(), prediction);
        this.gaussianLikelihood = config.likelihood().identityFactor()
                && config.fisher() instanceof FisherRequest.Exact exact
                && exact.outputActivation() instanceof Activation.Identity;
        prediction.validity().forEach(c -> conditions.add(new Condition(c.name(), c.holds(), c.explanation())));
        if (data != null) {
            conditions.add(independentInputs(data, config.network().spec().inputs()));
        }
        if (config.network() instanceof NetworkSource.Given given) {
            conditions.add(randomWeights(given));
        }
        if (!whole()) {
            conditions.add(new Condition("form", form.beyondMean(), form.covers()));
        }
        if (!gaussianLikelihood) {
            conditions.add(new Condition(
                    "gaussian-exact",
                    false,
                    "the closed formulas compared here are those of the Gaussian likelihood with unit variance, linear "
                            + "outputs and the exact expectation over labels; here: "
                            + config.likelihood().id() + ", "
                            + config.fisher().meaning()));
        }
    }

    /**
     * Makes the predictions.
     *
     * @param data moments of given inputs, or null for standard normal ones
     */
    static TheorySection of(StudyConfig config, @Nullable InputMoments data) {
        return of(config, data, MeanFieldTheory::predict);
    }

    static TheorySection of(StudyConfig config, @Nullable InputMoments data, Theory theory) {
        return new TheorySection(config, data, theory);
    }

    private static Condition independentInputs(InputMoments data, int inputs) {
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
                data.constantInputs() > 0
                        ? String.format(
                                Locale.ROOT, ", %.0f %% of the inputs are constant", 100 * data.constantFraction())
                        : "",
                evenLengths ? "" : " approximately (exactly only for piecewise linear activations without biases)");
        return new Condition("independent-inputs", false, text);
    }

    private static Condition randomWeights(NetworkSource.Given given) {
        String variances = String.format(
                Locale.ROOT,
                "σ_w² = %.4g, σ_b² = %.4g",
                given.spec().weightVariance(),
                given.spec().biasVariance());
        return new Condition(
                "random-weights",
                false,
                given.variancesFromFile()
                        ? "the weights were read from a file; theory is that of random weights with the variances found "
                                + "in it (" + variances + "), which trained weights need not follow"
                        : "the weights were read from a file; theory is that of random weights with the variances given ("
                                + variances + ")");
    }

    MeanFieldPrediction prediction() {
        return prediction;
    }

    private boolean whole() {
        return config.matrix() instanceof StudiedMatrix.Whole;
    }

    /** Returns what is said about a matrix that is not the whole Fisher matrix. */
    FormTheory form() {
        return form;
    }

    /** Returns the predicted mean, second moment or mean of the C largest eigenvalues, or null. */
    @Nullable Double value(Statistic statistic) {
        if (!gaussianLikelihood) {
            return null;
        }
        if (!whole()) {
            FormTheory.Value value = form.value(statistic);
            return value == null ? null : (Double) value.value();
        }
        var best = prediction.recommended();
        return switch (statistic) {
            case MEAN -> best.mean();
            case SECOND_MOMENT -> best.secondMoment();
            case TOP_MEAN -> best.topMean();
            default -> null;
        };
    }

    /** Returns what is predicted for the part of layer {@code l}. */
    FormTheory.Block block(int l) {
        if (!gaussianLikelihood) {
            return FormTheory.Block.NONE;
        }
        if (!whole()) {
            return form.block(l);
        }
        var block = prediction.statistics().layers().get(l - 1);
        return new FormTheory.Block(block.mean(), block.largestWithEdge());
    }

    /** Returns how many outliers should stand apart, or null where theory does not say. */
    @Nullable Integer expectedOutliers() {
        int outputs = config.network().spec().outputs();
        if (config.matrix() instanceof StudiedMatrix.Normalized normalized) {
            return normalized.outputs().kind() == OutputNormalization.Kind.LAYER_NORM ? null : (Integer) 0;
        }
        boolean apart = failure("non-centred").isEmpty()
                && failure("hidden-layer").isEmpty()
                && failure("outlier-separated").isEmpty();
        if (!whole() || !apart || !(config.fisher() instanceof FisherRequest.Exact)) {
            return null;
        }
        return config.likelihood() instanceof Likelihood.Categorical ? outputs - 1 : (Integer) outputs;
    }

    /** Returns whether the formulas are made for this likelihood at all. */
    boolean coversLikelihood() {
        return gaussianLikelihood;
    }

    /** Returns the explanation of the named condition if it fails here. */
    Optional<String> failure(String name) {
        return conditions.stream()
                .filter(c -> c.name().equals(name) && !c.holds())
                .map(Condition::explanation)
                .findFirst();
    }

    boolean applies() {
        return conditions.stream().allMatch(Condition::holds);
    }

    TheoryInfo toInfo() {
        if (!gaussianLikelihood) {
            return new TheoryInfo(
                    false,
                    conditions,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    orderParameters(),
                    null,
                    phase());
        }
        var best = prediction.recommended();
        Optional<LeadingOrder> leading = prediction.statistics().leadingOrder();
        if (!whole()) {
            Double top = value(config.network().spec().outputs() > 1 ? Statistic.TOP_MEAN : Statistic.MAX);
            return new TheoryInfo(
                    applies(),
                    conditions,
                    leading.map(LeadingOrder::kappa1).orElse(null),
                    leading.map(LeadingOrder::kappa2).orElse(null),
                    leading.map(LeadingOrder::alpha).orElse(null),
                    value(Statistic.MEAN),
                    value(Statistic.SECOND_MOMENT),
                    top == null ? value(Statistic.MAX) : top,
                    null,
                    null,
                    null,
                    orderParameters(),
                    null,
                    phase());
        }
        return new TheoryInfo(
                applies(),
                conditions,
                leading.map(LeadingOrder::kappa1).orElse(null),
                leading.map(LeadingOrder::kappa2).orElse(null),
                leading.map(LeadingOrder::alpha).orElse(null),
                best.mean(),
                best.secondMoment(),
                best.topMean(),
                best.largest(),
                best.bulk(),
                leading.map(TheorySection::leadingOrder).orElse(null),
                orderParameters(),
                null,
                phase());
    }

    private TheoryInfo.Phase phase() {
        NetworkSpec spec = config.network().spec();
        return PhaseSection.of(spec.activation(), spec.weightVariance(), spec.biasVariance());
    }

    private static TheoryInfo.LeadingOrder leadingOrder(LeadingOrder leading) {
        SpectrumStatistics s = leading.statistics();
        return new TheoryInfo.LeadingOrder(s.mean(), s.secondMoment(), s.largest(), s.bulk());
    }

    private TheoryInfo.OrderParameters orderParameters() {
        OrderParameters order = prediction.order();
        int depth = order.depth();
        return new TheoryInfo.OrderParameters(
                byLayer(depth, 1, order::q),
                byLayer(depth, 1, order::qPair),
                byLayer(depth, 0, order::qHat),
                byLayer(depth, 0, order::qHatPair),
                byLayer(depth, 1, order::qTilde),
                byLayer(depth, 1, order::qTildePair));
    }

    private static RealVector byLayer(int depth, int first, IntToDoubleFunction value) {
        double[] values = new double[depth];
        for (int i = 0; i < depth; i++) {
            values[i] = value.applyAsDouble(first + i);
        }
        return RealVector.of(values);
    }
}
