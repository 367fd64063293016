package io.github.fisherscope.studies.spectrum;

import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.data.Standardization;
import io.github.fisherscope.core.fisher.form.FisherForm;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.FisherRaoNorm;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.DataInfo;
import io.github.fisherscope.results.spectrum.EnsembleInfo;
import io.github.fisherscope.results.spectrum.FisherInfo;
import io.github.fisherscope.results.spectrum.LayerInfo;
import io.github.fisherscope.results.spectrum.Provenance;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo.Density;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.DensityCurve;
import io.github.fisherscope.spectra.density.SpectralDensity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Puts measurement and theory into the result that is written, drawn and exported. */
final class ResultAssembler {
    private static final int LARGEST_SHOWN = 30;
    private static final int DENSITY_POINTS = 800;

    private final StudyConfig config;
    private final TheorySection theory;
    private final List<NetworkMeasurement> networks;
    private final MethodChoice choice;
    private final List<String> remarks;
    private final NetworkMeasurement first;
    private final NetworkSpec spec;

    /**
     * @param remarks what the reader must know about the way to the measurements
     */
    ResultAssembler(
            StudyConfig config,
            TheorySection theory,
            List<NetworkMeasurement> networks,
            MethodChoice choice,
            List<String> remarks) {
        this.config = config;
        this.theory = theory;
        this.networks = networks;
        this.choice = choice;
        this.remarks = List.copyOf(remarks);
        this.first = networks.get(0);
        this.spec = config.network().spec();
    }

    SpectrumResult assemble(BackendInfo backend, Dataset data, Map<String, Double> seconds) {
        ComparisonTable table = new ComparisonTable(config, theory, networks);
        return new SpectrumResult(
                SpectrumResult.SCHEMA,
                config.title(),
                provenance(backend, seconds),
                NetworkDescription.of(config.network(), config.seed()),
                data(data),
                new FisherInfo(
                        config.matrix().id(),
                        config.matrix().form(),
                        config.matrix().normalization(),
                        config.fisher().labelExpectation().id(),
                        config.likelihood().id(),
                        config.matrix().words(config.fisher()),
                        config.matrix() instanceof StudiedMatrix.Hessian
                                ? "the loss on the labels of the data: the Fisher information matrix and a residual term"
                                : config.fisher().meaning(),
                        config.matrix()
                                .conventions(config.fisher(), config.network().layout())),
                spectrum(),
                layers(),
                theory.toInfo(),
                table.rows(),
                LearningRateSection.of(config, theory, first),
                capacity(table.rows()),
                DistributionSection.of(config, theory, networks),
                NetworkAnalysis.geometryOf(first),
                first.hessian(),
                networks.size() == 1 ? null : ensemble(table),
                notes(data));
    }

