package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.results.spectrum.LearningRateInfo;
import io.github.fisherscope.results.spectrum.LearningRateInfo.Trial;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The loss after training against the learning rate, with the bounds. */
final class TrainingFigure {
    private TrainingFigure() {}

    /** Returns the figure if the network was trained. */
    static Optional<Figure> of(SpectrumResult result) {
        LearningRateInfo info = result.learningRate();
        List<Trial> trials = info.trials();
        if (trials.isEmpty()) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        add(series, trials.stream().filter(t -> !t.diverged()).toList(), "loss after training", Mark.POINTS);
        add(series, trials.stream().filter(Trial::diverged).toList(), "diverged", Mark.HOLLOW_POINTS);
        Double bound = info.bound();
        if (bound != null) {
            series.add(Series.vertical("2/λ_max, measured", Origin.MEASURED, Palette.VERMILION, bound));
        }
        Double predicted = info.predictedBound();
        if (predicted != null) {
            series.add(Series.vertical("2/λ_max, theory", Origin.PREDICTED, Palette.ORANGE, predicted));
        }
        long grew = trials.stream().filter(t -> t.lossRatio() > 1).count();
        return Optional.of(new Figure(
                "learning-rate-sweep",
                "Training at rates around the bound",
                Figures.parameters(result)
                        + String.format(
                                Locale.ROOT,
                                " Gradient descent of %d steps from next to a minimum, where the loss is quadratic; a training that diverged was ended early.",
                                trials.get(0).steps()),
                String.format(
                        Locale.ROOT,
                        "Loss after training over loss before, at %d rates; it grew at %d of them. The bound is %s.",
                        trials.size(),
                        grew,
                        Numbers.shortly(info.bound())),
                Axis.logarithmic("learning rate η"),
                Axis.logarithmic("last loss / first loss"),
                series));
    }

    private static void add(List<Series> series, List<Trial> trials, String name, Mark mark) {
        if (!trials.isEmpty()) {
            series.add(Series.of(
                    name,
                    Origin.MEASURED,
                    mark,
                    Palette.BLUE,
                    RealVector.of(
                            trials.stream().mapToDouble(Trial::learningRate).toArray()),
                    RealVector.of(trials.stream().mapToDouble(Trial::lossRatio).toArray())));
        }
    }
}
