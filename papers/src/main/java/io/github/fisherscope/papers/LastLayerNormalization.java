package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.NormalizedFisher;
import io.github.fisherscope.core.fisher.OutputNormalization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.output.OutputLaw;
import io.github.fisherscope.meanfield.output.OutputMetric;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Mean subtraction, batch normalisation and layer normalisation of the outputs: the first two, which act over samples,
 * remove what grows with the width; layer normalisation, which acts over the outputs of each sample, does not.
 */
final class LastLayerNormalization implements Experiment {
    private static final int DEPTH = 3;
    private static final int OUTPUTS = 5;
    private static final FisherRequest REQUEST = FisherRequest.exact(new Likelihood.Gaussian(1));

    /** The paper bounds what mean subtraction leaves by √M. */
    private static final double BOUND = 0.5;

    private static final int PLAIN = 0;
    private static final int SUBTRACTED = 1;
    private static final int BATCH = 2;
    private static final int LAYER = 3;
    private static final int LAYER_LAW = 4;
    private static final int BATCH_TRACE = 5;
    private static final int LAYER_TRACE = 6;

    @Override
    public String name() {
        return "last-layer-normalization";
    }

    @Override
    public String title() {
        return "largest eigenvalue with mean subtraction, batch and layer normalisation of the outputs, T = M";
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        WidthGrid grid = setting.quick()
                ? new WidthGrid(List.of(50, 100, 200), 12)
                : new WidthGrid(List.of(50, 100, 200, 400), 24);
        long dual = (long) OUTPUTS * grid.largest();
        Measurements<WidthGrid.Job> found = grid.measure(
                setting, name(), 48 * dual * dual, (job, backend) -> measure(job, setting.seed(), backend));
        return new Outcome(List.of(figure(grid, found)), table(grid, found), claims(grid, found));
    }

    private static MeanFieldPrediction predict(int width) {
        return MeanFieldTheory.predict(Family.TANH.spec(DEPTH, width, OUTPUTS), InputMoments.standardNormal(), width);
    }

    private static RealVector measure(WidthGrid.Job job, long seed, Backend backend) {
        int samples = job.size();
        NetworkSpec spec = Family.TANH.spec(DEPTH, job.size(), OUTPUTS);
        MeanFieldPrediction theory = predict(job.size());
        try (Linearization at = job.linearize(spec, samples, seed, backend)) {
            OutputLaw law = OutputLaw.of(
                    theory.statistics(), OutputMetric.layerNormalised(RealVector.of(at.outputs()), OUTPUTS));
            RealVector plain = normalized(at, null);
            RealVector subtracted = normalized(at, OutputNormalization.Kind.MEAN_SUBTRACTION);
            RealVector batch = normalized(at, OutputNormalization.Kind.BATCH_NORM);
            RealVector layer = normalized(at, OutputNormalization.Kind.LAYER_NORM);
            double rest =
                    theory.statistics().gradientSquare() - theory.statistics().gradientOverlap();
            double batchTrace = (samples - 2.0) / samples * rest * inverseVariances(at);
            return RealVector.of(
                    plain.get(0),
                    subtracted.get(0),
                    batch.get(0),
                    layer.get(0),
                    law.outliers().get(0),
                    batch.sum() / batchTrace,
                    layer.sum() / (law.mean() * spec.parameters()));
        }
    }

    private static RealVector normalized(Linearization at, OutputNormalization.@Nullable Kind kind) {
        if (kind == null) {
            try (WholeFisherMatrix dual = FisherRoutes.dualEntries(at, REQUEST)) {
                return dual.eigenvalues();
            }
        }
        try (NormalizedFisher fisher = NormalizedFisher.of(at, REQUEST, OutputNormalization.of(kind))) {
            return fisher.eigenvalues();
        }
    }

    /** Returns Σ_k 1/σ_k² of the outputs over the samples. */
    private static double inverseVariances(Linearization at) {
        try (NormalizedFisher fisher =
                NormalizedFisher.of(at, REQUEST, OutputNormalization.of(OutputNormalization.Kind.BATCH_NORM))) {
            double sum = 0;
            for (int k = 0; k < OUTPUTS; k++) {
                sum += 1 / (fisher.deviation(k) * fisher.deviation(k));
            }
            return sum;
        }
    }

