package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.ActivationKind;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A set of parameters at which a unit of a hidden layer is superfluous, so that the Fisher matrix is singular there, and how far
 * a network is from it. Distances are Euclidean in θ and depend on its coordinates.
 *
 * @param kind which set
 * @param layer the hidden layer, counted from 1
 * @param unit number of the unit, counted from 0
 * @param other number of the other unit of a pair, or that of {@code unit}
 * @param distance the distance in θ
 * @param relative distance over a length of the parameters concerned: those of both units together, √(‖ω_i‖² + ‖ω_j‖²), or
 *     the root mean square of that length over the layer's units; at 0 the network lies in the set
 * @param near whether {@code relative} is so small that, among as many units or pairs with d random numbers each, one as near
 *     comes with a probability of about 0.05ᵈ: below 0.05 over the d-th root of their number
 */
public record CriticalSet(Kind kind, int layer, int unit, int other, double distance, double relative, boolean near) {
    private static final double NEAR = 0.05;

    private static final long MOST_WORK = 200_000_000;

    /** The ways for a unit to be superfluous: for tanh there are no others (Sussmann 1992). */
    public enum Kind {
        /** Incoming weights and bias of two units agree. */
        EQUAL,
        /** They are opposite, and φ is odd but for a constant. */
        OPPOSITE,
        /** All outgoing weights are 0. */
        SILENT,
        /** All incoming weights are 0. */
        CONSTANT
    }

    /** Returns the set in words. */
    public String words() {
        String place = String.format(Locale.ROOT, "of layer %d", layer);
        return switch (kind) {
            case EQUAL -> String.format(Locale.ROOT, "units %d and %d %s equal", unit + 1, other + 1, place);
            case OPPOSITE -> String.format(Locale.ROOT, "units %d and %d %s opposite", unit + 1, other + 1, place);
            case SILENT -> String.format(Locale.ROOT, "unit %d %s without outgoing weights", unit + 1, place);
            case CONSTANT -> String.format(Locale.ROOT, "unit %d %s without incoming weights", unit + 1, place);
        };
    }

    /**
     * Returns the nearest set of each kind that the hidden layers of a chain have, the relatively nearest first. Layers without
     * an activation have none. Cost: M² of a layer times its inputs.
     */
    public static List<CriticalSet> nearest(NeuralNetwork network) {
        List<CriticalSet> all = new ArrayList<>();
        ChainVectors vectors = new ChainVectors(network);
        for (int l = 1; l < network.depth(); l++) {
            if (network.activation(l).kind() != ActivationKind.IDENTITY && affordable(network, l)) {
                new Search(vectors, l).addTo(all);
            }
        }
        List<CriticalSet> nearest = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.stream()
                    .filter(s -> s.kind == kind)
                    .min(Comparator.comparingDouble(CriticalSet::relative))
                    .ifPresent(nearest::add);
        }
        nearest.sort(Comparator.comparingDouble(CriticalSet::relative));
        return nearest;
    }

    /** Returns the nearest one in which two units are the same but for a sign. */
    public static Optional<CriticalSet> nearestPair(NeuralNetwork network) {
        return nearest(network).stream()
                .filter(s -> s.kind == Kind.EQUAL || s.kind == Kind.OPPOSITE)
                .findFirst();
    }

    private static boolean affordable(NeuralNetwork network, int l) {
        long units = network.layer(l).shape().outputs();
        return units * units * network.layer(l).shape().extendedInputs() <= MOST_WORK;
    }

    /** Returns the point of the set next to a network: what lies apart is moved to the middle, what should be 0 is 0. */
    public NeuralNetwork projected(NeuralNetwork network) {
        Args.requireInRange("layer", layer, 1, network.depth() - 1);
        ChainVectors vectors = new ChainVectors(network);
        double[] theta = network.parameterVector();
        double sign = kind == Kind.OPPOSITE ? -1 : 1;
        switch (kind) {
            case EQUAL, OPPOSITE -> {
                for (int e = 0; e < vectors.incoming(layer); e++) {
                    int first = vectors.incoming(layer, unit, e);
                    int second = vectors.incoming(layer, other, e);
                    theta[first] = (theta[first] + sign * theta[second]) / 2;
                    theta[second] = sign * theta[first];
                }
            }
            case SILENT -> {
                for (int k = 0; k < vectors.units(layer + 1); k++) {
                    theta[vectors.outgoing(layer, unit, k)] = 0;
                }
            }
            case CONSTANT -> {
                for (int j = 0; j < network.layer(layer).shape().inputs(); j++) {
                    theta[vectors.incoming(layer, unit, j)] = 0;
                }
            }
        }
        return network.withParameterVector(theta);
    }

    /** One layer's sets. */
    private static final class Search {
        private final int layer;
        private final boolean symmetric;
        private final double[][] incoming;
        private final double[][] weights;
        private final double[][] outgoing;

        Search(ChainVectors vectors, int layer) {
            this.layer = layer;
            this.symmetric = LikeUnits.oddAboutZero(vectors.network().activation(layer));
            int units = vectors.units(layer);
            this.incoming = new double[units][];
            this.weights = new double[units][];
            this.outgoing = new double[units][];
            for (int i = 0; i < units; i++) {
                incoming[i] = vectors.incomingValues(layer, i);
                weights[i] = new double[vectors.network().layer(layer).shape().inputs()];
                vectors.network().copyWeightRow(layer, i, weights[i]);
                outgoing[i] = vectors.outgoingValues(layer, i);
            }
        }

        void addTo(List<CriticalSet> all) {
            addSingle(all, Kind.SILENT, outgoing);
            addSingle(all, Kind.CONSTANT, weights);
            addPairs(all, Kind.EQUAL, 1);
            if (symmetric) {
                addPairs(all, Kind.OPPOSITE, -1);
            }
        }

        private void addSingle(List<CriticalSet> all, Kind kind, double[][] vectors) {
            double squares = 0;
            for (double[] v : vectors) {
                squares += square(v, v, 0);
            }
            double typical = Math.sqrt(squares / vectors.length);
            for (int i = 0; i < vectors.length; i++) {
                double distance = Math.sqrt(square(vectors[i], vectors[i], 0));
                double relative = typical > 0 ? distance / typical : 0;
                boolean near = near(relative, vectors.length, vectors[i].length);
                all.add(new CriticalSet(kind, layer, i, i, distance, relative, near));
            }
        }

        private void addPairs(List<CriticalSet> all, Kind kind, double sign) {
            for (int i = 0; i < incoming.length; i++) {
                for (int j = i + 1; j < incoming.length; j++) {
                    double apart = Math.sqrt(square(incoming[i], incoming[j], -sign) / 2);
                    double size = Math.sqrt(square(incoming[i], incoming[i], 0) + square(incoming[j], incoming[j], 0));
                    double relative = size > 0 ? apart / size : 0;
                    boolean near = near(relative, 0.5 * incoming.length * (incoming.length - 1), incoming[i].length);
                    all.add(new CriticalSet(kind, layer, i, j, apart, relative, near));
                }
            }
        }

        private static boolean near(double relative, double candidates, int numbers) {
            return relative < NEAR * Math.pow(candidates, -1.0 / numbers);
        }

        /** Returns ‖a + c b‖². */
        private static double square(double[] a, double[] b, double c) {
            double sum = 0;
            for (int e = 0; e < a.length; e++) {
                double x = a[e] + c * b[e];
                sum += x * x;
            }
            return sum;
        }
    }
}
