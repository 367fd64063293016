package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Units of one layer whose incoming weights are all 0. What unit i gives, {@code v_i φ(b_i)}, is a constant like a bias of the
 * next layer or the output of another such unit; and with slopes {@code φ′(b_i)} their incoming weights can move where
 * {@code Σ_i v_i φ′(b_i) δw_i = 0}.
 */
final class ConstantUnits {
    private final ChainVectors vectors;
    private final int layer;
    private final List<Integer> units = new ArrayList<>();

    ConstantUnits(ChainVectors vectors, int layer) {
        this.vectors = vectors;
        this.layer = layer;
        double[] row = new double[vectors.network().layer(layer).shape().inputs()];
        for (int i = 0; i < vectors.units(layer); i++) {
            vectors.network().copyWeightRow(layer, i, row);
            boolean constant = true;
            for (double w : row) {
                constant &= w == 0;
            }
            if (constant) {
                units.add(i);
            }
        }
    }

    List<NullFamily> families() {
        List<NullFamily> families = new ArrayList<>();
        for (int i : units) {
            families.add(new NullFamily(
                    Kind.CONSTANT_UNITS,
                    ChainVectors.unit(layer, i)
                            + " has no incoming weights and is constant: its outgoing weights and its bias do what other constants do",
                    constants(i)));
        }
        if (units.size() > 1) {
            families.add(new NullFamily(
                    Kind.CONSTANT_UNITS,
                    "several units of layer " + layer
                            + " have no incoming weights: these can move so that what they give cancels",
                    weights()));
        }
        return families;
    }

    private double value(int i) {
        return activation().value(vectors.network().bias(layer, i));
    }

    private double slope(int i) {
        return activation().derivative(vectors.network().bias(layer, i));
    }

    private Activation activation() {
        return vectors.network().activation(layer);
    }

    private List<RealVector> constants(int i) {
        List<RealVector> directions = new ArrayList<>();
        if (vectors.hasBias(layer + 1)) {
            for (int k = 0; k < vectors.units(layer + 1); k++) {
                directions.add(vectors.direction(
                        Map.of(vectors.outgoing(layer, i, k), 1.0, vectors.bias(layer + 1, k), -value(i))));
            }
            if (vectors.hasBias(layer)) {
                Map<Integer, Double> entries = new HashMap<>();
                entries.put(vectors.bias(layer, i), 1.0);
                for (int k = 0; k < vectors.units(layer + 1); k++) {
                    entries.put(vectors.bias(layer + 1, k), -vectors.network().weight(layer + 1, k, i) * slope(i));
                }
                directions.add(vectors.direction(entries));
            }
        }
        for (int j : units) {
            for (int k = 0; j < i && k < vectors.units(layer + 1); k++) {
                directions.add(vectors.direction(
                        Map.of(vectors.outgoing(layer, i, k), value(j), vectors.outgoing(layer, j, k), -value(i))));
            }
        }
        return directions;
    }

    private List<RealVector> weights() {
        double[][] given = new double[units.size()][];
        for (int m = 0; m < given.length; m++) {
            given[m] = vectors.outgoingValues(layer, units.get(m));
            for (int k = 0; k < given[m].length; k++) {
                given[m][k] *= slope(units.get(m));
            }
        }
        List<RealVector> directions = new ArrayList<>();
        for (RealVector c : LikeUnits.cancelling(given)) {
            for (int e = 0; e < vectors.incoming(layer); e++) {
                Map<Integer, Double> entries = new HashMap<>();
                for (int m = 0; m < given.length; m++) {
                    entries.put(vectors.incoming(layer, units.get(m), e), c.get(m));
                }
                directions.add(vectors.direction(entries));
            }
        }
        return directions;
    }
}
