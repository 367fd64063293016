package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a study found. Values are immutable and finite; what was not computed is null, never NaN. The file holds the
 * components of {@code heading}, {@code subject} and {@code measurement} side by side with the others.
 *
 * @param schema always {@link #SCHEMA}
 * @param heading title, origin and notes
 * @param subject what was measured
 * @param measurement what was found for the first network, and the values of all of them
 * @param theory what theory predicts, and whether it may be held to it
 * @param comparison measured against predicted, one row per statistic, over all networks
 * @param learningRate the bounds that belong to the largest eigenvalue
 */
public record SpectrumResult(
        String schema,
        @JsonUnwrapped Heading heading,
        @JsonUnwrapped Subject subject,
        @JsonUnwrapped Measurement measurement,
        TheoryInfo theory,
        List<ComparisonRow> comparison,
        LearningRateInfo learningRate) {

    /** Identifier of the file format. Its major number changes when a reader of the old format would go wrong. */
    public static final String SCHEMA = "fisherscope/result/2";

    public SpectrumResult {
        if (!SCHEMA.equals(schema)) {
            throw new IllegalArgumentException("schema is '%s'; this version writes '%s'".formatted(schema, SCHEMA));
        }
        Objects.requireNonNull(theory, "theory");
        comparison = List.copyOf(comparison);
        Objects.requireNonNull(learningRate, "learningRate");
    }

    /**
     * What stands above a result.
     *
     * @param title what the report is called; text of the user, escaped wherever it is shown
     * @param provenance what computed this and how to run it again
     * @param notes sentences the reader must see: what did not converge, was limited, or does not carry over
     */
    public record Heading(String title, Provenance provenance, List<String> notes) {
        public Heading {
            Objects.requireNonNull(title, "title");
            Objects.requireNonNull(provenance, "provenance");
            notes = List.copyOf(notes);
        }
    }

    /** What was measured: a matrix of a network at data. */
    public record Subject(NetworkInfo network, DataInfo data, FisherInfo fisher) {
        public Subject {
            Objects.requireNonNull(network, "network");
            Objects.requireNonNull(data, "data");
            Objects.requireNonNull(fisher, "fisher");
        }
    }

    /**
     * What was found. All but {@code ensemble} describe the first network.
     *
     * @param layers one entry per layer, layer 1 first; empty when the blocks were not computed
     * @param distribution the eigenvalues as a distribution, null in results of earlier versions
     * @param geometry exact degeneracies, null where they were not looked for
     * @param hessian what belongs to the Hessian of a loss alone, null where another matrix was measured
     * @param ensemble values of each statistic for every network, null when there was one network
     */
    public record Measurement(
            SpectrumInfo spectrum,
            List<LayerInfo> layers,
            CapacityInfo capacity,
            @Nullable DistributionInfo distribution,
            @Nullable GeometryInfo geometry,
            @Nullable HessianInfo hessian,
            @Nullable EnsembleInfo ensemble) {
        public Measurement {
            Objects.requireNonNull(spectrum, "spectrum");
            layers = List.copyOf(layers);
            Objects.requireNonNull(capacity, "capacity");
        }

        private Measurement withSpectrum(SpectrumInfo changed) {
            return new Measurement(changed, layers, capacity, distribution, geometry, hessian, ensemble);
        }
    }

    /** Returns the same result with other eigenvalues in memory, which the JSON file does not hold. */
    public SpectrumResult withEigenvalues(RealVector eigenvalues) {
        return withMeasurement(measurement.withSpectrum(spectrum().withEigenvalues(eigenvalues)));
    }

    /** Returns the same result with the name of the file that holds its eigenvalues. */
    public SpectrumResult withEigenvalueFile(String name) {
        return withMeasurement(measurement.withSpectrum(spectrum().withFile(name)));
    }

    private SpectrumResult withMeasurement(Measurement changed) {
        return new SpectrumResult(schema, heading, subject, changed, theory, comparison, learningRate);
    }

    public String title() {
        return heading.title();
    }

    public Provenance provenance() {
        return heading.provenance();
    }

    public List<String> notes() {
        return heading.notes();
    }

    public NetworkInfo network() {
        return subject.network();
    }

    public DataInfo data() {
        return subject.data();
    }

    public FisherInfo fisher() {
        return subject.fisher();
    }

    public SpectrumInfo spectrum() {
        return measurement.spectrum();
    }

    public List<LayerInfo> layers() {
        return measurement.layers();
    }

    public CapacityInfo capacity() {
        return measurement.capacity();
    }

    public @Nullable DistributionInfo distribution() {
        return measurement.distribution();
    }

    public @Nullable GeometryInfo geometry() {
        return measurement.geometry();
    }

    public @Nullable HessianInfo hessian() {
        return measurement.hessian();
    }

    public @Nullable EnsembleInfo ensemble() {
        return measurement.ensemble();
    }

    /** Returns the number of networks behind the comparison. */
    public int networks() {
        EnsembleInfo ensemble = ensemble();
        return ensemble == null ? 1 : ensemble.networks();
    }

    /** Returns the number of eigenvalues, zeros included: P, or the number of inputs or features of a metric. */
    public long order() {
        return switch (fisher().matrix()) {
            case "input-metric" -> network().widths().get(0);
            case "feature-metric" ->
                network().widths().stream()
                        .limit(network().depth())
                        .mapToLong(Integer::longValue)
                        .sum();
            default -> network().parameters();
        };
    }

    /** Returns the row of a statistic by its key, or null when the comparison has none. */
    public @Nullable ComparisonRow row(String statistic) {
        return comparison.stream()
                .filter(r -> r.statistic().equals(statistic))
                .findFirst()
                .orElse(null);
    }
}