    private static List<Outcome.Claim> claims(WidthGrid grid, Measurements<WidthGrid.Job> found) {
        Exponent plain = grid.exponent(grid.columns(found, PLAIN));
        Exponent subtracted = grid.exponent(grid.columns(found, SUBTRACTED));
        Exponent batch = grid.exponent(grid.columns(found, BATCH));
        Exponent layer = grid.exponent(grid.columns(found, LAYER));
        Limits limits = new Limits();
        limits.add(
                "λ_max after layer normalisation",
                grid.sizes(),
                grid.columns(found, v -> v.get(LAYER) / v.get(LAYER_LAW)));
        limits.add("trace after layer normalisation", grid.sizes(), grid.columns(found, LAYER_TRACE));
        limits.add("trace after batch normalisation", grid.sizes(), grid.columns(found, BATCH_TRACE));
        List<Outcome.Claim> claims = new ArrayList<>(List.of(
                new Outcome.Claim("plain: λ_max grows like M to the power " + plain.text() + ".", Verdict.INFORMATIVE),
                new Outcome.Claim(
                        "mean subtraction: to the power %s, more slowly than √M.".formatted(subtracted.text()),
                        subtracted.below(BOUND)),
                new Outcome.Claim(
                        "batch normalisation: to the power %s, more slowly than √M.".formatted(batch.text()),
                        batch.below(BOUND)),
                new Outcome.Claim(
                        "layer normalisation: to the power %s; the outlier law says how much.".formatted(layer.text()),
                        Verdict.INFORMATIVE)));
        claims.addAll(limits.claims());
        return claims;
    }

    private Figure figure(WidthGrid grid, Measurements<WidthGrid.Job> found) {
        Curves curves = grid.curves();
        return new Figure(
                name(),
                "Largest eigenvalue and normalisation of the outputs",
                String.format(
                        Locale.ROOT,
                        "tanh, L = 3, C = %d, T = M, %s; %d networks per width, bars: one standard error. Lines: theory for the largest of the split outliers (plain) and the outlier law with each network's outputs (layer normalisation).",
                        OUTPUTS,
                        Family.TANH.variances(),
                        grid.networks()),
                "Plain and layer-normalised outputs: growth with the width; mean subtraction and batch normalisation: none.",
                Axis.logarithmic("width M = samples T"),
                Axis.logarithmic("largest eigenvalue λ_max"),
                List.of(
                        curves.measured("plain", Palette.VERMILION, grid.columns(found, PLAIN)),
                        curves.predicted(
                                "plain, theory",
                                Palette.VERMILION,
                                grid.sizes().stream()
                                        .map(m -> predict(m).recommended().largest())
                                        .toList()),
                        curves.measured("layer normalisation", Palette.PURPLE, grid.columns(found, LAYER)),
                        curves.predicted(
                                "layer normalisation, law",
                                Palette.PURPLE,
                                grid.columns(found, LAYER_LAW).stream()
                                        .map(Curves::mean)
                                        .toList()),
                        curves.measured("mean subtraction", Palette.BLUE, grid.columns(found, SUBTRACTED)),
                        curves.measured(
                                "batch normalisation",
                                Figure.Mark.HOLLOW_POINTS,
                                Palette.GREEN,
                                grid.columns(found, BATCH))));
    }

    private static TextTable table(WidthGrid grid, Measurements<WidthGrid.Job> found) {
        List<List<String>> rows = new ArrayList<>();
        for (int m : grid.sizes()) {
            List<WidthGrid.Job> g = grid.group(m);
            rows.add(List.of(
                    Integer.toString(m),
                    Curves.cell(found.column(g, PLAIN)),
                    Curves.cell(found.column(g, SUBTRACTED)),
                    Curves.cell(found.column(g, BATCH)),
                    Curves.cell(found.column(g, LAYER)),
                    Curves.cell(found.column(g, LAYER_LAW)),
                    Curves.cell(found.column(g, BATCH_TRACE)),
                    Curves.cell(found.column(g, LAYER_TRACE))));
        }
        return TextTable.of(
                List.of(
                        "M = T",
                        "plain",
                        "mean subtraction",
                        "batch norm",
                        "layer norm",
                        "layer norm, law",
                        "tr batch / theory",
                        "tr layer / law"),
                rows);
    }
}
