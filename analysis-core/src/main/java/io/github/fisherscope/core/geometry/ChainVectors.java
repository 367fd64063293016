package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.Arrays;
import java.util.Map;

/** Where the parameters of a chain's units stand in θ, and directions made of a few of them. */
record ChainVectors(NeuralNetwork network) {
    private ParameterLayout layout() {
        return network.layout();
    }

    /** Returns the number of units of layer {@code l}. */
    int units(int l) {
        return network.layer(l).shape().outputs();
    }

    /** Returns whether layer {@code l} has biases. */
    boolean hasBias(int l) {
        return network.layer(l).hasBias();
    }

    /** Returns the number of incoming parameters of a unit of layer {@code l}, its bias included. */
    int incoming(int l) {
        return layout().layer(l).extendedInputs();
    }

    /** Returns the place of incoming parameter {@code e} of unit {@code i}: its weights, then its bias. */
    int incoming(int l, int i, int e) {
        int inputs = network.layer(l).shape().inputs();
        return e < inputs ? Math.toIntExact(layout().weightOffset(l)) + i * inputs + e : bias(l, i);
    }

    /** Returns the place of the weight from unit {@code i} of layer {@code l} to unit {@code k} of the next. */
    int outgoing(int l, int i, int k) {
        return Math.toIntExact(layout().weightOffset(l + 1)) + k * units(l) + i;
    }

    int bias(int l, int i) {
        return Math.toIntExact(layout().biasOffset(l)) + i;
    }

    /** Returns the incoming parameters of a unit. */
    double[] incomingValues(int l, int i) {
        double[] row = new double[network.layer(l).shape().inputs()];
        network.copyWeightRow(l, i, row);
        if (!hasBias(l)) {
            return row;
        }
        double[] all = Arrays.copyOf(row, row.length + 1);
        all[row.length] = network.bias(l, i);
        return all;
    }

    /** Returns the outgoing weights of a unit. */
    double[] outgoingValues(int l, int i) {
        double[] v = new double[units(l + 1)];
        for (int k = 0; k < v.length; k++) {
            v[k] = network.weight(l + 1, k, i);
        }
        return v;
    }

    /** Returns a direction with these entries and zeros elsewhere. */
    RealVector direction(Map<Integer, Double> entries) {
        double[] v = new double[Math.toIntExact(network.parameters())];
        entries.forEach((place, value) -> v[place] = value);
        return RealVector.takingOver(v);
    }

    /** Returns how a unit is called. */
    static String unit(int l, int i) {
        return "unit " + (i + 1) + " of layer " + l;
    }
}
