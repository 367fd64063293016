package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.output.OutputLaw;
import io.github.fisherscope.meanfield.output.OutputMetric;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The C largest eigenvalues of a softmax classifier against the number of samples: C − 1 of them stay, the C-th falls, since
 * a shift of all logits does not change the probabilities.
 */
final class SoftmaxOutliers implements Experiment {
    private static final int DEPTH = 3;
    private static final int OUTPUTS = 3;
    private static final List<Integer> COLORS = List.of(Palette.VERMILION, Palette.GREEN, Palette.BLUE);

    private static final int LAW = OUTPUTS;

    @Override
    public String name() {
        return "softmax-outliers";
    }

    @Override
    public String title() {
        return "the C largest eigenvalues of a softmax classifier against the number of samples";
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        int width = setting.quick() ? 200 : 800;
        // The sizes of this grid are numbers of samples.
        WidthGrid grid = setting.quick()
                ? new WidthGrid(List.of(25, 50, 100, 200), 16)
                : new WidthGrid(List.of(25, 50, 100, 200, 400, 800), 32);
        long dual = (long) OUTPUTS * grid.largest();
        Measurements<WidthGrid.Job> found = grid.measure(
                setting,
                name(),
                48 * dual * dual + 256L * width * width,
                (job, backend) -> measure(job, width, setting.seed(), backend));
        return new Outcome(List.of(figure(grid, width, found)), table(grid, found), claims(grid, found));
    }

    /** Returns the C largest eigenvalues, then the C − 1 outliers of the law for the network's own outputs. */
    private static RealVector measure(WidthGrid.Job job, int width, long seed, Backend backend) {
        NetworkSpec spec = Family.TANH.spec(DEPTH, width, OUTPUTS);
        try (Linearization at = job.linearize(spec, job.size(), seed, backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Categorical()))) {
            OutputLaw law = OutputLaw.of(
                    MeanFieldTheory.predict(spec, InputMoments.standardNormal(), job.size())
                            .statistics(),
                    OutputMetric.softmax(RealVector.of(at.outputs()), OUTPUTS));
            RealVector outliers = law.outliers();
            double[] values = dual.eigenvalues().toArray();
            double[] result = new double[2 * OUTPUTS - 1];
            for (int i = 0; i < OUTPUTS; i++) {
                result[i] = values[i];
                if (i < OUTPUTS - 1) {
                    // An outlier that does not leave the bulk lies at its edge.
                    result[LAW + i] = i < outliers.size() ? outliers.get(i) : law.bulkEdge();
                }
            }
            return RealVector.of(result);
        }
    }

    private static List<Outcome.Claim> claims(WidthGrid grid, Measurements<WidthGrid.Job> found) {
        Exponent kept = grid.exponent(grid.columns(found, OUTPUTS - 2));
        Exponent lost = grid.exponent(grid.columns(found, OUTPUTS - 1));
        // Both come from the same networks: the exponent of their ratio is the paired comparison.
        Exponent ratio = grid.exponent(grid.columns(found, v -> v.get(OUTPUTS - 1) / v.get(OUTPUTS - 2)));
        DoubleSummaryStatistics law = IntStream.range(0, OUTPUTS - 1)
                .boxed()
                .flatMap(i -> grid.columns(found, v -> v.get(i) / v.get(LAW + i)).stream())
                .mapToDouble(Curves::mean)
                .summaryStatistics();
        return List.of(
                new Outcome.Claim(
                        "the C-th eigenvalue falls like T to the power %s, the one before like %s, their ratio like %s: C − 1 outliers remain."
                                .formatted(lost.text(), kept.text(), ratio.text()),
                        ratio.below(0)),
                new Outcome.Claim(
                        String.format(
                                Locale.ROOT,
                                "mean measured / law lies between %.3f and %.3f at this width; softmax-statistics extrapolates it.",
                                law.getMin(),
                                law.getMax()),
                        Verdict.INFORMATIVE));
    }

    private Figure figure(WidthGrid grid, int width, Measurements<WidthGrid.Job> found) {
        Curves curves = grid.curves();
        List<Figure.Series> series = new ArrayList<>();
        for (int i = 0; i < OUTPUTS; i++) {
            series.add(curves.measured("eigenvalue " + (i + 1), COLORS.get(i), grid.columns(found, i)));
            if (i < OUTPUTS - 1) {
                series.add(curves.predicted(
                        String.format(Locale.ROOT, "outlier %d, law", i + 1),
                        COLORS.get(i),
                        grid.columns(found, LAW + i).stream().map(Curves::mean).toList()));
            }
        }
        return new Figure(
                name(),
                "Outliers of a softmax classifier",
                String.format(
                        Locale.ROOT,
                        "tanh, L = 3, M = %d, C = %d, %s; %d networks per point, bars: one standard error. Law: with each network's own probabilities.",
                        width,
                        OUTPUTS,
                        Family.TANH.variances(),
                        grid.networks()),
                "All but one of the C largest eigenvalues level off as samples are added; the C-th goes on falling.",
                Axis.logarithmic("samples T"),
                Axis.logarithmic("eigenvalue λ"),
                series);
    }

    private static TextTable table(WidthGrid grid, Measurements<WidthGrid.Job> found) {
        List<List<String>> rows = new ArrayList<>();
        for (int t : grid.sizes()) {
            List<WidthGrid.Job> g = grid.group(t);
            rows.add(List.of(
                    Integer.toString(t),
                    Curves.cell(found.column(g, 0)),
                    Curves.cell(found.column(g, LAW)),
                    Curves.cell(found.column(g, 1)),
                    Curves.cell(found.column(g, LAW + 1)),
                    Curves.cell(found.column(g, 2))));
        }
        return TextTable.of(List.of("T", "λ_1", "law", "λ_2", "law of λ_2", "λ_3"), rows);
    }
}
