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
import io.github.fisherscope.meanfield.NormalisationStatistics;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Subtracting the mean of the outputs over the data removes the outlier: with as many samples as hidden units the largest
 * eigenvalue then stays where it is as the network grows, while without it grows in proportion.
 */
final class MeanSubtraction implements Experiment {
    private static final int DEPTH = 3;
    private static final Likelihood GAUSSIAN = new Likelihood.Gaussian(1);

    /** The paper bounds what remains by √M and finds less. */
    private static final double BOUND = 0.5;

    private static final int PLAIN = 0;
    private static final int LARGEST = 1;
    private static final int MEAN = 2;
    private static final int SECOND = 3;

    private final Family family;

    MeanSubtraction(Family family) {
        this.family = family;
    }

    private record Theory(int width, double plain, NormalisationStatistics subtracted) {}

    @Override
    public String name() {
        return "mean-subtraction-" + family.id();
    }

    @Override
    public String title() {
        return "largest eigenvalue with and without mean subtraction, T = M, %s networks".formatted(family.label());
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        WidthGrid grid = setting.quick()
                ? new WidthGrid(List.of(50, 100, 200), 24)
                : new WidthGrid(List.of(100, 200, 400, 800, 1600), 32);
        long bytes = 160L * grid.largest() * grid.largest();
        Measurements<WidthGrid.Job> found =
                grid.measure(setting, name(), bytes, (job, backend) -> measure(job, setting.seed(), backend));
        List<Theory> theory = grid.sizes().stream().map(this::predict).toList();
        return new Outcome(
                List.of(figure(grid, theory, found)), table(grid, theory, found), claims(grid, theory, found));
    }

    private RealVector measure(WidthGrid.Job job, long seed, Backend backend) {
        NetworkSpec spec = family.spec(DEPTH, job.size(), 1);
        try (Linearization at = job.linearize(spec, job.size(), seed, backend);
                WholeFisherMatrix plain = FisherRoutes.dualEntries(at, FisherRequest.exact(GAUSSIAN));
                NormalizedFisher subtracted = NormalizedFisher.of(
                        at,
                        FisherRequest.exact(GAUSSIAN),
                        OutputNormalization.of(OutputNormalization.Kind.MEAN_SUBTRACTION))) {
            RealVector values = subtracted.eigenvalues();
            double p = spec.parameters();
            return RealVector.of(
                    plain.eigenvalues().get(0),
                    values.get(0),
                    values.sum() / p,
                    values.stream().map(v -> v * v).sum() / p);
        }
    }

    private Theory predict(int width) {
        MeanFieldPrediction p =
                MeanFieldTheory.predict(family.spec(DEPTH, width, 1), InputMoments.standardNormal(), width);
        return new Theory(
                width, p.recommended().topMean(), NormalisationStatistics.of(p.spec(), p.order(), p.samples()));
    }

    private static List<Outcome.Claim> claims(WidthGrid grid, List<Theory> theory, Measurements<WidthGrid.Job> found) {
        List<RealVector> largest = grid.columns(found, LARGEST);
        Exponent plain = grid.exponent(grid.columns(found, PLAIN));
        Exponent subtracted = grid.exponent(largest);
        Limits limits = new Limits();
        limits.add(
                "λ_max without subtraction",
                grid.sizes(),
                WidthGrid.ratios(
                        grid.columns(found, PLAIN),
                        theory.stream().map(Theory::plain).toList()));
        limits.add(
                "mean eigenvalue after subtraction",
                grid.sizes(),
                WidthGrid.ratios(
                        grid.columns(found, MEAN),
                        theory.stream().map(t -> t.subtracted.mean()).toList()));
        limits.add(
                "second moment after subtraction",
                grid.sizes(),
                WidthGrid.ratios(
                        grid.columns(found, SECOND),
                        theory.stream().map(t -> t.subtracted.secondMoment()).toList()));
        List<Outcome.Claim> claims = new ArrayList<>();
        claims.add(new Outcome.Claim(
                "λ_max grows like M to the power %s without subtraction, %s with it: more slowly than √M, the paper's bound."
                        .formatted(plain.text(), subtracted.text()),
                subtracted.below(BOUND)));
        claims.addAll(limits.claims());
        DoubleSummaryStatistics factor = IntStream.range(0, theory.size())
                .mapToDouble(i ->
                        Curves.mean(largest.get(i)) / theory.get(i).subtracted.largestLeading())
                .summaryStatistics();
        claims.add(new Outcome.Claim(
                String.format(
                        Locale.ROOT,
                        "the leading formula for few samples, (S₁ − S₂)/T, is %.1f to %.1f times too small here.",
                        factor.getMin(),
                        factor.getMax()),
                Verdict.INFORMATIVE));
        return claims;
    }

    private Figure figure(WidthGrid grid, List<Theory> theory, Measurements<WidthGrid.Job> found) {
        Curves curves = grid.curves();
        return new Figure(
                name(),
                "Largest eigenvalue and mean subtraction: " + family.label(),
                String.format(
                        Locale.ROOT,
                        "L = 3, C = 1, T = M, %s; %d networks per width, bars: one standard error. The edge of the inputs is a part of what remains; the hidden layers add the rest.",
                        family.variances(),
                        grid.networks()),
                "Without subtraction the largest eigenvalue grows with the width; with it, it stays.",
                Axis.logarithmic("width M = samples T"),
                Axis.logarithmic("largest eigenvalue λ_max"),
                List.of(
                        curves.measured("plain, measured", Palette.VERMILION, grid.columns(found, PLAIN)),
                        curves.predicted(
                                "plain, theory",
                                Palette.VERMILION,
                                theory.stream().map(Theory::plain).toList()),
                        curves.measured("mean subtracted, measured", Palette.BLUE, grid.columns(found, LARGEST)),
                        curves.predicted(
                                "edge of the inputs",
                                Palette.BLUE,
                                theory.stream().map(t -> t.subtracted.largest()).toList()),
                        curves.reference(
                                "leading formula",
                                Palette.SKY,
                                theory.stream()
                                        .map(t -> t.subtracted.largestLeading())
                                        .toList())));
    }

    private static TextTable table(WidthGrid grid, List<Theory> theory, Measurements<WidthGrid.Job> found) {
        List<List<String>> rows = new ArrayList<>();
        for (Theory t : theory) {
            List<WidthGrid.Job> g = grid.group(t.width);
            rows.add(List.of(
                    Integer.toString(t.width),
                    Curves.cell(found.column(g, PLAIN)),
                    Numbers.shortly(t.plain),
                    Curves.cell(found.column(g, LARGEST)),
                    Numbers.shortly(t.subtracted.largest()),
                    Numbers.shortly(t.subtracted.largestLeading()),
                    Curves.cell(found.column(g, MEAN)),
                    Numbers.shortly(t.subtracted.mean()),
                    Curves.cell(found.column(g, SECOND)),
                    Numbers.shortly(t.subtracted.secondMoment())));
        }
        return TextTable.of(
                List.of(
                        "M = T",
                        "λ_max",
                        "theory",
                        "λ_max subtracted",
                        "input edge",
                        "leading",
                        "mean",
                        "mean, theory",
                        "second moment",
                        "second moment, theory"),
                rows);
    }
}
