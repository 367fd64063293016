package io.github.fisherscope.studies.spectrum;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.NetworkScatter;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.assemble.ComparisonTable;
import io.github.fisherscope.studies.assemble.ResultSentences;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.config.Theory;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.measure.NetworkMeasurer;
import io.github.fisherscope.studies.measure.StageClock;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import io.github.fisherscope.studies.plan.MethodChoice;
import io.github.fisherscope.studies.predict.TheorySection;
import io.github.fisherscope.studies.verdict.Candidate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of many random networks of one family, one network at a time, and what theory claims about them: for
 * jobs such as sweeps and regression tests that need numbers and no report. Network i is the same as network i of a
 * {@link SpectrumStudy} with the same configuration.
 *
 * <p>Immutable; networks may be measured on several threads at once, each with a backend of its own.
 */
public final class Ensemble {
    private final StudyConfig config;
    private final TheorySection theory;
    private final MethodChoice choice;

    private Ensemble(StudyConfig config, TheorySection theory, MethodChoice choice) {
        this.config = config;
        this.theory = theory;
        this.choice = choice;
    }

    private Ensemble(StudyConfig config, Theory theory) {
        this.config = Objects.requireNonNull(config, "config");
        Args.require(
                config.network() instanceof NetworkSource.Random
                        && config.inputs() instanceof InputSource.StandardNormal,
                "an ensemble needs random networks and standard normal inputs; for given ones use a study of spectra");
        this.theory = TheorySection.of(config, null, theory);
        this.choice = MethodChoice.of(config);
    }

    /**
     * Returns the ensemble of a configuration; its number of networks is not used.
     *
     * @throws MemoryLimitException if a network would not fit into the memory allowed
     */
    public static Ensemble of(StudyConfig config) {
        return new Ensemble(config, MeanFieldTheory::predict);
    }

    /** Returns the same ensemble held against another theory. */
    public Ensemble withTheory(Theory other) {
        return new Ensemble(config, other);
    }

    /** Returns the same ensemble with networks of another seed; theory is not evaluated again. */
    public Ensemble withSeed(long seed) {
        return new Ensemble(config.withSeed(seed), theory, choice);
    }

    /** Returns the planned peak in bytes of a process that works on one network. */
    public long bytes() {
        return choice.price().bytes();
    }

    public MeanFieldPrediction prediction() {
        return theory.prediction().orElseThrow(); // random networks at normal inputs have one
    }

    /**
     * Measures network number {@code index}: the value of every statistic.
     *
     * @throws StudyNotConvergedException if the iterative eigensolver did not converge
     */
    public Map<Statistic, Double> measure(long index, Backend backend) {
        NetworkSpec spec = config.network().spec();
        NeuralNetwork network = RandomNetworkGenerator.of(spec, config.seed()).network(index);
        Dataset data = RandomInputs.of(config.seed())
                .standardNormal(index, config.inputs().samples(), spec.inputs());
        NetworkMeasurement measured = new NetworkMeasurer(config, choice, new StageClock())
                .measureStatistics(Math.toIntExact(index), network, data, backend);
        if (!measured.search().converged()) {
            throw new StudyNotConvergedException(String.format(
                    Locale.ROOT,
                    "network %d of %s with %d samples: %s",
                    index,
                    spec.widths(),
                    config.inputs().samples(),
                    ResultSentences.end(measured.search().end())));
        }
        Map<String, RealVector> values = ComparisonTable.values(config, List.of(measured));
        Map<Statistic, Double> result = new LinkedHashMap<>();
        for (Statistic statistic : Statistic.values()) {
            RealVector value = values.get(statistic.key());
            if (value != null) {
                result.put(statistic, value.get(0));
            }
        }
        return result;
    }

    /** Returns theory's prediction, or null when it gives none for the statistic. */
    public @Nullable Double predicted(Statistic statistic) {
        return table(Map.of(), 0).predicted(statistic);
    }

    /** Returns why theory does not claim to give this statistic here, or nothing when it does. */
    public Optional<String> whyNotClaimed(Statistic statistic) {
        RealVector any = RealVector.of(1, 1);
        Candidate candidate = table(Map.of(statistic.key(), any), Integer.MAX_VALUE)
                .candidates()
                .get(0);
        if (candidate.claim() == Candidate.Claim.EXACT && candidate.predicted() != null) {
            return Optional.empty();
        }
        return Optional.of(candidate.note().isEmpty() ? "theory has no prediction for it" : candidate.note());
    }

    /** Returns how many networks a verdict about the statistic needs at least, whatever it is to detect. */
    public int fewestNetworks(Statistic statistic) {
        return statistic == Statistic.FISHER_RAO_NORM
                ? ComparisonTable.normNetworks(config.network().spec().outputs())
                : 2;
    }

    /** Returns the standard deviation between networks that theory and simulations expect, relative to the prediction. */
    public double relativeScatter(Statistic statistic) {
        NetworkScatter scatter = prediction().scatter();
        return switch (statistic) {
            case MEAN -> scatter.mean();
            case SECOND_MOMENT -> scatter.secondMoment();
            case TOP_MEAN, MAX, LEARNING_RATE_BOUND -> scatter.largest();
            case BULK, FISHER_RAO_NORM, EFFECTIVE_DIMENSION, LOG_VOLUME -> {
                Double known = table(Map.of(), 0).scatter(statistic);
                yield known == null ? 0 : known;
            }
        };
    }

    /** Returns how far the prediction may be off at this width, relative to itself. */
    public double relativeBias(Statistic statistic) {
        return table(Map.of(), 0).bias(statistic);
    }

    /**
     * Returns what asks for a verdict, in the order of the statistics, with theory's claim about each.
     *
     * @param values one value per network for each statistic
     */
    public List<Candidate> candidates(Map<Statistic, RealVector> values) {
        Map<String, RealVector> byKey = new LinkedHashMap<>();
        int networks = 0;
        for (Statistic statistic : Statistic.values()) {
            RealVector v = values.get(statistic);
            if (v != null) {
                byKey.put(statistic.key(), v);
                networks = v.size();
            }
        }
        return table(byKey, networks).candidates();
    }

    private ComparisonTable table(Map<String, RealVector> values, int networks) {
        return new ComparisonTable(config, theory, values, networks);
    }
}
