package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.RecommendedStatistics;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.spectra.measure.CapacityMeasures;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.predict.FormTheory;
import io.github.fisherscope.studies.predict.TheorySection;
import io.github.fisherscope.studies.verdict.Candidate;
import io.github.fisherscope.studies.verdict.ComparisonConfig;
import io.github.fisherscope.studies.verdict.FiniteWidth;
import io.github.fisherscope.studies.verdict.Remark;
import io.github.fisherscope.studies.verdict.Remark.Kind;
import io.github.fisherscope.studies.verdict.TheoryComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the measured statistics of all networks against the predictions, row by row. */
public final class ComparisonTable {
    /** What n samples can tell apart is asked for this n, as in the literature on effective dimension. */
    static final long EFFECTIVE_DIMENSION_SAMPLES = 10_000;

    static final double LOG_VOLUME_SCALE = 1;

    /**
     * A mean over N networks of Fisher-Rao norms has the skewness √(8/(CN)) of a sum of χ² variables, which moves the tail of its
     * t statistic by (2c² + 1)φ(c)√(8/C)/(6√N); from N = 4000/C on that is below half of any tail down to 5e-5.
     */
    private static final int NORM_NETWORKS = 4000;

    private final StudyConfig config;
    private final TheorySection theory;
    private final Map<String, RealVector> values;
    private final int networks;
    private final int outputs;

    public ComparisonTable(StudyConfig config, TheorySection theory, List<NetworkMeasurement> networks) {
        this(config, theory, values(config, networks), networks.size());
    }

    /**
     * Makes a table from values measured elsewhere.
     *
     * @param values by key of the statistic, one value per network
     */
    public ComparisonTable(StudyConfig config, TheorySection theory, Map<String, RealVector> values, int networks) {
        this.config = config;
        this.theory = theory;
        this.values = values;
        this.networks = networks;
        this.outputs = config.network().outputs();
    }

    /** Returns the value of every statistic for every network. */
    Map<String, RealVector> values() {
        return values;
    }

    /** Returns the value of every statistic that every network has, for every network. */
    public static Map<String, RealVector> values(StudyConfig config, List<NetworkMeasurement> networks) {
        int outputs = config.network().outputs();
        Map<String, RealVector> values = new LinkedHashMap<>();
        for (Statistic statistic : Statistic.values()) {
            boolean rates = statistic != Statistic.LEARNING_RATE_BOUND || LearningRateSection.bounds(config.fisher());
            List<Double> measured = new ArrayList<>();
            for (NetworkMeasurement network : networks) {
                Double value = rates ? value(statistic, network, outputs) : null;
                if (value != null) {
                    measured.add(value);
                }
            }
            if (measured.size() == networks.size()) {
                values.put(
                        statistic.key(),
                        RealVector.of(measured.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()));
            }
        }
        return values;
    }

    /** Returns the value at one network, or null where it has none: for example no bound of rates at a zero matrix. */
    private static @Nullable Double value(Statistic statistic, NetworkMeasurement m, int outputs) {
        boolean complete = m.spectrum().complete() && !(m.matrix() instanceof StudiedMatrix.Metric) && !m.indefinite();
        return switch (statistic) {
            case MEAN -> m.mean();
            case SECOND_MOMENT -> m.secondMoment();
            case TOP_MEAN -> outputs > 1 ? m.moments().topMean() : null;
            case MAX -> m.max();
            case BULK -> m.bulkMean(outputs);
            case LEARNING_RATE_BOUND -> m.boundsLearningRates() ? LearningRateSection.bound(m.max()) : null;
            case FISHER_RAO_NORM ->
                m.norms() == null ? null : (Double) m.norms().fisherRao();
            case EFFECTIVE_DIMENSION ->
                complete
                        ? (Double) CapacityMeasures.effectiveDimension(m.spectrum(), EFFECTIVE_DIMENSION_SAMPLES, 1)
                        : null;
            case LOG_VOLUME -> complete ? (Double) CapacityMeasures.logVolume(m.spectrum(), LOG_VOLUME_SCALE) : null;
        };
    }

    List<ComparisonRow> rows() {
        return rows(ComparisonConfig.defaults());
    }

    List<ComparisonRow> rows(ComparisonConfig comparison) {
        List<ComparisonRow> rows = TheoryComparison.of(comparison).compare(candidates());
        return rows.stream()
                .map(row -> row.explainedBy(explanation(statistic(row.subject().statistic()))))
                .toList();
    }

    private String explanation(Statistic statistic) {
        if (config.matrix() instanceof StudiedMatrix.Hessian) {
            return statistic.explanationForHessian();
        }
        return config.matrix() instanceof StudiedMatrix.Metric
                ? statistic.explanationForMetric()
                : statistic.explanation();
    }

