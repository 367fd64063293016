package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.EnsembleInfo;
import io.github.fisherscope.results.spectrum.Provenance;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.Machine;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkAnalysis;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.plan.MethodChoice;
import io.github.fisherscope.studies.predict.TheorySection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** Puts measurement and theory into the result that is written, drawn and exported. */
public final class ResultAssembler {
    private final StudyConfig config;
    private final TheorySection theory;
    private final MeasuredNetworks ensemble;
    private final MethodChoice choice;
    private final List<String> remarks;

    /**
     * @param remarks what the reader must know about the way to the measurements
     */
    public ResultAssembler(
            StudyConfig config,
            TheorySection theory,
            MeasuredNetworks ensemble,
            MethodChoice choice,
            List<String> remarks) {
        this.config = config;
        this.theory = theory;
        this.ensemble = ensemble;
        this.choice = choice;
        this.remarks = List.copyOf(remarks);
    }

    public SpectrumResult assemble(BackendInfo backend, Dataset data, Map<String, Double> seconds) {
        ComparisonTable table = new ComparisonTable(config, theory, ensemble.networks());
        List<ComparisonRow> rows = table.rows();
        return new SpectrumResult(
                SpectrumResult.SCHEMA,
                new SpectrumResult.Heading(
                        config.title(),
                        provenance(backend, seconds),
                        Notes.of(config, choice, ensemble, data, remarks)),
                SubjectSection.of(config, data),
                measurement(table, rows),
                theory.toInfo(),
                rows,
                LearningRateSection.of(config, theory, ensemble.first()));
    }

    private SpectrumResult.Measurement measurement(ComparisonTable table, List<ComparisonRow> rows) {
        NetworkMeasurement first = ensemble.first();
        return new SpectrumResult.Measurement(
                SpectrumSection.of(config, choice, first),
                LayerSection.of(config, theory, ensemble),
                CapacitySection.of(config, theory, ensemble, rows),
                DistributionSection.of(config, theory, ensemble),
                NetworkAnalysis.geometryOf(first),
                first.hessian(),
                ensemble.networks().size() == 1 ? null : ensemble(table));
    }

    private Provenance provenance(BackendInfo backend, Map<String, Double> seconds) {
        BuildInfo build = BuildInfo.current();
        return new Provenance(
                new Provenance.Program(build.version(), build.commit()),
                new Provenance.Machine(
                        Machine.java(),
                        Machine.platform(),
                        backend.name() + ": " + backend.library() + ", " + backend.device(),
                        backend.threads(),
                        backend.precision().name().toLowerCase(Locale.ROOT)),
                config.command(),
                Map.of("study", Long.toString(config.seed())),
                seconds,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private EnsembleInfo ensemble(ComparisonTable table) {
        String seed = Long.toString(config.seed());
        List<String> seeds = LongStream.range(0, ensemble.networks().size())
                .mapToObj(i -> seed)
                .toList();
        return new EnsembleInfo(ensemble.networks().size(), seeds, new LinkedHashMap<>(table.values()));
    }
}
