package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.geometry.Degeneracy.Kind;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
        this.shiftInvariant = request.likelihood().shiftInvariant() && network.linearOutput();
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
                    String.format(
                            Locale.ROOT, "samples and outputs give at most %d independent gradients", filledRows)));
        }
        if (shiftInvariant) {
            found.add(new Degeneracy(
                    Kind.SOFTMAX_SHIFT,
                    layout.layer(network.depth()).extendedInputs(),
                    "the same vector added to all rows of the last layer leaves the probabilities as they are"));
        }
        for (int first = 1; first <= network.depth(); ) {
            int last = lastOfRun(first);
            if (last > first) {
                new LinearRun(network, first, last, shiftInvariant && last == network.depth())
                        .degeneracy()
                        .ifPresent(found::add);
            }
            if (first == 1 && last == network.depth() && last > 1) {
                return found;
            }
            first = last + 1;
        }
        addDead(found);
        addDuplicates(found);
        addRescaling(found);
        addLinearUnits(found);
        return found;
    }

    /** Returns the last of the layers from {@code first} on with nothing but the identity between them. */
    private int lastOfRun(int first) {
        int last = first;
        while (last < network.depth() && linear(last)) {
            last++;
        }
        return last;
    }

    /** Units of linear layers are dealt with in {@link LinearRun}s. */
    private boolean linear(int l) {
        return identity(network, l);
    }

    /** Returns whether layer {@code l} of a network has no activation. */
    static boolean identity(NeuralNetwork network, int l) {
        return network.activation(l) instanceof Activation.Identity;
    }

    /** Returns whether scaling by s &gt; 0 goes through the activation of layer l. */
    private boolean homogeneous(int l) {
        return network.activation(l).piecewiseLinear();
    }

    private void addDead(List<Degeneracy> found) {
        long dead = 0;
        for (double entry : diagonal) {
            dead += entry == 0 ? 1 : 0;
        }
        if (dead > 0) {
            found.add(new Degeneracy(
                    Kind.DEAD_PARAMETERS,
                    dead,
                    String.format(
                            Locale.ROOT,
                            "no score depends on %d parameters at any sample: their rows are zero",
                            dead)));
        }
    }

    private void addDuplicates(List<Degeneracy> found) {
        long directions = 0;
        for (int l = 1; l < network.depth(); l++) {
            if (linear(l)) {
                continue;
            }
            for (List<Integer> group : groups(l, false)) {
                directions += (group.size() - 1L) * network.layer(l + 1).shape().outputs();
            }
            for (List<Integer> group : groups(l, true)) {
                directions += (group.size() - 1L) * layout.layer(l).extendedInputs();
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
        long directions = 0;
        for (int l = 1; l < network.depth(); l++) {
            if (linear(l) || !homogeneous(l)) {
                continue;
            }
            for (int i = 0; i < network.layer(l).shape().outputs(); i++) {
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
     * rescalings for m up to the widths around, and their m biases if there are any that the next layer's biases replace.
     * Biases that nothing replaces count as one input more.
     */
    private void addLinearUnits(List<Degeneracy> found) {
        long directions = 0;
        for (int l = 1; l < network.depth(); l++) {
            if (linear(l) || !homogeneous(l)) {
                continue;
            }
            long units = linearUnits(l);
            boolean replaced = layout.layer(l).bias() && layout.layer(l + 1).bias();
            long below = replaced
                    ? network.layer(l).shape().inputs()
                    : layout.layer(l).extendedInputs();
            long around = below + network.layer(l + 1).shape().outputs();
            long rank =
                    Math.min(units, Math.min(below, network.layer(l + 1).shape().outputs()));
            directions += units * around - rank * (around - rank) - (replaced ? 0 : units);
        }
        if (directions > 0) {
            found.add(new Degeneracy(
                    Kind.LINEAR_UNITS,
                    directions,
                    "units that stay on one side of the kink at all samples are linear"));
        }
    }

    private long linearUnits(int l) {
        double[] first = new double[network.layer(l).shape().outputs()];
        double[] row = new double[network.layer(l).shape().outputs()];
        boolean[] varies = new boolean[network.layer(l).shape().outputs()];
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

    /** Returns whether some output depends at some sample on the unit's bias, or on its weights if it has none. */
    private boolean live(int l, int i) {
        if (layout.layer(l).bias()) {
            return diagonal[Math.toIntExact(layout.biasOffset(l)) + i] != 0;
        }
        int inputs = network.layer(l).shape().inputs();
        int first = Math.toIntExact(layout.weightOffset(l)) + i * inputs;
        return Arrays.stream(diagonal, first, first + inputs).anyMatch(entry -> entry != 0);
    }

    /** Returns groups of two or more live units of layer l with equal incoming, and if asked equal outgoing, parameters. */
    private List<List<Integer>> groups(int l, boolean outgoingToo) {
        Map<List<Double>, List<Integer>> byParameters = new HashMap<>();
        double[] row = new double[network.layer(l).shape().inputs()];
        for (int i = 0; i < network.layer(l).shape().outputs(); i++) {
            if (!live(l, i)) {
                continue;
            }
            List<Double> key = new ArrayList<>();
            network.copyWeightRow(l, i, row);
            for (double w : row) {
                key.add(w);
            }
            key.add(network.bias(l, i));
            for (int k = 0; outgoingToo && k < network.layer(l + 1).shape().outputs(); k++) {
                key.add(network.weight(l + 1, k, i));
            }
            byParameters.computeIfAbsent(key, unused -> new ArrayList<>()).add(i);
        }
        return byParameters.values().stream().filter(g -> g.size() > 1).toList();
    }

    /** Returns Σ_i c_i (incoming_i, −outgoing_i) over all hidden units with fixed coefficients c, or zeros. */
    double[] rescalingDirection() {
        double[] v = new double[diagonal.length];
        for (int l = 1; l < network.depth(); l++) {
            if (!homogeneous(l)) {
                continue;
            }
            int fanIn = network.layer(l).shape().inputs();
            for (int i = 0; i < network.layer(l).shape().outputs(); i++) {
                double c = Math.cos(1.3 * i + l);
                int first = Math.toIntExact(layout.weightOffset(l)) + i * fanIn;
                for (int j = 0; j < fanIn; j++) {
                    v[first + j] += c * network.weight(l, i, j);
                }
                if (layout.layer(l).bias()) {
                    v[Math.toIntExact(layout.biasOffset(l)) + i] += c * network.bias(l, i);
                }
                int next = Math.toIntExact(layout.weightOffset(l + 1));
                for (int k = 0; k < network.layer(l + 1).shape().outputs(); k++) {
                    v[next + k * network.layer(l).shape().outputs() + i] -= c * network.weight(l + 1, k, i);
                }
            }
        }
        return v;
    }
}
