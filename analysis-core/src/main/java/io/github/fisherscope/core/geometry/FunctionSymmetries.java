package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Changes of a chain's parameters that leave its function as it is at every input, however large they are. Those in steps
 * (permutations, signs) make networks far apart in θ the same network, and have no null direction: networks are compared by
 * what they compute. For tanh there are no others (Sussmann 1992).
 */
public final class FunctionSymmetries {
    private FunctionSymmetries() {}

    /** Returns the symmetries of each hidden layer in words, layer 1 first. */
    public static List<String> words(NeuralNetwork network) {
        List<String> words = new ArrayList<>();
        for (int l = 1; l < network.depth(); l++) {
            int units = network.layer(l).shape().outputs();
            Activation activation = network.activation(l);
            if (DegeneracySearch.identity(network, l)) {
                words.add(say(
                        "layer %d is linear: any invertible %d x %d matrix between it and the next", l, units, units));
                continue;
            }
            if (units > 1) {
                words.add(say("the %d units of layer %d in any order, %d! ways", units, l, units));
            }
            if (LikeUnits.oddAboutZero(activation)
                    && (activation.value(0) == 0 || network.layer(l + 1).hasBias())) {
                words.add(say("the sign of each unit of layer %d, 2^%d ways", l, units));
            }
            if (activation.piecewiseLinear()) {
                words.add(say("the scale of each unit of layer %d, incoming times s > 0 and outgoing over s", l));
            }
        }
        return words;
    }

    private static String say(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Returns the network with two units of a hidden layer in each other's places. */
    public static NeuralNetwork exchanged(NeuralNetwork network, int layer, int i, int j) {
        ChainVectors vectors = new ChainVectors(network);
        double[] theta = network.parameterVector();
        for (int e = 0; e < vectors.incoming(layer); e++) {
            swap(theta, vectors.incoming(layer, i, e), vectors.incoming(layer, j, e));
        }
        for (int k = 0; k < vectors.units(layer + 1); k++) {
            swap(theta, vectors.outgoing(layer, i, k), vectors.outgoing(layer, j, k));
        }
        return network.withParameterVector(theta);
    }

    /** Returns the network with the incoming parameters of a unit times s and its outgoing weights over s. */
    public static NeuralNetwork scaled(NeuralNetwork network, int layer, int unit, double s) {
        ChainVectors vectors = new ChainVectors(network);
        double[] theta = network.parameterVector();
        for (int e = 0; e < vectors.incoming(layer); e++) {
            theta[vectors.incoming(layer, unit, e)] *= s;
        }
        for (int k = 0; k < vectors.units(layer + 1); k++) {
            int place = vectors.outgoing(layer, unit, k);
            if (s < 0 && vectors.hasBias(layer + 1)) {
                double offset = 2 * network.activation(layer).value(0);
                theta[vectors.bias(layer + 1, k)] += offset * theta[place];
            }
            theta[place] /= s;
        }
        return network.withParameterVector(theta);
    }

    private static void swap(double[] theta, int i, int j) {
        double kept = theta[i];
        theta[i] = theta[j];
        theta[j] = kept;
    }
}
