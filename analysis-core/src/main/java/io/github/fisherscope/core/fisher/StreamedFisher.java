package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.function.Consumer;

/**
 * The Fisher matrix as a map on parameter space for data that pass through in batches: memory beyond the data and the
 * network does not depend on the number of samples. Every use runs the forward pass anew, which costs half as much again
 * as a product of {@link ImplicitFisher}.
 *
 * <p>Batches of unequal size are weighted by their number of samples. The result depends on the size of a batch by
 * rounding only. Uses from several threads are serialised.
 */
public final class StreamedFisher implements SymmetricOperator, AutoCloseable {
    private final NetworkWeights weights;
    private final Dataset data;
    private final Likelihood likelihood;
    private final int batchSize;
    private final int parameters;

    private StreamedFisher(NetworkWeights weights, Dataset data, Likelihood likelihood, int batchSize) {
        this.weights = weights;
        this.data = data;
        this.likelihood = likelihood;
        this.batchSize = batchSize;
        this.parameters = Math.toIntExact(weights.network().parameters());
    }

    /**
     * Uploads the network.
     *
     * @param batchSize samples per batch, at least 1; memory is 2 · batchSize · Σ M_l numbers
     */
    public static StreamedFisher exact(
            NeuralNetwork network, Dataset data, Likelihood likelihood, Backend backend, int batchSize) {
        Args.requireInRange("batchSize", batchSize, 1, Integer.MAX_VALUE);
        Args.require(
                network.parameters() <= Integer.MAX_VALUE - 8,
                "the network has %d parameters, more than a vector holds",
                network.parameters());
        return new StreamedFisher(new NetworkWeights(network, backend), data, likelihood, batchSize);
    }

    @Override
    public int dimension() {
        return parameters;
    }

    @Override
    public synchronized void apply(double[] x, double[] y) {
        double[] sum = new double[parameters];
        forEachBatch(at -> {
            OutputFactor factor = OutputFactor.exact(at, likelihood);
            try (JacobianProducts products = JacobianProducts.of(at)) {
                double[] g = factor.applyOutputFisher(products.forward(x), 1.0 / data.samples());
                double[] part = products.transposed(g);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += part[i];
                }
            }
        });
        System.arraycopy(sum, 0, y, 0, parameters);
    }

    /** Returns {@code vᵀ F v}; with v = θ it is the squared Fisher-Rao norm. */
    public synchronized double quadraticForm(double[] v) {
        double[] sum = new double[1];
        forEachBatch(at -> {
            OutputFactor factor = OutputFactor.exact(at, likelihood);
            try (JacobianProducts products = JacobianProducts.of(at)) {
                double[] jv = products.forward(v);
                double[] g = factor.applyOutputFisher(jv, 1.0 / data.samples());
                for (int i = 0; i < g.length; i++) {
                    sum[0] += g[i] * jv[i];
                }
            }
        });
        return sum[0];
    }

    /** Returns the P diagonal entries. */
    public synchronized double[] diagonal() {
        double[] sum = new double[parameters];
        forEachBatch(at -> {
            double share = (double) at.samples() / data.samples();
            double[] part = FisherDiagonal.exact(at, likelihood).toArray();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += share * part[i];
            }
        });
        return sum;
    }

    /** Returns tr F, from norms of rows. */
    public synchronized double trace() {
        double[] sum = new double[1];
        forEachBatch(at -> {
            double share = (double) at.samples() / data.samples();
            sum[0] += share * DualFisher.trace(at, likelihood);
        });
        return sum[0];
    }

    private void forEachBatch(Consumer<Linearization> work) {
        for (int from = 0; from < data.samples(); from += batchSize) {
            int to = (int) Math.min(data.samples(), (long) from + batchSize);
            try (Linearization at = Linearization.ofBatch(weights, data, from, to)) {
                work.accept(at);
            }
        }
    }

    @Override
    public synchronized void close() {
        weights.close();
    }
}
