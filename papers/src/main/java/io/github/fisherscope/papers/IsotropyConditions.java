package io.github.fisherscope.papers;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Until which number of samples the step of each form is the same multiple of the residual in every direction: exactly, at finite
 * width, as long as every layer's part of the Jacobian has full rank: for layers until T = M_{L−1} + 1, where the
 * last one loses it; for K-FAC, whose factors must have it themselves, only until T = M_0 + 1; for the whole matrix at all T here,
 * and for neighbours too, as N⁻¹1 = (0, 1, 0) for three layers leaves all of the step to the middle one.
 */
final class IsotropyConditions implements Experiment {
    private static final int LAYERS = 3;
    private static final int INPUTS = 20;
    private static final int WIDTH = 60;
    private static final double EXACTLY = 1e-6;
    private static final double NOT = 1e-3;
    private static final List<Integer> SAMPLES = List.of(5, 10, 15, 20, 21, 22, 30, 45, 60, 61, 62, 70);

    @Override
    public String name() {
        return "isotropy";
    }

    @Override
    public String title() {
        return "deviation of natural-gradient steps from a multiple of the residual, over the number of samples";
    }

    /** One form at one number of samples. */
    record Job(Isotropy form, int samples) {}

    @Override
    public Outcome run(ExperimentSetting setting) {
        List<Job> jobs = Stream.of(Isotropy.values())
                .flatMap(f -> SAMPLES.stream().map(t -> new Job(f, t)))
                .toList();
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 1.5, 0.2, INPUTS, WIDTH, WIDTH, 1);
        Measurements<Job> found = Measurements.of(setting, name(), jobs, 64 << 20, (job, backend) -> {
            Dataset data = RandomInputs.of(setting.seed()).standardNormal(0, job.samples(), INPUTS);
            return RealVector.of(job.form()
                    .deviation(RandomNetworkGenerator.of(spec, setting.seed()).network(0), data, backend));
        });
        return new Outcome(List.of(figure(found)), table(found), claims(found));
    }

    private static double of(Measurements<Job> found, Isotropy form, int samples) {
        return found.of(new Job(form, samples)).get(0);
    }

    /** Returns the largest T up to which a form is isotropic. */
    private static int limit(Isotropy form) {
        return switch (form) {
            case EXACT, TRIDIAGONAL -> Integer.MAX_VALUE;
            case LAYERS -> WIDTH + 1;
            case KRONECKER -> INPUTS + 1;
        };
    }

    private static List<Outcome.Claim> claims(Measurements<Job> found) {
        List<Outcome.Claim> claims = new ArrayList<>();
        for (Isotropy form : Isotropy.values()) {
            int limit = limit(form);
            double worst = SAMPLES.stream()
                    .filter(t -> t <= limit)
                    .mapToDouble(t -> of(found, form, t))
                    .max()
                    .orElseThrow();
            claims.add(Outcome.Claim.of(
                    worst < EXACTLY,
                    String.format(
                            Locale.ROOT,
                            "%s: a step is the residual times α%s; largest deviation %.1e.",
                            form.label(),
                            limit == Integer.MAX_VALUE ? " at every T" : " up to T = " + limit,
                            worst)));
            if (limit < Integer.MAX_VALUE) {
                double after = of(found, form, limit + 1);
                claims.add(Outcome.Claim.of(
                        after > NOT,
                        String.format(
                                Locale.ROOT,
                                "%s at T = %d, where the %s layer has lost its full rank: deviation %.2g.",
                                form.label(),
                                limit + 1,
                                form == Isotropy.KRONECKER ? "first" : "last",
                                after)));
            }
        }
        return claims;
    }

    private Figure figure(Measurements<Job> found) {
        List<Series> series = new ArrayList<>();
        series.add(Series.vertical("T = M₀ + 1", Origin.PREDICTED, Palette.GREEN, INPUTS + 1));
        series.add(Series.vertical("T = M₂ + 1", Origin.PREDICTED, Palette.BLUE, WIDTH + 1));
        for (Isotropy form : Isotropy.values()) {
            series.add(Series.of(
                    form.label(),
                    Origin.MEASURED,
                    form == Isotropy.TRIDIAGONAL ? Mark.HOLLOW_POINTS : Mark.POINTS,
                    form.color(),
                    RealVector.of(SAMPLES.stream().mapToDouble(t -> t).toArray()),
                    RealVector.of(SAMPLES.stream()
                            .mapToDouble(t -> Math.max(1e-16, of(found, form, t)))
                            .toArray())));
        }
        return new Figure(
                name(),
                "When a natural-gradient step is a multiple of the residual",
                String.format(
                        Locale.ROOT,
                        "Tanh network %d-%d-%d-1, linearised. ‖S − αI‖/(α√T), S = JBJᵀ/T with the pseudo-inverse B of each form.",
                        INPUTS,
                        WIDTH,
                        WIDTH),
                "The deviation of four forms over the number of samples.",
                Axis.linear("samples T"),
                Axis.logarithmic("deviation"),
                series);
    }

    private static TextTable table(Measurements<Job> found) {
        List<List<String>> rows = new ArrayList<>();
        for (int t : SAMPLES) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(t)));
            for (Isotropy form : Isotropy.values()) {
                row.add(Numbers.significant(form.alpha(LAYERS, t), 3));
                row.add(String.format(Locale.ROOT, "%.1e", of(found, form, t)));
            }
            rows.add(row);
        }
        List<String> header = new ArrayList<>(List.of("T"));
        for (Isotropy form : Isotropy.values()) {
            header.add("α, " + form.label());
            header.add("deviation");
        }
        return TextTable.of(header, rows);
    }
}
