package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.math.NullVectors;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.ActivationKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Units of one layer that compute the same function up to a factor: with equal incoming parameters ω, with opposite ones where
 * φ is odd about 0, with parallel ones where φ is homogeneous. With {@code ω̃ = σ_i ω_i} the same for all of them and outgoing
 * weights v_i, only the sum of {@code v_i/σ_i} counts, and ω̃ of one can move against that of another as far as
 * {@code Σ c_i v_i/σ_i = 0} (Fukumizu and Amari 2000; the directions are derived).
 */
final class LikeUnits {
    /** Distance of normal forms, relative to their length, up to which units count as alike: far above rounding. */
    private static final double TOLERANCE = 1e-8;

    private final ChainVectors vectors;
    private final int layer;
    private final Activation activation;
    private final boolean homogeneous;
    private final boolean symmetric;

    LikeUnits(ChainVectors vectors, int layer) {
        this.vectors = vectors;
        this.layer = layer;
        this.activation = vectors.network().activation(layer);
        this.homogeneous = activation.piecewiseLinear();
        this.symmetric = oddAboutZero(activation);
    }

    /** Returns whether φ(u) + φ(−u) is 2φ(0). */
    static boolean oddAboutZero(Activation activation) {
        ActivationKind kind = activation.kind();
        return kind == ActivationKind.TANH || kind == ActivationKind.ERF || kind == ActivationKind.SIGMOID;
    }

    /** A unit with the factor that brings it to the normal form of its group. */
    private record Member(int unit, double sigma, RealVector normal) {}

    List<NullFamily> families() {
        List<NullFamily> families = new ArrayList<>();
        for (List<Member> group : groups()) {
            if (group.size() > 1) {
                add(families, group);
            }
        }
        return families;
    }

    private List<List<Member>> groups() {
        List<List<Member>> groups = new ArrayList<>();
        for (int i = 0; i < vectors.units(layer); i++) {
            Member member = member(i);
            groups.stream()
                    .filter(g -> alike(g.get(0).normal.toArray(), member.normal.toArray()))
                    .findFirst()
                    .ifPresentOrElse(g -> g.add(member), () -> groups.add(new ArrayList<>(List.of(member))));
        }
        return groups;
    }

    private Member member(int i) {
        double[] omega = vectors.incomingValues(layer, i);
        double sigma = 1;
        if (homogeneous) {
            double norm = norm(omega);
            sigma = norm > 0 ? 1 / norm : 1;
        } else if (symmetric) {
            sigma = firstSign(omega);
        }
        for (int e = 0; e < omega.length; e++) {
            omega[e] *= sigma;
        }
        return new Member(i, sigma, RealVector.takingOver(omega));
    }

    /** Returns the sign of the first number that is not tiny beside the others. */
    private static double firstSign(double[] omega) {
        double least = TOLERANCE * norm(omega);
        for (double x : omega) {
            if (Math.abs(x) > least) {
                return Math.signum(x);
            }
        }
        return 1;
    }

    private static boolean alike(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int e = 0; e < a.length; e++) {
            difference[e] = a[e] - b[e];
        }
        return norm(difference) <= TOLERANCE * Math.max(norm(a), norm(b));
    }

    private static double norm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    private void add(List<NullFamily> families, List<Member> group) {
        boolean opposite = group.stream().anyMatch(m -> m.sigma < 0 != group.get(0).sigma < 0);
        boolean scaled = homogeneous && group.stream().anyMatch(m -> m.sigma != group.get(0).sigma);
        Kind kind = opposite ? Kind.OPPOSITE_UNITS : Kind.DUPLICATED_UNITS;
        String which = group.stream().map(m -> String.valueOf(m.unit + 1)).collect(Collectors.joining(", "));
        String who = "units " + which + " of layer " + layer
                + (opposite
                        ? " have opposite incoming weights and biases"
                        : scaled ? " have parallel incoming weights and biases" : " are equal");
        families.add(
                new NullFamily(kind, who + ": what one gives to an output another can take away", outgoing(group)));
        families.add(new NullFamily(
                kind,
                who
                        + ": as far as their outgoing weights cancel, their incoming parameters can move against each other",
                incoming(group)));
    }

    private List<RealVector> outgoing(List<Member> group) {
        List<RealVector> directions = new ArrayList<>();
        double offset = homogeneous ? 0 : activation.value(0);
        Member first = group.get(0);
        for (Member other : group.subList(1, group.size())) {
            double shift = offset * ((1 - first.sigma) * first.sigma - (1 - other.sigma) * other.sigma);
            for (int k = 0; k < vectors.units(layer + 1); k++) {
                Map<Integer, Double> entries = new HashMap<>();
                entries.put(vectors.outgoing(layer, first.unit, k), first.sigma);
                entries.put(vectors.outgoing(layer, other.unit, k), -other.sigma);
                if (shift != 0 && vectors.hasBias(layer + 1)) {
                    entries.put(vectors.bias(layer + 1, k), -shift);
                }
                directions.add(vectors.direction(entries));
            }
        }
        return directions;
    }

    private List<RealVector> incoming(List<Member> group) {
        double[][] weights = new double[group.size()][];
        for (int m = 0; m < weights.length; m++) {
            weights[m] = vectors.outgoingValues(layer, group.get(m).unit);
            for (int k = 0; k < weights[m].length; k++) {
                weights[m][k] /= group.get(m).sigma;
            }
        }
        List<RealVector> directions = new ArrayList<>();
        for (RealVector c : cancelling(weights)) {
            for (int e = 0; e < vectors.incoming(layer); e++) {
                Map<Integer, Double> entries = new HashMap<>();
                for (int m = 0; m < weights.length; m++) {
                    Member member = group.get(m);
                    entries.put(vectors.incoming(layer, member.unit, e), c.get(m) / member.sigma);
                }
                directions.add(vectors.direction(entries));
            }
        }
        return directions;
    }

    /** Returns coefficients c with {@code Σ_m c_m columns_m = 0}. */
    static List<RealVector> cancelling(double[][] columns) {
        int rows = columns[0].length;
        double[] matrix = new double[rows * columns.length];
        for (int m = 0; m < columns.length; m++) {
            for (int k = 0; k < rows; k++) {
                matrix[k * columns.length + m] = columns[m][k];
            }
        }
        return NullVectors.relative(matrix, rows, columns.length, TOLERANCE).basis();
    }
}
