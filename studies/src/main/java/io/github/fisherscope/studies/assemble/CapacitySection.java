package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.meanfield.FisherRaoNorm;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkAnalysis;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.predict.TheorySection;
import java.util.List;
import java.util.Objects;
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
        NetworkAnalysis analysis = first.closer().analysis();
        return new CapacityInfo(
                first.norms() == null ? null : fisherRao(norm),
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
                analysis == null ? null : analysis.precision(),
                pseudoDeterminant(first.spectrum()));
    }

    /** Returns the product of the eigenvalues above the rank's threshold, or null where not all are known or one is negative. */
    private CapacityInfo.@Nullable PseudoDeterminant pseudoDeterminant(Spectrum spectrum) {
        boolean whole = config.matrix() instanceof StudiedMatrix.Whole;
        if (!whole || !spectrum.complete() || !(spectrum.max() > 0)) {
            return null;
        }
        double sum = 0;
        int rank = spectrum.rank();
        for (int i = 0; i < rank; i++) {
            sum += StrictMath.log(spectrum.values().get(i));
        }
        return new CapacityInfo.PseudoDeterminant(rank, spectrum.dimension(), sum);
    }

    private CapacityInfo.FisherRaoNorm fisherRao(@Nullable FisherRaoNorm predicted) {
        return new CapacityInfo.FisherRaoNorm(
                ensemble.mean(m -> norms(m).fisherRao()),
                ensemble.standardError(m -> norms(m).fisherRao()),
                predicted == null ? null : (Double) predicted.total(),
                predicted == null ? null : (Double) predicted.diagonalWeights(),
                ensemble.mean(m -> norms(m).diagonal()));
    }

    private static NetworkMeasurement.Norms norms(NetworkMeasurement m) {
        return Objects.requireNonNull(m.norms(), "norms of the whole matrix");
    }

    private static @Nullable ComparisonRow row(List<ComparisonRow> rows, Statistic statistic) {
        return rows.stream()
                .filter(r -> r.statistic().equals(statistic.key()))
                .findFirst()
                .orElse(null);
    }
}
