package io.github.fisherscope.studies.predict;

import io.github.fisherscope.core.data.SampleMoments;
import io.github.fisherscope.core.fisher.OutputNormalization;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.LeadingOrder;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.RecommendedStatistics;
import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Statistics;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.spectrum.TheoryInfo.Condition;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.config.Theory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What theory says about a study, with the conditions that only the study knows about: its data and its network. */
public final class TheorySection {
    private final @Nullable MeanFieldPrediction prediction;
    private final List<Condition> conditions = new ArrayList<>();
    private final boolean gaussianLikelihood;
    private final boolean closedForm;
    private final StudyConfig config;
    private final @Nullable FormTheory form;

    private TheorySection(StudyConfig config, @Nullable SampleMoments data, Theory theory) {
        this.config = config;
        this.closedForm = !(config.network() instanceof NetworkSource.Given g && !g.layersAlike());
        Optional<Condition> otherMatrix = StudyConditions.gaussianExact(config);
        this.gaussianLikelihood = otherMatrix.isEmpty();
        this.prediction = predict(config, data, theory);
        if (prediction != null) {
            prediction.validity().forEach(c -> conditions.add(new Condition(c.name(), c.holds(), c.explanation())));
        }
        this.form = prediction == null ? null : FormTheory.of(config.matrix(), prediction);
        conditions.addAll(StudyConditions.of(config, value(Statistic.MEAN) != null));
        if (config.matrix() instanceof StudiedMatrix.Hessian) {
            conditions.clear(); // of theory, none is asked for
            otherMatrix = Optional.empty();
        }
        if (form != null && !whole()) {
            conditions.add(new Condition("form", form.beyondMean(), form.covers()));
        }
        otherMatrix.ifPresent(conditions::add);
    }

    /** Returns what theory says, or null where it was not asked or has no number for such inputs. */
    private static @Nullable MeanFieldPrediction predict(
            StudyConfig config, @Nullable SampleMoments data, Theory theory) {
        if (!asked(config.network())
                || (data != null && StudyConditions.whyNoTheory(data).isPresent())) {
            return null;
        }
        var moments = data == null
                ? io.github.fisherscope.meanfield.InputMoments.standardNormal()
                : new io.github.fisherscope.meanfield.InputMoments(data.meanSquaredNorm(), data.meanCrossProduct());
        return theory.predict(config.network().spec(), moments, config.inputs().samples());
    }

    /**
     * Makes the predictions.
     *
     * @param data moments of given inputs, or null for standard normal ones
     */
    public static TheorySection of(StudyConfig config, @Nullable SampleMoments data) {
        return of(config, data, MeanFieldTheory::predict);
    }

    public static TheorySection of(StudyConfig config, @Nullable SampleMoments data, Theory theory) {
        return new TheorySection(config, data, theory);
    }

    /** Returns what theory predicts, or nothing where it was not asked for or has no number for such inputs. */
    public Optional<MeanFieldPrediction> prediction() {
        return Optional.ofNullable(prediction);
    }

    static boolean asked(NetworkSource network) {
        return network instanceof NetworkSource.Random
                || (network instanceof NetworkSource.Given given && given.showsTheory());
    }

    private boolean whole() {
        return config.matrix() instanceof StudiedMatrix.Whole;
    }

    /** Returns what is predicted for a statistic of a matrix that is not the whole Fisher matrix, or null. */
    public FormTheory.@Nullable Value ofForm(Statistic statistic) {
        return form == null ? null : form.value(statistic);
    }

    /** Returns the predicted mean, second moment or mean of the C largest eigenvalues, or null. */
    public @Nullable Double value(Statistic statistic) {
        if (prediction == null || !gaussianLikelihood || !closedForm) {
            return null;
        }
        if (!whole()) {
            FormTheory.Value value = ofForm(statistic);
            return value == null ? null : (Double) value.value();
        }
        var best = prediction.recommended();
        return switch (statistic) {
            case MEAN -> best.mean();
            case SECOND_MOMENT -> best.secondMoment();
            case TOP_MEAN -> best.topMean();
            case MAX, BULK, LEARNING_RATE_BOUND, FISHER_RAO_NORM, EFFECTIVE_DIMENSION, LOG_VOLUME -> null;
        };
    }

