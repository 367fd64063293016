package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a study found, in the order in which {@code result.json} holds it. Values are immutable and finite; what
 * was not computed is null, never NaN. Sections that describe one network ({@code spectrum}, {@code layers},
 * {@code capacity}, {@code distribution}, {@code geometry}) describe the first of the ensemble; {@code comparison} uses all of them.
 *
 * @param schema always {@link #SCHEMA}
 * @param title what the report is called; text of the user, escaped wherever it is shown
 * @param provenance what computed this and how to run it again
 * @param layers one entry per layer, layer 1 first; empty when the blocks were not computed
 * @param comparison measured against predicted, one row per statistic
 * @param distribution the eigenvalues as a distribution, null in results of earlier versions
 * @param geometry exact degeneracies, null where they were not looked for
 * @param hessian what belongs to the Hessian of a loss alone, null where another matrix was measured
 * @param ensemble values of each statistic for every network, null when there was one network
 * @param notes sentences the reader must see: what did not converge, was limited, or does not carry over
 */
public record SpectrumResult(
        String schema,
        String title,
        Provenance provenance,
        NetworkInfo network,
        DataInfo data,
        FisherInfo fisher,
        SpectrumInfo spectrum,
        List<LayerInfo> layers,
        TheoryInfo theory,
        List<ComparisonRow> comparison,
        LearningRateInfo learningRate,
        CapacityInfo capacity,
        @Nullable DistributionInfo distribution,
        @Nullable GeometryInfo geometry,
        @Nullable HessianInfo hessian,
        @Nullable EnsembleInfo ensemble,
        List<String> notes) {

    /** Identifier of the file format. Its major number changes when a reader of the old format would go wrong. */
    public static final String SCHEMA = "fisherscope/result/1";

    public SpectrumResult {
        if (!SCHEMA.equals(schema)) {
            throw new IllegalArgumentException(
                    "schema is '%s'; this version reads and writes '%s'".formatted(schema, SCHEMA));
        }
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(provenance, "provenance");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(fisher, "fisher");
        Objects.requireNonNull(spectrum, "spectrum");
        layers = List.copyOf(layers);
        Objects.requireNonNull(theory, "theory");
        comparison = List.copyOf(comparison);
        Objects.requireNonNull(learningRate, "learningRate");
        Objects.requireNonNull(capacity, "capacity");
        notes = List.copyOf(notes);
    }

    /** Returns the same result with other eigenvalues in memory, which the JSON file does not hold. */
    public SpectrumResult withEigenvalues(RealVector eigenvalues) {
        return withSpectrum(spectrum.withEigenvalues(eigenvalues));
    }

    /** Returns the same result with the name of the file that holds its eigenvalues. */
    public SpectrumResult withEigenvalueFile(String name) {
        return withSpectrum(spectrum.withFile(name));
    }

    private SpectrumResult withSpectrum(SpectrumInfo changed) {
        return new SpectrumResult(
                schema,
                title,
                provenance,
                network,
                data,
                fisher,
                changed,
                layers,
                theory,
                comparison,
                learningRate,
                capacity,
                distribution,
                geometry,
                hessian,
                ensemble,
                notes);
    }

    /** Returns the number of networks behind the comparison. */
    public int networks() {
        return ensemble == null ? 1 : ensemble.networks();
    }

    /** Returns the number of eigenvalues, zeros included: P, or the number of inputs or features of a metric. */
    public long order() {
        return switch (fisher.matrix()) {
            case "input-metric" -> network.widths().get(0);
            case "feature-metric" ->
                network.widths().stream()
                        .limit(network.depth())
                        .mapToLong(Integer::longValue)
                        .sum();
            default -> network.parameters();
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
