package io.github.fisherscope.studies.predict;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.phase.ChiContour;
import io.github.fisherscope.meanfield.phase.PhasePoint;
import io.github.fisherscope.results.spectrum.TheoryInfo.Contour;
import io.github.fisherscope.results.spectrum.TheoryInfo.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a network stands in the phase diagram of signal propagation, with the lines that a picture of it shows. */
public final class PhaseSection {
    /** Values of χ₁ that are drawn: the edge of chaos first, then lines on both sides of it. */
    private static final double[] LEVELS = {1, 0.7, 0.85, 1.15, 1.3};

    private PhaseSection() {}

    /** Returns the network's point and the contours around it. Cost: some hundred fixed points of the variance map. */
    public static Phase of(Activation activation, double weightVariance, double biasVariance) {
        PhasePoint point = PhasePoint.of(activation, weightVariance, biasVariance);
        double biasEnd = Math.max(1, 1.5 * biasVariance);
        double weightEnd = Math.max(4, 1.4 * weightVariance);
        List<Contour> contours = new ArrayList<>();
        for (double level : LEVELS) {
            ChiContour.of(activation, level, weightEnd, biasEnd)
                    .ifPresent(c -> contours.add(new Contour(level, c.weightVariances(), c.biasVariances())));
        }
        return new Phase(
                point.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                finite(point.fixedPoint()),
                point.chi1(),
                finite(point.correlation()),
                contours);
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? (Double) value : null;
    }
}