    /** Returns what is predicted for the part of layer {@code l}. */
    public FormTheory.Block block(int l) {
        if (prediction == null || form == null || !gaussianLikelihood) {
            return FormTheory.Block.NONE;
        }
        if (!whole()) {
            return form.block(l);
        }
        var block = prediction.statistics().layers().get(l - 1);
        return new FormTheory.Block(block.mean(), block.largestWithEdge());
    }

    /** Returns how many outliers should stand apart, or null where a condition of theory fails. */
    public @Nullable Integer expectedOutliers() {
        if (!applies()) {
            return null;
        }
        if (config.matrix() instanceof StudiedMatrix.Normalized normalized) {
            return normalized.outputs().kind() == OutputNormalization.Kind.LAYER_NORM ? null : (Integer) 0;
        }
        return whole() ? (Integer) config.network().outputs() : null;
    }

    /** Returns whether there are predictions, and they are made for this likelihood and for layers like these. */
    public boolean covers() {
        return prediction != null && gaussianLikelihood && closedForm;
    }

    /** Returns the explanation of the named condition if it fails here. */
    public Optional<String> failure(String name) {
        return conditions.stream()
                .filter(c -> c.name().equals(name) && !c.holds())
                .map(Condition::explanation)
                .findFirst();
    }

    boolean applies() {
        return covers() && conditions.stream().allMatch(Condition::holds);
    }

    public TheoryInfo toInfo() {
        TheoryInfo.Validity validity = new TheoryInfo.Validity(applies(), weights(), conditions);
        if (prediction == null) {
            return TheoryInfo.none(validity, null, null);
        }
        TheoryInfo.OrderParameters order = orderParameters(prediction.order());
        if (!covers()) {
            return TheoryInfo.none(validity, order, phase());
        }
        Optional<LeadingOrder> leading = prediction.statistics().leadingOrder();
        return new TheoryInfo(
                validity,
                leading.map(l -> new TheoryInfo.Coefficients(l.kappa1(), l.kappa2(), l.alpha()))
                        .orElse(TheoryInfo.Coefficients.NONE),
                whole() ? statistics(prediction.recommended()) : ofForm(),
                whole() ? leading.map(TheorySection::leadingOrder).orElse(null) : null,
                order,
                phase());
    }

    private static Statistics statistics(RecommendedStatistics best) {
        return new Statistics(best.mean(), best.secondMoment(), best.topMean(), best.largest(), best.bulk());
    }

    /** Returns what is predicted for a matrix that is not the whole Fisher matrix, null where that is nothing. */
    private @Nullable Statistics ofForm() {
        Double mean = value(Statistic.MEAN);
        Double secondMoment = value(Statistic.SECOND_MOMENT);
        Double topMean = value(Statistic.TOP_MEAN);
        Double max = value(Statistic.MAX);
        boolean nothing = mean == null && secondMoment == null && topMean == null && max == null;
        return nothing ? null : new Statistics(mean, secondMoment, topMean, max, null);
    }

    private TheoryInfo.@Nullable Phase phase() {
        if (prediction == null) {
            return null;
        }
        NetworkSpec spec = config.network().spec();
        return PhaseSection.of(spec.activation(), spec.weightVariance(), spec.biasVariance());
    }

    private String weights() {
        if (config.network() instanceof NetworkSource.AnyLayers) {
            return TheoryInfo.NOT_ASKED;
        }
        if (!(config.network() instanceof NetworkSource.Given given)) {
            return TheoryInfo.RANDOM;
        }
        return switch (given.asIfRandom()) {
            case NO -> TheoryInfo.NOT_ASKED;
            case OWN_VARIANCES -> TheoryInfo.OWN_VARIANCES;
            case GIVEN_VARIANCES -> TheoryInfo.GIVEN_VARIANCES;
        };
    }

    private static Statistics leadingOrder(LeadingOrder leading) {
        SpectrumStatistics s = leading.statistics();
        return new Statistics(s.mean(), s.secondMoment(), s.largest(), null, s.bulk());
    }

    private static TheoryInfo.OrderParameters orderParameters(OrderParameters order) {
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
