package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.RankInfo;
import io.github.fisherscope.results.spectrum.Run;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo.Density;
import io.github.fisherscope.results.spectrum.Statistics;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.DensityCurve;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes the eigenvalues of the first network. */
final class SpectrumSection {
    private static final int LARGEST_SHOWN = 30;
    private static final int DENSITY_POINTS = 800;

    private final StudyConfig config;
    private final MethodChoice choice;
    private final NetworkMeasurement first;

    private SpectrumSection(StudyConfig config, MethodChoice choice, NetworkMeasurement first) {
        this.config = config;
        this.choice = choice;
        this.first = first;
    }

    static SpectrumInfo of(StudyConfig config, MethodChoice choice, NetworkMeasurement first) {
        return new SpectrumSection(config, choice, first).spectrum();
    }

    private SpectrumInfo spectrum() {
        Spectrum s = first.spectrum();
        boolean complete = s.complete();
        double threshold = complete ? s.rankThreshold() : 0;
        // by magnitude, since some matrices have truly negative eigenvalues
        long rank = s.values().stream().filter(v -> Math.abs(v) > threshold).count();
        int shown = Math.min(LARGEST_SHOWN, s.count());
        return new SpectrumInfo(
                new Run(
                        choice.methodOf(config.matrix()),
                        ResultSentences.reason(choice.reason()),
                        first.search().converged(),
                        ResultSentences.end(first.search().end()),
                        new Run.Memory(
                                choice.price().bytes(), config.execution().memoryLimit())),
                new Statistics(
                        first.mean(),
                        first.secondMoment(),
                        first.moments().topMean(),
                        s.max(),
                        first.bulkMean(config.network().outputs())),
                new RankInfo(
                        s.count(),
                        complete ? (Long) rank : null,
                        complete ? (Double) threshold : null,
                        complete ? (Double) (1 - (double) rank / s.dimension()) : null,
                        first.participationRatio(),
                        first.effectiveRank()),
                new SpectrumInfo.Leading(
                        s.top(shown), complete ? null : s.residualNorms().slice(0, shown)),
                density(),
                first.search().checks(),
                null,
                s.values());
    }

    private @Nullable Density density() {
        SpectralDensity density = first.search().density();
        if (density == null) {
            return null;
        }
        DensityCurve.Axis axis = first.indefinite() ? DensityCurve.Axis.LINEAR : DensityCurve.Axis.LOGARITHMIC;
        DensityCurve curve = density.curve(axis, DENSITY_POINTS);
        List<Double> nodes = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        double share = (double) density.sampled()
                / density.dimension()
                / density.probes().size();
        density.probes().forEach(rule -> {
            for (int i = 0; i < rule.nodes().size(); i++) {
                nodes.add(rule.nodes().get(i));
                weights.add(share * rule.weights().get(i));
            }
        });
        density.exactValues().stream().forEach(value -> {
            nodes.add(value);
            weights.add(1.0 / density.dimension());
        });
        nodes.add(0.0);
        weights.add((double) density.exactZeros() / density.dimension());
        return new Density(curve.grid(), curve.values(), vector(nodes), vector(weights), curve.standardErrors());
    }

    private static RealVector vector(List<Double> values) {
        return RealVector.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