    public List<Candidate> candidates() {
        Qualification qualification = new Qualification(theory, whole(), networks, outputs);
        List<Candidate> candidates = new ArrayList<>();
        values.forEach((key, measured) -> {
            Statistic statistic = statistic(key);
            Double predicted = predicted(statistic);
            double bias = predicted == null ? 0 : bias(statistic);
            boolean known = bias < Double.POSITIVE_INFINITY;
            Candidate c = qualification.of(statistic, candidate(statistic, measured, predicted, known ? bias : 0));
            candidates.add(
                    known || c.claim() != Candidate.Claim.EXACT ? c : c.indicative(Remark.of(Kind.ERROR_UNKNOWN)));
        });
        return candidates;
    }

    private static Statistic statistic(String key) {
        for (Statistic statistic : Statistic.values()) {
            if (statistic.key().equals(key)) {
                return statistic;
            }
        }
        throw new IllegalStateException("no statistic " + key);
    }

    /** Returns the prediction, or null when theory says nothing. */
    public @Nullable Double predicted(Statistic statistic) {
        MeanFieldPrediction p = theory.prediction().orElse(null);
        if (p == null || !theory.covers()) {
            return null;
        }
        if (!whole()) {
            FormTheory.Value value = theory.ofForm(statistic);
            return value == null ? null : (Double) value.value();
        }
        RecommendedStatistics best = p.recommended();
        return switch (statistic) {
            case MEAN -> best.mean();
            case SECOND_MOMENT -> best.secondMoment();
            case TOP_MEAN -> best.topMean();
            case MAX -> best.largest();
            case BULK -> best.bulk();
            case LEARNING_RATE_BOUND -> p.measures().learningRate().plain();
            case FISHER_RAO_NORM -> p.measures().fisherRao().total();
            case EFFECTIVE_DIMENSION -> p.measures().twoLevel().effectiveDimension(EFFECTIVE_DIMENSION_SAMPLES, 1);
            case LOG_VOLUME -> p.measures().twoLevel().logVolume(LOG_VOLUME_SCALE);
        };
    }

    private boolean whole() {
        return config.matrix() instanceof StudiedMatrix.Whole;
    }

    private Candidate candidate(Statistic statistic, RealVector measured, @Nullable Double predicted, double bias) {
        return measured.size() >= 2
                ? Candidate.ofEnsemble(statistic, measured, predicted, bias)
                : Candidate.ofOneNetwork(
                        statistic, measured.get(0), predicted, scatterApplies() ? scatter(statistic) : null, bias);
    }

    /** Returns the relative error that the formula is allowed at this width. */
    public double bias(Statistic statistic) {
        return switch (statistic) {
            case MEAN, SECOND_MOMENT, TOP_MEAN, MAX, BULK, LEARNING_RATE_BOUND, FISHER_RAO_NORM ->
                theory.prediction()
                        .map(p -> FiniteWidth.relativeBias(statistic, p))
                        .orElse(0.0);
            case EFFECTIVE_DIMENSION, LOG_VOLUME -> 0;
        };
    }

    /** The scatter is that of random networks at independent inputs, or of one that is looked at as if it were. */
    private boolean scatterApplies() {
        boolean asked = config.network() instanceof NetworkSource.Given given && given.showsTheory();
        return theory.covers() && (asked || theory.failure("independent-inputs").isEmpty());
    }

    /** Returns the standard deviation between networks relative to the prediction, null where it is not known. */
    public @Nullable Double scatter(Statistic statistic) {
        return switch (statistic) {
            case MEAN, SECOND_MOMENT, TOP_MEAN, MAX, BULK, LEARNING_RATE_BOUND -> {
                double simulated = simulatedScatter(statistic, config.network().spec());
                yield theory.prediction()
                        .map(p -> Math.max(simulated, FiniteWidth.derivedScatter(statistic, p.scatter())))
                        .filter(Double::isFinite)
                        .orElse(simulated);
            }
            case FISHER_RAO_NORM -> Math.sqrt(2.0 / outputs);
            case EFFECTIVE_DIMENSION, LOG_VOLUME -> null;
        };
    }

    private double simulatedScatter(Statistic statistic, NetworkSpec spec) {
        int width = spec.widths().subList(0, spec.depth()).stream()
                .min(Integer::compare)
                .orElseThrow();
        return FiniteWidth.relativeScatter(
                statistic, width, spec.depth(), config.inputs().samples());
    }

    /** Returns how many networks a mean of Fisher-Rao norms needs to be judged as a normal variable. */
    public static int normNetworks(int outputs) {
        return Math.max(2, (NORM_NETWORKS + outputs - 1) / outputs);
    }
}
