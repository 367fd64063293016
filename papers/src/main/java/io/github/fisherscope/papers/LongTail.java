package io.github.fisherscope.papers;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figures;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.reports.text.VerdictWords;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.util.List;

/** The histogram of all eigenvalues: most of them near zero, a few far out. */
final class LongTail implements Experiment {
    private static final String FIGURE = "eigenvalue-histogram";

    private final Family family;

    LongTail(Family family) {
        this.family = family;
    }

    @Override
    public String name() {
        return "spectrum-" + family.id();
    }

    @Override
    public String title() {
        return "histogram of all eigenvalues with its long tail, %s network".formatted(family.label());
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        int width = setting.quick() ? 500 : 1000;
        int samples = setting.quick() ? 200 : 1000;
        SpectrumResult result = SpectrumStudy.of(StudyConfig.random(family.spec(3, width, 1), samples)
                        .withSeed(setting.seed())
                        .withExecution(setting.execution()))
                .run((stage, done, total) -> setting.listener().onStage(name() + ": " + stage, done, total));
        Figure histogram = Figures.of(result).stream()
                .filter(f -> f.id().equals(FIGURE))
                .findFirst()
                .orElseThrow();
        Figure named = new Figure(
                name(),
                "Eigenvalues of the Fisher information matrix: " + family.label(),
                histogram.caption(),
                histogram.alternative(),
                histogram.x(),
                histogram.y(),
                histogram.series());
        List<List<String>> rows = result.comparison().stream()
                .map(r -> List.of(
                        r.label(),
                        Numbers.significant(r.measured(), 6),
                        r.predicted() == null ? "" : Numbers.significant(r.predicted(), 6),
                        VerdictWords.of(r.verdict())))
                .toList();
        double outlier = result.spectrum().max();
        double mean = result.spectrum().mean();
        return new Outcome(
                List.of(named),
                TextTable.of(List.of("statistic", "measured", "theory", "verdict"), rows),
                List.of(
                        new Outcome.Claim(
                                VerdictWords.summary(result.comparison()), Verdict.overall(result.comparison())),
                        Outcome.Claim.of(
                                outlier > result.network().widths().get(1) * mean,
                                "the largest eigenvalue, %s, is %s times the mean, %s: a long tail"
                                        .formatted(
                                                Numbers.shortly(outlier),
                                                Numbers.shortly(outlier / mean),
                                                Numbers.shortly(mean)))));
    }
}
