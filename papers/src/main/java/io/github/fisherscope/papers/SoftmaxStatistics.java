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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Mean, second moment and largest eigenvalue of a softmax classifier against the width, with theory evaluated at each
 * network's own probabilities, which differ much from network to network.
 */
final class SoftmaxStatistics implements Experiment {
    private static final int DEPTH = 3;
    private static final int OUTPUTS = 10;
    private static final int SAMPLES = 20;
    private static final List<String> SYMBOLS = List.of("λ_max", "s_λ", "m_λ");
    private static final List<Integer> COLORS = List.of(Palette.VERMILION, Palette.GREEN, Palette.BLUE);

    /** Position of theory's values behind the measured ones. */
    private static final int LAW = SYMBOLS.size();

    private static final int REGRESSION = 2 * LAW;

    @Override
    public String name() {
        return "softmax-statistics";
    }

    @Override
    public String title() {
        return "mean, second moment and largest eigenvalue of a softmax classifier against width";
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        WidthGrid grid = setting.quick()
                ? new WidthGrid(List.of(50, 100, 200, 400), 40)
                : new WidthGrid(List.of(100, 200, 400, 800, 1600), 60);
        Measurements<WidthGrid.Job> found = grid.measure(
                setting,
                name(),
                160L * grid.largest() * grid.largest(),
                (job, backend) -> measure(job, setting.seed(), backend));
        return new Outcome(List.of(figure(grid, found)), table(grid, found), claims(grid, found));
    }

    private static RealVector measure(WidthGrid.Job job, long seed, Backend backend) {
        NetworkSpec spec = Family.TANH.spec(DEPTH, job.size(), OUTPUTS);
        try (Linearization at = job.linearize(spec, SAMPLES, seed, backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Categorical()));
                WholeFisherMatrix regression =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            OutputLaw law = OutputLaw.of(
                    MeanFieldTheory.predict(spec, InputMoments.standardNormal(), SAMPLES)
                            .statistics(),
                    OutputMetric.softmax(RealVector.of(at.outputs()), OUTPUTS));
            double p = spec.parameters();
            double mean = dual.trace() / p;
            double second = dual.squaredNorm() / p;
            return RealVector.of(
                    dual.eigenvalues().get(0),
                    second,
                    mean,
                    law.outliers().get(0),
                    law.secondMoment(),
                    law.mean(),
                    regression.eigenvalues().get(0));
        }
    }

    private static List<Outcome.Claim> claims(WidthGrid grid, Measurements<WidthGrid.Job> found) {
        Limits limits = new Limits();
        for (int i = 0; i < LAW; i++) {
            int index = i;
            limits.add(SYMBOLS.get(i), grid.sizes(), grid.columns(found, v -> v.get(index) / v.get(LAW + index)));
        }
        List<Outcome.Claim> claims = new ArrayList<>(limits.claims());
        double worst = grid.columns(found, v -> v.get(0) / v.get(REGRESSION)).stream()
                .flatMapToDouble(RealVector::stream)
                .max()
                .orElseThrow();
        claims.add(Outcome.Claim.of(
                worst <= 0.5,
                String.format(
                        Locale.ROOT,
                        "λ_max of no network exceeds half of that of regression: at most %.3f of it.",
                        worst)));
        return claims;
    }

    private Figure figure(WidthGrid grid, Measurements<WidthGrid.Job> found) {
        Curves curves = grid.curves();
        List<Figure.Series> series = new ArrayList<>();
        for (int i = 0; i < LAW; i++) {
            series.add(curves.measured(SYMBOLS.get(i) + ", measured", COLORS.get(i), grid.columns(found, i)));
            series.add(curves.predicted(
                    SYMBOLS.get(i) + ", theory",
                    COLORS.get(i),
                    grid.columns(found, LAW + i).stream().map(Curves::mean).toList()));
        }
        return new Figure(
                name(),
                "Statistics of a softmax classifier against width",
                String.format(
                        Locale.ROOT,
                        "tanh, L = 3, C = %d, T = %d, %s; %d networks per width, bars: one standard error. Theory: mean over the same networks, with their own probabilities.",
                        OUTPUTS,
                        SAMPLES,
                        Family.TANH.variances(),
                        grid.networks()),
                "Largest eigenvalue grows with the width, the second moment stays, the mean falls as 1/M.",
                Axis.logarithmic("width M"),
                Axis.logarithmic("eigenvalue statistic"),
                series);
    }

    private static TextTable table(WidthGrid grid, Measurements<WidthGrid.Job> found) {
        List<List<String>> rows = new ArrayList<>();
        for (int m : grid.sizes()) {
            List<WidthGrid.Job> g = grid.group(m);
            List<String> row = new ArrayList<>(List.of(Integer.toString(m)));
            for (int i = 0; i < LAW; i++) {
                int index = i;
                row.add(Curves.cell(found.column(g, i)));
                row.add(Curves.cell(found.column(g, v -> v.get(index) / v.get(LAW + index))));
            }
            rows.add(row);
        }
        return TextTable.of(
                List.of("M", "λ_max", "λ_max / theory", "s_λ", "s_λ / theory", "m_λ", "m_λ / theory"), rows);
    }
}
