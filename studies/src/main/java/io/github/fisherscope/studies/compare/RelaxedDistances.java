package io.github.fisherscope.studies.compare;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.transport.CostMatrix;
import io.github.fisherscope.geometry.transport.PointSet;
import io.github.fisherscope.geometry.transport.RelaxedConfig;
import io.github.fisherscope.geometry.transport.RelaxedTransport;
import io.github.fisherscope.geometry.transport.TransportDivergences;
import io.github.fisherscope.spectra.distance.SpectralMeasure;

/**
 * Divergences of entropy-relaxed transport between two distributions of log₁₀ λ. Both are counted in equal cells over the range
 * that they cover together; carrying mass over d decades costs d².
 */
final class RelaxedDistances {
    /** The relaxation, in squared decades: mass that moves by less than a third of a decade is hardly told apart. */
    static final double RELAXATION = 0.1;

    private static final int CELLS = 200;

    private final TransportDivergences divergences;
    private final DiscreteMeasure first;
    private final DiscreteMeasure second;

    private RelaxedDistances(TransportDivergences divergences, DiscreteMeasure first, DiscreteMeasure second) {
        this.divergences = divergences;
        this.first = first;
        this.second = second;
    }

    /** Returns the divergences between two distributions of log₁₀ λ. */
    static RelaxedDistances between(SpectralMeasure first, SpectralMeasure second) {
        double low = Math.min(first.values().get(0), second.values().get(0));
        double high = Math.max(last(first), last(second));
        int cells = high > low ? CELLS : 1;
        double width = high > low ? (high - low) / cells : 1;
        double[] centres = new double[cells];
        for (int i = 0; i < cells; i++) {
            centres[i] = low + (i + 0.5) * width;
        }
        PointSet line = PointSet.line(RealVector.takingOver(centres));
        RelaxedTransport transport =
                RelaxedTransport.of(CostMatrix.squaredDistance(line, line), RelaxedConfig.defaults());
        return new RelaxedDistances(
                TransportDivergences.of(transport, RELAXATION),
                counted(first, low, width, cells),
                counted(second, low, width, cells));
    }

    /** Returns D_λ[first : second]. */
    TransportDivergences.Value relaxedDivergence() {
        return divergences.relaxed(first, second);
    }

    /** Returns S_λ. */
    TransportDivergences.Value sinkhornDivergence() {
        return divergences.sinkhorn(first, second);
    }

    private static double last(SpectralMeasure measure) {
        return measure.values().get(measure.values().size() - 1);
    }

    private static DiscreteMeasure counted(SpectralMeasure measure, double low, double width, int cells) {
        double[] counts = new double[cells];
        for (int i = 0; i < measure.values().size(); i++) {
            int cell = (int) Math.min(cells - 1L, Math.max(0L, (long)
                    ((measure.values().get(i) - low) / width)));
            counts[cell] += measure.weights().get(i);
        }
        return DiscreteMeasure.distribution("spectrum", RealVector.takingOver(counts));
    }
}
