package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds exact degeneracies from the parameters and the diagonal of the Fisher matrix. */
final class DegeneracySearch {
    private final NeuralNetwork network;
    private final ParameterLayout layout;
    private final Linearization at;
    private final boolean shiftInvariant;
    private final double[] diagonal;

    DegeneracySearch(Linearization at, FisherRequest request) {
        this.at = at;
        this.network = at.network();
        this.layout = network.layout();
        this.shiftInvariant = request.likelihood() instanceof Likelihood.Categorical;
        this.diagonal = FisherDiagonal.of(at, request).toArray();
    }

    /**
     * @param filledRows rows of the factor that can be independent
     */
    List<Degeneracy> degeneracies(long filledRows) {
        List<Degeneracy> found = new ArrayList<>();
        if (filledRows < network.parameters()) {
            found.add(new Degeneracy(
                    Kind.FEW_SAMPLES,
                    network.parameters() - filledRows,
                    "samples and outputs give at most %d independent gradients".formatted(filledRows)));
        }
        if (shiftInvariant) {
            found.add(new Degeneracy(
                    Kind.SOFTMAX_SHIFT,
                    network.width(network.depth() - 1) + 1L,
                    "the same vector added to all rows of the last layer leaves the probabilities as they are"));
        }
        if (network.hiddenActivation().orElseThrow() instanceof Activation.Identity && network.depth() > 1) {
            addLinear(found);
            return found;
        }
        addDead(found);
        addDuplicates(found);
        addRescaling(found);
        addLinearUnits(found);
        return found;
    }

    private void addLinear(List<Degeneracy> found) {
        long inputs = network.inputs();
        long outputs = network.outputs() - (shiftInvariant ? 1L : 0L);
        long narrowest =
                network.widths().stream().mapToInt(Integer::intValue).min().orElseThrow();
        long rank = Math.min(narrowest, outputs);
        long free = rank * (inputs + outputs - rank) + outputs;
        long surplus = network.parameters() - free - (shiftInvariant ? network.width(network.depth() - 1) + 1L : 0);
        if (surplus > 0) {
            found.add(new Degeneracy(
                    Kind.LINEAR_NETWORK,
                    surplus,
                    "all layers together are one matrix of rank %d with a bias: %d independent numbers"
                            .formatted(rank, free)));
        }
    }

    private void addDead(List<Degeneracy> found) {
        long dead = 0;
        for (double entry : diagonal) {
            dead += entry == 0 ? 1 : 0;
        }
        if (dead > 0) {
            found.add(new Degeneracy(
                    Kind.DEAD_PARAMETERS, dead, "%d parameters change no output at any sample".formatted(dead)));
        }
    }

    private void addDuplicates(List<Degeneracy> found) {
        long directions = 0;
        for (int l = 1; l < network.depth(); l++) {
            for (List<Integer> group : groups(l, false)) {
                directions += (group.size() - 1L) * network.width(l + 1);
            }
            for (List<Integer> group : groups(l, true)) {
                directions += (group.size() - 1L) * (network.width(l - 1) + 1L);
            }
        }
        if (directions > 0) {
            found.add(new Degeneracy(
                    Kind.DUPLICATED_UNITS,
                    directions,
                    "units with equal incoming weights and bias: only sums over them matter"));
        }
    }

    private void addRescaling(List<Degeneracy> found) {
        if (!SingularGeometry.homogeneous(network)) {
            return;
        }
        long directions = 0;
        for (int l = 1; l < network.depth(); l++) {
            for (int i = 0; i < network.width(l); i++) {
                directions += live(l, i) ? 1 : 0;
            }
            for (List<Integer> group : groups(l, true)) {
                directions -= group.size() - 1L; // differences of copies are counted as duplicates
            }
        }
        if (directions > 0) {
            found.add(new Degeneracy(
                    Kind.RESCALING,
                    directions,
                    "incoming weights and bias of a unit times s > 0 and its outgoing weights divided by s"));
        }
    }

    /**
     * Adds, for m units of one layer that are linear at all samples, the changes of basis among them, m² less the m
     * rescalings for m up to the widths around, and their m biases, which the next layer's biases replace.
     */
    private void addLinearUnits(List<Degeneracy> found) {
        if (!SingularGeometry.homogeneous(network)) {
            return;
        }
        long directions = 0;
        for (int l = 1; l < network.depth(); l++) {
            long units = linearUnits(l);
            long around = (long) network.width(l - 1) + network.width(l + 1);
            long rank = Math.min(units, Math.min(network.width(l - 1), network.width(l + 1)));
            directions += units * around - rank * (around - rank);
        }
        if (directions > 0) {
            found.add(new Degeneracy(
                    Kind.LINEAR_UNITS,
                    directions,
                    "units that stay on one side of the kink at all samples are linear"));
        }
    }

    private long linearUnits(int l) {
        double[] first = new double[network.width(l)];
        double[] row = new double[network.width(l)];
        boolean[] varies = new boolean[network.width(l)];
        at.slopes(l).read(0, 0, first, 0, first.length);
        for (int t = 1; t < at.samples(); t++) {
            at.slopes(l).read(t, 0, row, 0, row.length);
            for (int i = 0; i < row.length; i++) {
                varies[i] |= row[i] != first[i];
            }
        }
        long units = 0;
        for (int i = 0; i < row.length; i++) {
            units += !varies[i] && live(l, i) ? 1 : 0;
        }
        return units;
    }

    /** Returns whether some output depends on the unit's bias at some sample. */
    private boolean live(int l, int i) {
        return diagonal[Math.toIntExact(layout.biasOffset(l)) + i] != 0;
    }

    /** Returns groups of two or more live units of layer l with equal incoming, and if asked equal outgoing, parameters. */
    private List<List<Integer>> groups(int l, boolean outgoingToo) {
        Map<List<Double>, List<Integer>> byParameters = new HashMap<>();
        double[] row = new double[network.width(l - 1)];
        for (int i = 0; i < network.width(l); i++) {
            if (!live(l, i)) {
                continue;
            }
            List<Double> key = new ArrayList<>();
            network.copyWeightRow(l, i, row);
            for (double w : row) {
                key.add(w);
            }
            key.add(network.bias(l, i));
            for (int k = 0; outgoingToo && k < network.width(l + 1); k++) {
                key.add(network.weight(l + 1, k, i));
            }
            byParameters.computeIfAbsent(key, unused -> new ArrayList<>()).add(i);
        }
        return byParameters.values().stream().filter(g -> g.size() > 1).toList();
    }

    /** Returns Σ_i c_i (incoming_i, −outgoing_i) over all hidden units with fixed coefficients c, or zeros. */
    double[] rescalingDirection() {
        double[] v = new double[diagonal.length];
        if (!SingularGeometry.homogeneous(network)) {
            return v;
        }
        for (int l = 1; l < network.depth(); l++) {
            int fanIn = network.width(l - 1);
            for (int i = 0; i < network.width(l); i++) {
                double c = Math.cos(1.3 * i + l);
                int first = Math.toIntExact(layout.weightOffset(l)) + i * fanIn;
                for (int j = 0; j < fanIn; j++) {
                    v[first + j] += c * network.weight(l, i, j);
                }
                v[Math.toIntExact(layout.biasOffset(l)) + i] += c * network.bias(l, i);
                int next = Math.toIntExact(layout.weightOffset(l + 1));
                for (int k = 0; k < network.width(l + 1); k++) {
                    v[next + k * network.width(l) + i] -= c * network.weight(l + 1, k, i);
                }
            }
        }
        return v;
    }
}
