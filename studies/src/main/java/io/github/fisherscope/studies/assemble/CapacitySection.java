package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.meanfield.FisherRaoNorm;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkAnalysis;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.predict.TheorySection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes capacity and flatness. */
final class CapacitySection {
    private final StudyConfig config;
    private final TheorySection theory;
    private final MeasuredNetworks ensemble;

    private CapacitySection(StudyConfig config, TheorySection theory, MeasuredNetworks ensemble) {
        this.config = config;
        this.theory = theory;
        this.ensemble = ensemble;
    }

    static CapacityInfo of(
            StudyConfig config, TheorySection theory, MeasuredNetworks ensemble, List<ComparisonRow> rows) {
        return new CapacitySection(config, theory, ensemble).capacity(rows);
    }

    private CapacityInfo capacity(List<ComparisonRow> rows) {
        NetworkMeasurement first = ensemble.first();
        FisherRaoNorm norm = theory.prediction()
                .filter(p -> theory.covers())
                .map(p -> p.measures().fisherRao())
                .orElse(null);
        ComparisonRow dimension = row(rows, Statistic.EFFECTIVE_DIMENSION);
        ComparisonRow volume = row(rows, Statistic.LOG_VOLUME);
        boolean whole = config.matrix() instanceof StudiedMatrix.Whole;
        NetworkAnalysis analysis = first.analysis();
        return new CapacityInfo(
                !whole
                        ? null
                        : new CapacityInfo.FisherRaoNorm(
                                ensemble.mean(NetworkMeasurement::fisherRao),
                                ensemble.standardError(NetworkMeasurement::fisherRao),
                                norm == null ? null : (Double) norm.total(),
                                norm == null ? null : (Double) norm.diagonalWeights(),
                                ensemble.mean(NetworkMeasurement::diagonalFisherRao)),
                dimension == null
                        ? null
                        : new CapacityInfo.EffectiveDimension(
                                dimension.measured(),
                                dimension.predicted(),
                                ComparisonTable.EFFECTIVE_DIMENSION_SAMPLES,
                                1),
                volume == null
                        ? null
                        : new CapacityInfo.LogVolume(
                                volume.measured(), volume.predicted(), ComparisonTable.LOG_VOLUME_SCALE),
                DistributionSection.flatness(config.matrix(), first.spectrum()),
                analysis == null
                        ? null
                        : analysis.descriptionLength(
                                first.spectrum(), config.inputs().samples()),
                analysis == null ? null : analysis.precision());
    }

    private static @Nullable ComparisonRow row(List<ComparisonRow> rows, Statistic statistic) {
        return rows.stream()
                .filter(r -> r.statistic().equals(statistic.key()))
                .findFirst()
                .orElse(null);
    }
}
