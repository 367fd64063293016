package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.math.RealVector;
import java.util.Optional;

/**
 * The length of the geodesic of the Fisher metric, 2 arccos Σ √(pq), computed from the chord Σ(√p−√q)² so that it keeps its
 * digits for p ≈ q. It is a distance; half its square is a divergence with the metric coefficient ½.
 */
final class FisherRaoDistance implements Divergence {
    @Override
    public String name() {
        return "fisher-rao";
    }

    @Override
    public String formula() {
        return "2 arccos Σ √(p q)";
    }

    @Override
    public double between(DiscreteMeasure p, DiscreteMeasure q) {
        FDivergence.check(this, p, q);
        double[] chords = new double[p.size()];
        double[] sums = new double[p.size()];
        for (int i = 0; i < chords.length; i++) {
            double difference = Math.sqrt(p.get(i)) - Math.sqrt(q.get(i));
            double sum = Math.sqrt(p.get(i)) + Math.sqrt(q.get(i));
            chords[i] = difference * difference;
            sums[i] = sum * sum;
        }
        // unit vectors a, b at the angle t: |a−b| = 2 sin t/2, |a+b| = 2 cos t/2
        double chord = Math.sqrt(RealVector.takingOver(chords).sum());
        double sum = Math.sqrt(RealVector.takingOver(sums).sum());
        return 4 * Math.atan2(chord, sum);
    }

    @Override
    public Divergence dual() {
        return this;
    }

    @Override
    public Optional<LocalForm> local() {
        return Optional.empty();
    }

    @Override
    public boolean acceptsMeasures() {
        return false;
    }
}
