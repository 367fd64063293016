package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkKinds;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import java.util.Arrays;
import java.util.List;

/** A small network with data, and its Fisher matrix by plain loops over per-sample gradients. */
public record FisherCase(NeuralNetwork network, Dataset data, FisherRequest request) {

    /** Returns a case with a network of a {@linkplain NetworkKinds kind}, such as an activation. */
    public static FisherCase of(String kind, String widths, int samples, FisherRequest request) {
        List<Integer> list =
                Arrays.stream(widths.split(",")).map(Integer::valueOf).toList();
        return new FisherCase(
                NetworkKinds.network(kind, list, 42),
                RandomInputs.of(43).standardNormal(0, samples, list.get(0)),
                request);
    }

    /** Returns a request with labels made up for the likelihood. */
    static FisherRequest request(String likelihoodName, LabelExpectation expectation, int samples, int outputs) {
        Likelihood likelihood = Likelihood.parse(likelihoodName);
        return switch (expectation) {
            case EXACT -> FisherRequest.exact(likelihood);
            case MONTE_CARLO -> FisherRequest.monteCarlo(likelihood, 2, 77);
            case TOP_CLASSES ->
                likelihood.kind() == LikelihoodKind.CATEGORICAL
                        ? FisherRequest.topClasses(likelihood, 1)
                        : FisherRequest.exact(likelihood);
            case EMPIRICAL -> FisherRequest.empirical(likelihood, labels(likelihood, samples, outputs));
        };
    }

    private static Labels labels(Likelihood likelihood, int samples, int outputs) {
        if (likelihood instanceof Likelihood.Categorical) {
            int[] classes = new int[samples];
            for (int t = 0; t < samples; t++) {
                classes[t] = (5 * t + 1) % outputs;
            }
            return Labels.Classes.of(outputs, classes);
        }
        double[] values = new double[samples * outputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = likelihood instanceof Likelihood.Gaussian
                    ? Math.sin(3.0 * i)
                    : likelihood instanceof Likelihood.Bernoulli ? i % 2 : (7 * i) % 4;
        }
        return new Labels.Targets(RealVector.of(values), outputs);
    }

    int parameters() {
        return (int) network.parameters();
    }

    /** Returns the rows of S J, row (t, r) at index t·R + r. */
    double[][] rows() {
        PlainJacobian jacobian = new PlainJacobian(network, request, data.samples());
        int perSample = jacobian.rowsPerSample();
        double[][] rows = new double[perSample * data.samples()][parameters()];
        double[] x = new double[data.inputs()];
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, x);
            jacobian.at(t, x);
            for (int r = 0; r < perSample; r++) {
                jacobian.row(r, rows[t * perSample + r]);
            }
        }
        return rows;
    }

    /** Returns F by three loops. */
    double[][] matrix() {
        double[][] rows = rows();
        int p = parameters();
        double[][] f = new double[p][p];
        for (double[] row : rows) {
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    f[i][j] += row[i] * row[j] / data.samples();
                }
            }
        }
        return f;
    }

    /** Returns the layer, counted from 1, of parameter {@code i}. */
    int layer(int i) {
        int l = 1;
        while (i >= network.layout().weightOffset(l + 1)) {
            l++;
        }
        return l;
    }

    /** Returns the receiving unit of parameter {@code i} within its layer. */
    int unit(int i) {
        int l = layer(i);
        int bias = (int) network.layout().biasOffset(l);
        return i >= bias ? i - bias : (i - (int) network.layout().weightOffset(l)) / network.width(l - 1);
    }

    /** Returns which input of its layer parameter {@code i} multiplies; M_{l-1} for a bias. */
    int input(int i) {
        int l = layer(i);
        int bias = (int) network.layout().biasOffset(l);
        return i >= bias ? network.width(l - 1) : (i - (int) network.layout().weightOffset(l)) % network.width(l - 1);
    }
}
