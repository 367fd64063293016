package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Units of one layer through which scaling passes. Each can be scaled: δω = ω, δv = −v. Those whose slope is a_i at all samples
 * can be mixed, {@code δω_i = ω_j}, {@code δv_j = −v_i a_i/a_j}, and their biases moved, {@code δb_i = 1}, {@code δc = −a_i
 * v_i}: for the identity that is all of GL(M) and the shifts.
 */
final class LinearUnits {
    /** Units up to which mixtures are looked at, two by two. */
    private static final int MOST = 64;

    private final ChainVectors vectors;
    private final int layer;
    private final boolean identity;
    /** a_i, NaN where the slope differs between samples. */
    private final double[] slopes;

    LinearUnits(ChainVectors vectors, Linearization at, int layer) {
        this.vectors = vectors;
        this.layer = layer;
        this.identity = DegeneracySearch.identity(vectors.network(), layer);
        this.slopes = slopes(at, layer);
    }

    private static double[] slopes(Linearization at, int layer) {
        int units = at.network().layer(layer).shape().outputs();
        double[] slopes = new double[units];
        double[] row = new double[units];
        at.slopes(layer).read(0, 0, slopes, 0, units);
        for (int t = 1; t < at.samples(); t++) {
            at.slopes(layer).read(t, 0, row, 0, units);
            for (int i = 0; i < units; i++) {
                slopes[i] = row[i] == slopes[i] ? slopes[i] : Double.NaN;
            }
        }
        return slopes;
    }

    List<NullFamily> families() {
        List<NullFamily> families = new ArrayList<>();
        if (!identity) {
            List<RealVector> scales = new ArrayList<>();
            for (int i = 0; i < slopes.length; i++) {
                scales.add(mixture(i, i, 1));
            }
            families.add(new NullFamily(
                    Kind.RESCALING,
                    "each unit of layer " + layer
                            + " can be scaled: incoming weights and bias times s, outgoing weights over s",
                    scales));
        }
        families.add(new NullFamily(
                identity ? Kind.LINEAR_NETWORK : Kind.LINEAR_UNITS,
                identity
                        ? "layers " + layer + " and " + (layer + 1)
                                + " have nothing but the identity between them: any change of basis, GL("
                                + slopes.length + ")"
                        : "units of layer " + layer + " that stay on one side of the kink at all samples can be mixed",
                mixtures()));
        return families;
    }

    private List<RealVector> mixtures() {
        List<RealVector> directions = new ArrayList<>();
        for (int i = 0; i < slopes.length && slopes.length <= MOST; i++) {
            for (int j = 0; j < slopes.length; j++) {
                double ratio = slopes[i] / slopes[j];
                if (ratio != 0 && Double.isFinite(ratio)) {
                    directions.add(mixture(i, j, ratio));
                }
            }
            if (Math.abs(slopes[i]) > 0 && vectors.hasBias(layer) && vectors.hasBias(layer + 1)) {
                directions.add(shift(i));
            }
        }
        return directions;
    }

    private RealVector mixture(int i, int j, double ratio) {
        Map<Integer, Double> entries = new HashMap<>();
        double[] other = vectors.incomingValues(layer, j);
        for (int e = 0; e < other.length; e++) {
            entries.put(vectors.incoming(layer, i, e), other[e]);
        }
        double[] given = vectors.outgoingValues(layer, i);
        for (int k = 0; k < given.length; k++) {
            entries.put(vectors.outgoing(layer, j, k), -given[k] * ratio);
        }
        return vectors.direction(entries);
    }

    private RealVector shift(int i) {
        Map<Integer, Double> entries = new HashMap<>();
        entries.put(vectors.bias(layer, i), 1.0);
        double[] given = vectors.outgoingValues(layer, i);
        for (int k = 0; k < given.length; k++) {
            entries.put(vectors.bias(layer + 1, k), -given[k] * slopes[i]);
        }
        return vectors.direction(entries);
    }
}