    private Provenance provenance(BackendInfo backend, Map<String, Double> seconds) {
        BuildInfo build = BuildInfo.current();
        return new Provenance(
                build.version(),
                build.commit(),
                Machine.java(),
                Machine.platform(),
                backend.name() + ": " + backend.library() + ", " + backend.device(),
                backend.threads(),
                backend.precision().name().toLowerCase(Locale.ROOT),
                config.command(),
                Map.of("study", Long.toString(config.seed())),
                seconds,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private DataInfo data(Dataset data) {
        boolean random = config.inputs() instanceof InputSource.StandardNormal;
        return new DataInfo(
                data.samples(),
                data.inputs(),
                random ? "standard normal" : data.source().description(),
                data.source().sha256(),
                random ? Long.toString(config.seed()) : null,
                data.standardization() != Standardization.NONE,
                labelSource(data),
                data.meanSquaredNorm(),
                data.meanCrossProduct());
    }

    /** Returns where the labels came from; a program that calls the library may give labels without saying so. */
    private static @Nullable String labelSource(Dataset data) {
        String named = data.source().labels();
        boolean read = !(data.labels() instanceof Labels.None);
        return named == null && read ? data.source().description() : named;
    }

    private SpectrumInfo spectrum() {
        Spectrum s = first.spectrum();
        boolean complete = s.complete();
        double threshold = complete ? s.rankThreshold() : 0;
        // by magnitude, since some matrices have truly negative eigenvalues
        long rank = s.values().stream().filter(v -> Math.abs(v) > threshold).count();
        return new SpectrumInfo(
                choice.methodOf(config.matrix()),
                choice.reason(),
                s.count(),
                complete ? (Long) rank : null,
                complete ? (Double) s.rankThreshold() : null,
                first.mean(),
                first.secondMoment(),
                s.max(),
                first.topMean(),
                first.bulkMean(spec.outputs()),
                s.top(Math.min(LARGEST_SHOWN, s.count())),
                complete ? (Double) (1 - (double) rank / s.dimension()) : null,
                first.participationRatio(),
                first.effectiveRank(),
                complete ? null : s.residualNorms().slice(0, Math.min(LARGEST_SHOWN, s.count())),
                first.converged(),
                first.stopReason(),
                null,
                density(),
                new SpectrumInfo.Memory(choice.bytes(), config.execution().memoryLimit()),
                first.checks(),
                s.values());
    }

    private @Nullable Density density() {
        SpectralDensity density = first.density();
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

    private List<LayerInfo> layers() {
        List<LayerInfo> layers = new ArrayList<>();
        if (first.layers().isEmpty()) {
            return layers;
        }
        for (int l = 1; l <= spec.depth(); l++) {
            int index = l - 1;
            long parameters = config.network().layout().layerParameters(l);
            FormTheory.Block block = theory.block(l);
            layers.add(new LayerInfo(
                    l,
                    parameters,
                    mean(m -> m.layers().get(index).trace() / parameters),
                    layerSecondMoment(index, parameters),
                    mean(m -> m.layers().get(index).top().get(0)),
                    layerTopMean(index),
                    standardError(m -> m.layers().get(index).trace() / parameters),
                    standardError(m -> m.layers().get(index).top().get(0)),
                    block.mean(),
                    block.largest(),
                    first.layers().get(index).top()));
        }
        return layers;
    }

    private @Nullable Double layerSecondMoment(int index, long parameters) {
        double sum = 0;
        for (NetworkMeasurement m : networks) {
            Double squaredNorm = m.layers().get(index).squaredNorm();
            if (squaredNorm == null) {
                return null;
            }
            sum += squaredNorm / parameters;
        }
        return sum / networks.size();
    }

    private @Nullable Double layerTopMean(int index) {
        double sum = 0;
        for (NetworkMeasurement m : networks) {
            Double topMean = m.layers().get(index).topMean();
            if (topMean == null) {
                return null;
            }
            sum += topMean;
        }
        return sum / networks.size();
    }

    private double mean(ToDoubleFunction<NetworkMeasurement> value) {
        return networks.stream().mapToDouble(value).average().orElseThrow();
    }

    private @Nullable Double standardError(ToDoubleFunction<NetworkMeasurement> value) {
        int n = networks.size();
        if (n < 2) {
            return null;
        }
        double mean = mean(value);
        double squares = networks.stream()
                .mapToDouble(value)
                .map(v -> (v - mean) * (v - mean))
                .sum();
        return Math.sqrt(squares / (n - 1) / n);
    }

    private CapacityInfo capacity(List<ComparisonRow> rows) {
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
                                mean(NetworkMeasurement::fisherRao),
                                standardError(NetworkMeasurement::fisherRao),
                                norm == null ? null : (Double) norm.total(),
                                norm == null ? null : (Double) norm.diagonalWeights(),
                                mean(NetworkMeasurement::diagonalFisherRao)),
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

    private EnsembleInfo ensemble(ComparisonTable table) {
        String seed = Long.toString(config.seed());
        List<String> seeds =
                LongStream.range(0, networks.size()).mapToObj(i -> seed).toList();
        return new EnsembleInfo(networks.size(), seeds, new LinkedHashMap<>(table.values()));
    }

    private List<String> notes(Dataset data) {
        List<String> notes = new ArrayList<>(remarks);
        UnusedLabels.of(config).ifPresent(notes::add);
        long unconverged = networks.stream().filter(m -> !m.converged()).count();
        if (unconverged > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "The eigenvalues of %d of %d networks did not converge: %s.",
                    unconverged,
                    networks.size(),
                    first.stopReason()));
        }
        if (data.moments().constantInputs() > 0 && data.samples() > 1) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%d of %d inputs are the same in every sample.",
                    data.moments().constantInputs(),
                    data.inputs()));
        }
        if (!first.spectrum().complete()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Only the %d largest eigenvalues were computed; rank, zero fraction, effective dimension and log-volume need all of them.",
                    first.spectrum().count()));
        }
        if (first.squaredNorm().standardError() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "The second moment was estimated from random probes: tr F² = %.6g ± %.2g (standard error).",
                    first.squaredNorm().value(),
                    first.squaredNorm().standardError()));
        }
        if (config.matrix() instanceof StudiedMatrix.Whole && first.layers().isEmpty()) {
            notes.add("The blocks of single layers were left out because they would have taken too long.");
        }
        if (choice.streamed()) {
            notes.add(
                    "The data passed through in batches. Eigenvectors in parameter space and degeneracies were left out, and"
                            + (config.options().trainingSteps() > 0 ? " so was training, and" : "")
                            + " the largest eigenvalues were found by one route only: each needs all samples in memory at once.");
        }
        if (first.hessian() != null && first.squaredNorm().standardError() > 0) {
            notes.add("The mean of the eigenvalues is an estimate from random probes too: " + first.stopReason() + ".");
        }
        if (config.matrix() instanceof StudiedMatrix.Form form && form.kind() == FisherForm.BLOCK_TRIDIAGONAL) {
            double threshold = first.spectrum().rankThreshold();
            notes.add(String.format(
                    Locale.ROOT,
                    "The block-tridiagonal form is not positive semi-definite: %d of its eigenvalues are negative.",
                    first.spectrum().values().stream()
                            .filter(v -> v < -threshold)
                            .count()));
        }
        return notes;
    }
}
