package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Every direction in which a chain of dense layers can be expected not to change, most telling reasons first. */
final class ChainFamilies {
    private final Linearization at;
    private final ChainVectors vectors;
    private final IntPredicate dead;

    /**
     * @param dead whether no row of the factor depends on the parameter of that number
     */
    ChainFamilies(Linearization at, IntPredicate dead) {
        this.at = at;
        this.vectors = new ChainVectors(at.network());
        this.dead = dead;
    }

    List<NullFamily> families(FisherRequest request) {
        int depth = at.network().depth();
        List<NullFamily> families = new ArrayList<>();
        for (int l = 1; l < depth; l++) {
            addDeadUnits(families, l);
        }
        addDeadInputs(families);
        for (int l = 1; l < depth; l++) {
            if (!DegeneracySearch.identity(at.network(), l)) {
                families.addAll(new LikeUnits(vectors, l).families());
                families.addAll(new ConstantUnits(vectors, l).families());
            }
            if (at.network().activation(l).piecewiseLinear()) {
                families.addAll(new LinearUnits(vectors, at, l).families());
            }
        }
        if (request.likelihood().shiftInvariant() && at.network().linearOutput()) {
            families.add(shift(depth));
        }
        return families;
    }

    private RealVector axis(int place) {
        return vectors.direction(Map.of(place, 1.0));
    }

    private void addDeadUnits(List<NullFamily> families, int l) {
        for (int i = 0; i < vectors.units(l); i++) {
            List<RealVector> incoming = new ArrayList<>();
            for (int e = 0; e < vectors.incoming(l); e++) {
                if (dead.test(vectors.incoming(l, i, e))) {
                    incoming.add(axis(vectors.incoming(l, i, e)));
                }
            }
            List<RealVector> outgoing = new ArrayList<>();
            for (int k = 0; k < vectors.units(l + 1); k++) {
                if (dead.test(vectors.outgoing(l, i, k))) {
                    outgoing.add(axis(vectors.outgoing(l, i, k)));
                }
            }
            boolean cutOff = incoming.size() == vectors.incoming(l);
            boolean silent = outgoing.size() == vectors.units(l + 1);
            String unit = ChainVectors.unit(l, i);
            if (cutOff && silent) {
                incoming.addAll(outgoing);
                families.add(
                        new NullFamily(Kind.DEAD_PARAMETERS, unit + " never fires: nothing of it counts", incoming));
            } else if (cutOff) {
                families.add(new NullFamily(
                        Kind.DEAD_PARAMETERS,
                        unit + " does not reach the outputs: its incoming weights and bias do not count",
                        incoming));
            } else if (silent) {
                families.add(new NullFamily(
                        Kind.DEAD_PARAMETERS,
                        unit + " is 0 at all samples: its outgoing weights do not count",
                        outgoing));
            }
        }
    }

    private void addDeadInputs(List<NullFamily> families) {
        List<RealVector> rest = new ArrayList<>();
        for (int p = 0; p < at.network().parameters(); p++) {
            if (dead.test(p)) {
                rest.add(axis(p));
            }
        }
        if (!rest.isEmpty()) {
            families.add(new NullFamily(
                    Kind.DEAD_PARAMETERS, "weights from inputs that are 0 wherever they could count", rest));
        }
    }

    /** The softmax does not see what is added to all outputs alike. */
    private NullFamily shift(int depth) {
        List<RealVector> directions = new ArrayList<>();
        for (int e = 0; e < vectors.incoming(depth); e++) {
            double[] v = new double[Math.toIntExact(at.network().parameters())];
            for (int k = 0; k < vectors.units(depth); k++) {
                v[vectors.incoming(depth, k, e)] = 1;
            }
            directions.add(RealVector.takingOver(v));
        }
        return new NullFamily(
                Kind.SOFTMAX_SHIFT, "the same vector can be added to all rows of the last layer", directions);
    }
}
