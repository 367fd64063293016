package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.text.Numbers;
import java.util.List;
import java.util.Optional;

/** The negative eigenvalues of a matrix that can have some, in a picture of their own: the axis is logarithmic. */
final class NegativeFigure {
    private NegativeFigure() {}

    /** Returns counts of −λ in logarithmic bins, or nothing where no negative eigenvalue is stored. */
    static Optional<Figure> of(SpectrumResult result) {
        double[] sizes = sizes(result);
        if (sizes.length == 0) {
            return Optional.empty();
        }
        String largest = Numbers.shortly(-sizes[0]);
        return Optional.of(new Figure(
                "negative-eigenvalues",
                "Negative eigenvalues of the " + result.fisher().named(),
                "%s Negative eigenvalues: %s, the smallest is %s. The picture shows their sizes −λ."
                        .formatted(Figures.parameters(result), Numbers.count(sizes.length), largest),
                "Histogram of the sizes −λ of negative eigenvalues, %s in all, with logarithmic axes. The smallest is %s."
                        .formatted(Numbers.count(sizes.length), largest),
                Axis.logarithmic("size −λ of negative eigenvalues"),
                Axis.logarithmic("number of eigenvalues per bin"),
                List.of(SpectrumFigures.logarithmicBins("negative eigenvalues", Palette.VERMILION, sizes))));
    }

    /** Returns −λ of the stored eigenvalues that are negative by more than rounding, descending. */
    private static double[] sizes(SpectrumResult result) {
        SpectrumInfo spectrum = result.spectrum();
        Double threshold = spectrum.ranks().rankThreshold();
        if (!result.fisher().indefinite() || threshold == null) {
            return new double[0];
        }
        RealVector values = spectrum.eigenvalues();
        return values.stream().filter(v -> v < -threshold).sorted().map(v -> -v).toArray();
    }
}
